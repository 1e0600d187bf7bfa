"""Links in data/site.yml and data/navigation.yml: resolved from the top of content/, prefixed, checked."""

from __future__ import annotations

import pytest
from sites import CONFIGURATION, lines, make, soup

PAGES = {"content/about/team.md": "# Team\n"}
BASE = CONFIGURATION.replace("shelf.example/", "shelf.example/repo/")


@pytest.mark.parametrize("written", ["/about/team/", "about/team.md", "about/team"])
@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("navigation:\n  - name: Us\n    url: {}\n", "usa-nav__primary"),
        ("footer:\n  - name: Us\n    url: {}\n", "usa-footer__nav"),
        ("identifier:\n  agency: O\n  links:\n    - name: Us\n      url: {}\n", "usa-identifier__required-links-list"),
        ("identifier:\n  agency: Us\n  agency_url: {}\n", "usa-identifier__identity-disclaimer"),
    ],
)
def test_a_link_in_the_settings_may_be_a_source_or_an_address(tmp_path, written, settings, place):
    """The base path is never written there either."""
    report = make(tmp_path, {**PAGES, "data/site.yml": BASE + settings.format(written)})
    assert lines(report) == []
    link = soup(tmp_path, "index.html").find(class_=place).find("a", string=lambda text: (text or "").strip() == "Us")
    link = link or soup(tmp_path, "index.html").find(class_=place).find("a")
    assert link["href"] == "/repo/about/team/"


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ("navigation:\n  - name: Us\n    url: /abuot/team/\n", 6),
        ("footer:\n  - name: Us\n    url: /abuot/team/\n", 6),
        ("identifier:\n  agency: O\n  links:\n    - name: Us\n      url: /abuot/team/\n", 8),
        ("identifier:\n  agency: O\n  agency_url: /abuot/team/\n", 6),
    ],
)
def test_a_dead_link_in_the_settings_is_a_warning_at_its_line(tmp_path, settings, line):
    """Told once, and not once a page."""
    report = make(tmp_path, {**PAGES, "data/site.yml": CONFIGURATION + settings})
    (problem,) = report.problems
    assert (problem.location.path, problem.location.line, problem.code) == ("data/site.yml", line, "broken-link")
    assert "/about/team/" in problem.hint
    assert report.published is not None
