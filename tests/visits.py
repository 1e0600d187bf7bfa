"""What tests in a browser visit: a page of every template, the widths of screens, what opens, what is wrong."""

from __future__ import annotations

from typing import Literal

from availability import unavailable
from playwright.sync_api import Page
from sites import CHECKOUT

PAGES = {
    "home": "/repo-name/",
    "section": "/repo-name/operations/",
    "toolkit": "/repo-name/operations/innovation/",
    "grid": "/repo-name/innovation_toolkit/",
    "grid of a value": "/repo-name/innovation_toolkit/category/toolkit/",
    "values": "/repo-name/innovation_toolkit/publisher/",
    "side navigation": "/repo-name/operations/governance/",
    "not found": "/repo-name/no/such/page/",
    "search": "/repo-name/search/",
    "generated home": "/unofficial/",
    "generated section": "/unofficial/work/",
    "case study": "/unofficial/case-study/portal/",
    "anchors": "/unofficial/work/anchored/",
    "terms": "/unofficial/tags/",
    "term": "/unofficial/tags/open-data/",
    "tool": "/unofficial/tools/sign-in/",
    "challenge": "/unofficial/challenges/open/",
    "sprint": "/unofficial/sprints/data-sprint/",
    "events": "/unofficial/events/",
    "status": "/unofficial/status/",
    "status of a large site": "/repo-name/status/",
    "every construct": "/unofficial/constructs/",
    "document": "/unofficial/plan/",
    "chapter": "/unofficial/plan/aims/",
    "everything on one page": "/unofficial/plan/all/",
    "all notes": "/unofficial/plan/notes/",
    "glossary": "/unofficial/glossary/",
    "case studies": "/unofficial/studies/",
    "case study with figures": "/unofficial/studies/search/",
    "official": "/official/constructs/",
    "official in Spanish": "/oficial/constructs/",
}
WHOLE = "assets/uswds/css/whole.css"
"""Where in every site the styles of the design system answer as its package has them."""
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


AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
STOP = """() => {
    const stop = document.activeElement;
    const lines = [...stop.getClientRects()].filter(line => line.width && line.height);
    const style = getComputedStyle(stop);
    const seen = lines.some(line => stop.contains(
        document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2)));
    return {
        name: stop === document.body ? '' : stop.outerHTML.slice(0, 150),
        marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen,
    };
}"""
"""What has the focus: its name, whether it is marked, and whether it is in view."""


COLORS = ["color-contrast", "link-in-text-block"]
"""The rules of axe-core whose outcome depends on colors."""


def violations(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe-core finds wrong with the page as it stands now, by all rules or by those in ``only``."""
    if not AXE.is_file():
        unavailable("axe-core is not installed (make test installs it)")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "only => axe.run({runOnly: only, resultTypes: ['violations', 'incomplete']})", only or STANDARDS
    )
    assert only or len(found["passes"]) > 10
    return [
        f"{finding['id']}: {node['target']} {node['failureSummary']}"
        for finding in found["violations"]
        for node in finding["nodes"]
    ]
