"""The life of a challenge or a sprint: upcoming, open, judging, closed, by its phases and its dates.

States hold for whole days of the site's time zone, as a site is built for a day: on the day on which something
ends it still is, and on the next it no longer is. A phase takes entries unless it says
``open_to_submissions: false``; while only other phases are on, or none between two of them, entries are judged.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from toolshelf.data.typed.states import State, first_day, last_day

LABELS: Final[Mapping[str, str]] = {
    "upcoming": "Upcoming",
    "open": "Open",
    "judging": "Judging",
    "closed": "Closed",
    "archived": "Archived",
    "cancelled": "Cancelled",
}
"""What the badges of the states say."""
_FIXED: Final = ("archived", "cancelled")
"""Statuses that an editor gives and no date changes."""


class Span(NamedTuple):
    """The days of a phase, both of them part of it; None where the item does not say."""

    first: datetime.date | None
    last: datetime.date | None
    takes_entries: bool

    def is_over(self, as_of: datetime.date) -> bool:
        """Whether it ended before ``as_of``."""
        return self.last is not None and as_of > self.last

    def is_to_come(self, as_of: datetime.date) -> bool:
        """Whether it begins after ``as_of``."""
        return self.first is not None and as_of < self.first


def spans(item: Mapping[str, object], zone: ZoneInfo) -> list[Span]:
    """The phases of ``item``, else the days between its own ``start`` and ``end``, else those of its ``year``."""
    phases = item.get("phases")
    found = [_span(phase, zone) for phase in _mappings(phases)]
    found = [span for span in found if span.first or span.last]
    if not found and (item.get("start") is not None or item.get("end") is not None):
        found = [_span(item, zone)]
    year = item.get("year")
    if not found and isinstance(year, int) and not isinstance(year, bool) and 1 <= year <= 9999:
        found = [Span(datetime.date(year, 1, 1), datetime.date(year, 12, 31), True)]
    return found


def phase_state(item: Mapping[str, object], as_of: datetime.date, zone: ZoneInfo) -> State | None:
    """The state of the challenge or sprint ``item`` on the day ``as_of``; None where it has no dates to tell by."""
    status = item.get("status")
    if isinstance(status, str) and status in _FIXED:
        return State(status, LABELS[status])
    days = spans(item, zone)
    if not days:
        return None
    code = _code(days, as_of)
    until = _until(days, code, as_of)
    return State(code, LABELS[code], until.isoformat() if until else "")


def _code(days: Sequence[Span], as_of: datetime.date) -> str:
    if all(span.is_to_come(as_of) for span in days):
        return "upcoming"
    if all(span.is_over(as_of) for span in days):
        return "closed"
    now = [span for span in days if not span.is_over(as_of) and not span.is_to_come(as_of)]
    return "open" if any(span.takes_entries for span in now) else "judging"


def _until(days: Sequence[Span], code: str, as_of: datetime.date) -> datetime.date | None:
    """The last day of the state ``code``, where the next one is known to begin."""
    if code == "upcoming":
        first = min(span.first for span in days if span.first)
        return first - datetime.timedelta(days=1)
    if code == "open":
        now = [span for span in days if span.takes_entries and not span.is_over(as_of) and not span.is_to_come(as_of)]
        ends = [span.last for span in now]
        return None if None in ends else max(end for end in ends if end)
    return None


def _span(phase: Mapping[str, object], zone: ZoneInfo) -> Span:
    takes_entries = phase.get("open_to_submissions") is not False
    return Span(first_day(phase.get("start"), zone), last_day(phase.get("end"), zone), takes_entries)


def _mappings(value: object) -> Iterator[Mapping[str, object]]:
    for one in value if isinstance(value, (list, tuple)) else ():
        if isinstance(one, Mapping):
            yield one
