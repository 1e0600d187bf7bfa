"""Footnotes whose labels do not fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from toolshelf.problems import Problem, warning


class Note(Struct, frozen=True):
    """The definition of a footnote."""

    label: str
    line: int
    key: str = ""
    """By which its ids are made, "fn-KEY" and "fnref-KEY"; "" while nobody has shown it."""
    is_used: bool = True
    """Whether something refers to it."""


def shown_notes(defined: Iterable[Note], used: Iterable[str], keys: Callable[[str], str]) -> tuple[Note, ...]:
    """The notes as a text shows them: in the order of the ``used`` labels, and those that nothing refers to last.

    ``keys`` gives the key of a label. Of several definitions of a label the first one is shown.
    """
    lines: dict[str, int] = {}
    for note in defined:
        lines.setdefault(note.label, note.line)
    referred = dict.fromkeys(used)
    labels = [*referred, *(label for label in lines if label not in referred)]
    return tuple(Note(label, lines.get(label, 0), keys(label), label in referred) for label in labels)


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
            sentence = f"Nothing refers to footnote [^{note.label}]; it is shown behind the others."
            hint = f"write [^{note.label}] where it belongs, or remove it"
            problems.append(warning("footnote-unused", sentence, note.line, hint=hint))
    return problems


def undefined_footnote(label: str, line: int, column: int) -> Problem:
    """``label`` is referred to and nowhere defined."""
    hint = f"add a line that begins with [^{label}]: and the text"
    return warning("footnote-undefined", f"Footnote [^{label}] has no text.", line, column, hint=hint)
