"""Laws of the grid that visitors filter, in a real browser: in place with scripts, by links without."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from loopback import serving
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sites import CONFIGURATION, lines, make
from visits import STOP, violations

pytestmark = pytest.mark.browser

KINDS = ("camera", "drill", "lathe", "rake", "saw")
ITEMS = [
    {
        "name": f"Tool {number:03}",
        "url": f"https://tools.example.gov/{number}",
        "description": f"What tool {number} does, in a sentence of some length, so that cards have something to show.",
        "kind": KINDS[number % 5],
        "maker": f"Maker {number % 7}",
        "tags": [f"Topic {number % 3}", f"Topic {3 + number % 2}"],
    }
    for number in range(90)
]
MARKED = {"kind": {"x-facet": True}, "maker": {"x-facet": True}, "tags": {"type": "array", "x-facet": "Topic"}}
SITE = {
    "data/site.yml": CONFIGURATION,
    "data/tools.json": json.dumps(ITEMS),
    "data/tools.schema.json": json.dumps(
        {"title": "Tools", "x-page-size": 12, "type": "array", "items": {"type": "object", "properties": MARKED}}
    ),
    "content/index.md": "---\ntitle: Home\n---\n[Tools](/tools/)\n",
}
BOTH = "?kind=camera&kind=saw&tags=topic-0"


def fitting(**wanted: set[str]) -> list[str]:
    """The names of the items that have one of the wanted values of every field, found by a plain loop."""
    found = []
    for item in ITEMS:
        values = {key: {item[key]} if isinstance(item[key], str) else set(item[key]) for key in wanted}
        if all(values[key] & wanted[key] for key in wanted):
            found.append(str(item["name"]))
    return found


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site with 90 tools, twelve on a page, answers."""
    root = tmp_path_factory.mktemp("filters")
    assert lines(make(root, SITE, base_url="https://shelf.example/shelf/")) == []
    with serving({"/shelf/": root / "_site"}) as served:
        yield f"{served}/shelf"


@pytest.fixture(scope="module")
def visitor(browser: Browser, origin: str) -> Iterator[Page]:
    """A tab in which nothing may fail."""
    context = browser.new_context(reduced_motion="reduce", base_url=f"{origin}/")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: message.type in ("error", "warning") and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def shown(page: Page) -> list[str]:
    return page.locator("[data-grid] > li h3").all_inner_texts()


def check(page: Page, facet: str, *names: str) -> None:
    """Open a facet and check boxes, as with a mouse."""
    details = page.locator(f"details[data-facet={facet}]")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    for name in names:
        details.get_by_label(name).check()


def told(page: Page) -> Any:
    """What the count says, and what assistive technology is told."""
    return page.locator("[data-grid-count]"), page.locator("[data-status]")


def test_boxes_of_one_facet_widen_the_choice_and_facets_narrow_it_down(visitor):
    """The address tells the state, the count and a polite message how many there are."""
    visitor.goto("tools/")
    check(visitor, "kind", "saw", "camera")
    expected = fitting(kind={"saw", "camera"})
    count, status = told(visitor)
    expect(count).to_have_text(f"Entries 1 to 12 of {len(expected)}")
    assert shown(visitor) == expected[:12]
    check(visitor, "tags", "Topic 0")
    expected = fitting(kind={"saw", "camera"}, tags={"Topic 0"})
    expect(count).to_have_text(f"{len(expected)} entries")
    expect(status).to_have_text(f"{len(expected)} entries")
    assert shown(visitor) == expected
    assert visitor.url.endswith(f"/shelf/tools/{BOTH}")
    assert status.get_attribute("role") == "status"


def test_each_box_says_how_many_entries_it_would_leave(visitor):
    """Counted over what the other facets leave, by a plain loop."""
    chosen = {"kind": {"saw", "camera"}, "tags": {"Topic 0"}, "maker": {"Maker 1"}}
    visitor.goto(f"tools/{BOTH}&maker=maker-1")
    expect(told(visitor)[0]).to_have_text("1 entry")
    assert len(fitting(**chosen)) == 1
    for key in chosen:
        others = {one: wanted for one, wanted in chosen.items() if one != key}
        for label in visitor.locator(f"details[data-facet={key}] label").all():
            name = label.evaluate("each => each.childNodes[1].textContent.trim()")
            number = label.locator("[data-number]").text_content()
            assert (name, number) == (name, str(len(fitting(**others, **{key: {name}}))))


def test_the_state_survives_going_back_and_forward_reloading_and_being_shared(visitor):
    """Every state has an address; going back undoes one step after the other."""
    visitor.goto("tools/")
    first = shown(visitor)
    check(visitor, "kind", "saw", "camera")
    expect(told(visitor)[0]).to_contain_text(str(len(fitting(kind={"saw", "camera"}))))
    visitor.get_by_label("Page 2", exact=True).click()
    second = fitting(kind={"saw", "camera"})[12:24]
    expect(told(visitor)[0]).to_have_text(f"Entries 13 to 24 of {len(fitting(kind={'saw', 'camera'}))}")
    expect(told(visitor)[0]).to_be_focused()
    assert shown(visitor) == second
    for again in (lambda: visitor.reload(), lambda: visitor.goto(visitor.url)):
        again()
        expect(told(visitor)[0]).to_contain_text("Entries 13 to 24")
        assert shown(visitor) == second
        assert visitor.locator("details[data-facet=kind][open] input:checked").count() == 2
    visitor.goto("tools/")
    check(visitor, "kind", "saw", "camera")
    expect(told(visitor)[0]).to_contain_text(str(len(fitting(kind={"saw", "camera"}))))
    visitor.go_back()
    for saying in told(visitor):
        expect(saying).to_contain_text(str(len(fitting(kind={"saw"}))))
    assert shown(visitor) == fitting(kind={"saw"})[:12]
    assert visitor.locator("input:checked").count() == 1
    visitor.go_back()
    for saying in told(visitor):
        expect(saying).to_have_text("Entries 1 to 12 of 90")
    assert shown(visitor) == first
    assert visitor.locator("input:checked").count() == 0
    visitor.go_forward()
    expect(told(visitor)[0]).to_contain_text(str(len(fitting(kind={"saw"}))))


def test_all_filters_are_cleared_at_once_and_the_page_is_as_it_came(visitor):
    """Also one in the middle of the list."""
    visitor.goto("tools/page/3/")
    before = visitor.locator(".toolshelf-body").inner_html()
    clear = visitor.get_by_role("button", name="Clear all filters")
    expect(clear).to_be_hidden()
    check(visitor, "maker", "Maker 2")
    expect(told(visitor)[0]).to_contain_text(str(len(fitting(maker={"Maker 2"}))))
    assert visitor.url.endswith("/shelf/tools/?maker=maker-2")
    clear.click()
    expect(told(visitor)[0]).to_have_text("Entries 25 to 36 of 90")
    assert visitor.url.endswith("/shelf/tools/page/3/")
    assert visitor.locator(".toolshelf-body").inner_html() == before
    assert visitor.locator("input:checked").count() == 0
    expect(visitor.locator("summary").first).to_be_focused()


def test_on_the_page_of_a_value_the_other_facets_narrow_it_down(visitor):
    """Its own facet stays a list of links, which take the other choices along."""
    visitor.goto("tools/kind/saw/")
    check(visitor, "tags", "Topic 1")
    expected = fitting(kind={"saw"}, tags={"Topic 1"})
    expect(told(visitor)[0]).to_have_text(f"{len(expected)} entries")
    assert shown(visitor) == expected
    assert visitor.url.endswith("/shelf/tools/kind/saw/?tags=topic-1")
    visitor.get_by_role("link", name="drill").click()
    expect(told(visitor)[0]).to_have_text(f"{len(fitting(kind={'drill'}, tags={'Topic 1'}))} entries")
    assert visitor.locator("h1").inner_text() == "Tools by kind: drill"
    visitor.get_by_role("link", name="All entries").click()
    expect(told(visitor)[0]).to_contain_text(str(len(fitting(tags={"Topic 1"}))))


def test_a_grid_of_many_pages_fits_on_a_small_phone(visitor):
    """WCAG 2.2, 1.4.10: at 320 pixels nobody scrolls in two directions, whether items are filtered or not."""
    for address in ("tools/", "tools/page/4/", "tools/?kind=saw&kind=drill&kind=camera"):
        visitor.set_viewport_size(ViewportSize(width=320, height=700))
        visitor.goto(address)
        expect(visitor.locator("nav.usa-pagination, .usa-pagination").first).to_be_visible()
        assert visitor.evaluate("() => document.documentElement.scrollWidth") <= 320, address


def test_what_nothing_fits_is_said_and_can_be_taken_back(visitor):
    """An address may also name what is not there, or a page beyond the last."""
    assert fitting(kind={"camera"}, maker={"Maker 2"}, tags={"Topic 1"}) == []
    visitor.goto("tools/?kind=camera&maker=maker-2&tags=topic-1")
    expect(told(visitor)[0]).to_have_text("No entries")
    assert shown(visitor) == []
    visitor.get_by_role("button", name="Clear all filters").click()
    expect(told(visitor)[0]).to_have_text("Entries 1 to 12 of 90")
    visitor.goto("tools/?kind=saw&tags=none&maker=&page=77")
    expected = fitting(kind={"saw"})
    expect(told(visitor)[0]).to_have_text(f"Entries 13 to {len(expected)} of {len(expected)}")
    assert shown(visitor) == expected[12:]


def test_where_the_items_cannot_be_fetched_somebody_is_told_and_the_page_stays(browser, origin):
    context = browser.new_context(base_url=f"{origin}/")
    page = context.new_page()
    page.route("**/items.json", lambda route: route.abort())
    page.goto("tools/")
    before = shown(page)
    check(page, "kind", "saw")
    expect(page.locator("[data-status]")).to_contain_text("could not be fetched")
    expect(told(page)[0]).to_contain_text("could not be fetched")
    assert shown(page) == before
    page.unroute("**/items.json")
    check(page, "kind", "drill")
    expect(told(page)[0]).to_contain_text(str(len(fitting(kind={"saw", "drill"}))))
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_everything_is_reached_seen_and_done_by_keyboard_alone(visitor, width):
    """In the order in which it stands, with the focus marked, and no target is smaller than 24 pixels."""
    visitor.set_viewport_size(ViewportSize(width=width, height=900))
    visitor.goto("tools/")
    visitor.locator("h1").click()
    stops = []
    for _ in range(200):
        visitor.keyboard.press("Tab")
        stop = visitor.evaluate(STOP)
        if not stop["name"] or "usa-footer" in stop["name"]:
            break
        stops.append(stop)
        place = visitor.evaluate("() => document.activeElement.matches('[data-facets] summary')")
        if place:
            visitor.keyboard.press("Enter")
        if visitor.evaluate("() => document.activeElement.matches('input[value=\"drill\"]')"):
            visitor.keyboard.press("Space")
            expect(told(visitor)[0]).to_contain_text(str(len(fitting(kind={"drill"}))))
    assert [stop["name"] for stop in stops if not (stop["marked"] and stop["seen"])] == []
    names = " ".join(stop["name"] for stop in stops)
    for part in ("summary", 'value="saw"', 'value="topic-4"', "data-clear", "usa-pagination"):
        assert part in names
    small = visitor.locator(
        "main a:visible, main button:visible, main label:visible, main summary:visible"
    ).evaluate_all(
        "all => all.filter(each => !each.closest('p, .usa-collection, .usa-breadcrumb'))"
        ".map(each => [each.getBoundingClientRect(), each.outerHTML])"
        ".filter(([box]) => box.width < 24 || box.height < 24).map(([box, html]) => [box.width, box.height, html])"
    )
    assert small == []


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("path", ["tools/", "tools/page/4/", "tools/kind/saw/", "tools/kind/", f"tools/{BOTH}"])
def test_axe_finds_nothing_in_grids_and_lists_of_values(visitor, path, width):
    """With all closed and all open, in light and in dark."""
    visitor.set_viewport_size(ViewportSize(width=width, height=900))
    found = []
    for scheme in ("light", "dark"):
        visitor.emulate_media(color_scheme=scheme)
        visitor.goto(path)
        found += violations(visitor)
        visitor.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
        found += violations(visitor)
        assert visitor.evaluate("() => document.documentElement.scrollWidth") <= width
    visitor.emulate_media(color_scheme="light")
    assert found == []


def test_without_scripts_every_item_is_reached_by_links_alone(browser, origin):
    """Over the pages of the grid, and over the pages of every value; nothing that needs a script is there."""
    context = browser.new_context(java_script_enabled=False, base_url=f"{origin}/")
    page = context.new_page()

    def walk(address: str) -> list[str]:
        page.goto(address)
        names = shown(page)
        while page.locator("a[rel=next]").count():
            page.locator("a[rel=next]").click()
            names += shown(page)
        return names

    assert walk("tools/") == fitting()
    page.goto("tools/")
    assert page.locator("main input, main button, [data-clear], [role=status]").count() == 0
    links = page.locator("details a").evaluate_all(
        "all => all.map(each => [each.closest('details').dataset.facet, each.href])"
    )
    by_value = {}
    for facet, address in links:
        by_value.setdefault(facet, set()).update(walk(address))
    assert by_value == {facet: set(fitting()) for facet in MARKED}
    context.close()


@pytest.mark.parametrize("path", ["tools/", "tools/kind/saw/"])
def test_the_nu_checker_finds_no_error_in_grids(nu_findings, tmp_path, path):
    """Neither in a list of values."""
    make(tmp_path, SITE)
    assert nu_findings(tmp_path / "_site" / path) == []
