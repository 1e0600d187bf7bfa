"""The life of an authorization to operate: what its badge says on a day.

The decisions are those of NIST SP 800-37 revision 2 (authorize to operate, authorize to use, common control
authorization, deny), and beside them the words that offices use for what comes before and after. An authorization
holds from the day on which it was given until the end of the day on which it expires. A listing in the FedRAMP
Marketplace says nothing about it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

from toolshelf.data.typed.states import State, day

SOON: Final = 90
"""Days before its end from which on an authorization is said to expire soon."""
REVIEW: Final = 180
"""Days after which an editor should look again whether an authorization still stands."""

GIVEN: Final[Mapping[str, str]] = {
    "authorized": "Authorized",
    "authorized-with-conditions": "Authorized with conditions",
    "ongoing-authorization": "Ongoing authorization",
    "authorization-to-use": "Authorized to use",
    "common-control-authorization": "Common controls authorized",
}
"""The statuses of an authorization that was given, and what their badges say while it holds."""
OTHERS: Final[Mapping[str, str]] = {
    "in-process": "In process",
    "denied": "Denied",
    "expired": "Expired",
    "revoked": "Revoked",
    "not-required": "Not required",
}
"""All other statuses: no date changes them."""
EXPIRED: Final = State("expired", OTHERS["expired"])
_ONGOING: Final = "ongoing-authorization"


def is_ongoing(ato: Mapping[str, object]) -> bool:
    """Whether ``ato`` has no day on which it ends: an ongoing authorization is watched instead."""
    if ato.get("ongoing") is not None:
        return ato["ongoing"] is True
    return ato.get("status") == _ONGOING and ato.get("expires") is None


def ato_state(ato: Mapping[str, object], as_of: datetime.date) -> State | None:
    """The state of ``ato`` on the day ``as_of``; None where its status is none of the known ones."""
    status = str(ato.get("status"))
    if status in OTHERS:
        return State(status, OTHERS[status])
    if status not in GIVEN:
        return None
    given = day(ato.get("date_authorized"))
    if given is not None and as_of < given:
        return State("in-process", OTHERS["in-process"])
    if is_ongoing(ato):
        conditions = status == "authorized-with-conditions"
        return State(_ONGOING, f"{GIVEN[_ONGOING]}{' with conditions' if conditions else ''}")
    expires = day(ato.get("expires"))
    if expires is None:
        return State(status, GIVEN[status])
    if as_of > expires:
        return EXPIRED
    soon = (expires - as_of).days <= SOON
    label = f"{GIVEN[status]}{', expires soon' if soon else ''}"
    return State("expires-soon" if soon else status, label, expires.isoformat())


def is_stale(ato: Mapping[str, object], as_of: datetime.date) -> bool:
    """Whether nobody has looked at ``ato`` for more than `REVIEW` days."""
    reviewed = day(ato.get("reviewed")) or day(ato.get("as_of"))
    return reviewed is not None and (as_of - reviewed).days > REVIEW
