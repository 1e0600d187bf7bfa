"""What a collection is: the items of a data file under data/, or of all files of a typed collection."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from toolshelf.codec import Value
from toolshelf.data.positions import Path, Positions
from toolshelf.data.typed.rows import ItemRow
from toolshelf.data.typed.settings import SCHEMA, Setup
from toolshelf.problems import Location


class Contents(NamedTuple):
    """What a data file holds."""

    items: Value
    """Frozen: a tuple for a list, a mapping otherwise; () for an empty file."""
    positions: Positions


class Typed(Struct, frozen=True):
    """What is known of a typed collection without its items."""

    setup: Setup
    rows: tuple[ItemRow, ...]
    """Of the published items, in the order of `Contents.items`."""
    texts: frozenset[str]
    """The keys of an item that hold Markdown."""


class Collection(Struct, frozen=True, eq=False, dict=True):
    """One data file, read, or all files of a typed collection.

    Where it was read before, what it holds is only fetched for those who ask.
    """

    name: str
    """The path under data/ without its suffix: "tools", "pages/templates"."""
    path: str
    """Relative to the site's root; of a typed collection its file, or its folder where it has no file."""
    fetch: Callable[[], Contents]
    typed: Typed | None = None

    @cached_property
    def contents(self) -> Contents:
        """What the file holds, and where."""
        return self.fetch()

    @property
    def items(self) -> Value:
        """What the file holds: see `Contents`."""
        return self.contents.items

    @property
    def positions(self) -> Positions:
        """Where each of its values stands."""
        return self.contents.positions

    def source(self, number: int) -> str:
        """The path of the file that holds the item with this number."""
        return self.typed.rows[number].path if self.typed else self.path

    def locate(self, place: Path) -> Location:
        """Where the value at ``place`` stands, with its file."""
        where = self.positions.locate(place)
        return where if where.path else where.at(self.path)

    def locate_line(self, place: Path, line: int, column: int = 0) -> Location:
        """Where ``line`` and ``column`` of the text at ``place`` stand, with its file."""
        where = self.positions.locate_line(place, line, column)
        return where if where.path else where.at(self.path)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Collection):
            return NotImplemented
        return (self.name, self.path, self.contents) == (other.name, other.path, other.contents)

    __hash__ = None  # type: ignore[assignment]


def schema_path(path: str) -> str:
    """Where the schema of the collection in the file ``path`` stands, if it has one."""
    return f"{path[: -len(suffix(path))]}{SCHEMA}"


def suffix(path: str) -> str:
    """The end of the name of a file, from its last dot on, in small letters; "" for none."""
    name = path.rpartition("/")[2]
    return name[name.rindex(".") :].casefold() if "." in name[1:] else ""
