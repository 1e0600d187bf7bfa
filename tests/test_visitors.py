"""Laws of the reference site in a real browser: accessible, complete, silent, and without a third party."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from availability import unavailable
from playwright.sync_api import Browser, Page, Route
from sites import AS_OF

from toolshelf.pipeline import Project, build

CHECKOUT = Path(__file__).parents[1]
AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
ORIGIN = "https://toolkit.example.gov"
BASE_PATH = "/a/b/"
PAGES = ["", "operations/innovation/", "about/", "404.html"]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("reference") / "site"
    report = build(Project(root=CHECKOUT, output=output, base_url=f"{ORIGIN}{BASE_PATH}", as_of=AS_OF))
    assert report.published is not None, report.problems
    return output


class Visit:
    """A page of the site in the browser, and what happened there that should not."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page = page
        self.site = site
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.route("**/*", self._answer)

    def open(self, path: str) -> None:
        self.page.goto(f"{ORIGIN}{BASE_PATH}{path}", wait_until="load")
        self.page.evaluate("() => document.fonts.ready")

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        file = self.site / unquote(address.path).removeprefix(BASE_PATH)
        file = file / "index.html" if file.is_dir() else file
        ours = f"{address.scheme}://{address.netloc}" == ORIGIN and address.path.startswith(BASE_PATH)
        if ours and file.is_file():
            route.fulfill(path=file)
        else:
            self.faults.append(f"asked for {route.request.url}")
            route.abort()


@pytest.fixture
def visit(browser: Browser, site: Path, request: pytest.FixtureRequest):
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})})
    yield Visit(context.new_page(), site)
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    "visit", [{"viewport": {"width": width, "height": 800}} for width in (360, 1280)], indirect=True
)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_asks_for_nothing_that_is_missing_or_a_third_party_s(visit: Visit, path: str):
    if not AXE.is_file():
        unavailable("axe-core is not installed (make test installs it)")
    visit.open(path)
    assert visit.faults == []
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visit.page.evaluate("standards => axe.run({runOnly: standards})", STANDARDS)
    assert found["passes"]
    assert [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]] == []


@pytest.mark.browser
@pytest.mark.parametrize("visit", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_no_sideways_scrolling_on_the_narrowest_screen(visit: Visit, path: str):
    visit.open(path)
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
@pytest.mark.parametrize(
    "visit",
    [{"java_script_enabled": False, "viewport": {"width": width, "height": 800}} for width in (360, 1280)],
    indirect=True,
)
def test_every_link_of_the_menu_can_be_reached_without_scripts(visit: Visit):
    visit.open("")
    entries = visit.page.locator("header .usa-nav__primary-item")
    assert entries.count() > 1
    for entry in entries.all():
        entry.locator("button, a").first.focus()
        assert [link.inner_text() for link in entry.locator("a").all() if not link.is_visible()] == []


def test_the_nu_checker_finds_no_error_in_any_page(site: Path, nu_findings):
    assert nu_findings(site) == []
