"""Liquid that cannot be run: its text stays, readable, and is listed with its line; everything else is run."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sites import AS_OF

from toolshelf.importing import Imported, import_site
from toolshelf.pipeline import build
from toolshelf.project import Project


def moved(tmp_path: Path, body: str, more: str = "") -> Imported:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir(exist_ok=True)
    (old / "_config.yml").write_text("title: Old\nurl: https://old.example.gov\n", "utf-8")
    (old / "index.md").write_text("---\ntitle: Start\n---\nHello.\n", "utf-8")
    (old / "page.md").write_text(f"---\ntitle: Page\n{more}---\n{body}\n", "utf-8")
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
        ("`{{{% if %}` A\n", ["{{{% if %} A"], [4, 4]),
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


@pytest.mark.parametrize(
    ("body", "texts", "lines"),
    [
        ("{% for %}KEEPME{% endfor %}", ["{% for %}KEEPME{% endfor %}"], [4, 4]),
        ("A\n\n{% if page.x === 1 %}IFTEXT{% endif %}", ["IFTEXT"], [6, 6]),
        ("A\n\n{% if page.title %}\n\nThe rest {{ page.title }}.", ["The rest Page."], [6]),
        ("{{ 8 | divided_by: 0 }} and {{ page.title }}", ["{{ 8 | divided_by: 0 }} and Page"], [4]),
        ("{% case x %}{% when 1 %}Case.", ["Case."], [4, 4]),
        ("{% endif %} stray", ["{% endif %} stray"], [4]),
        ("{{ 'x' | to_integer }} left", ["{{ 'x' | to_integer }} left"], [4]),
        ("{{{ page.title | }}} left", ["left"], [4]),
        ('<a href="{{ x y }}">link</a>', ["link"], [4]),
        ("{% capture a %}{% endraw %}b{% endcapture %}{{ a }}", ["{% endraw %}b"], [4]),
        ("{% highlight liquid %}\n{% if %}\n{% endhighlight %}\n", ["{% if %}"], [5]),
    ],
)
def test_the_text_of_a_tag_that_cannot_be_run_stays(tmp_path, body, texts, lines):
    """With the tag itself as code, and everything around it run."""
    done = moved(tmp_path, body)
    assert [one.line for one in done.moved.remarks if one.kind == "liquid"] == lines
    assert (done.parity.errors, done.parity.differences) == (0, ())
    text = shown(tmp_path)
    assert [one for one in texts if one not in text] == [], text
    assert not [one for one in ("{{", "{%") if one in shown(tmp_path, code=False)]


def test_a_fault_in_an_include_leaves_the_rest_of_it(tmp_path):
    """It is told at the line of the tag that includes it."""
    (tmp_path / "old/_includes").mkdir(parents=True)
    (tmp_path / "old/_includes/outer.html").write_text("{% include part.html %}", "utf-8")
    (tmp_path / "old/_includes/part.html").write_text("<p>Before {{ a b }} behind.</p>", "utf-8")
    done = moved(tmp_path, "A\n\n{% include outer.html %}")
    assert [one.line for one in done.moved.remarks if one.kind == "liquid"] == [6]
    assert "Before {{ a b }} behind." in shown(tmp_path)


def test_no_liquid_is_run_where_front_matter_says_so(tmp_path):
    """``render_with_liquid: false`` is for pages that show Liquid: nothing is amiss with them."""
    done = moved(tmp_path, "Write {{ page.title }} or {% if x %}.", "render_with_liquid: false\n")
    assert [one for one in done.moved.remarks if one.kind == "liquid"] == []
    assert (done.parity.errors, done.parity.differences) == (0, ())
    assert "Write {{ page.title }} or {% if x %}." in shown(tmp_path)
