"""The front matter keys that the engine knows: made usable, and checked against the engine's schema."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from typing import Final

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.certain import Certainty, certainty
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.misspelt import misspelt_keys_by_schema
from toolshelf.data.positions import Positions
from toolshelf.data.scalars import typed
from toolshelf.data.schema import violations
from toolshelf.patterns import regex
from toolshelf.problems import Problem, error, warning

_TEXTS: Final = ("title", "subtitle", "description", "layout", "type")
"""Keys of text in which ``title: 2026`` and ``title: true`` mean what is typed."""
_PATHS: Final = (
    "permalink",
    "path",
    "redirect_from",
    "aliases",
    "datafile",
    "thumbdatafile",
    "preview_image",
    "sidenav",
)
"""Keys of text in which what looks like a day is a name."""
_DAYS: Final = ("date", "updated", "expires", "reviewed_on")
_LOOSE: Final = regex(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ]+(?P<hour>\d{1,2}):(?P<rest>\d{2}(:\d{2})?(\.\d{1,6})?)"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
"""How other generators write a time: the hour with one digit, blanks before the zone."""
_ENGLISH: Final = ("%B %d, %Y", "%b %d, %Y", "%b. %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")
_ORDINAL: Final = regex(r"(?<=\d)(st|nd|rd|th)\b")
_TAG: Final = regex(r"\{%-?\s*[a-z]\w*[^%]*%\}|\{\{[<%]|\{\{-?\s*(?:site|page|include|layout|content)\b")
"""A tag that another generator would run; braces around anything else are text, such as a part of an address."""


def check_keys(meta: FrozenDict, positions: Positions) -> tuple[FrozenDict, tuple[Problem, ...]]:
    """``meta`` with usable values, and what is wrong with it.

    Numbers, booleans and dates typed as a title, subtitle, description, layout, type or tag become text;
    ``2014-05-29 1:45:14 -0400`` and ISO dates in quotes become dates. A value of the wrong type is an error and stays
    as it is; a key that is one slip from a known one is a warning, and so is a template tag in a text.
    """
    usable = FrozenDict({key: _usable(key, value) for key, value in meta.items()})
    days = [problem for key in _DAYS if key in usable and (problem := _day_problem(key, usable[key], positions))]
    schema = engine_schema("front_matter")
    checked = FrozenDict({key: value for key, value in usable.items() if key not in _DAYS})
    found = (
        *days,
        *(() if _keeps_to_schema()(checked) else violations(checked, schema, positions)),
        *misspelt_keys_by_schema(usable, schema, positions),
        *_tags(usable, (), positions),
    )
    return usable, found


@functools.cache
def _keeps_to_schema() -> Certainty:
    return certainty(engine_schema("front_matter"))


def _tags(value: Value, place: tuple[str | int, ...], positions: Positions) -> Iterator[Problem]:
    """A warning for every text that holds a template tag: nothing runs it here, so a page would show its braces."""
    if isinstance(value, str) and "{" in value and _TAG.search(value):
        where = positions.locate(place)
        key = next(part for part in reversed(place) if isinstance(part, str))
        message = f"'{key}' holds a template tag, and front matter is shown as it is typed, braces and all."
        hint = "write the words that it stands for, or move the text below the front matter"
        yield warning("unknown-tag", message, where.line, where.column, hint=hint)
    elif isinstance(value, FrozenDict):
        for key, inner in value.items():
            yield from _tags(inner, (*place, key), positions)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _tags(inner, (*place, number), positions)


def _usable(key: str, value: Value) -> Value:
    if key in _TEXTS:
        return _text(value)
    if key in _PATHS and isinstance(value, datetime.date):
        return value.isoformat()
    if key == "tags" and isinstance(value, tuple):
        return tuple(_text(tag) for tag in value)
    return _moment(value) if key in _DAYS and isinstance(value, str) else value


def _text(value: Value) -> Value:
    """A scalar as it was typed: only such numbers, booleans and dates are typed as print back the same."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) else value


def _moment(written: str) -> Value:
    """The date or datetime that ``written`` means, else no date."""
    if not (found := _LOOSE.fullmatch(written.strip())):
        return typed(written.strip())
    zone = {"UTC": "Z", "GMT": "Z", None: ""}.get(found["zone"], found["zone"])
    try:
        return datetime.datetime.fromisoformat(f"{found['day']}T{found['hour']:0>2}:{found['rest']}{zone}")
    except ValueError:
        return written


def _day_problem(key: str, value: Value, positions: Positions) -> Problem | None:
    if isinstance(value, datetime.date):
        return None
    where = positions.locate((key,))
    hint = f"write the year, the month and the day, for example {key}: 2026-11-20"
    message = f"'{key}' is empty." if value is None else f"'{key}' is no date."
    if isinstance(value, str):
        message = f"'{key}' is the text \"{value}\", which is no date."
        if meant := _meant(value):
            hint = f"write {key}: {meant.isoformat()}"
    return error("schema", message, where.line, where.column, hint=hint)


def _meant(written: str) -> datetime.date | None:
    """The day that an English date names; months come before days only where they are spelt out."""
    plain = _ORDINAL.sub("", " ".join(written.split()))
    for form in _ENGLISH:
        try:
            return datetime.datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None
