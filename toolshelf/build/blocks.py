"""Many small rows by name in few sealed blocks: all of them load at once, and a changed row writes one block.

SQLite checks its own pages and not our bytes, so what it keeps is sealed with a checksum. To seal, read and
decode ten thousand rows one by one would cost more than a build may; a block holds some hundred of them.

A block is lines: the heads of its rows as one line of JSON, each head a list that begins with the row's
name, and then for each row its rest, one line of bytes that is decoded only by who needs it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from toolshelf.codec import from_json, to_json
from toolshelf.makers import maker

_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})
_BLOCKS: Final = 64
"""Among how many blocks the rows of a table are divided."""


class Row(NamedTuple):
    """One row."""

    head: list[Any]
    """Made of what JSON knows; the first of it is the name."""
    rest: bytes = b""
    """In one line."""


Rows: TypeAlias = Mapping[str, Row]
"""By name."""
_row = maker(Row)


class Table:
    """The rows of one table, and in which block each of them is kept."""

    def __init__(self, rows: Rows = _NONE, names: Mapping[int, Sequence[str]] = _NONE) -> None:
        """``names`` are those of the rows in each block, by its number."""
        self.rows = rows
        self._names = names
        self._widths: set[int] | None = None

    @property
    def widths(self) -> set[int]:
        """How many fields the heads have."""
        if self._widths is None:
            self._widths = {len(row.head) for row in self.rows.values()}
        return self._widths

    def followed_by(self, now: Rows) -> tuple[Table, Mapping[int, bytes]]:
        """The table that holds ``now``, and each block that is another then, by its number; b"" for an empty one."""
        before = self.rows
        moved = {block_of(name) for name in before if name not in now}
        fresh: dict[int, list[str]] = {}
        for name, row in now.items():
            old = before.get(name)
            if old is None:
                fresh.setdefault(block_of(name), []).append(name)
            elif old is not row and old != row:
                moved.add(block_of(name))
        names = dict(self._names)
        blocks: dict[int, bytes] = {}
        for number in sorted(moved | fresh.keys()):
            kept = [name for name in names.get(number, ()) if name in now]
            names[number] = tuple(sorted([*kept, *fresh.get(number, ())]))
            blocks[number] = written([now[name] for name in names[number]])
        return Table(dict(now), names), blocks


def table(blocks: Mapping[int, bytes]) -> Table:
    """The table that is kept in ``blocks``, by their numbers.

    Raises ValueError, LookupError or TypeError for bytes that are no block.
    """
    rows: dict[str, Row] = {}
    names: dict[int, Sequence[str]] = {}
    for number, block in blocks.items():
        read = rows_in(block)
        names[number] = tuple(read)
        rows |= read
    return Table(rows, names)


def rows_in(block: bytes) -> dict[str, Row]:
    """The rows that are kept in one ``block``, by name. Raises as `table` does."""
    first, *rests = block.split(b"\n")
    heads = from_json(first)
    if len(heads) != len(rests):
        raise ValueError("a block lacks rows")
    # Not one by one: there are thousands of them.
    return dict(zip([head[0] for head in heads], map(_row, zip(heads, rests, strict=True)), strict=True))


def block_of(name: str) -> int:
    """The number of the block that keeps the row ``name``, and all others whose names are paths in the same folder."""
    folder, _, own = name.rpartition("/")
    return zlib.crc32((folder or own).encode("utf-8", "surrogatepass")) % _BLOCKS


def written(rows: Sequence[Row]) -> bytes:
    """The block that keeps ``rows``; b"" for none."""
    return b"\n".join([to_json([row.head for row in rows]), *(row.rest for row in rows)]) if rows else b""
