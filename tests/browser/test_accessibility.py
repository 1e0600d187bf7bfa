"""Laws of every kind of page in a real browser: whoever comes, however they come, reads and gets everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route
from visits import COLORS, PAGES, SCHEMES, STOP, WIDTHS, unfold, violations

pytestmark = pytest.mark.browser

REDIRECT = "/repo-name/site-policies/privacy/"
each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


@each_page
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_with_all_closed_and_open_in_light_and_in_dark(tab, path: str, width: int):
    page = tab.open(path, width)
    found = {}
    for state in ("closed", "open"):
        if state == "open":
            unfold(page)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            tab.settle()
            found[state, scheme] = violations(page, COLORS if scheme == "dark" else None)
    page.emulate_media(color_scheme="light")
    assert [finding for findings in found.values() for finding in findings] == []
    assert tab.faults == []


def test_axe_finds_nothing_in_a_page_that_has_moved_and_it_leads_on(tab):
    def held(route: Route) -> None:
        response = route.fetch()
        assert 'content="0;' in response.text()
        route.fulfill(response=response, body=response.text().replace('content="0;', 'content="86400;'))

    tab.page.route(f"**{REDIRECT}", held)
    assert violations(tab.open(REDIRECT)) == []
    tab.page.unroute(f"**{REDIRECT}")
    tab.page.goto(f"{tab.origin}{REDIRECT}", wait_until="commit")
    tab.page.wait_for_url("**/repo-name/privacy/")
    assert tab.page.locator("h1").inner_text() == "Privacy"


def test_the_nu_checker_finds_no_error_in_official_and_in_small_sites(served, nu_findings: Callable[[Path], list[str]]):
    assert [
        finding for base_path in ("/official/", "/oficial/") for finding in nu_findings(served.folders[base_path])
    ] == []


@each_page
def test_a_page_needs_no_sideways_scrolling_on_the_narrowest_screen(tab, path: str):
    page = tab.open(path, width=320, height=640)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page.evaluate(OUTSIDE) == []


OUTSIDE = """() => [...document.querySelectorAll('main *, footer *, header .usa-navbar *')]
    .filter(each => each.getClientRects().length && !each.closest('pre, table'))
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
    .map(each => each.outerHTML.slice(0, 120))"""


def test_the_first_tab_stop_leads_past_the_menu_to_the_main_part(tab):
    page = tab.open(PAGES["side navigation"])
    page.keyboard.press("Tab")
    skip = page.locator(".usa-skipnav")
    assert skip.evaluate("each => each === document.activeElement")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main-content"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_without_scripts_too_the_next_stop_after_the_skip_link_lies_in_the_main_part(plain_tab):
    page = plain_tab.open(PAGES["side navigation"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main a:focus").count() == 1


@pytest.mark.parametrize("closing", ["Escape", "button"])
@pytest.mark.parametrize("path", [PAGES["home"], PAGES["anchors"]], ids=["with lists", "without"])
def test_the_menu_opens_holds_and_gives_back_the_focus_by_keyboard_alone(tab, path: str, closing: str):
    page = tab.open(path, width=360)
    menu = page.locator(".usa-menu-btn")
    for _ in range(20):
        page.keyboard.press("Tab")
        if menu.evaluate("each => each === document.activeElement"):
            break
    assert menu.evaluate("each => each === document.activeElement")
    page.keyboard.press("Enter")
    navigation = page.locator(".usa-nav")
    assert "is-visible" in (navigation.get_attribute("class") or "")
    for _ in range(navigation.locator("a:visible, button:visible").count() + 1):
        assert page.evaluate("() => document.activeElement.closest('.usa-nav') !== null")
        page.keyboard.press("Tab")
    if closing == "Escape":
        page.keyboard.press("Escape")
    else:
        page.locator(".usa-nav__close").focus()
        page.keyboard.press("Enter")
    assert "is-visible" not in (navigation.get_attribute("class") or "")
    assert menu.evaluate("each => each === document.activeElement")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [PAGES[name] for name in ("home", "toolkit", "every construct", "official")])
def test_every_tab_stop_is_in_view_and_marked(tab, path: str, width: int):
    page = tab.open(path, width)
    stops = []
    for _ in range(250):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if not stop["name"]:
            break
        stops.append(stop)
    assert [stop["name"] for stop in stops if not (stop["marked"] and stop["seen"])] == []
    focusable = page.locator("a[href]:visible, button:visible, input:enabled:visible, summary:visible")
    assert len(stops) >= focusable.count()


@each_page
def test_nothing_fails_and_nobody_else_is_asked(tab, path: str):
    tab.open(path)
    assert tab.faults == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [PAGES["home"], PAGES["anchors"]], ids=["with lists", "without"])
def test_every_link_of_the_menu_can_be_reached_without_scripts(plain_tab, path: str, width: int):
    page = plain_tab.open(path, width)
    entries = page.locator("header .usa-nav__primary-item")
    assert entries.count() > 0
    for entry in entries.all():
        entry.locator("button, a").first.focus()
        assert [link.inner_text() for link in entry.locator("a").all() if not link.is_visible()] == []
    assert page.locator("main h1").is_visible()


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        (PAGES["home"], "Home"),
        (PAGES["section"], "Operations"),
        (PAGES["toolkit"], "Operations"),
        (PAGES["case study"], "Work"),  # its own address lies outside the folder of its section
        (PAGES["not found"], ""),
    ],
)
def test_the_menu_marks_the_part_of_the_site_that_a_page_belongs_to(plain_tab, path: str, marked: str):
    page = plain_tab.open(path)
    found = page.locator(".usa-nav__primary > li > .usa-current").all_inner_texts()
    assert [text.strip() for text in found] == ([marked] if marked else [])


def test_a_note_is_reached_from_its_reference_and_leads_back(tab):
    page = tab.open(PAGES["every construct"])
    for number in (1, 2):
        reference = page.locator("sup a[href^='#fn']").nth(number - 1)
        reference.click()
        target = page.evaluate("() => decodeURIComponent(location.hash.slice(1))")
        note = page.locator(f"[id='{target}']")
        assert re.match(r"The (first|second) note", note.inner_text().strip())
        assert in_view(page, target)
        back = note.locator("a[href^='#fnref']")
        assert back.count() == 1
        back.click()
        source = page.evaluate("() => decodeURIComponent(location.hash.slice(1))")
        assert reference.evaluate(
            "(each, id) => each.id === id || each.closest(`[id='${CSS.escape(id)}']`) !== null", source
        )
        assert in_view(page, source)


def in_view(page: Page, identifier: str) -> bool:
    return bool(
        page.evaluate(
            """id => {
                const box = document.getElementById(id).getBoundingClientRect();
                return box.bottom > 0 && box.top < innerHeight;
            }""",
            identifier,
        )
    )
