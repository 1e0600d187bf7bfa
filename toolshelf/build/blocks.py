"""Many small rows by name in few sealed blocks: all of them load at once, and a changed row writes one block.

SQLite checks its own pages and not our bytes, so what it keeps is sealed with a digest. To seal, read and
decode ten thousand rows one by one would cost more than a build may; a block holds some hundred of them.

A block is lines: the heads of its rows as one line of JSON, each head a list that begins with the row's
name, and then for each row its rest, one line of bytes that is decoded only by who needs it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from toolshelf.codec import from_json, to_json

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


def read(block: bytes) -> Iterator[tuple[str, Row]]:
    """The rows of ``block``. Raises ValueError, LookupError or TypeError for bytes that are no block."""
    first, *rests = block.split(b"\n")
    heads = from_json(first)
    if len(heads) != len(rests):
        raise ValueError("a block lacks rows")
    for head, rest in zip(heads, rests, strict=True):
        yield head[0], Row(head, rest)


def changed(before: Rows, now: Rows) -> Iterator[tuple[int, bytes]]:
    """The number of each block that holds other rows ``now``, with its bytes; b"" for one that holds none."""
    stale = {_number(name) for name in before if name not in now}
    stale |= {_number(name) for name, row in now.items() if (old := before.get(name)) is not row and old != row}
    if stale:
        held: dict[int, list[Row]] = {number: [] for number in stale}
        for name in sorted(now):
            if (number := _number(name)) in held:
                held[number].append(now[name])
        for number, rows in sorted(held.items()):
            yield number, _block(rows)


def _number(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % _BLOCKS


def _block(rows: Iterable[Row]) -> bytes:
    rows = tuple(rows)
    return b"\n".join([to_json([row.head for row in rows]), *(row.rest for row in rows)]) if rows else b""
