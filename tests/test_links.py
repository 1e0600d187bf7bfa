"""Links: resolved from source paths and addresses, prefixed with the base path, and checked."""

from __future__ import annotations

import pytest
from sites import CONFIGURATION, lines, main, make

SITE = {
    "content/index.md": "# Home\n",
    "content/plan/goals.md": "---\ntitle: Goals\nredirect_from: /aims/\n---\n## First goal\n",
    "content/plan/report.pdf": b"%PDF-1.4",
    "content/plan/Chart one.png": b"\x89PNG",
    "content/plan/index.md": "# Plan\n",
    "content/draft.md": "---\ntitle: Later\ndraft: true\n---\n",
}


@pytest.mark.parametrize("base", ["/", "/repo/", "/a/b/"])
@pytest.mark.parametrize(
    ("written", "resolved"),
    [
        ("../plan/goals.md", "plan/goals/"),
        ("../plan/goals.md#first-goal", "plan/goals/#first-goal"),
        ("../plan/goals", "plan/goals/"),
        ("../plan/", "plan/"),
        ("../plan", "plan/"),
        ("/plan/goals/", "plan/goals/"),
        ("/plan/goals", "plan/goals/"),
        ("/plan/goals.md", "plan/goals/"),
        ("/plan/index.html", "plan/"),
        ("/plan/goals/?print=1#first-goal", "plan/goals/?print=1#first-goal"),
        ("/aims/", "plan/goals/"),
        ("/", ""),
        ("../plan/report.pdf", "plan/report.pdf"),
        ("/plan/report.pdf", "plan/report.pdf"),
        ("<../plan/Chart one.png>", "plan/Chart%20one.png"),
        ("../plan/Chart%20one.png", "plan/Chart%20one.png"),
        ("/sitemap.xml", "sitemap.xml"),
    ],
)
def test_a_link_to_a_source_or_an_address_gets_the_base_path(tmp_path, base, written, resolved):
    """Authors never write the base path."""
    report = make(
        tmp_path,
        {**SITE, "content/other/here.md": f"---\ntitle: Here\n---\n[link]({written})\n"},
        base_url=f"https://shelf.example{base}",
    )
    assert lines(report) == []
    assert main(tmp_path, "other/here/index.html").find("a", string="link")["href"] == base + resolved


@pytest.mark.parametrize(
    "written", ["https://example.org/a?b=c#d", "mailto:office@example.gov", "tel:+12025550100", "#here"]
)
def test_other_links_stay_as_they_are(tmp_path, written):
    """Addresses elsewhere are not ours to change."""
    report = make(tmp_path, {"content/here.md": f"---\ntitle: X\n---\n## Here\n\n[link]({written})\n"})
    assert lines(report) == []
    assert main(tmp_path, "here/index.html").find("a", string="link")["href"] == written


@pytest.mark.parametrize(
    ("written", "code", "sentence", "hint"),
    [
        ("../plan/gaols.md", "broken-link", "no such page or file", "did you mean ../plan/goals.md?"),
        ("/plan/gaols/", "broken-link", "no such page or file", "did you mean /plan/goals/?"),
        ("../plan/goals.md#frist-goal", "broken-anchor", "no heading or id 'frist-goal'", "did you mean #first-goal?"),
        ("#nowhere", "broken-anchor", "on this page", ""),
        ("../plan/Goals.md", "broken-link", "differs in upper or lower case", "exactly as the file is called"),
        ("../draft.md", "broken-link", "is a draft", "publish that page"),
        ("data4scd.crowdicity.com", "broken-link", "No page or file", "write https://data4scd.crowdicity.com"),
        ("", "broken-link", "no target", ""),
    ],
)
def test_a_broken_link_is_reported_at_its_line_with_the_nearest_match(tmp_path, written, code, sentence, hint):
    """A warning, never an error: the page is published."""
    report = make(tmp_path, {**SITE, "content/other/here.md": f"---\ntitle: Here\n---\nText.\n\n[link]({written})\n"})
    (problem,) = report.problems
    assert (problem.location.path, problem.location.line) == ("content/other/here.md", 6)
    assert problem.code == code
    assert sentence in problem.message
    assert hint in problem.hint
    assert report.published is not None


def test_a_link_to_a_page_with_an_error_of_its_own_is_not_reported_too(tmp_path):
    """No echoes."""
    report = make(tmp_path, {"content/a.md": "---\ntitle: [A\n---\n", "content/b.md": "# B\n\n[a](a.md)\n"})
    assert {problem.location.path for problem in report.problems} == {"content/a.md"}


def test_the_404_page_works_at_any_depth(tmp_path):
    """Nothing in it is relative."""
    make(tmp_path, {"content/a.md": "# A\n", "data/site.yml": CONFIGURATION.replace("example/", "example/repo/")})
    page = (tmp_path / "_site/404.html").read_text()
    for tag in ("href", "src"):
        values = [part.partition('"')[0] for part in page.split(f'{tag}="')[1:]]
        assert values
        assert all(value.startswith(("/repo/", "https://", "#", "mailto:")) for value in values)
