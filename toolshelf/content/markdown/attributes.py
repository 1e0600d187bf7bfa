"""Attribute lists, as kramdown and Python-Markdown have them: ``{: .class #id }`` after what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor

from toolshelf.patterns import regex

if TYPE_CHECKING:
    from toolshelf.content.placeholders import Placeholders

# An attribute list begins with a colon, or with a class or an id: other words in braces are text.
_LIST = r"\{(?::|(?=[.#]))[ ]*([^{}\n]*)\}"
_INLINE_LIST = regex(_LIST)


class Attributes(AttrListExtension):
    """What Python-Markdown does of attribute lists, and what is done besides."""

    processor: _Attributes

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Let ``md`` assign attributes."""
        self.processor = _Attributes(md)
        md.treeprocessors.register(self.processor, "attr_list", 8)
        md.registerExtension(self)


class _Attributes(AttrListTreeprocessor):
    """Attribute lists, also chained and on lines of their own, before or after their block."""

    HEADER_RE = regex(rf"[ ]+{_LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = regex(rf"\n[ ]*{_LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = regex(r"(?!)")  # type: ignore[misc]
    placeholders: Placeholders | None
    """None where nothing in the text may be an attribute list."""

    def run(self, doc: Element) -> None:
        """Assign the attributes of the whole text."""
        if self.placeholders is None:
            return
        super().run(doc)
        for parent in doc.iter():
            while parent.tail and (match := _INLINE_LIST.match(parent.tail)):
                self.assign_attrs(parent, match[1])
                parent.tail = parent.tail[match.end() :]
            if parent.tag not in ("td", "th") and len(parent):
                self._apply(parent, self.placeholders)

    def _apply(self, parent: Element, placeholders: Placeholders) -> None:
        pending: list[str] = []
        previous: Element | None = None
        for child in list(parent):
            direction, source = _list(child, placeholders)
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

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Assign the attributes; words without a value, which kramdown looks up elsewhere, mean nothing here."""
        before = set(elem.keys())
        remainder: str = super().assign_attrs(elem, attrs_string, strict=strict)
        for name in set(elem.keys()) - before:
            if elem.get(name) is None and not (self.placeholders and self.placeholders.pattern.fullmatch(name)):
                del elem.attrib[name]
        return remainder


def _list(element: Element, placeholders: Placeholders) -> tuple[str, str]:
    """Where the block stands to which the attributes in ``element`` belong, and they; two empty texts for any other."""
    if element.tag != "p" or len(element) or not element.text:
        return "", ""
    match = placeholders.pattern.fullmatch(element.text.strip())
    if match is None:
        return "", ""
    placeholder = placeholders.all[int(match[1])]
    if placeholder.kind != "attributes":
        return "", ""
    direction, _, source = placeholder.source.partition(" ")
    return direction, source
