"""Search in a real browser: what is looked for comes first, everybody is told, and nothing is fetched before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from visits import SCHEMES, WIDTHS, violations

pytestmark = pytest.mark.browser

SEARCH = "/repo-name/search/"
PHRASES = {
    "open data": "/repo-name/resources/open-data/",
    "governance": "/repo-name/operations/governance/",
    "report a vulnerability": "/repo-name/vulnerability-disclosure-policy/",
    "fedramp marketplace": "/repo-name/operations/innovation/#innovation_toolkit--fedramp-marketplace",
    "Lyme disease prize": "/repo-name/operations/innovation/#innovation_toolkit--lymex-diagnostics-prize",
}


def searched(tab, query: str, width: int = 1280) -> Page:
    """The search page after a visitor has come to it with ``query``, as from the search box of any page."""
    page = tab.open(f"{SEARCH}?query={query.replace(' ', '+')}", width)
    expect(page.get_by_role("status")).to_contain_text("result")
    return page


def addresses(page: Page) -> list[str]:
    return [str(link.get_attribute("href")) for link in page.locator("#search--results h3 a").all()]


@pytest.mark.parametrize(("phrase", "address"), PHRASES.items(), ids=PHRASES)
def test_a_known_phrase_finds_the_right_page_first(tab, phrase: str, address: str):
    page = searched(tab, phrase)
    assert addresses(page)[0] == address
    assert tab.faults == []


@pytest.mark.parametrize("query", ["ATO", "ato", "authority to operate", "authorization to operate"])
def test_words_that_mean_the_same_find_the_same(tab, query: str):
    page = searched(tab, query)
    assert sorted(addresses(page)) == sorted(addresses(searched(tab, "authorization to operate")))
    expect(page.get_by_role("status")).to_contain_text("also searched for")
    first = page.locator("#search--results > li").first
    assert re.search(r"\b(ato|authori(zation|ty) to operate|authorized|fedramp)\b", first.inner_text(), re.IGNORECASE)


def test_what_was_found_is_told_to_assistive_technology_each_time(tab):
    """By one polite live region, which is there from the start."""
    page = tab.open(SEARCH)
    status = page.get_by_role("status")
    assert status.count() == 1
    assert status.inner_text() == ""
    box = page.locator("#search--query")
    box.fill("governance")
    box.press("Enter")
    expect(status).to_contain_text("results for “governance”")
    box.fill("qqqq zzzz")
    box.press("Enter")
    expect(status).to_have_text("Nothing was found for “qqqq zzzz”.")
    assert box.evaluate("each => each === document.activeElement")
    assert page.locator("#search--results li").count() == 0
    box.fill("")
    box.press("Enter")
    expect(page.locator("#search--listing")).to_be_visible()
    expect(status).to_have_text("")


def test_nothing_of_the_index_is_fetched_before_somebody_searches(tab):
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    page = tab.open(SEARCH)
    page.wait_for_timeout(300)
    assert [url for url in asked if "pagefind" in url] == []
    page.locator("#search--query").fill("data")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("results")
    assert [url for url in asked if "pagefind.js" in url] != []


def test_results_are_narrowed_by_keyboard_and_the_address_and_the_back_button_know_it(tab):
    page = searched(tab, "data")
    count, wide = len(addresses(page)), page.get_by_role("status").inner_text()
    page.get_by_label("Kind").focus()
    page.keyboard.press("P")  # "Page"
    expect(page.get_by_role("status")).not_to_have_text(wide)
    expect(page.get_by_role("status")).to_contain_text("for “data”")
    assert "kind=Page" in page.url
    assert [address for address in addresses(page) if "#" in address] == []
    narrowed = page.get_by_role("status").inner_text()
    page.get_by_label("Section").select_option("Resources")
    expect(page.get_by_role("status")).not_to_have_text(narrowed)
    expect(page.get_by_role("status")).to_contain_text("for “data”")
    assert all(address.startswith("/repo-name/resources/") for address in addresses(page))
    assert "section=Resources" in page.url
    page.go_back()
    expect(page.get_by_role("status")).to_have_text(narrowed)
    expect(page.get_by_label("Kind")).to_have_value("Page")
    page.go_back()
    expect(page.locator("#search--results h3")).to_have_count(count)


def test_more_results_are_shown_and_the_focus_goes_on_with_them(tab):
    page = searched(tab, "data")
    assert len(addresses(page)) == 10
    page.get_by_role("button", name="Show more results").press("Enter")
    expect(page.locator("#search--results h3")).to_have_count(20)
    assert page.evaluate(
        "() => document.activeElement.closest('li') === document.querySelectorAll('#search--results > li')[10]"
    )
    expect(page.get_by_role("status")).to_contain_text("20 of them shown")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_before_and_after_a_search(tab, width: int, scheme: str):
    tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    try:
        assert violations(tab.open(SEARCH, width)) == []
        page = searched(tab, "data", width)
        assert violations(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
        assert tab.faults == []
    finally:
        tab.page.emulate_media(color_scheme="light", reduced_motion="reduce")


def test_words_that_look_like_markup_stay_words(tab):
    page = tab.open(f"{SEARCH}?query=%3Cimg%20src=x%20onerror=alert(1)%3E")
    expect(page.get_by_role("status")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0
    assert tab.faults == []


def test_without_scripts_the_search_page_says_so_and_lists_everything(plain_tab):
    page = plain_tab.open(f"{SEARCH}?query=governance")
    expect(page.locator("noscript p")).to_be_visible()
    link = page.locator("#search--listing").get_by_role("link", name="Governance", exact=True)
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("h1")).to_have_text("Governance")
