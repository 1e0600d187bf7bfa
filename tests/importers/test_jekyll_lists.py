"""Lists of posts and documents in Jekyll's Liquid: what they show, and what is behind a page and before it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from toolshelf.importers.moved import Moved
from toolshelf.importing import GENERATORS

DAY = datetime.date(2026, 7, 26)
LIST = (
    "---\ntitle: News\n---\n{% for one in site.posts %}{{ one.title }}: {{ one.content | strip_html }} {% endfor %}\n"
    "{% for one in site.docs %}{{ one.title }} {% endfor %}{{ site.tags | size }} {{ site.pages | size }}\n"
)
SITE = {
    "_config.yml": "title: Old\nurl: https://old.example.gov\ncollections: {docs: {output: true}}\n",
    "news.md": LIST,
    "hidden.md": "---\ntitle: Hidden page\npublished: false\n---\nNobody reads this.\n",
    "_posts/2020-01-01-first.md": "---\ntitle: First\n---\nOne.\n",
    "_posts/2020-01-02-secret.md": "---\ntitle: Secret\ntags: [x]\npublished: false\n---\nNot for all.\n",
    "_posts/2020-01-03-second.md": "---\ntitle: Second\n---\nTwo.\n",
    "_posts/2026-07-26-now.md": "---\ntitle: Now\ndate: 2026-07-26 23:00:00\n---\nThree.\n",
    "_posts/2026-07-27-later.md": "---\ntitle: Later\n---\nFour.\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nFive.\n",
    "_docs/a.md": "---\ntitle: A\n---\n",
    "_docs/b.md": "---\ntitle: B\npublished: false\n---\n",
}


def moved(tmp_path: Path, files: dict[str, str], as_of: datetime.date = DAY) -> Moved:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return GENERATORS["jekyll"](tmp_path, as_of)


def body(done: Moved, path: str) -> str:
    return " ".join(done.files[path].decode().rpartition("---\n")[2].split())


@pytest.mark.parametrize(
    ("more", "as_of", "listed"),
    [
        ("", DAY, "Now: Three. Second: Two. First: One. A 0 1"),
        ("future: true\n", DAY, "Later: Four. Now: Three. Second: Two. First: One. A 0 1"),
        (
            "timezone: Asia/Tokyo\n",
            datetime.datetime(2026, 7, 26, 16, tzinfo=datetime.UTC),
            "Later: Four. Now: Three. Second: Two. First: One. A 0 1",
        ),
    ],
)
def test_lists_show_only_what_the_old_site_published(tmp_path, more, as_of, listed):
    """Nothing that is not published, and no post before its day in the zone of the site."""
    done = moved(tmp_path, {**SITE, "_config.yml": SITE["_config.yml"] + more}, as_of)
    assert body(done, "content/news.md") == listed


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("posts/2020-01-01-first.md", "< > Second/2020/01/03/second.html"),
        ("posts/2020-01-03-second.md", "< First/2020/01/01/first.html > Now/2026/07/26/now.html"),
        ("posts/2026-07-26-now.md", "< Second/2020/01/03/second.html >"),
        ("docs/a.md", "< > C/docs/c.html"),
        ("docs/c.md", "< A/docs/a.html >"),
    ],
)
def test_a_document_knows_the_one_before_it_and_the_one_behind_it(tmp_path, path, written):
    """Of those that are listed, as Jekyll has them: posts by their day, others by their file."""
    row = (
        "< {{ page.previous.title }}{{ page.previous.url }} > {{ page.next.title }}"
        "{% if page.next %}{{ page.next.url | relative_url }}{% endif %}\n"
    )
    files = {name: text + row if name.startswith(("_posts/", "_docs/")) else text for name, text in SITE.items()}
    done = moved(tmp_path, {**files, "_docs/c.md": f"---\ntitle: C\n---\n{row}", "news.md": "---\ntitle: N\n---\n"})
    text = done.files[f"content/{path}"].decode().rpartition("---\n")[2]
    shown = [" ".join(line.split()) for line in text.split("\n") if line.startswith("<")]
    assert shown == [written]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{{ site.time | date: "%Y" }}', "2026"),
        ('{{ "now" | date: "%Y-%m-%d" }}', "2026-07-26"),
        ("{{ 'today' | date: '%b %d' }}", "Jul 26"),
        ("{{ site.time | date_to_xmlschema }}", "2026-07-26T00:00:00+00:00"),
        ('{{ page.date | date: "%Y" }}|', "|"),
        ('{{ "2020-02-03" | date: "%d.%m.%Y" }}', "03.02.2020"),
    ],
)
def test_the_time_of_the_site_is_the_day_of_the_import(tmp_path, written, read):
    """At its beginning, so that a second import on that day writes the same."""
    done = moved(tmp_path, {"_config.yml": "title: Old\n", "a.md": f"---\ntitle: A\n---\n{written}\n"})
    assert body(done, "content/a.md") == read


def test_a_document_that_is_not_published_is_no_fault_of_its_collection(tmp_path):
    """Each says why it is no page."""
    told = {one.path: one.what for one in moved(tmp_path, SITE).remarks if one.kind == "not a page"}
    assert told == {"_docs/b.md": "It is not published, so it is none here either."}


@pytest.mark.parametrize(
    ("settings", "home", "further"),
    [
        ("paginate: 2\n", "index.html", ["/page2/"]),
        ("paginate: 1\npaginate_path: /blog/:num/\n", "blog/index.html", ["/blog/2/", "/blog/3/"]),
        ("paginate: 1\n", "blog/index.html", []),
        ("", "index.html", []),
    ],
)
def test_the_further_pages_of_a_list_of_posts_lead_to_the_page_that_shows_all(tmp_path, settings, home, further):
    """jekyll-paginate makes them of one page alone: that in the folder of their addresses."""
    files = {**SITE, "_config.yml": SITE["_config.yml"] + settings, home: "---\ntitle: All\n---\n<p>All</p>\n"}
    done = moved(tmp_path, files)
    address = "/" + home.removesuffix("index.html")
    assert {old: new for old, new in done.addresses.items() if new == address and old != address} == dict.fromkeys(
        further, address
    )


@pytest.mark.parametrize(
    ("settings", "feeds"),
    [
        ("plugins: [jekyll-feed]\n", {"/feed.xml"}),
        ("gems: [jekyll-feed]\nfeed: {path: updates.xml, collections: [docs]}\n", {"/updates.xml", "/feed/docs.xml"}),
        ("plugins: [jekyll-feed]\nfeed: {collections: {docs: {path: /docs.xml}}}\n", {"/feed.xml", "/docs.xml"}),
        ("", set()),
    ],
)
def test_the_feeds_of_a_plugin_are_listed_among_what_nothing_answers(tmp_path, settings, feeds):
    done = moved(tmp_path, {**SITE, "_config.yml": SITE["_config.yml"] + settings})
    assert {address for address, why in done.unanswered.items() if "jekyll-feed" in why} == feeds
