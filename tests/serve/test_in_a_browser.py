"""The preview in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from availability import unavailable
from playwright.sync_api import Page, expect
from previews import Served, serving
from sites import CHECKOUT, write

pytestmark = pytest.mark.browser

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site whose pages allow nothing that is not a file of their own server."""
    head = (CHECKOUT / "templates/parts/head.html").read_text("utf-8")
    pages = {"content/a.md": "# A\n\nThe first text\n", "templates/parts/head.html": f"{POLICY}\n{head}"}
    with serving(write(tmp_path_factory.mktemp("site"), pages)) as preview:
        yield preview


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_open_page_follows_the_files(served: Served, page: Page, host: str):
    """It shows an edit, then what is wrong above the last good page, then the mended page."""
    served.write("content/a.md", f"# A\n\nThe first text at {host}\n")
    page.goto(f"http://{host}:{served.port}/a/")
    expect(page.locator("main")).to_contain_text(f"The first text at {host}")
    served.write("content/a.md", "# A\n\nThe second text\n")
    expect(page.locator("main")).to_contain_text("The second text")
    served.write("content/a.md", "---\ntitle: [A\n---\n")
    problems = page.get_by_role("region", name="Problems")
    expect(problems).to_be_visible()
    expect(problems).to_contain_text("content/a.md:2:8 error")
    expect(page.locator("main")).to_contain_text("The second text")
    assert problems.evaluate("element => getComputedStyle(element).position") == "fixed"
    served.write("content/a.md", "# A\n\nThe third text\n")
    expect(page.locator("main")).to_contain_text("The third text")
    expect(problems).to_have_count(0)


def test_the_overlay_can_be_read_and_folded_by_everybody(served: Served, page: Page):
    """Without a violation that axe finds, over a page and alone."""
    if not AXE.is_file():
        unavailable("axe-core is not installed (make test installs it)")
    served.write("content/a.md", "---\ntitle: [A\n---\n")
    page.goto(f"{served.address}a/")
    problems = page.get_by_role("region", name="Problems")
    expect(problems).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(one => one.id + ': ' + one.help)")
    assert found == []
    summary = problems.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(problems.locator("ol")).to_be_hidden()
