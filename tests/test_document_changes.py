"""What changed in a document: between two tags of git, since one, or as people have written it down."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from sites import AS_OF, dead_references, lines, main, make, tree, write

from toolshelf.cli import main as command
from toolshelf.features.documents.differences import differences, passages
from toolshelf.pipeline import Project, build

HEAD = "---\ntitle: The Plan\ndocument:\n  version: '1.1'\n  changes: {from: v1.0}\n---\n"
FIRST = {
    "content/plan/index.md": HEAD,
    "content/plan/a.md": "# Aims\n\nWe aim high and far in all that we do.\n\nThis stays[^1].\n\n[^1]: Note.\n",
    "content/plan/b.md": "# Work\n\nAn old passage.\n",
    "content/plan/gone.md": "# Gone\n\nText.\n",
}
SECOND = {
    **{path: text for path, text in FIRST.items() if "gone" not in path},
    "content/plan/a.md": "# Aims\n\nWe aim high and near in all that we do.\n\nThis stays[^1].\n\n- New item\n\n"
    "[^1]: Note.\n",
    "content/plan/b.md": "# Our work\n\nSomething else entirely stands here now.\n",
    "content/plan/c.md": "# New\n\nText of it.\n",
}


def git(root: Path, *asked: str) -> None:
    who = {"GIT_AUTHOR_NAME": "Office", "GIT_AUTHOR_EMAIL": "office@example.gov"}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(root), *asked], check=True, capture_output=True, env=environment)


def replace_all(root: Path, files: dict[str, str]) -> None:
    for file in (root / "content/plan").glob("*"):
        file.unlink()
    write(root, files)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A site in a folder of a repository, with its first version tagged."""
    root = tmp_path / "folder/site"
    write(root, FIRST)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "folder/site/content")
    git(tmp_path, "commit", "-q", "-m", "First")
    git(tmp_path, "tag", "v1.0")
    replace_all(root, SECOND)
    return root


def told(root: Path) -> list[str]:
    """What the page tells, as text, with signs around what is new and what is gone."""
    page = main(root, "plan/changes/index.html").find(class_="toolshelf-changes")
    for tag, sign in (("ins", "+"), ("del", "-")):
        for one in page.find_all(tag):
            one.string = f"{sign}{one.get_text().strip()}{sign} "
    return [" ".join(one.get_text().split()) for one in page.find_all(["h2", "h3", "p"])][1:]


EXPECTED = [
    *("Since v1.0, in version 1.1", "Aims", "Changed: We aim high and -far- +near+ in all that we do."),
    *("Added: +New item+", "Our work", "Removed: -Work-", "Removed: -An old passage.-", "Added: +Our work+"),
    *("Added: +Something else entirely stands here now.+", "New (Added)", "Added: +Text of it.+"),
    *("Gone (Removed)", "Removed: -Text.-"),
]


def test_changes_since_a_tag_are_told_chapter_by_chapter(repository):
    """With the words that are new and those that are gone."""
    report = make(repository, {})
    assert lines(report) == []
    assert told(repository) == EXPECTED
    assert main(repository, "plan/index.html").find("a", string="What changed")["href"] == "/plan/changes/"
    assert list(dead_references(repository / "_site", "/")) == []


def test_two_tags_are_compared_whatever_stands_now(repository):
    git(repository, "add", "-A", "content")
    git(repository, "commit", "-q", "-m", "Second")
    git(repository, "tag", "v1.1")
    replace_all(repository, {**SECOND, "content/plan/a.md": "# Aims\n\nNothing of it is left.\n"})
    write(repository, {"content/plan/index.md": HEAD.replace("v1.0}", "v1.0, to: v1.1}")})
    make(repository, {})
    lines_told = told(repository)
    assert lines_told[0] == "Since v1.0, in version v1.1"
    assert "Changed: We aim high and -far- +near+ in all that we do." in lines_told
    assert not any("Nothing of it" in line for line in lines_told)


def test_a_tag_that_is_not_there_is_a_warning_that_says_what_to_do(tmp_path):
    report = make(tmp_path, FIRST)
    assert lines(report) == [
        "content/plan/index.md:5:12: warning[no-version]: There is no version 'v1.0' in git. (make the tag, or fetch "
        "all tags: git fetch --tags, in GitHub Actions fetch-depth: 0)"
    ]
    assert not (tmp_path / "_site/plan/changes").exists()


def test_a_tag_that_moves_is_seen_by_the_next_build(repository, capsys, tmp_path):
    """Though no file of the site is another one."""
    where = ["build", "--root", str(repository), "--as-of", AS_OF.isoformat()]
    assert command(where) == 0
    before = (repository / "_site/plan/changes/index.html").read_text("utf-8")
    git(repository, "add", "-A", "content")
    git(repository, "commit", "-q", "-m", "Second")
    git(repository, "tag", "-f", "v1.0")
    assert command(where) == 0
    capsys.readouterr()
    now = (repository / "_site/plan/changes/index.html").read_text("utf-8")
    assert now != before and "Nothing has changed." in now
    build(Project(repository, tmp_path / "clean", as_of=AS_OF))
    assert tree(repository / "_site") == tree(tmp_path / "clean")


def test_changes_that_people_have_written_down(tmp_path):
    """In changes.yml beside the chapters, the newest first."""
    files = {
        "content/plan/index.md": "---\ntitle: The Plan\ndocument: true\n---\n",
        "content/plan/a.md": "# Aims\n\nText.\n",
        "content/plan/changes.yml": "- version: '1.1'\n  date: 2026-11-20\n  changes:\n  - chapter: a.md\n"
        "    why: The law has changed.\n    added: New words.\n    removed: [Old words., Older words.]\n",
    }
    report = make(tmp_path, files)
    assert lines(report) == []
    assert told(tmp_path) == [
        *("Version 1.1", "November 20, 2026", "Aims", "The law has changed."),
        *("Removed: -Old words.-", "Removed: -Older words.-", "Added: +New words.+"),
    ]
    broken = make(tmp_path / "b", {**files, "content/plan/changes.yml": "version: [\n"})
    assert lines(broken)[0].startswith("content/plan/changes.yml:1")


@pytest.mark.parametrize(
    ("chapter", "told"),
    [
        ("chapter: aims.md", ""),
        ("chapter: aims", ""),
        ("chapter: parts/b.md", ""),
        ("chapter: index.md", ""),
        ("chapter: aimz.md", "4:14: There is no chapter 'aimz.md' in this document. (did you mean aims.md?)"),
        ("chapter: /x", "4:14: There is no chapter '/x' in this document. (write the name of its file, as in"),
        ("why: It was wrong.", "4:5: Nobody says in which chapter. (write the name of its file, as in"),
    ],
)
def test_a_change_in_a_chapter_that_there_is_not_is_told(tmp_path, chapter, told):
    """With its line, and the chapter that may be meant."""
    files = {
        "content/plan/index.md": "---\ntitle: The Plan\ndocument: true\n---\n",
        "content/plan/aims.md": "# Aims\n",
        "content/plan/parts/b.md": "# B\n",
        "content/plan/changes.yml": f"- version: '1.1'\n  changes:\n  - {{chapter: aims.md}}\n  - {chapter}\n",
    }
    report = make(tmp_path, files)
    found = [line.replace(" warning[no-chapter]:", "") for line in lines(report) if "no-chapter" in line]
    assert [line.startswith(f"content/plan/changes.yml:{told}") for line in found] == [True] * bool(told)


def test_passages_are_compared_by_their_words():
    html = '<h2 id="x">A</h2><p>One <b>two</b><sup id="fnref-1"><a href="#fn-1">1</a></sup>.</p>'
    html += "<ul><li>c &amp; d</li></ul>"
    assert passages(html) == ["A", "One two.", "c & d"]
    assert list(differences(["a", "b"], ["a", "b"])) == []
    kinds = [
        (one["kind"], [part["text"] for part in one["parts"]]) for one in differences(["same one"], ["same two", "x"])
    ]
    assert kinds == [("changed", ["same ", "one", "two"]), ("added", ["x"])]
