"""A row of an item: the little of it that joining a site needs, so that no item is opened for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from toolshelf.data.positions import Path


class ItemRow(NamedTuple):
    """What joining needs of an item. Made of what JSON knows."""

    id: str
    title: str
    summary: str
    """One sentence in plain text, or ""."""
    path: str
    """Of its file."""
    number: int
    """Its place in the list of its file; -1 for the only item of a file."""
    line: int
    column: int
    state: Sequence[str] | None
    """A `State`, where the item has a life."""
    references: Sequence[Sequence[Any]]
    """Each item that it names: the key, the name of the collection, the id, line and column."""
    updated: str
    """The day of its last change, in ISO 8601, or ""."""
    hidden: bool
    """Whether it is a draft."""
    is_dated: bool
    """Whether it has dates for a calendar."""
    former: Sequence[str]
    """Its former addresses."""
    digest: str
    """Of all that it holds."""

    @property
    def page(self) -> str:
        """The path of its page: that of its own file, or "data/tools.yml#login-gov" of one in a list."""
        return self.path if self.number < 0 else f"{self.path}#{self.id}"

    @property
    def has_text(self) -> bool:
        """Whether it is written as a page, with a text below its fields."""
        return self.path.lower().endswith((".md", ".markdown"))

    @property
    def place(self) -> Path:
        """Where it stands in its file."""
        return () if self.number < 0 else (self.number,)


def by_id(rows: Iterable[ItemRow]) -> dict[str, ItemRow]:
    """The first row of each id."""
    found: dict[str, ItemRow] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return found
