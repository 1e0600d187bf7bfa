"""Which unquoted words of a YAML file are more than text: far fewer than YAML 1.1 thinks.

YAML 1.1 reads ``no`` as false, ``12:30`` as 750, ``010`` as 8 and ``1.10`` as 1.1. An editor who types a
country code, a time, a postal code or a version means what is typed, so a word becomes a number only if
the number prints back exactly as typed.
"""

from __future__ import annotations

import datetime
from typing import Final

from toolshelf.codec import Scalar
from toolshelf.data.limits import MAX_DIGITS
from toolshelf.patterns import regex

_WORDS: Final[dict[str, Scalar]] = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER: Final = regex(r"-?[0-9]+(\.[0-9]+)?")
_DATE: Final = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME: Final = regex(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)


def typed(text: str) -> Scalar:
    """The value of the unquoted YAML scalar ``text``: a boolean, null, number or ISO 8601 date, else the text.

    A date that is not in the calendar (``2026-13-40``) stays text, which a schema then rejects. Never raises.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[:1] not in "-0123456789":
        return text
    if _NUMBER.fullmatch(text):
        return _number(text)
    return _date(text)


def huge(text: str) -> bool:
    """Whether ``text`` is a number of so many digits that it must be a mistake."""
    return len(text) > MAX_DIGITS and _NUMBER.fullmatch(text) is not None


def _number(text: str) -> Scalar:
    if len(text) > MAX_DIGITS:
        return text
    number = float(text) if "." in text else int(text)
    return number if str(number) == text else text


def _date(text: str) -> Scalar:
    try:
        if _DATE.fullmatch(text):
            return datetime.date.fromisoformat(text)
        if _DATETIME.fullmatch(text):
            return datetime.datetime.fromisoformat(text.upper())
    except ValueError:
        return text
    return text
