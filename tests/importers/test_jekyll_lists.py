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
