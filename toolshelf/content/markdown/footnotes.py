"""Footnotes: Python-Markdown's, in the order of their references, with ids that are ids."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markdown.extensions.footnotes import NBSP_PLACEHOLDER, FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from toolshelf.content.note_names import ENGLISH
from toolshelf.content.notes import Note, shown_notes
from toolshelf.content.slugs import UniqueIds, slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from markdown import Markdown


class Footnotes(FootnoteExtension):
    """The first definition of a label counts; what is never referred to stands last, without a way back."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._unique = UniqueIds()
        self.names = ENGLISH
        super().__init__(SEPARATOR="-", USE_DEFINITION_ORDER=False, BACKLINK_TITLE="{}", BACKLINK_TEXT="↩")

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processors, with our own order."""
        super().extendMarkdown(md)
        md.treeprocessors.register(_Order(self), "footnote-reorder", 19)
        md.treeprocessors.register(_Roles(self), "footnote-roles", 14)

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

    def shown(self, defined: Iterable[Note]) -> tuple[Note, ...]:
        """The notes of the text, in their order; ``defined`` are its definitions."""
        return shown_notes(defined, self.footnote_order, self._key) if self.footnotes else ()

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
        items = {item.get("id", ""): item for item in section.iterfind("ol/li")}
        labels = {self.footnotes.makeFootnoteId(label): label for label in self.footnotes.footnotes}
        order: dict[str, None] = {}
        for block in [*root[:-1], *items.values()]:
            # Python-Markdown comes to the references of an outer list before those of an inner one.
            order |= dict.fromkeys(_referred(block))
        numbers = {note: number for number, note in enumerate(order, 1)}
        for link in root.iter("a"):
            if link.get("class") == "footnote-ref":
                link.text = str(numbers[link.get("href", "")[1:]])
        self.footnotes.footnote_order = [labels[note] for note in order]
        used = [items.pop(note) for note in order]
        for unused in items.values():
            _take_way_back(unused)
        wanted = [*used, *items.values()]
        ordered = section.find("ol")
        assert ordered is not None
        ordered[:] = wanted
        for number, item in enumerate(wanted, 1):
            for link in item.iter("a"):
                if link.get("class") == "footnote-backref":
                    link.set("title", str(number))


def _referred(block: Element) -> Iterator[str]:
    """The ids of the notes that ``block`` refers to, in the order of its text."""
    return (link.get("href", "")[1:] for link in block.iter("a") if link.get("class") == "footnote-ref")


def _take_way_back(item: Element) -> None:
    """Take the link to a reference, which there is not, out of a note that nothing refers to."""
    for block in item:
        for number, link in enumerate(list(block)):
            if link.get("class") == "footnote-backref":
                block.remove(link)
                if number:
                    block[number - 1].tail = _without_blank(block[number - 1].tail)
                else:
                    block.text = _without_blank(block.text)
    for block in list(item):
        if block.tag == "p" and not len(block) and not (block.text or "").strip():
            item.remove(block)


def _without_blank(text: str | None) -> str:
    return (text or "").removesuffix(NBSP_PLACEHOLDER)


class _Roles(Treeprocessor):
    """What assistive technology is told about notes (Digital Publishing WAI-ARIA Module 1.1)."""

    def __init__(self, footnotes: Footnotes) -> None:
        super().__init__()
        self.footnotes = footnotes

    def run(self, root: Element) -> None:
        names = self.footnotes.names
        if not len(root) or root[-1].get("class") != "footnote":
            return
        section = root[-1]
        section.tag = "section"
        section.set("role", "doc-endnotes")
        section.set("aria-label", names.notes)
        uses: Counter[str] = Counter()
        for link in root.iter("a"):
            if link.get("class") == "footnote-ref":
                link.set("role", "doc-noteref")
                link.set("aria-label", names.reference.format(link.text))
            elif link.get("class") == "footnote-backref":
                link.set("role", "doc-backlink")
                number = link.attrib.pop("title", "")
                uses[number] += 1
                link.set("aria-label", names.back(number, uses[number]))
