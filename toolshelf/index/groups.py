"""Pages that are read as one text: a fragment that is not on the one leads to the other that has it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from toolshelf.codec import digest, to_json
from toolshelf.index.pages import Page


class Group(Struct, frozen=True):
    """Pages that are read as one text, such as the chapters of a document."""

    name: str
    """The path of the page that stands for all of them."""
    paths: tuple[str, ...]
    """Of the pages, in the order in which they are read."""
    places: Mapping[str, tuple[str, str]] = {}
    """Further fragments, each with the path of the page that it leads to and the id there."""

    @property
    def consulted(self) -> str:
        """Under which name `Checked.consulted` keeps that the ids of all pages were looked at."""
        return f"{self.name}#"

    def ids(self, pages: Mapping[str, Page]) -> str:
        """A digest of all that fragments of links to the pages may name."""
        return digest(to_json([pages[path].row.fragments for path in self.paths]))


class Anchors(Struct, frozen=True):
    """Where the fragments of a group lead."""

    by_id: Mapping[str, tuple[str, str]]
    """The path of the first page that has the id, and the id there."""
    headings: tuple[str, ...]


class GroupAnchors:
    """The anchors of groups, collected when they are first asked for; pickled, they are collected again."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages
        self._known: dict[str, Anchors] = {}

    def __reduce__(self) -> tuple[type[GroupAnchors], tuple[Mapping[str, Page]]]:
        return GroupAnchors, (self._pages,)

    def __call__(self, group: Group) -> Anchors:
        """The anchors of ``group``."""
        known = self._known.get(group.name)
        if known is None:
            known = self._known[group.name] = self._collected(group)
        return known

    def _collected(self, group: Group) -> Anchors:
        by_id: dict[str, tuple[str, str]] = {}
        headings: list[str] = []
        for path in group.paths:
            facts = self._pages[path].facts
            headings += facts.headings
            for identifier in facts.ids:
                by_id.setdefault(identifier, (path, identifier))
        return Anchors({**group.places, **by_id}, tuple(headings))
