"""Footnotes whose labels do not fit together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolshelf.problems import Problem, warning


@dataclass(frozen=True, slots=True)
class Note:
    """The definition of a footnote."""

    label: str
    line: int


def footnote_problems(notes: Iterable[Note], used: Iterable[str]) -> list[Problem]:
    """Labels that are defined twice or never referred to."""
    referred = set(used)
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for note in notes:
        if note.label in first:
            sentence = (
                f"Footnote [^{note.label}] is defined twice, first in line {first[note.label]}; this text is lost."
            )
            problems.append(warning("footnote-duplicate", sentence, note.line, hint="give one of them another label"))
            continue
        first[note.label] = note.line
        if note.label not in referred:
            sentence = f"Nothing refers to footnote [^{note.label}], so it is not shown."
            hint = f"write [^{note.label}] where it belongs, or remove it"
            problems.append(warning("footnote-unused", sentence, note.line, hint=hint))
    return problems


def undefined_footnote(label: str, line: int, column: int) -> Problem:
    """``label`` is referred to and nowhere defined."""
    hint = f"add a line that begins with [^{label}]: and the text"
    return warning("footnote-undefined", f"Footnote [^{label}] has no text.", line, column, hint=hint)
