"""What must hold of an authorization to operate, whatever the day, and what is never published of one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from toolshelf.data.positions import Path
from toolshelf.data.typed.ato import GIVEN, REVIEW, SOON, ato_state, is_ongoing, is_stale
from toolshelf.data.typed.faults import Fault
from toolshelf.data.typed.said import is_said
from toolshelf.data.typed.states import day
from toolshelf.patterns import regex
from toolshelf.problems import Severity

EXPIRED, SOON_OVER = STRICT = ("ato-expired", "ato-expires-soon")
"""The codes of the warnings that ``--strict-ato`` makes errors."""
_LEVELS: Final = ("low", "moderate", "high")
_PARTS: Final = ("confidentiality", "integrity", "availability")
_NEEDED: Final[Mapping[str, str]] = {
    "date_authorized": "the day on which it was authorized",
    "agency": "the organization that authorized it, for example HHS OCIO",
    "reviewed": "the day on which somebody last checked the authorization",
}
_CLAIMED: Final[Mapping[str, str]] = {
    "source": "where the fact was read",
    "as_of": "the day on which it was so",
}
_ABOUT_SECURITY: Final = ("ato", "fips199", "fedramp", "privacy")
_SENSITIVE: Final = frozenset(
    {"boundary", "systemboundary", "authorizationboundary", "ip", "ips", "ipaddress", "ipaddresses", "iprange"}
    | {"poam", "poams", "planofactionandmilestones", "assessor", "assessors", "3pao", "assessmentreport", "sar", "ssp"}
    | {"vulnerabilities", "findings", "scanresults", "penetrationtest"}
)
"""Keys, without signs and in lower case, that would hold what an attacker wants to know."""
_WORDS: Final = regex(
    r"\bPOA\s*&?\s*Ms?\b|\bplans? of actions? and milestones?\b|\b(?:system|authorization) boundar(?:y|ies)\b"
    r"|\b(?:assessors?|3PAOs?)\b",
    re.IGNORECASE,
)
_ADDRESS: Final = regex(
    r"(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:]|\.\d)", re.I
)
_NUMBERED: Final = regex(r"(?:\b(?:v|version|release|sections?|chapter|control)\.?|§)\s*$", re.IGNORECASE)
"""What stands before four numbers that are no address."""
_NEVER: Final = "take it out: the boundary, addresses, weaknesses and assessors of a system are not published"


def ato_faults(item: Mapping[str, object], told: Collection[str] = ()) -> Iterator[Fault]:
    """What is wrong with the authorization of ``item`` on any day; of the keys in ``told`` its schema tells."""
    ato = item.get("ato")
    if isinstance(ato, Mapping):
        for key, what in _CLAIMED.items():
            given, place, teller = (ato[key], ("ato", key), "ato") if key in ato else (item.get(key), ("ato",), key)
            if not is_said(given) and teller not in told:
                message = f"An authorization is claimed, and '{key}' is missing."
                yield Fault(place, "ato", message, f"write {key}: and {what}")
        if ato.get("status") in GIVEN:
            yield from _given(item, ato)
        given, expires = day(ato.get("date_authorized")), day(ato.get("expires"))
        if given and expires and expires < given:
            message = f"The authorization expires on {expires}, before it was given on {given}."
            yield Fault(("ato", "expires"), "ato", message, "one of the two dates is wrong")
    yield from _levels(item.get("fips199"))
    yield from sensitive(item)


def _given(item: Mapping[str, object], ato: Mapping[str, object]) -> Iterator[Fault]:
    for key, what in _NEEDED.items():
        if not is_said(ato.get(key)):
            message = f"The authorization is said to be given, and '{key}' of 'ato' is missing."
            yield Fault(("ato",), "ato", message, f"write {what}")
    ongoing = ato.get("ongoing") is True
    if ongoing and ato.get("expires") is not None:
        message = "The authorization is ongoing and has a day on which it expires, and cannot be both."
        yield Fault(("ato", "expires"), "ato", message, "remove one of the two")
    elif ato.get("expires") is None and not is_ongoing(ato):
        message = "Nothing says until when the authorization holds."
        yield Fault(("ato",), "ato", message, "write expires: and the day, or ongoing: true")
    if not isinstance(item.get("fips199"), Mapping):
        message = "The authorization is said to be given, and 'fips199' is missing."
        yield Fault(("ato",), "ato", message, "write fips199: { overall: moderate }, or low, or high")


def _levels(fips: object) -> Iterator[Fault]:
    if not isinstance(fips, Mapping) or fips.get("overall") not in _LEVELS:
        return
    named = [str(fips.get(part)).removeprefix("fips-199-") for part in _PARTS]
    known = [level for level in named if level in _LEVELS]
    if not known:
        return
    highest = max(known, key=_LEVELS.index)
    overall = str(fips["overall"])
    at_least = _LEVELS.index(overall) > _LEVELS.index(highest) and len(known) < len(_PARTS)
    if overall != highest and not at_least:
        message = f"The overall level is {overall}, and the highest of its parts is {highest}."
        yield Fault(("fips199", "overall"), "ato", message, f"write overall: {highest}, or mend the parts")


def sensitive(item: Mapping[str, object]) -> Iterator[Fault]:
    """Keys and addresses anywhere in ``item``, and words about its security, that say what must not be known."""
    for place, key, value in _walk(item, ()):
        plain = re.sub(r"[^a-z0-9]", "", key.casefold())
        if plain in _SENSITIVE:
            yield Fault(place, "sensitive", f"The key '{key}' says what must not be published.", _NEVER, at_key=True)
        elif isinstance(value, str) and (
            _names_address(value) or (place[0] in _ABOUT_SECURITY and _WORDS.search(value))
        ):
            yield Fault(place, "sensitive", "This text says what must not be published of a system.", _NEVER)


def _names_address(text: str) -> bool:
    return any(
        _is_address(found[0]) and not _NUMBERED.search(text, 0, found.start()) for found in _ADDRESS.finditer(text)
    )


def _is_address(text: str) -> bool:
    import ipaddress

    if not any(map(str.isdigit, text)):  # two colons between words
        return False
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def _walk(value: object, place: Path) -> Iterator[tuple[Path, str, object]]:
    """Every key below ``value``, with its place and what it holds."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield (*place, str(key)), str(key), inner
            yield from _walk(inner, (*place, str(key)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, inner in enumerate(value):
            yield from _walk(inner, (*place, number))


def ato_warnings(item: Mapping[str, object], as_of: datetime.date) -> Iterator[Fault]:
    """What an editor should see to on the day ``as_of``: what is over or soon will be, or was long not looked at."""
    ato = item.get("ato")
    if not isinstance(ato, Mapping):
        return
    state, expires = ato_state(ato, as_of), day(ato.get("expires"))
    if state is None:
        return
    if state.code == "expired":
        when = f" on {expires}" if expires and expires < as_of else ""
        message = f"The authorization expired{when}, so its badge says Expired."
        hint = "renew it, or archive the tool"
        yield Fault(("ato", "expires"), EXPIRED, message, hint, Severity.WARNING)
    elif state.code == "expires-soon" and expires is not None:
        left = (expires - as_of).days
        days = "today" if not left else "in one day" if left == 1 else f"in {left} days"
        message = f"The authorization expires {days}, on {expires}."
        hint = f"the badge says so for the last {SOON} days"
        yield Fault(("ato", "expires"), SOON_OVER, message, hint, Severity.WARNING)
    if is_stale(ato, as_of):
        message = f"Nobody has checked this authorization for more than {REVIEW} days."
        hint = "check it, and write the day under reviewed"
        yield Fault(("ato", "reviewed"), "ato-not-reviewed", message, hint, Severity.WARNING)
