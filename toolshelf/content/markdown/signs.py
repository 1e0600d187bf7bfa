"""Patterns of Python-Markdown are tried only where the sign stands without which they cannot match.

Python-Markdown tries some fifteen patterns on every block and as many on every piece of text, most of them character
by character. None matches where its sign is missing, so looking for the sign first changes nothing but the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import STX, AtomicString

from toolshelf.patterns import regex

Signs = tuple[str, ...]
"""Texts of which one stands in all that a pattern matches."""

INLINE: Final[Mapping[str, Signs]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "mail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "address": ("http",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "delimiter": ("~",),
}
"""By the names of the inline patterns, all that there may be."""
BLOCKS: Final[Mapping[str, tuple[str, Signs]]] = {
    "hashheader": ("RE", ("#",)),
    "setextheader": ("RE", ("\n=", "\n-")),
    "hr": ("SEARCH_RE", ("-", "_", "*")),
    "deflist": ("RE", (": ",)),
    "quote": ("RE", (">",)),
    "footnote": ("RE", ("[^",)),
    "reference": ("RE", ("]:",)),
}
"""By the names of block processors: the attribute that holds the pattern, and its signs."""
_ANY: Final = regex("|".join(map(re.escape, sorted({STX, *(one for signs in INLINE.values() for one in signs)}))))
"""Any sign of an inline pattern; Python-Markdown's own placeholders begin with STX."""


def try_by_signs(markdown: Markdown) -> None:
    """Let ``markdown``, whose patterns are all registered, try each only where its sign stands.

    Raises KeyError for an inline pattern whose signs are not known.
    """
    patterns = markdown.inlinePatterns
    names = sorted(filter(patterns.__contains__, INLINE), key=patterns.get_index_for_name)
    if len(names) != len(patterns):
        raise KeyError("an inline pattern without signs")
    for name in names:
        _sign(patterns[name], "compiled_re", INLINE[name])
    signed = tuple((patterns[name], INLINE[name]) for name in names)
    markdown.treeprocessors.register(_Inline(markdown, signed), "inline", 20)
    for name, (attribute, signs) in BLOCKS.items():
        _sign(markdown.parser.blockprocessors[name], attribute, signs)
    markdown.parser.blockprocessors.register(_Table(markdown), "table", 75)


def _sign(owner: Pattern | BlockProcessor, attribute: str, signs: Signs) -> None:
    setattr(owner, attribute, _Signed(getattr(owner, attribute), signs))


class _Signed:
    """A compiled expression that is tried only where one of its signs stands."""

    def __init__(self, expression: re.Pattern[str], signs: Signs) -> None:
        self.expression = expression
        self.signs = signs

    def finditer(self, text: str, start: int = 0) -> Iterable[re.Match[str]]:
        return self.expression.finditer(text, start) if self._stands_in(text) else ()

    def search(self, text: str) -> re.Match[str] | None:
        return self.expression.search(text) if self._stands_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        return self.expression.match(text) if self._stands_in(text) else None

    def _stands_in(self, text: str) -> bool:
        for sign in self.signs:  # noqa: SIM110 (runs for every pattern and text; the builtin takes three times as long)
            if sign in text:
                return True
        return False


class _Inline(InlineProcessor):
    """Python-Markdown's own, for texts and patterns that have a sign in common."""

    def __init__(self, markdown: Markdown, signed: tuple[tuple[Pattern, Signs], ...]) -> None:
        super().__init__(markdown)
        self.signed = signed

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to all text below ``tree``."""
        texts: list[str] = []
        for element in tree.iter():
            if text := element.text:
                if _ANY.search(text):
                    texts.append(text)
                else:
                    element.text = AtomicString(text)
            if tail := element.tail:
                if _ANY.search(tail):
                    texts.append(tail)
                else:
                    element.tail = AtomicString(tail)
        # What a pattern makes of a text holds no sign that the text does not hold.
        whole = "\n".join(texts)
        self.inlinePatterns: Any = [pattern for pattern, signs in self.signed if any(sign in whole for sign in signs)]
        return super().run(tree, ancestors)


class _Table(TableProcessor):
    """Tables, which have pipes."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(markdown.parser, {"use_align_attribute": False})

    def test(self, parent: Element, block: str) -> bool:
        return "|" in block and super().test(parent, block)
