"""Texts that would keep Python-Markdown busy for minutes are refused before it reads them."""

from __future__ import annotations

from toolshelf.content.placeholders import Placeholders
from toolshelf.patterns import regex
from toolshelf.problems import Problem, error

MOST_BRACKETS = 200
"""How many brackets may stand open in one paragraph; Python-Markdown's work grows with their square."""
_BRACKET = regex(r"[\[\]()]")
_PARAGRAPHS = regex(r"\n[ >]*\n")


def endless_brackets(blocks: str, source: str, first_line: int, placeholders: Placeholders) -> tuple[Problem, ...]:
    """An error for a paragraph in ``blocks`` with more open brackets than anybody writes.

    ``blocks`` is the text as Python-Markdown gets it, thus without code; ``source`` is what the author wrote.
    """
    if blocks.count("[") + blocks.count("(") <= MOST_BRACKETS:
        return ()
    for paragraph in _PARAGRAPHS.split(blocks):
        depth = {"[": 0, "(": 0}
        for match in _BRACKET.finditer(paragraph):
            bracket = match[0]
            if bracket in depth:
                depth[bracket] += 1
                if depth[bracket] > MOST_BRACKETS:
                    start = placeholders.strip(paragraph).lstrip("> \n-+*")[:40]
                    line = first_line + source.count("\n", 0, max(0, source.find(start)))
                    sentence = f"More than {MOST_BRACKETS} brackets are opened within each other."
                    hint = "close the brackets, or put the text into a code block"
                    return (error("too-deep", sentence, line, hint=hint),)
            else:
                opening = "[" if bracket == "]" else "("
                depth[opening] = max(0, depth[opening] - 1)
    return ()
