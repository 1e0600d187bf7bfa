"""Where each value stands in its file: what lets a violation deep in a collection point at its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TypeAlias

from msgspec import Struct, field

from toolshelf.codec import MISSING, Value
from toolshelf.problems import Location, Problem

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and 0-based places in lists; () is the whole document."""

Spot: TypeAlias = tuple[int, int]
"""Line and column, both 1-based; a column of 0 means the whole line."""


class Positions(Struct, frozen=True):
    """Lines and columns of the values, and of the keys, of one document."""

    values: Mapping[Path, Spot] = field(default_factory=dict)
    keys: Mapping[Path, Spot] = field(default_factory=dict)
    blocks: Set[Path] = frozenset()
    """The texts that begin on the line below their ``|`` or ``>``."""

    def locate(self, path: Sequence[str | int]) -> Location:
        """Where the value at ``path`` stands, or its nearest parent that stands in the file (path empty)."""
        way = tuple(path)
        while way and way not in self.values:
            way = way[:-1]
        return Location("", *self.values.get(way, (0, 0)))

    def locate_line(self, path: Sequence[str | int], line: int, column: int = 0) -> Location:
        """Where ``line`` and ``column`` (1-based; 0 for the whole line) of the text at ``path`` stand in the file.

        Exact for text written on lines of its own; text in quotes and folded text may have been joined.
        """
        where = self.locate(path)
        if tuple(path) in self.blocks:
            return Location("", where.line + max(line, 1))
        return Location("", where.line + max(line - 1, 0), where.column if line <= 1 else 0)

    def locate_key(self, path: Sequence[str | int]) -> Location:
        """Where the key at the end of ``path`` stands; for a list's item, and for lack of a key, the value."""
        spot = self.keys.get(tuple(path))
        return self.locate(path) if spot is None else Location("", *spot)


class Sourced(Struct, frozen=True):
    """A value as it was read, where its parts stand, and what was wrong with the text."""

    value: Value = MISSING
    """Frozen; MISSING if the text cannot be read."""
    positions: Positions = field(default_factory=Positions)
    problems: tuple[Problem, ...] = ()
    """With an empty path."""
