"""Days and moments that authors type, as points in time, so that pages can stand newest first."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from toolshelf.index.pages import Page

_DAY = len("2026-01-31")
"""Days alone, as long as all are written like this, follow each other as their texts do."""


def in_utc(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    """The point in time that ``day`` means, in UTC: a day begins at midnight, in ``zone`` where no other is said."""
    moment = day if isinstance(day, datetime.datetime) else datetime.datetime.combine(day, datetime.time())
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(datetime.UTC)
    except OverflowError:  # the first or last day of the calendar, in another zone
        return moment.replace(tzinfo=datetime.UTC)


def newest_first(pages: Mapping[str, Page], zone: ZoneInfo) -> tuple[str, ...]:
    """The paths of the dated ones of ``pages`` (by path), the newest first; those of one moment by path.

    The day a page came out says how new it is, else the day it was last changed.
    """
    dated = {
        path: written
        for path, page in pages.items()
        if (written := page.row.date or page.row.updated) and not page.is_not_found
    }
    moments: dict[str, datetime.datetime] | dict[str, str] = dated
    if any(len(written) != _DAY for written in dated.values()):
        moments = {path: in_utc(datetime.datetime.fromisoformat(written), zone) for path, written in dated.items()}
    return tuple(sorted(sorted(moments), key=moments.__getitem__, reverse=True))
