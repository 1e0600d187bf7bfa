"""Broken inputs as rows of tables: a tiny site with one mistake, and what an editor must be told about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sites import make, tree

from toolshelf.problems import Problem

PROGRAMMERS = re.compile(
    r"\b(None|NoneType|dict|mapping|str|int|float|bool|tuple|list index|[A-Z]\w+Error|object|traceback|regex|codec"
    r"|instance|exception|has no attribute|iterable|callable|NaN|expected|token|sequence|scalar|operand|undefined"
    r"|positional|recursion|Jinja|Python|decode|byte string|stdin|True|False)\b|<class|0x"
)
"""Words of those who write programs. What stands in quotes was typed by the author, or is to be typed."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\{%.*?%\}|\{\{.*?\}\}")


@dataclass(frozen=True)
class Row:
    """A site with one mistake."""

    name: str
    files: Mapping[str, str | bytes]
    path: str
    line: int
    code: str
    part: str
    """Of the sentence."""
    more: int = field(default=0)
    """How many further problems the same mistake rightly has: a collision without a first and a second."""


def page(name: str, text: str, line: int, code: str, part: str, **files: str | bytes) -> Row:
    """A row whose mistake stands in content/a.md; ``files`` are further ones, with "__" for "/"."""
    named = {"content/" + key.replace("__", "/").replace("_md", ".md"): value for key, value in files.items()}
    return Row(name, {"content/a.md": text, **named}, "content/a.md", line, code, part)


def front(lines: str, line: int, code: str, part: str) -> Row:
    """A row whose mistake stands in the front matter of content/a.md, below its title (line 2)."""
    return page(lines, f"---\ntitle: A\n{lines}\n---\n\nText.\n", line, code, part)


def told(problem: Problem) -> tuple[str, int, str]:
    """Where a problem is, and of what kind."""
    return problem.location.path, problem.location.line, problem.code


def check(root: Path, row: Row) -> None:
    """Build the row's site: one problem, at its line, in plain words, and what was published stays as it was."""
    (root / "_site").mkdir()
    (root / "_site/index.html").write_text("what was published before")
    report = make(root, row.files, strict=True)
    found = [str(problem) for problem in report.problems]
    assert (row.path, row.line, row.code) in map(told, report.problems), found
    hit = next(problem for problem in report.problems if told(problem) == (row.path, row.line, row.code))
    assert row.part in hit.message, found
    assert len(found) == 1 + row.more, found
    for problem in report.problems:
        check_words(problem)
    assert report.published is None
    assert tree(root / "_site") == {"index.html": b"what was published before"}


def check_words(problem: Problem) -> None:
    """A sentence and a hint without a programmer's words."""
    sentence, hint = (_QUOTED.sub("…", text) for text in (problem.message, problem.hint))
    assert not PROGRAMMERS.search(sentence), problem.message
    assert not PROGRAMMERS.search(hint), problem.hint
    assert sentence[0].isupper() or not sentence[0].isalpha(), problem.message
    assert sentence.endswith("."), problem.message
    assert not hint.endswith("."), problem.hint
