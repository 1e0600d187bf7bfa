"""Laws for visitors with slow lines, small screens, large letters, unsteady hands or colors of their own."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from visits import PAGES, STOP, unfold

pytestmark = pytest.mark.browser

each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
SOME = [PAGES[name] for name in ("home", "toolkit", "anchors", "official")]
some_pages = pytest.mark.parametrize("path", SOME, ids=["home", "toolkit", "anchors", "official"])

MOVED = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 100);
})"""
"""The cumulative layout shift of the page so far."""


@contextmanager
def newcomer(browser: Browser, width: int) -> Iterator[Page]:
    """A tab of somebody who has never been here."""
    context = browser.new_context(viewport=ViewportSize(width=width, height=900))
    yield context.new_page()
    context.close()


@each_page
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_comes(browser, served, path: str, width: int):
    with newcomer(browser, width) as page:
        page.goto(f"{served.origin}{path}", wait_until="load")
        assert page.evaluate(MOVED) == 0


def transferred(page: Page, address: str) -> dict[str, int]:
    """How many bytes of each kind ("document", "script", "thumbnail", …) a newcomer loads, compressed as hosts do."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    sizes: dict[str, int] = {}
    for answer in answers:
        kind = answer.request.resource_type
        if kind == "image" and "/thumbnails/" in answer.url:
            kind = "thumbnail"
        body = answer.body()
        packed = len(body) if kind in ("font", "thumbnail") else len(gzip.compress(body))
        sizes[kind] = sizes.get(kind, 0) + packed
    return sizes


@each_page
def test_no_page_loads_more_than_thirty_kilobytes_of_script_or_a_hundred_and_fifty_in_all(browser, served, path: str):
    with newcomer(browser, 360) as page:
        sizes = transferred(page, f"{served.origin}{path}")
    assert sizes["stylesheet"] > 5_000
    assert 0 < sizes["script"] <= 30_000
    assert sum(sizes.values()) - sizes.get("thumbnail", 0) <= 150_000


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [PAGES["toolkit"], "/repo-name/tools/"], ids=["list", "grid"])
def test_the_toolkit_of_forty_eight_tools_keeps_its_budget(browser, served, path: str, width: int):
    with newcomer(browser, width) as page:
        sizes = transferred(page, f"{served.origin}{path}")
        shown = page.locator("main li.usa-collection__item, main li.usa-card").count()
    assert shown >= 24
    # Its list grows with the tools; all else stays as it is.
    thumbnails = sizes.get("thumbnail", 0)
    without = sum(sizes.values()) - thumbnails + sizes["document"] * max(0, 48 - shown) / shown
    assert without <= 150_000
    assert without + thumbnails <= 400_000


SMALL = """() => [...document.querySelectorAll(
        'button, input:not([type=hidden]), select, textarea, summary, nav a, .usa-button, .usa-skipnav')]
    .filter(each => each.checkVisibility({visibilityProperty: true}))
    .map(each => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24) && box.right > 0)
    .map(([name, box]) => `${name} ${box.width} by ${box.height}`)"""
"""The controls, and the links of lists of links, that are smaller than 24 CSS pixels (WCAG 2.2, 2.5.8)."""


@each_page
@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_clicked_is_large_enough_for_an_unsteady_hand(tab, path: str, width: int):
    page = tab.open(path, width)
    unfold(page)
    tab.settle()
    assert [each for each in page.evaluate(SMALL) if 'type="checkbox" disabled' not in each] == []


@some_pages
def test_a_page_enlarged_four_times_can_be_read_and_its_menu_used(tab, path: str):
    """400 % of 1280 by 1024 leaves 320 by 256 (WCAG 2.2, 1.4.10)."""
    page = tab.open(path, width=320, height=256)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    unfold(page)
    tab.settle()
    for link in page.locator(".usa-nav a:visible, .usa-nav button:visible").all():
        link.focus()
        assert page.evaluate(STOP)["seen"], link.inner_text()


@some_pages
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_animated_for_those_who_do_not_want_it(tab, path: str, width: int):
    page = tab.open(path, width)
    unfold(page)
    page.evaluate("() => document.documentElement.scrollTo(0, 400)")
    assert page.evaluate("() => document.getAnimations().length") == 0
    moving = """() => [...document.querySelectorAll('*')].map(each => getComputedStyle(each))
        .filter(style => style.scrollBehavior === 'smooth' || parseFloat(style.transitionDuration) > 0.01).length"""
    assert page.evaluate(moving) == 0


@some_pages
@pytest.mark.parametrize("width", [360, 1280])
def test_with_colors_of_ones_own_the_focus_is_seen_and_buttons_keep_an_edge(tab, path: str, width: int):
    page = tab.open(path, width)
    page.emulate_media(forced_colors="active")
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    unfold(page)
    bare = page.evaluate(BARE)
    page.emulate_media(forced_colors="none")
    assert [stop["name"] for stop in stops if stop["name"] and not stop["marked"]] == []
    assert bare == []


BARE = """() => [...document.querySelectorAll('.usa-button, .usa-menu-btn')]
    .filter(each => each.checkVisibility())
    .filter(each => parseFloat(getComputedStyle(each).borderTopWidth) === 0 || each.style.border)
    .filter(each => getComputedStyle(each).outlineStyle === 'none')
    .map(each => each.outerHTML.slice(0, 90))"""
"""Buttons that only their ground shows to be buttons: forced colors take it away."""


TEXT = "() => document.querySelector('main').innerText.replace(/\\s+/g, ' ').trim()"


@each_page
def test_without_scripts_a_page_says_all_that_it_says_with_them(tab, plain_tab, path: str):
    with_scripts = tab.open(path).evaluate(TEXT)
    without = plain_tab.page
    plain_tab.open(path)
    said = " ".join(without.locator("main").inner_text().split())
    assert set(with_scripts.split()) <= set(said.split())
