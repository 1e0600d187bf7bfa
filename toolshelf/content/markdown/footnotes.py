"""Footnotes: Python-Markdown's, in the order of their references, with ids that are ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from toolshelf.content.slugs import UniqueIds, slugify

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown


class Footnotes(FootnoteExtension):
    """The first definition of a label counts; what is never referred to is left out."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._unique = UniqueIds()
        super().__init__(
            SEPARATOR="-", USE_DEFINITION_ORDER=False, BACKLINK_TITLE="Back to reference {}", BACKLINK_TEXT="↩"
        )

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processors, with our own order."""
        super().extendMarkdown(md)
        md.treeprocessors.register(_Order(self), "footnote-reorder", 19)
        md.treeprocessors.register(_Roles(), "footnote-roles", 14)

    def reset(self) -> None:
        """Forget the last text."""
        super().reset()
        self._keys = {}
        self._unique = UniqueIds()

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802
        """Keep the definition, unless its label has one."""
        if id not in self.footnotes:
            super().setFootnote(id, text)

    def findFootnotesPlaceholder(self, root: Element) -> None:  # noqa: N802
        """Footnotes stand at the end; no text has another meaning than itself."""

    def makeFootnoteId(self, id: str) -> str:  # noqa: N802
        """The id of a note: the label as far as it can be one."""
        return f"fn-{self._key(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: N802
        """The id of a reference to a note."""
        return self.unique_ref(f"fnref-{self._key(id)}", found)

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """The id of the next reference to a note: fnref-x, then fnref2-x."""
        if not found:
            return reference
        count = self.found_refs.get(reference, 0) + 1
        self.found_refs[reference] = count
        return reference if count == 1 else reference.replace("fnref-", f"fnref{count}-", 1)

    def _key(self, label: str) -> str:
        if label not in self._keys:
            self._keys[label] = self._unique.claim(slugify(label))
        return self._keys[label]


class _Order(Treeprocessor):
    """Notes in the order in which the text refers to them."""

    def __init__(self, footnotes: Footnotes) -> None:
        super().__init__()
        self.footnotes = footnotes

    def run(self, root: Element) -> None:
        if not self.footnotes.footnotes:
            return
        section = root[-1]
        items = {item.get("id"): item for item in section.iterfind("ol/li")}
        wanted = [items[self.footnotes.makeFootnoteId(label)] for label in self.footnotes.footnote_order]
        if not wanted:
            root.remove(section)
            return
        ordered = section.find("ol")
        assert ordered is not None
        ordered[:] = wanted
        for number, item in enumerate(wanted, 1):
            for link in item.iter("a"):
                if link.get("class") == "footnote-backref":
                    link.set("title", f"Back to reference {number}")


class _Roles(Treeprocessor):
    """What assistive technology is told about notes (Digital Publishing WAI-ARIA Module 1.1)."""

    def run(self, root: Element) -> None:
        if not len(root) or root[-1].get("class") != "footnote":
            return
        section = root[-1]
        section.tag = "section"
        section.set("role", "doc-endnotes")
        section.set("aria-label", "Footnotes")
        for link in root.iter("a"):
            if link.get("class") == "footnote-ref":
                link.set("role", "doc-noteref")
            elif link.get("class") == "footnote-backref":
                link.set("role", "doc-backlink")
                link.set("aria-label", link.attrib.pop("title", ""))
