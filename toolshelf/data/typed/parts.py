"""Where the items of a collection stand that is kept in several files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from toolshelf.data.positions import Path, Positions
from toolshelf.problems import Location


class Part(NamedTuple):
    """Where one item stands."""

    path: str
    """Of its file."""
    place: Path
    """Within the file."""
    positions: Positions
    """Of the file."""


class ManyPositions(Positions, frozen=True):
    """Positions that begin with the number of an item, and whose locations name the item's own file."""

    parts: tuple[Part, ...] = ()

    def locate(self, path: Sequence[str | int]) -> Location:
        """Where the value at ``path`` stands, or its nearest parent that stands in the file."""
        part, inner = self._part(path)
        return Location() if part is None else part.positions.locate(inner).at(part.path)

    def locate_line(self, path: Sequence[str | int], line: int, column: int = 0) -> Location:
        """Where ``line`` and ``column`` of the text at ``path`` stand."""
        part, inner = self._part(path)
        return Location() if part is None else part.positions.locate_line(inner, line, column).at(part.path)

    def locate_key(self, path: Sequence[str | int]) -> Location:
        """Where the key at the end of ``path`` stands."""
        part, inner = self._part(path)
        return Location() if part is None else part.positions.locate_key(inner).at(part.path)

    def _part(self, path: Sequence[str | int]) -> tuple[Part | None, Path]:
        if not path or not isinstance(path[0], int) or path[0] >= len(self.parts):
            return None, ()
        part = self.parts[path[0]]
        return part, (*part.place, *path[1:])


def with_body(positions: Positions, line: int) -> Positions:
    """``positions`` of a file whose text begins on ``line``, which is the item's ``body``."""
    return replace(positions, values={**positions.values, ("body",): (line, 1)})
