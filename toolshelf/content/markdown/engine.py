"""Python-Markdown, set up to read as GitHub does; one instance a thread, reset for every text."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor

from toolshelf.content.markdown.footnotes import Footnotes
from toolshelf.content.markdown.passes import leave_out_idle_passes
from toolshelf.content.markdown.signs import try_by_signs
from toolshelf.content.note_names import ENGLISH
from toolshelf.patterns import regex

if TYPE_CHECKING:
    from toolshelf.content.note_names import NoteNames
    from toolshelf.content.placeholders import Placeholders

# An attribute list begins with a colon, or with a class or an id: other words in braces are text.
_LIST = r"\{(?::|(?=[.#]))[ ]*([^{}\n]*)\}"
_INLINE_LIST = regex(_LIST)
_BARE_ADDRESS = r"(?<![\w/@.])(https?://[^\s<>\"`\[\]\\^{|}\x02\x03]+)"
_ENTITY_AT_END = regex(r"&[A-Za-z0-9]+;$")
_ALIGNMENTS = {
    "text-align: left;": "text-left",
    "text-align: center;": "text-center",
    "text-align: right;": "text-right",
}


_STRUCK = "~"


class Engine:
    """A configured Python-Markdown."""

    def __init__(self, strikes: bool = True) -> None:
        """``strikes``: whether it can strike text out, which no text needs in which no tilde stands."""
        self.strikes = strikes
        self.footnotes = Footnotes()
        self._attributes = _AttributeExtension()
        self.markdown = Markdown(
            output_format="html",
            extensions=[
                self.footnotes,
                self._attributes,
                DefListExtension(),
                SaneListExtension(),
                TableExtension(),
                *(_strikethrough() if strikes else ()),
            ],
        )
        # Blocks of raw HTML are placeholders by now.
        self.markdown.preprocessors.deregister("html_block")
        self.markdown.inlinePatterns.deregister("automail")
        patterns = self.markdown.inlinePatterns
        patterns.register(_Mail(r"<([^<> !]+@[^@<> ]+)>", self.markdown), "mail", 110)
        patterns.register(_Address(_BARE_ADDRESS, self.markdown), "address", 85)
        _shorten(self.markdown)

    def convert(self, text: str, placeholders: Placeholders, names: NoteNames = ENGLISH) -> tuple[str, bool]:
        """The HTML of ``text``, not yet sanitised, its placeholders still in place; its footnotes have these ``names``.

        And whether it is free of HTML and of attributes that an author wrote, but for what the placeholders hold.
        """
        self.markdown.reset()
        self.footnotes.names = names
        attributes = self._attributes.processor
        attributes.in_use = "{" in text or any(item.kind == "attributes" for item in placeholders.all)
        attributes.placeholders = placeholders
        html = self.markdown.convert(text)
        return html, not attributes.in_use and not self.markdown.htmlStash.html_counter


def _shorten(markdown: Markdown) -> None:
    """Spare ``markdown`` work that comes to nothing."""
    try_by_signs(markdown)
    leave_out_idle_passes(markdown)


def _strikethrough() -> list[Extension]:
    # It loads all that is needed to talk to a server, which takes as long as to load Python-Markdown.
    from pymdownx.tilde import DeleteSubExtension  # type: ignore[import-untyped]

    return [DeleteSubExtension(subscript=False)]


def engine(text: str) -> Engine:
    """This thread's engine, which can read ``text``."""
    strikes = _STRUCK in text
    found = getattr(_local, "engine", None)
    if found is None or (strikes and not found.strikes):
        found = _local.engine = Engine(strikes)
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


class _AttributeExtension(AttrListExtension):
    processor: _Attributes

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        self.processor = _Attributes(md)
        md.treeprocessors.register(self.processor, "attr_list", 8)
        md.registerExtension(self)


class _Attributes(AttrListTreeprocessor):
    """Attribute lists, also chained and on lines of their own, before or after their block."""

    HEADER_RE = regex(rf"[ ]+{_LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = regex(rf"\n[ ]*{_LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = regex(r"(?!)")  # type: ignore[misc]
    placeholders: Placeholders
    in_use: bool
    """Whether there is anything in the text that may be an attribute list."""

    def run(self, doc: Element) -> None:
        """Assign the attributes of the whole text."""
        if not self.in_use:
            for name in ("th", "td"):
                for cell in doc.iter(name):
                    _align(cell)
            return
        super().run(doc)
        for parent in doc.iter():
            while parent.tail and (match := _INLINE_LIST.match(parent.tail)):
                self.assign_attrs(parent, match[1])
                parent.tail = parent.tail[match.end() :]
            if parent.tag in ("td", "th"):
                _align(parent)
            elif len(parent):
                self._apply(parent)

    def _apply(self, parent: Element) -> None:
        pending: list[str] = []
        previous: Element | None = None
        for child in list(parent):
            direction, source = self._list(child)
            if direction:
                parent.remove(child)
            if direction == "after":
                pending.append(source)
            elif direction == "before" and previous is not None:
                self.assign_attrs(previous, source)
            elif not direction:
                for earlier in pending:
                    self.assign_attrs(child, earlier)
                pending = []
                previous = child

    def _list(self, element: Element) -> tuple[str, str]:
        if element.tag != "p" or len(element) or not element.text:
            return "", ""
        match = self.placeholders.pattern.fullmatch(element.text.strip())
        if match is None:
            return "", ""
        placeholder = self.placeholders.all[int(match[1])]
        if placeholder.kind != "attributes":
            return "", ""
        direction, _, source = placeholder.source.partition(" ")
        return direction, source

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Assign the attributes; words without a value, which kramdown looks up elsewhere, mean nothing here."""
        before = set(elem.keys())
        remainder: str = super().assign_attrs(elem, attrs_string, strict=strict)
        for name in set(elem.keys()) - before:
            if elem.get(name) is None and not self.placeholders.pattern.fullmatch(name):
                del elem.attrib[name]
        return remainder


def _align(cell: Element) -> None:
    if cell.tag == "th":
        cell.set("scope", "col")
    style = _ALIGNMENTS.get(cell.attrib.pop("style", ""))
    if style:
        cell.set("class", f"{style} {cell.get('class', '')}".strip())
