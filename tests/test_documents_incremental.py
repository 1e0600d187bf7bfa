"""Documents and incremental builds: an edit renders what shows it, and a long document stays quick to edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sites import AS_OF, PLAIN, make, tree
from test_documents import BOOK
from test_precision import put, replace

from toolshelf.pipeline import Project, Report, build

UNSEARCHED = f"{PLAIN}search: false\n"
"""The search lists the titles of all pages, which is another matter."""
FORMS = {"plan/all/index.html", "plan/notes/index.html"}
ALL = FORMS | {f"plan/{name}index.html" for name in ("", "01-contents/", "02-aims/", "03-work/")}
Edit = Callable[[Path], object]
TABLE: list[tuple[str, Edit, set[str]]] = [
    ("nothing", lambda _: None, set()),
    (
        "the text of a footnote",
        replace("content/plan/02-aims.md", "First aim.", "Another aim."),
        {"plan/02-aims/index.html", *FORMS},
    ),
    (
        "a text without footnotes",
        replace("content/plan/02-aims.md", "We aim", "We still aim"),
        {"plan/02-aims/index.html", "plan/all/index.html"},
    ),
    (
        "a further footnote, which moves the numbers behind it",
        replace("content/plan/02-aims.md", "high[^2].", "high[^2] and far[^3].\n\n[^3]: Far."),
        {"plan/02-aims/index.html", "plan/03-work/index.html", *FORMS},
    ),
    (
        "a heading of a chapter, to which another one links",
        replace("content/plan/03-work.md", "### Details", "### More"),
        {"plan/03-work/index.html", "plan/all/index.html"},
    ),
    ("the title of a chapter", replace("content/plan/03-work.md", "## Our Data", "## Our data"), ALL),
    ("the version", replace("content/plan/index.md", "'2.0'", "'2.1'"), ALL),
    ("the language of the title page", replace("content/plan/index.md", "title:", "language: es\ntitle:"), ALL),
    (
        "the language of a chapter, and so the names of its footnotes",
        replace("content/plan/02-aims.md", "## Our Aims", "---\nlanguage: es\n---\n## Our Aims"),
        {"plan/02-aims/index.html", "plan/all/index.html"},
    ),
    (
        "footnotes are numbered in each chapter",
        replace("content/plan/index.md", "  status", "  footnotes: chapter\n  status"),
        {"plan/03-work/index.html", *FORMS},
    ),
    (
        "the title page",
        replace("content/plan/index.md", "welcome", "regret"),
        {"plan/index.html", "plan/all/index.html"},
    ),
    (
        "there is no page with all notes any more",
        replace("content/plan/index.md", "  status", "  bibliography: false\n  status"),
        {*ALL, "sitemap.xml"} - {"plan/notes/index.html"},
    ),
    (
        "a chapter becomes an ordinary page elsewhere",
        lambda root: (root / "content/plan/02-aims.md").rename(root / "content/aims.md"),
        {*ALL, "aims/index.html", "index.html", "404.html", "sitemap.xml"} - {"plan/02-aims/index.html"},
    ),
    (
        "the folder is no document any more",
        put("content/plan/index.md", "---\ntitle: The Plan\n---\n"),
        {*(ALL - FORMS), "sitemap.xml"},
    ),
]


def once_more(root: Path) -> Report:
    return build(Project(root, root / "_site", as_of=AS_OF, cache=root / "build.db"))


@pytest.mark.parametrize(("edit", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_an_edit_renders_what_shows_it(edit, expected, tmp_path):
    """Neither less nor more; and what is left is what a clean build leaves."""
    make(tmp_path, {**BOOK, "data/site.yml": UNSEARCHED}, cache=tmp_path / "build.db")
    edit(tmp_path)
    report = once_more(tmp_path)
    assert report.published is not None, report.problems
    assert sorted(report.rendered) == sorted(expected)
    clean = build(Project(tmp_path, tmp_path / "clean", as_of=AS_OF))
    assert clean.problems == report.problems
    assert tree(tmp_path / "_site") == tree(tmp_path / "clean")
    assert once_more(tmp_path).rendered == ()


def long_document(chapters: int, notes: int) -> dict[str, str]:
    """Every chapter has the labels of every other one."""
    files = {"content/d/index.md": "---\ntitle: D\ndocument: true\n---\n"}
    for chapter in range(1, chapters + 1):
        numbers = range(1, notes + 1)
        text = " ".join(f"Word[^{number}]." for number in numbers)
        defined = "\n".join(f"[^{number}]: Note {number} of chapter {chapter}." for number in numbers)
        files[f"content/d/{chapter:03}.md"] = f"# Chapter {chapter}\n\n{text}\n\n[Contents](#contents)\n\n{defined}\n"
    return files


def test_one_footnote_of_five_thousand_renders_three_pages(tmp_path):
    """Its chapter, the page with everything and the one with all notes."""
    files = {"data/site.yml": "title: S\nurl: https://s.example/\nlanguage: en\nmarkdown: {engine: gfm}\n"}
    make(tmp_path, {**files, **long_document(300, 17)}, cache=tmp_path / "build.db")
    whole = (tmp_path / "_site/d/all/index.html").read_text("utf-8")
    assert whole.count('role="doc-noteref"') == 5100
    replace("content/d/150.md", "Note 9 of", "Remark 9 of")(tmp_path)
    assert sorted(once_more(tmp_path).rendered) == ["d/150/index.html", "d/all/index.html", "d/notes/index.html"]
