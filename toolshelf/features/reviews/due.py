"""When something is to be reviewed again: it follows from the day of its last review, and from how long that holds.

The two keys and their meaning are those of the GOV.UK technical documentation template: `last_reviewed_on` and
`review_in`.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from toolshelf.patterns import regex

SOON: Final = 30
"""Days before a review is due from which on it is due soon."""
_SPAN: Final = regex(r"(?P<count>[1-9]\d{0,2}) (?P<unit>day|week|month|year)s?", re.ASCII)


@enum.unique
class Standing(enum.StrEnum):
    """How a review stands on a day."""

    OVERDUE = "overdue"
    """Its day has come, or it should be reviewed from time to time and never was."""
    SOON = "soon"
    CURRENT = "current"
    OPEN = "open"
    """Nobody has said when it should be reviewed again."""


class Review(Struct, frozen=True):
    """What is known of the reviews of a page or an item."""

    owner: str = ""
    """Who answers for it; "" where nobody says."""
    reviewed_on: datetime.date | None = None
    review_in: str = ""
    """How long a review holds: "6 months"."""

    @property
    def due(self) -> datetime.date | None:
        """The day on which it is to be reviewed again; None where that follows from nothing."""
        span = _SPAN.fullmatch(self.review_in)
        if span is None or self.reviewed_on is None:
            return None
        from dateutil.relativedelta import relativedelta  # only a site that reviews its pages waits for it

        count, unit = int(span["count"]), span["unit"]
        spans = {
            "day": relativedelta(days=count),
            "week": relativedelta(weeks=count),
            "month": relativedelta(months=count),
            "year": relativedelta(years=count),
        }
        try:
            day: datetime.date = self.reviewed_on + spans[unit]
        except (OverflowError, ValueError):  # after the last day of the calendar
            return None
        return day

    def standing(self, as_of: datetime.date) -> Standing:
        """How it stands on the day ``as_of``."""
        if _SPAN.fullmatch(self.review_in) is None:
            return Standing.OPEN
        if self.reviewed_on is None:
            return Standing.OVERDUE
        if self.due is None:
            return Standing.OPEN
        if self.due <= as_of:
            return Standing.OVERDUE
        return Standing.SOON if self.due <= as_of + datetime.timedelta(days=SOON) else Standing.CURRENT


def review(row: Sequence[Any]) -> Review:
    """The review of which ``row`` is made (`toolshelf.index.rows.review_of`)."""
    if not row:
        return Review()
    owner, reviewed_on, review_in, *_ = row
    return Review(owner, datetime.date.fromisoformat(reviewed_on) if reviewed_on else None, review_in)
