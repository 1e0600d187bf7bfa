"""What tests in a browser visit: a page of every template, the widths of screens, and what opens on a page."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page

PAGES = {
    "home": "/repo-name/",
    "section": "/repo-name/operations/",
    "toolkit": "/repo-name/operations/innovation/",
    "side navigation": "/repo-name/operations/governance/",
    "not found": "/repo-name/no/such/page/",
    "generated home": "/unofficial/",
    "generated section": "/unofficial/work/",
    "case study": "/unofficial/case-study/portal/",
    "anchors": "/unofficial/work/anchored/",
    "terms": "/unofficial/tags/",
    "term": "/unofficial/tags/open-data/",
    "every construct": "/unofficial/constructs/",
    "official": "/official/constructs/",
    "official in Spanish": "/oficial/constructs/",
}
WHOLE = "/whole/"
"""Where the design system answers as its package has it."""
WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def unfold(page: Page) -> None:
    """Open whatever opens on a page: the banner, what is folded away in the text, and the menu or a list of it."""
    for button in page.locator(".usa-banner__button, main .usa-accordion__button, main summary").all():
        button.click()
    menu = page.locator(".usa-menu-btn")
    if menu.is_visible():
        menu.click()
    else:
        for button in page.locator(".usa-nav button[aria-controls]").all():
            button.click()
