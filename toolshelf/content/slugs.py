"""One rule for the ids of headings, and their uniqueness within a page."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from toolshelf.patterns import regex

RESERVED = frozenset({"main-content"})
"""Ids that the page templates use themselves."""

_DROPPED = regex(r"[^\w\s-]+")
_DASHES = regex(r"[\s-]+")


@functools.lru_cache(maxsize=4096)  # pages of one site have headings in common, and anchors name them
def slugify(text: str) -> str:
    """The id for a heading's plain ``text``: "R&D for All" becomes "rd-for-all".

    Letters, digits and underscores of any script stay, in lower case; blanks and dashes become one
    dash; everything else is dropped. Never empty: what has no letter at all becomes "section".
    """
    text = text.lower()
    parts = text.split()
    if "".join(parts).isalnum():
        return "-".join(parts)
    return _DASHES.sub("-", _DROPPED.sub("", text)).strip("-") or "section"


class UniqueIds:
    """Hands out every id once: the second "team" becomes "team-1", the third "team-2"."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*RESERVED, *taken}
        self._next: dict[str, int] = {}

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._taken

    def claim(self, wanted: str) -> str:
        """``wanted`` if nobody has it, else ``wanted`` with the first free number."""
        identifier = wanted
        number = self._next.get(wanted, 0)
        while identifier in self._taken:
            number += 1
            identifier = f"{wanted}-{number}"
        self._next[wanted] = number
        self._taken.add(identifier)
        return identifier
