"""Tables without a head, and abbreviations, which kramdown shows and GitHub's Markdown does not know."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sites import AS_OF

from toolshelf.importers.tables import with_heads
from toolshelf.importing import import_site
from toolshelf.pipeline import build
from toolshelf.project import Project


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("| a | b |\n| c | d |", "|  |  |\n| --- | --- |\n| a | b |\n| c | d |"),
        ("a | b\nc | d | e", "|  |  |  |\n| --- | --- | --- |\n| a | b |\n| c | d | e |"),
        ("|---|---|\n| a | b |\n|---+---|\n| c | d |", "|  |  |\n| --- | --- |\n| a | b |\n| c | d |"),
        ("| a `x|y` |", "|  |\n| --- |\n| a `x\\|y` |"),
        ("x\n\n| a |\n\ny", "x\n\n|  |\n| --- |\n| a |\n\ny"),
        ("| h |\n|---|\n| a |", "| h |\n|---|\n| a |"),
        ("[Home](/) | [About](/about/)", "[Home](/) | [About](/about/)"),
        ("words | and\nno bar", "words | and\nno bar"),
        ("`a|b`\n`c|d`", "`a|b`\n`c|d`"),
        ("```\n| a |\n```", "```\n| a |\n```"),
    ],
)
def test_a_table_without_a_head_gets_an_empty_one(written, read):
    """Code is never touched, nor are words with a bar among them."""
    assert with_heads(written) == read


def test_neither_stands_there_as_text(tmp_path):
    """And the words of both are those of the old page."""
    old, root = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "_config.yml").write_text("title: Old\nurl: https://old.example.gov\n", "utf-8")
    (old / "index.md").write_text(
        "---\ntitle: Start\n---\nWe write HTML.\n\n| One | Two |\n| Three | Four |\n{: .wide}\n\n*[HTML]: Hyper Text\n",
        "utf-8",
    )
    done = import_site("jekyll", old, Project(root=root, output=root / "_site", as_of=AS_OF))
    assert (done.parity.errors, done.parity.differences) == (0, ())
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    main = BeautifulSoup((root / "_site/index.html").read_bytes(), "html5lib").find("main")
    assert main is not None
    assert [cell.get_text() for cell in main.find_all("td")] == ["One", "Two", "Three", "Four"]
    assert [(one["title"], one.get_text()) for one in main.find_all("abbr")] == [("Hyper Text", "HTML")]
    assert not [sign for sign in ("|", "*[") if sign in main.get_text()]
