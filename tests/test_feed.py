"""The feed: the newest dated pages, as RFC 4287 wants them, judged by a feed reader's own parser."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from availability import unavailable
from sites import CONFIGURATION, lines, make, soup, tree

SITE = CONFIGURATION + "feeds: true\n"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def parsed(root) -> Any:
    """The feed as a reader takes it: what it complains of fails the test."""
    try:
        import feedparser
    except ImportError:
        unavailable("feedparser is not installed (make test installs it)")
    feed = feedparser.parse((root / "_site/feed.xml").read_bytes())
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    return feed


def page(title: str, date: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{more}---\nText.\n"


def test_the_feed_says_what_it_is_of_whom_and_where_and_so_does_each_entry(tmp_path):
    """Ids, titles, moments, authors, links and summaries, with whatever XML has to escape."""
    site = SITE.replace("Shelf", "Shelf & Co") + (
        "description: What is <new>.\ncontact: {email: office@shelf.example}\nidentifier: {agency: Office of R&D}\n"
    )
    files = {
        "data/site.yml": site,
        "content/a.md": page("A & b", "2024-05-01", "description: About <A> & b.\n"),
        "content/b.md": page("B", "2023-01-01", "updated: 2025-02-03T04:05:06.789-05:00\n"),
        "content/c.md": "---\ntitle: Undated\n---\n",
    }
    assert lines(make(tmp_path, files, base_url="https://shelf.example/repo/")) == []
    feed = parsed(tmp_path)
    assert (feed.feed.id, feed.feed.title) == ("https://shelf.example/repo/", "Shelf & Co")
    assert feed.feed.subtitle == "What is <new>."
    assert feed.feed.author_detail == {"name": "Office of R&D", "email": "office@shelf.example"}
    assert [(link.rel, link.href) for link in feed.feed.links] == [
        ("self", "https://shelf.example/repo/feed.xml"),
        ("alternate", "https://shelf.example/repo/"),
    ]
    assert feed.feed.updated == "2025-02-03T09:05:06Z"
    assert [(one.id, one.link, one.title, one.published, one.updated) for one in feed.entries] == [
        ("https://shelf.example/repo/a/",) * 2 + ("A & b", "2024-05-01T00:00:00Z", "2024-05-01T00:00:00Z"),
        ("https://shelf.example/repo/b/",) * 2 + ("B", "2023-01-01T00:00:00Z", "2025-02-03T09:05:06Z"),
    ]
    assert "summary" not in feed.entries[1]


def test_every_page_leads_to_the_feed(tmp_path):
    make(tmp_path, {"data/site.yml": SITE, "content/a.md": page("A", "2024-05-01")}, base_url="https://a.example/b/")
    for output in ("a/index.html", "index.html", "404.html"):
        link = soup(tmp_path, output).head.find("link", rel="alternate")
        assert (link["type"], link["href"]) == ("application/atom+xml", "/b/feed.xml")


def test_the_feed_holds_the_20_newest_pages_and_no_page_that_is_hidden(tmp_path):
    """By the day they came out, then by path; a day to come is not there yet."""
    pages = {f"content/p{number:02}.md": page(f"P{number}", f"2024-01-{number:02}") for number in range(1, 26)}
    pages["content/0.md"] = page("Same day", "2024-01-25")
    pages["content/draft.md"] = page("Draft", "2024-02-01", "draft: true\n")
    pages["content/later.md"] = page("Later", "2099-01-01")
    pages["content/404.md"] = page("Lost", "2024-02-01")
    make(tmp_path, {"data/site.yml": SITE, **pages})
    titles = re.findall("<title>(.*)</title>", (tmp_path / "_site/feed.xml").read_text("utf-8"))
    assert titles == ["Shelf", "Same day", *(f"P{number}" for number in range(25, 6, -1))]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-30", "1850-06-01", "2024-03-10", "2024-03-10T02:30:00"])
def test_every_day_of_the_calendar_is_a_moment_of_rfc_3339(tmp_path, zone, date):
    """Also where the zone has odd seconds, or no such hour."""
    dated = page("A", "2020-01-01", f"updated: {date}\n")
    make(tmp_path, {"data/site.yml": f"{SITE}timezone: {zone}\n", "content/a.md": dated})
    text = (tmp_path / "_site/feed.xml").read_text("utf-8")
    moments = re.findall("<(?:updated|published)>(.*)</", text)
    assert len(moments) == 3 and all(RFC_3339.fullmatch(moment) for moment in moments), moments


def test_the_feed_knows_no_clock(tmp_path):
    """On whatever day it is built, it has the same bytes."""
    files = {"data/site.yml": SITE, "content/a.md": page("A", "2024-05-01")}
    make(tmp_path, files)
    before = tree(tmp_path / "_site")["feed.xml"]
    report = make(tmp_path, files, as_of=datetime.date(2027, 1, 1))
    assert tree(tmp_path / "_site")["feed.xml"] == before
    assert "feed.xml" not in report.published.written


@pytest.mark.parametrize("settings", ["", "feeds: false\n", "feeds:\n"])
def test_a_site_that_asks_for_no_feed_has_none(tmp_path, settings):
    make(tmp_path, {"data/site.yml": CONFIGURATION + settings, "content/a.md": page("A", "2024-05-01")})
    assert not (tmp_path / "_site/feed.xml").exists()
    assert soup(tmp_path, "a/index.html").head.find("link", rel="alternate") is None


def test_without_a_dated_page_there_is_no_feed_and_a_warning_says_why(tmp_path):
    report = make(tmp_path, {"data/site.yml": SITE, "content/a.md": "---\ntitle: A\n---\n"})
    assert lines(report) == [
        "data/site.yml:4:8: warning[no-feed]: There is no feed, because no page has a date. "
        "(write 'date: …' at the top of the pages that are news)"
    ]
    assert not (tmp_path / "_site/feed.xml").exists()


def test_a_page_at_the_feeds_address_collides_with_it(tmp_path):
    files = {"data/site.yml": SITE, "content/a.md": page("A", "2024-05-01", "permalink: /feed.xml/\n")}
    assert [line.partition(" (")[0] for line in lines(make(tmp_path, files))] == [
        "content/a.md:4:1: error[collision]: The address /feed.xml/ needs a folder where the feed that Toolshelf makes "
        "puts the file /feed.xml."
    ]
