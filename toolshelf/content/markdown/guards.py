"""Texts that are refused before anything reads them."""

from __future__ import annotations

import re

from toolshelf.problems import Problem, error

_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
MOST_BRACKETS = 200
"""How many brackets may stand open in one paragraph; Python-Markdown's work grows with their square."""


def conflict_markers(text: str, first_line: int) -> tuple[Problem, ...]:
    """The marks that an unfinished merge leaves in a file, each an error."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return ()
    sentence = "The line is left over from an unfinished merge."
    hint = "keep one of the two versions and delete the lines with <<<<<<<, ======= and >>>>>>>"
    return tuple(
        error("merge-conflict", sentence, first_line + text.count("\n", 0, match.start()), 1, hint=hint)
        for match in _CONFLICT.finditer(text)
    )


def endless_brackets(text: str, first_line: int) -> tuple[Problem, ...]:
    """An error for a paragraph with more open brackets than anybody writes."""
    if text.count("[") <= MOST_BRACKETS:
        return ()
    line = first_line
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        if paragraph.count("[") - paragraph.count("]") > MOST_BRACKETS:
            sentence = f"More than {MOST_BRACKETS} brackets are opened and never closed."
            return (error("too-deep", sentence, line, hint="close the brackets, or put the text into a code block"),)
        line += paragraph.count("\n")
    return ()
