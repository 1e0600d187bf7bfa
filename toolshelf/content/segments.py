"""Pieces of finished HTML and the gaps between them."""

from __future__ import annotations

from html import unescape

from msgspec import Struct

from toolshelf.content.fragment import Segment
from toolshelf.patterns import regex

_ANY_TAG = regex(r"<(?:[^<>\"]|\"[^\"]*\")*>")


def merged(segments: list[Segment]) -> tuple[Segment, ...]:
    """``segments`` with no two texts next to each other, and none empty."""
    merged: list[Segment] = []
    texts: list[str] = []
    for segment in segments:
        if isinstance(segment, str):
            texts.append(segment)
            continue
        if text := "".join(texts):
            merged.append(text)
        texts.clear()
        merged.append(segment)
    if text := "".join(texts):
        merged.append(text)
    return tuple(merged)


def trimmed(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """``segments`` without blanks at the beginning and at the end."""
    parts = list(segments)
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part)


def plain(html: list[str]) -> str:
    """Pieces of canonical HTML as one line of text: no markup, entities decoded."""
    return one_line(_ANY_TAG.sub("", "".join(html)))


def one_line(text: str) -> str:
    """Canonical HTML without markup as one line of text, entities decoded."""
    return " ".join(unescape(text).split())


class OpenHeading(Struct):
    """A heading of which the end has not come yet."""

    written: str
    """The id that the author gave it."""
    attributes: str
    line: int = 0
