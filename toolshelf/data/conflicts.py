"""Merge conflicts that were committed as they stood: found before a parser says something obscure about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolshelf.patterns import regex
from toolshelf.problems import Problem, error

_OURS: Final = regex(r"<{7}( |$)")
_THEIRS: Final = regex(r">{7}( |$)")
_FENCE: Final = regex(r" {0,3}(`{3,}|~{3,})")
_HINT: Final = "keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>"


def conflicts_in_data(text: str, first_line: int = 1) -> Iterator[Problem]:
    """An error for each merge conflict in ``text``: data and front matter have no other use for such lines."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    opened = 0
    for number, line in enumerate(text.split("\n"), first_line):
        if _OURS.match(line):
            opened = number
            yield error("merge-conflict", "An unresolved merge conflict begins here.", number, 1, hint=_HINT)
        elif _THEIRS.match(line):
            if not opened:
                yield error("merge-conflict", "The end of a merge conflict was left here.", number, 1, hint=_HINT)
            opened = 0


def conflicts_in_markdown(text: str, first_line: int = 1) -> Iterator[Problem]:
    """An error for each merge conflict in the Markdown ``text``, outside fenced code.

    ``=======`` underlines headings and ``>>>>>>>`` quotes, so only the marker that begins a conflict tells it;
    a page that explains merge conflicts shows it in a fence.
    """
    if "<<<<<<<" not in text:
        return
    fence = ""
    for number, line in enumerate(text.split("\n"), first_line):
        if found := _FENCE.match(line):
            mark = found.group(1)
            if not fence:
                fence = mark
            elif mark.startswith(fence) and not line.strip().strip(mark[0]):
                fence = ""
        elif fence:
            continue
        elif _OURS.match(line):
            yield error("merge-conflict", "An unresolved merge conflict begins here.", number, 1, hint=_HINT)
