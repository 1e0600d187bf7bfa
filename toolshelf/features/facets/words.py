"""What the pages of a shelf are called, and the sentences about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 160
"""How many letters of the description of a page search engines show."""


def within(name: str) -> str:
    """``name`` inside a sentence: "Publisher" is "publisher", "FIPS 199 level" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or len(name) == 1 else name


def by(title: str, facet: str) -> str:
    """The title of the page that lists the groups of ``facet``."""
    return f"{title} by {within(facet)}"


def named(title: str, group: str) -> str:
    """The title of the page that shows the items of ``group``."""
    return f"{title}: {group}"


def numbered(title: str, number: int) -> str:
    """The title of a page that goes on where another ends."""
    return f"{title}, page {number}"


def described(title: str, facet: str, group: str, names: Sequence[str]) -> str:
    """What the list of the items of ``group`` holds, some of their ``names`` in front; ``group`` is "" for all."""
    entries = "1 entry" if len(names) == 1 else f"{len(names):,} entries"
    begin = f"{title}: {entries} with the {within(facet)} {group}" if group else f"{title}: all {entries}"
    return _with_some(begin, names)


def listing(title: str, facet: str, groups: Sequence[str]) -> str:
    """What the page that lists the ``groups`` of ``facet`` holds."""
    return _with_some(f"{title}, all entries by their {within(facet)}", groups)


def goes_on(title: str, number: int, first: int, last: int, count: int) -> str:
    """What the page ``number`` of a list of ``count`` items holds."""
    return f"{title}: the entries from {first:,} to {last:,} of {count:,}, on page {number:,} of this list."


def _with_some(sentence: str, names: Sequence[str]) -> str:
    """``sentence`` with as many of ``names`` as a description of a page has room for."""
    some: list[str] = []
    for name in names:
        if len(f"{sentence}: {', '.join([*some, name])} and more.") > _LONGEST:
            break
        some.append(name)
    if not some:
        return f"{sentence}."
    return f"{sentence}: {', '.join(some)}{'' if len(some) == len(names) else ' and more'}."
