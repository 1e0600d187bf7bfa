"""What an import says of addresses: which are answered, and which only once their page is published."""

from __future__ import annotations

import pytest
from sites import AS_OF

from toolshelf.importers.report import REPORT
from toolshelf.importing import import_site
from toolshelf.project import Project

FILES = {
    "jekyll": {
        "_config.yml": "title: Old\nurl: https://old.example.gov\n",
        "index.md": "---\ntitle: Start\n---\nHello.\n",
        "hidden.md": "---\ntitle: Hidden\npublished: false\nredirect_from: /veiled/\n---\nWords.\n",
        "_drafts/idea.md": "---\ntitle: Idea\n---\nWords.\n",
        "_posts/2999-01-02-later.md": "---\ntitle: Later\n---\nWords.\n",
    },
    "gatsby-markdown": {
        "package.json": '{"name": "old"}',
        "content/index.md": "---\ntitle: Start\n---\nHello.\n",
        "content/idea.md": "---\ntitle: Idea\ndraft: true\n---\nWords.\n",
    },
}


@pytest.mark.parametrize(
    ("generator", "held_back"),
    [
        ("jekyll", ("/2999/01/02/later.html", "/hidden.html", "/idea.html", "/veiled/")),
        ("gatsby-markdown", ("/idea/",)),
    ],
)
def test_pages_that_are_not_published_are_listed_apart(tmp_path, generator, held_back):
    """With their former addresses; nobody reads of them that they are answered."""
    old, root = tmp_path / "old", tmp_path / "new"
    for path, text in FILES[generator].items():
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_text(text, "utf-8")
    parity = import_site(generator, old, Project(root=root, output=root / "_site", as_of=AS_OF)).parity
    assert (parity.errors, parity.unanswered, parity.held_back) == (0, (), held_back)
    report = (root / REPORT).read_text("utf-8")
    assert f"  1 are answered, and {len(held_back)} will be once their pages are published." in report
    apart, _, answered = report.partition("## Addresses of pages that are not published")[2].partition("## Addresses (")
    assert [one for one in held_back if f"| {one} |" not in apart or f"| {one} |" in answered] == []
