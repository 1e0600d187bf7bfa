"""Days and moments that authors type, as points in time, so that pages can stand newest first."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from toolshelf.codec import Value
from toolshelf.index.pages import Page

_DATES = ("date", "updated")
"""Which say how new a page is: the day it came out, else the day it was last changed."""


def in_utc(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    """The point in time that ``day`` means, in UTC: a day begins at midnight, in ``zone`` where no other is said."""
    moment = day if isinstance(day, datetime.datetime) else datetime.datetime.combine(day, datetime.time())
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(datetime.UTC)
    except OverflowError:  # the first or last day of the calendar, in another zone
        return moment.replace(tzinfo=datetime.UTC)


def newest_first(pages: Mapping[str, Page], zone: ZoneInfo) -> tuple[str, ...]:
    """The paths of the dated ones of ``pages`` (by path), the newest first; those of one moment by path."""
    moments = {
        path: in_utc(day, zone)
        for path, page in pages.items()
        if not page.is_not_found and (day := _day(page.meta)) is not None
    }
    return tuple(sorted(sorted(moments), key=moments.__getitem__, reverse=True))


def _day(meta: Mapping[str, Value]) -> datetime.date | None:
    return next((day for key in _DATES if isinstance(day := meta.get(key), datetime.date)), None)
