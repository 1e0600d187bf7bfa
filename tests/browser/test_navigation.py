"""Laws of the lists beside a page in a real browser: they say where one is, and lead where they say."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from visits import PAGES

pytestmark = pytest.mark.browser

MARKED = "[data-scroll-spy] [aria-current=location]"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [PAGES["side navigation"], PAGES["every construct"]], ids=["section", "page alone"])
def test_the_part_that_is_read_is_marked_while_one_scrolls(tab, path: str, width: int):
    page = tab.open(path, width, height=500)
    links = page.locator("[data-scroll-spy] a[href*='#']")
    assert links.count() >= 3
    for link in [links.nth(1), links.last, links.first]:
        page.evaluate("id => document.getElementById(id).scrollIntoView()", (link.get_attribute("href") or "")[1:])
        expect(page.locator(MARKED)).to_have_count(1)
        expect(page.locator(MARKED)).to_have_text(link.inner_text())
    assert page.locator("[data-scroll-spy] [aria-current=page]").count() <= 1
    assert tab.faults == []


def test_without_scripts_the_list_leads_to_every_part_and_marks_none(plain_tab):
    page = plain_tab.open(PAGES["every construct"])
    links = page.locator("[data-scroll-spy] a[href*='#']")
    for link in links.all():
        link.click()
        assert page.url.endswith(link.get_attribute("href") or "nowhere")
    assert page.locator(MARKED).count() == 0
