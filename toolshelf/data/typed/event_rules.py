"""What must hold of a challenge or a sprint: its dates, its prizes, and what a public announcement has to say.

Five things stand in a public announcement of a prize competition (America COMPETES Act, 15 U.S.C. 3719(f)): the
subject, who is eligible, how to register, the amount of the prize, and the basis on which a winner is selected.
They are needed as long as somebody can still take part.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from toolshelf.data.typed.faults import Fault
from toolshelf.data.typed.phases import phase_state
from toolshelf.data.typed.said import is_said
from toolshelf.data.typed.states import moment

ANNOUNCEMENT: Final = "prize-announcement"
OF_DATES: Final = ("no-dates", "contact", "dates", ANNOUNCEMENT)
"""The codes of problems that follow from the dates of an item."""
_ALIVE: Final = ("upcoming", "open")
_OTHER_PRIZES: Final = ("non_monetary_prizes", "prize_description")
_SUBJECT: Final = ("brief_description", "description")
_FIVE: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (_SUBJECT, "what it is about"),
    (("eligibility_requirements",), "who may take part"),
    (("how_to_enter", "how_to_enter_link"), "how to register"),
    (("judging_criteria",), "by what the winners are chosen"),
)
_WITHOUT_DATES: Final = "write phases with start and end, or status: archived"


def event_faults(kind: str, item: Mapping[str, object], as_of: datetime.date, zone: ZoneInfo) -> Iterator[Fault]:
    """What is wrong with the challenge or sprint ``item`` on the day ``as_of``; ``kind`` is its type."""
    yield from _order(item, ())
    phases = item.get("phases")
    for number, phase in enumerate(phases if isinstance(phases, (list, tuple)) else ()):
        if isinstance(phase, Mapping):
            yield from _order(phase, ("phases", number))
    is_draft = item.get("status") == "draft" or item.get("draft") is True
    state = phase_state(item, as_of, zone)
    if kind == "challenges":
        yield from _prizes(item)
        if item.get("logo") and not is_said(item.get("logo_alt_text")):
            yield Fault(("logo",), "schema", "'logo_alt_text' is missing, which 'logo' needs.", "say what it shows")
        if is_draft:
            return
        if state is None:
            message = "Nothing says when this challenge is open."
            yield Fault((), "no-dates", message, _WITHOUT_DATES)
        elif state.code in _ALIVE:
            yield from _announcement(item, state.code)
        if _needs_contact(item, state and state.code) and not is_said(item.get("poc_email")):
            yield Fault((), "contact", _contact("challenge", item), "write poc_email: and the address of a mailbox")
    elif kind == "sprints" and not is_draft:
        if state is None:
            yield Fault((), "no-dates", "Nothing says when this takes place.", "write start: and end:, or year:")
        if _needs_contact(item, state and state.code):
            if not is_said(item.get("contact_email")):
                yield Fault(
                    (), "contact", _contact("sprint", item), "write contact_email: and the address of a mailbox"
                )
            if not any(map(is_said, _listed(item.get("problem_statements")))):
                message = f"'problem_statements' is missing, which {_why('sprint', item)}."
                yield Fault((), "contact", message, "write what problems are to be solved, each on a line")


def _needs_contact(item: Mapping[str, object], code: str | None) -> bool:
    return item.get("owner") is not None or code == "open"


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _why(what: str, item: Mapping[str, object]) -> str:
    which = f"a {what} with an owner" if item.get("owner") is not None else f"an open {what}"
    return f"{which} needs"


def _contact(what: str, item: Mapping[str, object]) -> str:
    key = "poc_email" if what == "challenge" else "contact_email"
    return f"'{key}' is missing, which {_why(what, item)}."


def _order(item: Mapping[str, object], place: tuple[str | int, ...]) -> Iterator[Fault]:
    start, end = moment(item.get("start")), moment(item.get("end"))
    if start is None or end is None or not _is_before(end, start):
        return
    message = f"The end, {end.isoformat()}, comes before the start, {start.isoformat()}."
    yield Fault((*place, "end"), "dates", message, "one of the two is wrong")


def _is_before(one: datetime.date, other: datetime.date) -> bool:
    """Whether ``one`` is certainly before ``other``: moments of two zones are compared, else days."""
    moments = isinstance(one, datetime.datetime) and isinstance(other, datetime.datetime)
    if moments and (getattr(one, "tzinfo", None) is None) == (getattr(other, "tzinfo", None) is None):
        return one < other
    return _day(one) < _day(other)


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _prizes(item: Mapping[str, object]) -> Iterator[Fault]:
    kind, total = item.get("prize_type"), item.get("prize_total")
    if kind in ("monetary", "both") and (not isinstance(total, int) or total <= 0):
        place = ("prize_total",) if "prize_total" in item else ()
        message = "There is money to win, and 'prize_total' does not say how much."
        yield Fault(place, "prize", message, "write the sum in whole dollars, as digits: prize_total: 100000")
    if kind == "non_monetary" and isinstance(total, int) and total > 0:
        message = "The prizes are not monetary, and 'prize_total' is a sum of money."
        yield Fault(("prize_total",), "prize", message, "write prize_type: both, or remove prize_total")
    if kind in ("non_monetary", "both") and not any(is_said(item.get(key)) for key in _OTHER_PRIZES):
        message = "There is more than money to win, and nothing says what."
        yield Fault((), "prize", message, "write non_monetary_prizes:")


def _announcement(item: Mapping[str, object], code: str) -> Iterator[Fault]:
    for keys, what in _FIVE:
        if not any(is_said(item.get(key)) for key in keys):
            message = f"This challenge is {code}, and '{keys[0]}' is missing: a public announcement says {what}."
            yield Fault((), ANNOUNCEMENT, message, "five things must be said: 15 U.S.C. 3719(f)")
    if item.get("prize_type") is None:
        message = f"This challenge is {code}, and 'prize_type' is missing: a public announcement says what can be won."
        yield Fault((), ANNOUNCEMENT, message, "write prize_type: monetary and prize_total:, or non_monetary")
