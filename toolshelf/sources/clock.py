"""The reference date of a build: the only place where the clock is read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from zoneinfo import ZoneInfo

EPOCH = "SOURCE_DATE_EPOCH"


def reference_date(given: datetime.date | None, zone: ZoneInfo, environment: Mapping[str, str]) -> datetime.date:
    """The day ``given``, else that of SOURCE_DATE_EPOCH (reproducible-builds.org), else today, in ``zone``.

    Raises ValueError where SOURCE_DATE_EPOCH is not a number of seconds.
    """
    if given is not None:
        return given
    epoch = environment.get(EPOCH)
    now = datetime.datetime.now(zone) if epoch is None else datetime.datetime.fromtimestamp(int(epoch), zone)
    return now.date()
