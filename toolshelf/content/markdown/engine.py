"""Python-Markdown, set up to read as GitHub does; one instance a thread, reset for every text."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from toolshelf.content.markdown.footnotes import Footnotes
from toolshelf.content.markdown.passes import leave_out_idle_passes
from toolshelf.content.markdown.signs import try_by_signs
from toolshelf.content.note_names import ENGLISH
from toolshelf.patterns import regex

if TYPE_CHECKING:
    from toolshelf.content.markdown.attributes import Attributes
    from toolshelf.content.note_names import NoteNames
    from toolshelf.content.placeholders import Placeholders

_BARE_ADDRESS = r"(?<![\w/@.])(https?://[^\s<>\"`\[\]\\^{|}\x02\x03]+)"
_ENTITY_AT_END = regex(r"&[A-Za-z0-9]+;$")
_ALIGNMENTS = {
    "text-align: left;": "text-left",
    "text-align: center;": "text-center",
    "text-align: right;": "text-right",
}
STRIKETHROUGH, ATTRIBUTES = "strikethrough", "attributes"
RARE: Final = frozenset({STRIKETHROUGH, ATTRIBUTES})
"""What takes long to load, so that an engine learns it only where a text asks for it."""


class Engine:
    """A configured Python-Markdown."""

    def __init__(self, rare: frozenset[str] = RARE) -> None:
        """``rare``: what it can read of what is `RARE`."""
        self.rare = rare
        self.footnotes = Footnotes()
        self._attributes = _attributes() if ATTRIBUTES in rare else None
        self.markdown = Markdown(
            output_format="html",
            extensions=[
                self.footnotes,
                *([self._attributes] if self._attributes else ()),
                DefListExtension(),
                SaneListExtension(),
                TableExtension(),
                *(_strikethrough() if STRIKETHROUGH in rare else ()),
            ],
        )
        # Blocks of raw HTML are placeholders by now.
        self.markdown.preprocessors.deregister("html_block")
        self.markdown.inlinePatterns.deregister("automail")
        patterns = self.markdown.inlinePatterns
        patterns.register(_Mail(r"<([^<> !]+@[^@<> ]+)>", self.markdown), "mail", 110)
        patterns.register(_Address(_BARE_ADDRESS, self.markdown), "address", 85)
        self.markdown.treeprocessors.register(_Cells(self.markdown), "cells", 7)  # once they have their attributes
        _shorten(self.markdown)

    def convert(self, text: str, placeholders: Placeholders, names: NoteNames = ENGLISH) -> tuple[str, bool]:
        """The HTML of ``text``, not yet sanitised, its placeholders still in place; its footnotes have these ``names``.

        And whether it is free of HTML and of attributes that an author wrote, but for what the placeholders hold.
        """
        self.markdown.reset()
        self.footnotes.names = names
        in_use = _uses_attributes(text, placeholders)
        if self._attributes is not None:
            self._attributes.processor.placeholders = placeholders if in_use else None
        html = self.markdown.convert(text)
        return html, not in_use and not self.markdown.htmlStash.html_counter


def _shorten(markdown: Markdown) -> None:
    """Spare ``markdown`` work that comes to nothing."""
    try_by_signs(markdown)
    leave_out_idle_passes(markdown)


def _strikethrough() -> list[Extension]:
    # It loads all that is needed to talk to a server, which takes as long as to load Python-Markdown.
    from pymdownx.tilde import DeleteSubExtension  # type: ignore[import-untyped]

    return [DeleteSubExtension(subscript=False)]


def _attributes() -> Attributes:
    from toolshelf.content.markdown.attributes import Attributes

    return Attributes()


def _uses_attributes(text: str, placeholders: Placeholders) -> bool:
    """Whether there is anything in ``text`` that may be an attribute list."""
    return "{" in text or any(item.kind == "attributes" for item in placeholders.all)


def _needed(text: str, placeholders: Placeholders) -> frozenset[str]:
    """What of `RARE` an engine needs for ``text``, in which ``placeholders`` stand."""
    needed = {STRIKETHROUGH: "~" in text, ATTRIBUTES: _uses_attributes(text, placeholders)}
    return frozenset(name for name, is_needed in needed.items() if is_needed)


def engine(text: str, placeholders: Placeholders) -> Engine:
    """This thread's engine, which can read ``text``, in which ``placeholders`` stand."""
    needed = _needed(text, placeholders)
    found = getattr(_local, "engine", None)
    if found is None or not needed <= found.rare:
        found = _local.engine = Engine(needed if found is None else found.rare | needed)
    return found


def discard() -> None:
    """Forget this thread's engine, whose state cannot be trusted after a failure."""
    _local.__dict__.clear()


class _Local(threading.local):
    engine: Engine


_local = _Local()


class _Mail(InlineProcessor):
    """``<name@example.gov>``; Python-Markdown's own rule writes every letter as an entity."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        element = Element("a", {"href": "mailto:" + self.unescape(m[1]).removeprefix("mailto:")})
        element.text = m[1]
        return element, m.start(), m.end()


class _Address(InlineProcessor):
    """An address that stands bare in the text (GitHub Flavored Markdown 0.29, section 6.9)."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        address = m[1]
        while True:
            shorter = _ENTITY_AT_END.sub("", address).rstrip("?!.,:*_~'\"")
            if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
                shorter = shorter[:-1]
            if shorter == address:
                break
            address = shorter
        element = Element("a", {"href": self.unescape(address)})
        element.text = address
        return element, m.start(), m.start() + len(address)


class _Cells(Treeprocessor):
    """Headers of tables say what they head, and cells are aligned by classes: the policy of a site forbids styles."""

    def run(self, root: Element) -> None:
        for name in ("th", "td"):
            for cell in root.iter(name):
                _align(cell)


def _align(cell: Element) -> None:
    if cell.tag == "th":
        cell.set("scope", "col")
    style = _ALIGNMENTS.get(cell.attrib.pop("style", ""))
    if style:
        cell.set("class", f"{style} {cell.get('class', '')}".strip())
