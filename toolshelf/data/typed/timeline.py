"""The phases and dates of a challenge or a sprint, in the order of time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from toolshelf.codec import EMPTY, FrozenDict, Value
from toolshelf.data.typed.ato import GIVEN, is_ongoing
from toolshelf.data.typed.ids import slug
from toolshelf.data.typed.states import day, moment

_DETAILS: Final = ("how_to_enter", "judging_criteria", "winners")
_EARLIEST: Final = datetime.datetime.min.replace(tzinfo=datetime.UTC)


class Entry(NamedTuple):
    """Something with a date."""

    title: str
    start: datetime.date | None
    end: datetime.date | None
    """The last day, or the moment at which it is over."""
    body: str
    details: FrozenDict
    """How to enter, by what entries are judged and who has won in a phase, by the keys of the schema."""
    key: str
    """By which it is known within its item: "phase-submissions", "event-webinar", or "" for the item itself."""


def entries(item: Mapping[str, Value]) -> list[Entry]:
    """All of ``item`` that has a date; the item itself where it has no phases, called "" then."""
    found = [*_phases(item)]
    if not found:
        own = Entry("", moment(item.get("start")), moment(item.get("end")), "", EMPTY, "")
        found = [own] if own.start or own.end else []
    found += _events(item)
    return sorted(found, key=_order)


def end_of_authorization(item: Mapping[str, Value]) -> list[Entry]:
    """The day on which an authorization that was given expires."""
    ato = item.get("ato")
    if not isinstance(ato, Mapping) or ato.get("status") not in GIVEN or is_ongoing(ato):
        return []
    expires = day(ato.get("expires"))
    return [Entry("authorization to operate expires", expires, expires, "", EMPTY, "ato")] if expires else []


def is_dated(item: Mapping[str, Value], kind: str) -> bool:
    """Whether ``item``, of a collection of the type ``kind``, has dates for a calendar."""
    return bool(entries(item) if kind in ("challenges", "sprints") else end_of_authorization(item))


def _phases(item: Mapping[str, Value]) -> Iterator[Entry]:
    phases = item.get("phases")
    known: set[str] = set()
    for number, phase in enumerate(phases if isinstance(phases, tuple) else (), start=1):
        if isinstance(phase, Mapping):
            start, end = moment(phase.get("start")), moment(phase.get("end"))
            if start or end:
                title = str(phase.get("title") or f"Phase {number}")
                details = FrozenDict({key: phase[key] for key in _DETAILS if phase.get(key)})
                yield Entry(title, start, end, "", details, _key("phase", title, known))


def _events(item: Mapping[str, Value]) -> Iterator[Entry]:
    events = item.get("timeline_events")
    known: set[str] = set()
    for event in events if isinstance(events, tuple) else ():
        if isinstance(event, Mapping) and (date := moment(event.get("date"))):
            title = str(event.get("title") or "")
            yield Entry(title, date, date, str(event.get("body") or ""), EMPTY, _key("event", title, known))


def _key(kind: str, title: str, known: set[str]) -> str:
    """The key of a phase or an event, the same wherever it stands, unless it is ``known``; then it is."""
    name = f"{kind}-{slug(title)}"
    key = next(key for key in (name, *(f"{name}-{number}" for number in range(2, len(known) + 3))) if key not in known)
    known.add(key)
    return key


def _order(entry: Entry) -> datetime.datetime:
    """The moment by which ``entry`` is sorted: its start, else its end; days begin at midnight in UTC."""
    found = entry.start or entry.end
    if found is None:
        return _EARLIEST
    if not isinstance(found, datetime.datetime):
        found = datetime.datetime.combine(found, datetime.time())
    if found.tzinfo is None:
        return found.replace(tzinfo=datetime.UTC)
    try:
        return found.astimezone(datetime.UTC)
    except OverflowError:  # the first or last day of the calendar, in another zone
        return found.replace(tzinfo=datetime.UTC)
