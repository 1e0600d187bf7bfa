"""The day that a site is built for."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from toolshelf.codec import FrozenDict
from toolshelf.project import Project


class Day(Struct, frozen=True):
    """On which day items are looked at, where, and whether drafts are shown."""

    as_of: datetime.date
    zone: ZoneInfo
    drafts: bool


def day_of(project: Project, config: FrozenDict) -> Day:
    """The day the site is built for, in its time zone."""
    zone, as_of = ZoneInfo(str(config["timezone"])), project.as_of
    if isinstance(as_of, datetime.datetime):
        as_of = as_of.astimezone(zone).date()
    return Day(as_of, zone, project.drafts)
