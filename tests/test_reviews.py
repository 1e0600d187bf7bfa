"""Reviews: when something is due again, what a page says of it, and the page that tells the office."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import AS_OF, CONFIGURATION, dead_references, lines, main, make, soup

from toolshelf.features.reviews.due import SOON, Review, Standing

DAY = datetime.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("reviewed_on", "review_in", "due"),
    [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2026-11-20", "6 months", "2027-05-20"),
        ("2026-11-20", "90 days", "2027-02-18"),
        ("2026-11-20", "2 weeks", "2026-12-04"),
        ("9999-12-31", "1 day", None),
        ("2026-11-20", "", None),
        ("2026-11-20", "soon", None),
        ("", "6 months", None),
    ],
)
def test_a_review_is_due_again_after_the_time_that_it_holds(reviewed_on, review_in, due):
    """Months and years end with the month where it is shorter."""
    day = datetime.date.fromisoformat(reviewed_on) if reviewed_on else None
    found = Review("", day, review_in).due
    assert (found and found.isoformat()) == due


@given(st.dates(max_value=datetime.date(9000, 1, 1)), st.integers(1, 999), st.integers(-400, 400))
def test_what_is_due_is_overdue_from_its_day_on_and_due_soon_in_the_month_before(reviewed_on, days, apart):
    """Whatever the dates are."""
    review = Review("", reviewed_on, f"{days} days")
    assert review.due == reviewed_on + datetime.timedelta(days=days)
    try:
        as_of = review.due + datetime.timedelta(days=apart)
    except OverflowError:
        return
    expected = Standing.OVERDUE if apart >= 0 else Standing.SOON if apart >= -SOON else Standing.CURRENT
    assert review.standing(as_of) is expected


def page(title: str, more: str) -> str:
    return f"---\ntitle: {title}\n{more}---\nText.\n"


def tool(title: str, expires: str) -> str:
    return (
        f"title: {title}\nsummary: {'A tool that people use for something that they need to do every day.'}\n"
        "url: https://tool.example.gov/\ncategory: [Analytics]\nstatus: Production\nsource: A page\nas_of: 2026-11-01\n"
        f"ato:\n  status: authorized\n  agency: Office\n  date_authorized: 2024-01-01\n  expires: {expires}\n"
        "  source: A page\n  as_of: 2026-11-01\n  reviewed: 2026-11-01\nfips199: {overall: moderate}\n"
    )


SITE = {
    "data/site.yml": CONFIGURATION,
    "data/tools/alpha.yml": tool("Alpha", "2026-01-31"),
    "data/tools/beta.yml": tool("Beta", "2026-12-31"),
    "content/fresh.md": page("Fresh", "owner: Office A\nreviewed_on: 2026-11-01\nreview_in: 1 year\n"),
    "content/late.md": page("Late", "owner: {name: Office B}\nreviewed_on: 2025-11-20\nreview_in: 1 year\n"),
    "content/soon.md": page("Soon", "owner: Office A\nreviewed_on: 2025-12-01\nreview_in: 1 year\n"),
    "content/never.md": page("Never", "review_in: 6 months\n"),
    "content/list.md": "---\ntitle: List\ndatafile: things\n---\n{% include collection.html %}\n",
    "data/things.yml": "- name: One\n  source: Somewhere\n  as_of: 2026-11-01\n"
    "- name: Two\n  source: Somewhere\n  owner: {name: Office A}\n- name: Three\n",
}


def test_the_status_page_says_what_is_overdue_due_soon_and_without_a_source_and_the_same_as_data(tmp_path):
    """Each with a link to where readers see it, and the file and line where editors mend it."""
    report = make(tmp_path, SITE, base_url="https://shelf.example/repo/")
    assert [line for line in lines(report) if line.startswith("content/")] == [
        "content/late.md:4: warning[review-overdue]: This page was to be reviewed by 2026-11-20. "
        "(check it, then write reviewed_on: 2026-11-20)",
        "content/never.md:3: warning[review-overdue]: This page was never reviewed. "
        "(check it, then write reviewed_on: 2026-11-20)",
    ]
    body = main(tmp_path, "status/index.html")
    heads = [" ".join(tag.get_text().split()) for tag in body.find_all("h2")]
    assert heads == [
        "Overdue (2)",
        "Due in the next 30 days (1)",
        "Authorizations that have expired or soon will (2)",
        "Without a source (2)",
        "By owner",
    ]
    hrefs = [[link["href"] for link in listed.find_all("a")] for listed in body.find_all("ul", class_="usa-list")]
    assert hrefs == [
        ["/repo/late/", "/repo/never/"],
        ["/repo/soon/"],
        ["/repo/tools/alpha/", "/repo/tools/beta/"],
        ["/repo/list/#things--two", "/repo/list/#things--three"],
    ]
    listed = " ".join(body.find_all("ul", class_="usa-list")[2].get_text(" ").split())
    assert "Alpha : Expired (2026-01-31)" in listed
    assert "Beta : Authorized, expires soon (2026-12-31)" in listed
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in body.find("tbody").find_all("tr")]
    assert rows == [
        ["Nobody", "4", "1", "0", "2", "1"],
        ["Office A", "3", "0", "1", "0", "1"],
        ["Office B", "1", "1", "0", "0", "0"],
    ]
    data = json.loads((tmp_path / "_site/status/status.json").read_bytes())
    assert data["as_of"] == AS_OF.isoformat()
    told = [(one["title"], one["standing"], one["lacks"], one["line"]) for one in data["entries"]]
    assert told == [
        ("Fresh", "current", [], 4),
        ("Late", "overdue", [], 4),
        ("Never", "overdue", [], 3),
        ("Soon", "soon", [], 4),
        ("Two", "open", ["as_of"], 6),
        ("Three", "open", ["source", "as_of"], 7),
        ("Alpha", "open", [], 1),
        ("Beta", "open", [], 1),
    ]
    assert [one["path"] for one in data["entries"] if one["ato"]] == ["data/tools/alpha.yml", "data/tools/beta.yml"]
    assert list(dead_references(tmp_path / "_site", "/repo/")) == []
    assert "https://shelf.example/repo/status/" not in (tmp_path / "_site/sitemap.xml").read_text("utf-8")
    assert soup(tmp_path, "status/index.html").find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_page_says_when_it_was_reviewed_and_whether_that_is_due_again(tmp_path):
    """Only a page that says so."""
    make(tmp_path, SITE)
    feet = {
        name: [
            " ".join(tag.get_text().split()) for tag in main(tmp_path, f"{name}/index.html").select("p[class$=foot]")
        ]
        for name in ("fresh", "late", "list")
    }
    assert feet == {
        "fresh": ["Last reviewed November 1, 2026 by Office A. To be reviewed again by November 1, 2027."],
        "late": [
            "Last reviewed November 20, 2025 by Office B. "
            "This page was to be reviewed by November 20, 2026: what it says may be out of date."
        ],
        "list": [],
    }


@pytest.mark.parametrize(
    "files", [{"content/a.md": page("A", "")}, {**SITE, "data/site.yml": CONFIGURATION + "status: false\n"}]
)
def test_there_is_no_status_page_where_nothing_is_reviewed_or_nobody_wants_one(tmp_path, files):
    """Nor its data."""
    make(tmp_path, files)
    assert not (tmp_path / "_site/status").exists()


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("review_in: half a year", "a.md:3:12: error[schema]: 'review_in' is the text \"half a year\""),
        (
            "reviewed_on: yesterday",
            "a.md:3:14: error[schema]: 'reviewed_on' is the text \"yesterday\", which is no date.",
        ),
        ("reviewd_on: 2026-01-01", "a.md:3:1: warning[misspelt-key]"),
    ],
)
def test_a_slip_in_the_facts_on_a_review_is_told_at_its_line(tmp_path, key, told):
    """With what to write instead."""
    report = make(tmp_path, {"content/a.md": page("A", f"{key}\n")})
    assert len(lines(report)) == 1
    assert lines(report)[0].startswith(f"content/{told}")
