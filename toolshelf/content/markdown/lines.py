"""Lines, their indentation, and what the beginning of a line says about the block that it starts.

The patterns expect a line without its indentation. Their source is CommonMark 0.31 and GitHub
Flavored Markdown 0.29; definitions, footnotes and attribute lists are those of kramdown.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from toolshelf.patterns import regex

Line: TypeAlias = tuple[int, str]
"""A line's number in its file, and its text."""

BULLET = regex(r"([-+*])(?:([ \t]+)(.*))?$")
NUMBER = regex(r"(\d{1,9})([.)])(?:([ \t]+)(.*))?$")
DEFINITION = regex(r":([ \t]+)(\S.*)$")
NOTE = regex(r"\[\^([^\]\s][^\]]*)\]:[ \t]*(.*)$")
HEADING = regex(r"(#{1,6})(?:[ \t]+(.*))?$")
UNDERLINE = regex(r"(=+|-+)[ \t]*$")
RULE = regex(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
FENCE = regex(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
ATTRIBUTES = regex(r"(?:\{:(?![:/])[^{}]*\})+[ \t]*$")
EXTENSION = regex(r"\{:(?::|/)[^{}]*\}[ \t]*$")
TASK = regex(r"\[([ xX])\][ \t]+(?=\S)")
ANGLED_TARGET = regex(r"(\[[^\[\]]+\]:[ \t]*)<([^<>]*)>(.*)")

_MISREAD = regex(
    r"[#>:|]|[-+*](?=[ \t]|$)|\d+\.(?=[ \t]|$)|=+[ \t]*$|-+[ \t]*$|[*_-](?:[ \t]*[*_-])+[ \t]*$|\[\^[^\]]*\]:"
)


_CLOSING_HASHES = regex(r"(?:^|[ \t])#+[ \t]*$")
# A hash at the end belongs to the text now, and a backslash there escapes nothing.
_LAST_SIGN = regex(r"((?<!\\)(?:\\\\)*)([#\\])$")
_LAST_ATTRIBUTES = regex(r"[ \t]*((?:\{[:#.][^{}]*\})+)[ \t]*$")


def heading_parts(text: str) -> tuple[str, str]:
    """A heading's text without its closing hashes, and its attribute lists as one, with a leading blank."""
    attributes = ""
    if "{" in text and (match := _LAST_ATTRIBUTES.search(text)):
        attributes = " {: " + " ".join(re.findall(r"\{:?([^{}]*)\}", match[1])) + "}"
        text = text[: match.start()]
    if "#" in text:
        text = _CLOSING_HASHES.sub("", text)
    text = text.strip()
    return _LAST_SIGN.sub(r"\1\\\2", text) if text.endswith(("#", "\\")) else text, attributes


def is_plain(text: str) -> bool:
    """Whether ``text`` begins with a letter, and thus with no sign of a block; a table may begin with one."""
    return text[:1].isalpha()


def needs_guard(text: str) -> bool:
    """Whether Python-Markdown may take a line of running text for the beginning of a block."""
    return _MISREAD.match(text) is not None


def width(line: str, text: str) -> int:
    """The columns that the indentation of ``line`` takes, ``text`` being the line without it."""
    count = len(line) - len(text)
    return columns(line[:count], 0) if count else 0


def columns(blanks: str, start: int) -> int:
    """The columns that ``blanks`` (spaces and tabs) take behind the column ``start``."""
    if "\t" not in blanks:
        return len(blanks)
    column = start
    for character in blanks:
        column += 4 - column % 4 if character == "\t" else 1
    return column - start


def cut(line: str, count: int) -> str:
    """``line`` without its first ``count`` columns, as far as they are blank."""
    column = 0
    for position, character in enumerate(line):
        if column >= count or character not in " \t":
            return " " * (column - count) + line[position:]
        column += 4 - column % 4 if character == "\t" else 1
    return ""
