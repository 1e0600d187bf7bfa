"""What is said of an item on a day: its row, its state, and what is wrong with it beyond its schema."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

from toolshelf.codec import FrozenDict, Value, digest, encode
from toolshelf.data.positions import Path, Positions
from toolshelf.data.typed.ato import ato_state
from toolshelf.data.typed.ato_rules import ato_faults, ato_warnings
from toolshelf.data.typed.event_rules import OF_DATES, event_faults
from toolshelf.data.typed.faults import Fault
from toolshelf.data.typed.ids import slug
from toolshelf.data.typed.phases import phase_state
from toolshelf.data.typed.rows import ItemRow
from toolshelf.data.typed.said import is_said
from toolshelf.data.typed.states import State, day
from toolshelf.data.typed.timeline import is_dated

SUMMARIES: Final = ("summary", "brief_description", "tagline")
"""The keys that say in a sentence what an item is, the first of them that is there."""
_DATES: Final = frozenset({"phases", "start", "end", "year", "status"})
"""The keys that say when something is."""
NAMES: Final = ("title", "name")
"""The keys that say what an item is called, the first of them that is there."""


def item_row(
    item: FrozenDict,
    path: str,
    place: Path,
    positions: Positions,
    refers: Mapping[str, str],
    kind: str,
    state: State | None,
    *,
    body: str = "",
) -> ItemRow:
    """The row of ``item``, which stands at ``place`` of the file ``path``; ``refers`` says which keys name others.

    ``kind`` is the type of its collection, and ``state`` its state on the day; ``body`` is the text below its fields.
    """
    where = positions.locate(place)
    title = next((str(item[key]) for key in NAMES if _is_word(item.get(key))), "")
    named = []
    for key, collection in refers.items():
        written = item.get(key)
        for number, one in enumerate(written if isinstance(written, tuple) else (written,)):
            if isinstance(one, str) and one and not one.startswith(("https://", "http://")):
                inner = (*place, key, number) if isinstance(written, tuple) else (*place, key)
                spot = positions.locate(inner)
                named.append([key, collection, one, spot.line, spot.column])
    changed = day(item.get("updated")) or day(item.get("as_of"))
    former = item.get("redirect_from")
    return ItemRow(
        identifier(item, path, place, title),
        title,
        next((" ".join(str(item[key]).split()) for key in SUMMARIES if _is_word(item.get(key))), ""),
        path,
        int(place[0]) if place else -1,
        where.line or 1,
        where.column,
        list(state) if state else None,
        named,
        changed.isoformat() if changed else "",
        item.get("draft") is True or item.get("status") == "draft",
        is_dated(item, kind),
        [one for one in (former if isinstance(former, tuple) else (former,)) if isinstance(one, str) and one],
        digest(encode(item) + body.encode("utf-8", "surrogatepass")),
    )


def identifier(item: FrozenDict, path: str, place: Path, title: str) -> str:
    """The id of ``item``: the one it gives, else the name of its own file, else what it is called."""
    given = item.get("id")
    if isinstance(given, (str, int)) and not isinstance(given, bool) and str(given).strip():
        return slug(str(given))
    return slug(PurePosixPath(path).stem if not place else title)


def state_of(kind: str, item: Mapping[str, object], as_of: datetime.date, zone: ZoneInfo) -> State | None:
    """The state of ``item`` on the day ``as_of``, by the type of its collection."""
    if kind in ("challenges", "sprints"):
        return phase_state(item, as_of, zone)
    ato = item.get("ato")
    return ato_state(ato, as_of) if isinstance(ato, Mapping) else None


def faults_of(
    kind: str,
    item: Mapping[str, object],
    as_of: datetime.date,
    zone: ZoneInfo,
    asked: Collection[str] = (),
    wrong: Collection[str] = (),
) -> Iterator[Fault]:
    """What is wrong with ``item`` beyond its schema, by the type of its collection, on the day ``as_of``.

    Nothing is said of what follows from values that break the schema: those of the keys in ``wrong``. Keys that are
    ``asked`` for by it are told of there where they are missing.
    """
    for key in asked:
        if isinstance(item.get(key), str) and key not in wrong and not is_said(item[key]):
            yield Fault((key,), "schema", f"'{key}' is blank.", "write what it should say")
    if kind in ("challenges", "sprints"):
        unsure = not _DATES.isdisjoint(wrong)
        for fault in event_faults(kind, item, as_of, zone):
            if not (unsure and fault.code in OF_DATES):
                yield fault
    if kind == "tools" or isinstance(item.get("ato"), Mapping):
        yield from ato_faults(item, {*asked, *wrong})
        if not (item.get("draft") is True or item.get("status") == "Archival"):
            yield from ato_warnings(item, as_of)


def _is_word(value: Value) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool) and is_said(str(value))
