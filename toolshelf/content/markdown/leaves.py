"""Leaf blocks that are read verbatim: fenced and indented code, raw HTML."""

from __future__ import annotations

import re

from msgspec import Struct

from toolshelf.content.html_blocks import BLANK
from toolshelf.content.markdown.lines import Line, cut, width


class Verbatim(Struct, frozen=True):
    """A block that is not Markdown."""

    text: str
    count: int
    """How many lines of the source it takes, its fences included."""
    language: str = ""
    closed: bool = True
    """Whether it ends where its author says so, and not for want of text."""


def fenced_code(lines: list[Line], index: int, indent: int, base: int, match: re.Match[str]) -> Verbatim:
    """The code whose opening fence ``match`` found; it ends with its container at the latest."""
    fence = match[1] or match[3]
    closing = re.compile(rf"[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*$")
    code: list[str] = []
    count = 1
    closed = False
    for position in range(index + 1, len(lines)):
        line = lines[position][1]
        text = line.lstrip(" \t")
        if text and width(line, text) < base:
            break
        count += 1
        closed = closing.match(line) is not None and width(line, text) - base < 4
        if closed:
            break
        code.append(cut(line, indent))
    return Verbatim("\n".join(code), count, (match[2] or match[4] or "").strip(), closed)


def indented_code(lines: list[Line], index: int, base: int) -> Verbatim:
    """The code that is indented by four columns, without the blank lines behind it."""
    code: list[str] = []
    for position in range(index, len(lines)):
        line = lines[position][1]
        text = line.lstrip(" \t")
        if text and width(line, text) < base + 4:
            break
        code.append(cut(line, base + 4))
    while len(code) > 1 and not code[-1].strip():
        code.pop()
    return Verbatim("\n".join(code), len(code))


def raw_html(lines: list[Line], index: int, base: int, end: re.Pattern[str]) -> Verbatim:
    """The HTML up to the line that ``end`` matches, or up to a blank line."""
    html: list[str] = []
    closed = end is BLANK
    for position in range(index, len(lines)):
        line = lines[position][1]
        text = line.lstrip(" \t")
        if (not text and end is BLANK) or (position > index and text and width(line, text) < base):
            break
        html.append(cut(line, base))
        if end is not BLANK and end.search(line):
            closed = True
            break
    return Verbatim("\n".join(html), len(html), "", closed)
