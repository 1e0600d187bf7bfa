"""Liquid that cannot be run: its text stays, readable, and is listed with its line; everything else is run."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sites import AS_OF

from toolshelf.importing import Imported, import_site
from toolshelf.pipeline import build
from toolshelf.project import Project


def moved(tmp_path: Path, body: str, name: str = "page.md") -> Imported:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "_config.yml").write_text("title: Old\nurl: https://old.example.gov\n", "utf-8")
    (old / "index.md").write_text("---\ntitle: Start\n---\nHello.\n", "utf-8")
    (old / name).write_text(f"---\ntitle: Page\n---\n{body}\n", "utf-8")
    return import_site("jekyll", old, Project(root=new, output=new / "_site", as_of=AS_OF))


def shown(tmp_path: Path, *, code: bool = True) -> str:
    """What readers see of the page; without ``code``, what stands outside of it."""
    root = tmp_path / "new"
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    main = BeautifulSoup((root / "_site/page.html").read_bytes(), "html5lib").find("main")
    assert main is not None
    for element in [] if code else main.find_all(["code", "pre"]):
        element.decompose()
    return " ".join(main.get_text().split())


@pytest.mark.parametrize(
    ("body", "texts", "lines"),
    [
        ("Use `{{` in code.\n\n{{ page.title }} runs.", ["Use {{ in code.", "Page runs."], [4]),
        ("One.\n\nUse `{%` here.\n\n{% if true %}Two.{% endif %}", ["Use {% here.", "Two."], [6]),
        ("Use {{ here.", ["Use {{ here."], [4]),
        ("```\n{% if\n```\n\nBehind.", ["{% if", "Behind."], [5]),
    ],
)
def test_braces_that_never_close_are_left_readable(tmp_path, body, texts, lines):
    """The rest of the page is run, and all other pages come along."""
    done = moved(tmp_path, body)
    assert [one.line for one in done.moved.remarks if one.kind == "liquid"] == lines
    assert (done.parity.errors, done.parity.compared, done.parity.differences) == (0, 2, ())
    text = shown(tmp_path)
    assert [one for one in texts if one not in text] == [], text
    assert not [one for one in ("{{", "{%") if one in shown(tmp_path, code=False)]
