"""What a form asks for: the keys of an item that somebody outside can fill in, and how each is asked."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from toolshelf.codec import FrozenDict
from toolshelf.data.typed.item_files import required

_NOT_ASKED: Final = frozenset(
    {"id", "name", "thumb", "thumb_url", "thumb_alt", "updated", "reviewed_on", "review_in", "draft", "weight"}
    | {"redirect_from", "owner", "logo", "logo_alt_text", "custom_url"}
)
"""What the office decides."""


@enum.unique
class Shape(enum.StrEnum):
    """How a key is asked for."""

    LINE = "line"
    TEXT = "text"
    """Markdown, of several lines."""
    LINES = "lines"
    """A list of texts, one a line."""
    CHOICE = "choice"
    CHOICES = "choices"


class Field(NamedTuple):
    """A key of an item that a form asks for."""

    key: str
    label: str
    about: str
    """One sentence or more."""
    shape: Shape
    required: bool
    choices: tuple[str, ...] = ()
    example: str = ""
    is_date: bool = False


def fields(schema: FrozenDict) -> list[Field]:
    """The fields of a form for items of ``schema``: what stands in one line before what may be longer.

    Somebody who fills in a longer one can write anything there, also what looks like another field; so all that
    stands in one line is read before.
    """
    properties = schema.get("properties")
    names = required(schema)
    found = [
        field
        for key, about in (properties.items() if isinstance(properties, FrozenDict) else ())
        if key not in _NOT_ASKED and isinstance(about, FrozenDict) and "x-collection" not in about
        if (field := _field(key, about, key in names or key == "title")) is not None
    ]
    return sorted(found, key=lambda one: (one.shape in (Shape.TEXT, Shape.LINES), not one.required))


def label(key: str) -> str:
    """What a form calls ``key``."""
    words = " ".join("address" if word == "url" else word for word in key.split("_"))
    return words[:1].upper() + words[1:]


def _field(key: str, about: FrozenDict, required: bool) -> Field | None:
    """How ``key`` is asked for; None for what a form cannot ask for."""
    told = str(about.get("description") or "").rstrip(".")
    example = _example(about.get("examples"))
    if isinstance(choices := about.get("enum"), tuple):
        return Field(key, label(key), told, Shape.CHOICE, required, tuple(map(str, choices)))
    kind: Any = about.get("type")
    if kind == "array":
        items = about.get("items")
        inner = items if isinstance(items, FrozenDict) else FrozenDict()
        if isinstance(several := inner.get("enum"), tuple):
            return Field(key, label(key), told, Shape.CHOICES, required, tuple(map(str, several)))
        if inner.get("type") != "string":
            return None
        return Field(key, label(key), told, Shape.LINES, required, example=example)
    if isinstance(options := about.get("anyOf"), tuple):
        plain = [one for one in options if isinstance(one, FrozenDict) and one.get("type") == "string"]
        return Field(key, label(key), told, Shape.LINE, required, example=example) if plain else None
    if kind not in ("string", "integer"):
        return None
    long = about.get("contentMediaType") == "text/markdown"
    shape = Shape.TEXT if long else Shape.LINE
    return Field(key, label(key), told, shape, required, example=example, is_date=about.get("format") == "date")


def _example(examples: object) -> str:
    if not isinstance(examples, tuple) or not examples:
        return ""
    first = examples[0]
    return "\n".join(map(str, first)) if isinstance(first, Sequence) and not isinstance(first, str) else str(first)
