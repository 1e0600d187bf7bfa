"""Where the code of a Markdown text stands, so that nothing in it is touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from toolshelf.patterns import regex

_CODE_SPAN: Final = regex(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_QUIET: Final = regex(
    rf"{_CODE_SPAN.pattern}|<[^<>\n]*>|!\[[^\[\]\n]*\]|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]"
    r"|\[[^\[\]\n]*\](?![\[(])|https?://[^\s<>]+|\{[^{}\n]*\}",
    re.DOTALL,
)
"""Code spans, tags, texts of pictures, addresses, labels and attribute lists: no words that readers see."""


def code_lines(text: str) -> frozenset[int]:
    """The numbers, from 0, of the lines of ``text`` that are blocks of code."""
    tokens = MarkdownIt("commonmark").parse(text)
    return _lines(tokens, ("fence", "code_block"))


def fence_lines(text: str) -> frozenset[int]:
    """The numbers of the lines on which fenced blocks of code begin."""
    return frozenset(
        token.map[0] for token in MarkdownIt("commonmark").parse(text) if token.map and token.type == "fence"
    )


def raw_lines(text: str) -> frozenset[int]:
    """The same of blocks of code and of HTML."""
    return _lines(MarkdownIt("commonmark").parse(text), ("fence", "code_block", "html_block"))


def _lines(tokens: Sequence[Token], kinds: Collection[str]) -> frozenset[int]:
    spans = [token.map for token in tokens if token.type in kinds and token.map]
    return frozenset(number for first, end in spans for number in range(first, end))


def outside_code(line: str, change: Callable[[str], str]) -> str:
    """``line`` with every part of it that is no code span as ``change`` makes it."""
    return _outside(_CODE_SPAN, line, change)


def in_code_spans(line: str, change: Callable[[str], str]) -> str:
    """``line`` with every code span as ``change`` makes it."""
    return _CODE_SPAN.sub(lambda match: change(match[0]), line)


def in_words(line: str, change: Callable[[str], str]) -> str:
    """``line`` with every part of it that readers see as words as ``change`` makes it."""
    return _outside(_QUIET, line, change)


def _outside(quiet: re.Pattern[str], line: str, change: Callable[[str], str]) -> str:
    parts: list[str] = []
    position = 0
    for match in quiet.finditer(line):
        parts += [change(line[position : match.start()]), match[0]]
        position = match.end()
    return "".join([*parts, change(line[position:])])


def in_code(text: str, place: int) -> bool:
    """Whether the character of ``text`` at ``place`` stands in code."""
    if text.count("\n", 0, place) in code_lines(text):
        return True
    start = text.rfind("\n", 0, place) + 1
    line = text[start:].partition("\n")[0]
    return any(match.start() <= place - start < match.end() for match in _CODE_SPAN.finditer(line))
