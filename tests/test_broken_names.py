"""Broken names, links and files: what has no address, what collides, what leads out, and what nobody reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from broken import Row, check, told
from sites import AS_OF, make, tree, write

from toolshelf.pipeline import Project, build

A = "# A\n"


def named(*paths: str, line: int = 0, code: str = "address", part: str, more: int = 0) -> Row:
    """A row of files, of which the last has a name that cannot be."""
    files = {f"content/{path}": A for path in paths}
    return Row(" and ".join(paths), files, f"content/{paths[-1]}", line, code, part, more)


def addressed(front: str, other: str, text: str, part: str) -> Row:
    """A row of a page b with front matter that takes the address of ``other``."""
    files = {f"content/{other}": text, "content/b.md": f"---\ntitle: B\n{front}\n---\n"}
    return Row(f"{front} {other}", files, "content/b.md", 3, "collision", part)


ROWS = [
    named("con.md", part="Windows keeps"),
    named("aux.x.md", part="Windows keeps"),
    named("LPT1/p.md", part="Windows keeps"),
    named("nul.png", part="Windows keeps"),
    named("-.md", part="no letter or digit"),
    named("🙂.md", part="no letter or digit"),
    named("🙂/p.md", part="no letter or digit"),
    named("a:b.png", part="the sign :"),
    named("a?.png", part="the sign ?"),
    named("a*b.pdf", part="the sign *"),
    Row("zero width", {"content/a\u200bb.md": A}, "content/a\\u200bb.md", 0, "file-name", "cannot be shown"),
    Row("right to left", {"content/a\u202egnp.md": A}, "content/a\\u202egnp.md", 0, "file-name", "cannot be shown"),
    Row("a line break", {"content/a\nb.png": A}, "content/a\\nb.png", 0, "file-name", "cannot be shown"),
    named("A.md", "a.md", code="collision", part="This and content/A.md both have the address /a/."),
    named("a b.md", "a-b/index.md", code="collision", part="/a-b/"),
    named("a.md", "a/index.md", code="collision", part="/a/"),
    named("a/Index.md", "a/index.md", code="collision", part="/a/"),
    named("X.png", "x.png", code="collision", part="in letter case"),
    named("e\u0301.md", "é.md", code="collision", part="/é/"),
    named("robots.txt.md", code="collision", part="/robots.txt/"),
    named("sitemap.xml", code="collision", part="/sitemap.xml"),
    addressed("permalink: /a/", "a.md", A, "content/a.md"),
    addressed("permalink: /a", "a.md", A, "content/a.md"),
    addressed("permalink: /x.pdf", "x.pdf", "x", "content/x.pdf"),
    addressed("permalink: /robots.txt/", "a.md", A, "Toolshelf makes"),
    addressed("redirect_from: /a/", "a.md", A, "content/a.md"),
    addressed("aliases: /A/", "a.md", A, "in letter case"),
    addressed("redirect_from: /x/", "a.md", "---\ntitle: A\naliases: /x\n---\n", "content/a.md:3:10"),
    named("page.html", code="unread-file", part="Nobody reads"),
    named("list.yml", code="unread-file", part="Nobody reads"),
    named("tool.py", code="unread-file", part="Nobody reads"),
    Row("a table", {"content/a.md": A, "data/tools.xlsx": b"PK"}, "data/tools.xlsx", 0, "unread-file", "no data file"),
    Row("a picture", {"content/a.md": A, "data/x.png": b"\x89PNG"}, "data/x.png", 0, "unread-file", "no item shows it"),
    Row(
        "two of a name",
        {"content/a.md": A, "data/t.yml": "[]", "data/t.json": "[]"},
        "data/t.json",
        0,
        "collision",
        "same name as data/t.yml",
        1,
    ),
    Row(
        "in letter case",
        {"content/a.md": A, "data/T.yml": "[]", "data/t.yml": "[]"},
        "data/t.yml",
        0,
        "collision",
        "same name as data/T.yml",
        1,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name.encode("unicode_escape").decode())
def test_a_name_that_cannot_be_is_told_once_in_plain_words(tmp_path, row):
    """At the file, or at the line that names the address."""
    check(tmp_path, row)


def link(path: str, target: str) -> Callable[[Path], object]:
    """Put a symbolic link to ``target``, seen from the link, at ``path``."""
    return lambda root: (root / path).symlink_to(target)


def pipe(path: str) -> Callable[[Path], object]:
    return lambda root: os.mkfifo(root / path)


ODD: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a file out": (link("content/x.txt", "../../elsewhere/secret.txt"), "content/x.txt", "link-escape"),
    "a page out": (link("content/x.md", "../../elsewhere/secret.txt"), "content/x.md", "link-escape"),
    "a folder out": (link("content/x", "../../elsewhere"), "content/x", "link-escape"),
    "all templates out": (link("templates", "../elsewhere"), "templates", "link-escape"),
    "data out": (link("data/x.yml", "../../elsewhere/secret.txt"), "data/x.yml", "link-escape"),
    "nothing outside": (link("content/x.md", "../../gone"), "content/x.md", "link-escape"),
    "a hidden file": (link("content/x.txt", "../.env"), "content/x.txt", "link-escape"),
    "the output": (link("content/x", "../_site"), "content/x", "link-escape"),
    "nothing": (link("content/x.md", "gone.md"), "content/x.md", "unreadable"),
    "itself": (link("content/x.md", "x.md"), "content/x.md", "unreadable"),
    "its own folder": (link("content/x", "."), "content/x", "link-loop"),
    "a pipe": (pipe("content/x.md"), "content/x.md", "unread-file"),
    "a pipe of data": (pipe("data/x.yml"), "data/x.yml", "unread-file"),
    "no text as name": (lambda root: os.mkfifo(os.fsencode(root) + b"/content/\xff"), "content/\\udcff", "file-name"),
}


@pytest.mark.parametrize(("prepare", "path", "code"), ODD.values(), ids=ODD)
def test_links_are_followed_inside_the_root_only_and_what_is_no_file_is_left_alone(tmp_path, prepare, path, code):
    """Nothing of what stands elsewhere comes into the site, and one sentence says so."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/secret.txt").write_text("SECRET")
    root = write(tmp_path / "site", {"content/a.md": A, ".env": "SECRET", "_site/index.html": "old"})
    prepare(root)
    report = make(root, {}, strict=True)
    assert [told(problem) for problem in report.problems] == [(path, 0, code)]
    assert tree(root / "_site") == {"index.html": b"old"}


@pytest.mark.parametrize("folder", ["content", "data"])
def test_a_folder_of_the_site_that_is_a_link_out_is_not_read(tmp_path, folder):
    """One problem, and no other for want of what is in it."""
    root = write(tmp_path / "site", {"content/a.md": A})
    (root / folder).rename(tmp_path / "elsewhere")
    (root / folder).symlink_to(tmp_path / "elsewhere")
    report = build(Project(root=root, output=root / "_site", as_of=AS_OF))
    assert [told(problem) for problem in report.problems] == [(folder, 0, "link-escape")]


def test_a_file_in_place_of_a_folder_is_told(tmp_path):
    """And nothing is read of it."""
    root = write(tmp_path, {})
    (root / "content").rmdir()
    (root / "content").write_text("x")
    report = build(Project(root=root, output=root / "_site", as_of=AS_OF))
    assert [told(problem) for problem in report.problems] == [("content", 0, "no-folder")]
