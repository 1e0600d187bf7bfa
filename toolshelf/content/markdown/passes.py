"""Passes of Python-Markdown over a whole text, left out where they would change nothing."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

from toolshelf.patterns import regex

_ODD: Final = (STX, ETX, "\r", "\t")
_BLANKS: Final = regex(r"\n +\n")


def leave_out_idle_passes(markdown: Markdown) -> None:
    """Let ``markdown`` do nothing about blanks and backslashes where there are none."""
    markdown.preprocessors.register(_Whitespace(markdown), "normalize_whitespace", 30)
    markdown.treeprocessors.register(_Unescape(markdown), "unescape", 0)
    # A set is asked for every element, several times.
    markdown.block_level_elements = frozenset(markdown.block_level_elements)  # type: ignore[assignment]


class _Whitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join([*lines, ""])
        if any(sign in source for sign in _ODD) or _BLANKS.search(source):
            return super().run(lines)
        return [*lines, "", ""]


class _Unescape(UnescapeTreeprocessor):
    def run(self, root: Element) -> None:
        if any("\\" in line for line in self.md.lines):  # type: ignore[attr-defined]  # not in the stubs
            super().run(root)
