"""Laws of the shared fixtures: a browser really runs, the checker really checks, and CI skips nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from availability import unavailable
from playwright.sync_api import Page

VALID = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head><body>{}</body></html>'


@pytest.mark.browser
def test_a_page_runs_in_a_real_browser(page: Page):
    page.set_content(VALID.format("<p id=p>before</p><script>p.textContent = 'after'</script>"))
    assert page.inner_text("#p") == "after"


def test_the_nu_checker_finds_what_is_wrong_and_nothing_else(tmp_path: Path, nu_findings: Callable[[Path], list[str]]):
    (tmp_path / "right.html").write_text(VALID.format("<p>Text</p>"), encoding="utf-8")
    (tmp_path / "wrong.html").write_text(VALID.format("\n<ul></p></ul>"), encoding="utf-8")
    findings = nu_findings(tmp_path)
    assert findings
    assert all("wrong.html:2: " in finding for finding in findings)


@pytest.mark.parametrize(
    ("environment", "outcome"), [({}, pytest.skip.Exception), ({"CI": "true"}, pytest.fail.Exception)]
)
def test_what_is_unavailable_is_skipped_but_fails_in_continuous_integration(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], outcome: type[BaseException]
):
    monkeypatch.delenv("CI", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(outcome):
        unavailable("A program")
