"""In which state an item is on a day, in words for a badge; the day always comes from outside."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from toolshelf.codec import FrozenDict


class State(NamedTuple):
    """The state of an item on a day. Made of what JSON knows."""

    code: str
    """For machines and style sheets: "authorized", "expired", "open", …"""
    label: str
    """For people: "Authorized, expires soon"."""
    until: str = ""
    """The last day on which it is so, in ISO 8601, where one is known."""


def state_view(state: Sequence[str]) -> FrozenDict:
    """A `State` as templates see it: its ``code``, ``label``, and the last day ``until``, or None."""
    code, label, until = state
    return FrozenDict({"code": code, "label": label, "until": datetime.date.fromisoformat(until) if until else None})


def moment(value: object) -> datetime.date | None:
    """A day or a moment as an author typed it; None for anything else."""
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        try:
            typed = value.strip()
            return datetime.date.fromisoformat(typed) if len(typed) == 10 else datetime.datetime.fromisoformat(typed)
        except ValueError:
            return None
    return None


def day(value: object) -> datetime.date | None:
    """A day as an author typed it; of a moment its own day. None for anything else."""
    found = moment(value)
    return found.date() if isinstance(found, datetime.datetime) else found


def first_day(value: object, zone: ZoneInfo) -> datetime.date | None:
    """The day, in ``zone``, on which something begins that begins at ``value``; None where that is no date."""
    found = moment(value)
    return _in(found, zone).date() if isinstance(found, datetime.datetime) else found


def last_day(value: object, zone: ZoneInfo) -> datetime.date | None:
    """The last day, in ``zone``, of something that ends at ``value``: a day is over at its end, a moment when it comes.

    What ends at midnight ends with the day before. None where ``value`` is no date.
    """
    found = moment(value)
    if not isinstance(found, datetime.datetime):
        return found
    try:
        return (_in(found, zone) - datetime.timedelta(microseconds=1)).date()
    except OverflowError:
        return _in(found, zone).date()


def _in(found: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """``found`` in ``zone``, which is also the zone of a moment that names none (RFC 3339 moments always name one)."""
    try:
        return found.astimezone(zone) if found.tzinfo else found
    except OverflowError:  # the first or last day of the calendar, in another zone
        return found
