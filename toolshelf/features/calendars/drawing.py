"""Calendar files (RFC 5545), written by icalendar: the same dates always give the same bytes.

Moments are written in UTC, so no file has to describe a time zone. A day is a day everywhere; its end is the next
day, as the standard wants it. The stamp of an event is the day on which its item was last changed.
"""

from __future__ import annotations

import datetime
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from toolshelf.codec import FrozenDict, Value

_PRODUCT: Final = "-//Toolshelf//Innovation toolkit//EN"
_DAY: Final = datetime.timedelta(days=1)


def calendar(name: str, dates: Value, zone: str) -> bytes:
    """The calendar called ``name`` of the ``dates``; moments without a zone have the site's, ``zone``."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("name", _line(name))
    made.add("x-wr-calname", _line(name))
    for date in dates if isinstance(dates, tuple) else ():
        if isinstance(date, FrozenDict) and (event := _event(date, ZoneInfo(zone))) is not None:
            made.add_component(event)
    return bytes(made.to_ical())


def _event(date: FrozenDict, zone: ZoneInfo) -> Event | None:
    start, end = date["start"], date["end"]
    begins, ends = _bounds(start, end, zone)
    if begins is None:
        return None
    event = Event()
    event.add("uid", _line(str(date["uid"])))
    changed = date["changed"]
    stamp = changed if isinstance(changed, datetime.date) else datetime.date(1970, 1, 1)
    event.add("dtstamp", datetime.datetime(stamp.year, stamp.month, stamp.day, tzinfo=datetime.UTC))
    event.add("summary", _line(str(date["title"])))
    event.add("dtstart", begins)
    if ends is not None:
        event.add("dtend", ends)
    about = [str(date["about"]), f"State: {date['label']}." if date["label"] else "", str(date["url"])]
    event.add("description", _clean("\n".join(filter(None, about))))
    event.add("url", str(date["url"]))
    event.add("status", str(date["status"]))
    event.add("transp", "TRANSPARENT")
    if date["label"]:
        event.add("categories", [_line(str(date["label"]))])
    return event


def _bounds(start: Value, end: Value, zone: ZoneInfo) -> tuple[datetime.date | None, datetime.date | None]:
    """When an event begins, and when it is over: two days or two moments, the second of them excluded."""
    begins = start if isinstance(start, datetime.date) else end
    last = end if isinstance(end, datetime.date) else None
    if not isinstance(begins, datetime.date):
        return None, None
    try:
        if not isinstance(begins, datetime.datetime) and not isinstance(last, datetime.datetime):
            return begins, (max(last, begins) if last else begins) + _DAY
        first = _in_utc(begins, zone)
        over = None if last is None else _in_utc(last if isinstance(last, datetime.datetime) else last + _DAY, zone)
    except OverflowError:  # the last day of the calendar
        return begins, None
    return first, over if over is not None and over > first else None


def _in_utc(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    moment = day if isinstance(day, datetime.datetime) else datetime.datetime.combine(day, datetime.time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(datetime.UTC)


def _clean(text: str) -> str:
    """``text`` without the characters that RFC 5545 does not allow."""
    return "".join(sign for sign in text if sign in "\n\t" or (sign >= " " and sign != "\x7f"))


def _line(text: str) -> str:
    """``text`` in one line."""
    return " ".join(_clean(text).split())
