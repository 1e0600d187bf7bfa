"""Where fenced code stands, as far as whole lines tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from toolshelf.patterns import regex

_FENCE = regex(
    r"^[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)*(?:(?P<ticks>`{3,})(?=[^`\n]*$)|(?P<tildes>~{3,}))(?P<info>.*)$",
    re.MULTILINE,
)


class Fenced(Struct, frozen=True):
    """A fenced block: offsets of its first character and of the end of its last line."""

    start: int
    end: int
    fence: str
    """As it opens."""
    closed: bool


def fenced_blocks(text: str) -> Iterator[Fenced]:
    """The fenced blocks of ``text``; one that is never closed goes on to the end."""
    opening: re.Match[str] | None = None
    fence = ""
    for match in _FENCE.finditer(text) if "```" in text or "~~~" in text else ():
        found = match["ticks"] or match["tildes"]
        if opening is None:
            opening, fence = match, found
        elif found.startswith(fence) and not match["info"].strip():
            yield Fenced(opening.start(), match.end(), fence, True)
            opening = None
    if opening is not None:
        yield Fenced(opening.start(), len(text), fence, False)
