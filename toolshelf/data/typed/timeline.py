"""The phases and dates of a challenge or a sprint, in the order of time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from toolshelf.codec import Value
from toolshelf.data.typed.ato import GIVEN, is_ongoing
from toolshelf.data.typed.states import day, moment

_EARLIEST: Final = datetime.datetime.min.replace(tzinfo=datetime.UTC)


class Entry(NamedTuple):
    """Something with a date."""

    title: str
    start: datetime.date | None
    end: datetime.date | None
    """The last day, or the moment at which it is over."""
    body: str
    key: str
    """By which it is known within its item: "phase-1", "event-2", or "" for the item itself."""


def entries(item: Mapping[str, Value]) -> list[Entry]:
    """All of ``item`` that has a date; the item itself where it has no phases, called "" then."""
    found = [*_phases(item)]
    if not found:
        own = Entry("", moment(item.get("start")), moment(item.get("end")), "", "")
        found = [own] if own.start or own.end else []
    found += _events(item)
    return sorted(found, key=_order)


def end_of_authorization(item: Mapping[str, Value]) -> list[Entry]:
    """The day on which an authorization that was given expires."""
    ato = item.get("ato")
    if not isinstance(ato, Mapping) or ato.get("status") not in GIVEN or is_ongoing(ato):
        return []
    expires = day(ato.get("expires"))
    return [Entry("authorization to operate expires", expires, expires, "", "ato")] if expires else []


def is_dated(item: Mapping[str, Value], kind: str) -> bool:
    """Whether ``item``, of a collection of the type ``kind``, has dates for a calendar."""
    return bool(entries(item) if kind in ("challenges", "sprints") else end_of_authorization(item))


def _phases(item: Mapping[str, Value]) -> Iterator[Entry]:
    phases = item.get("phases")
    for number, phase in enumerate(phases if isinstance(phases, tuple) else (), start=1):
        if isinstance(phase, Mapping):
            start, end = moment(phase.get("start")), moment(phase.get("end"))
            if start or end:
                title = phase.get("title")
                yield Entry(str(title) if title else f"Phase {number}", start, end, "", f"phase-{number}")


def _events(item: Mapping[str, Value]) -> Iterator[Entry]:
    events = item.get("timeline_events")
    for number, event in enumerate(events if isinstance(events, tuple) else (), start=1):
        if isinstance(event, Mapping) and (date := moment(event.get("date"))):
            yield Entry(str(event.get("title") or ""), date, date, str(event.get("body") or ""), f"event-{number}")


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
