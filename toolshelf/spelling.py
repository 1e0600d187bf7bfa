"""The nearest known name to one that is not known, for "did you mean" hints."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_ALIKE = 60
"""Similarity, 0 to 100, below which a suggestion would only puzzle."""

_DISTANT = 40
"""Similarity from which on a name is worth naming, though nobody would call it a slip."""


def nearest(name: str, known: Iterable[str], *, at_least: float = _ALIKE) -> str:
    """The name in ``known`` most like ``name``, or "" where none is alike; ties go to the first in order.

    ``at_least`` is the similarity, 0 to 100, from which on a name is proposed.
    """
    from rapidfuzz import fuzz, process  # forty modules, which a site without slips does not need

    candidates = sorted(set(known))
    found = process.extractOne(name, candidates, scorer=fuzz.ratio, processor=str.casefold)
    return found[0] if found is not None and found[1] >= at_least else ""


def meant(
    name: str,
    known: Iterable[str],
    before: str = "",
    shown: Callable[[str], str] = str,
    *,
    at_least: float = _DISTANT,
) -> str:
    """A hint that names the nearest of ``known``, as a guess only where it is alike; "" where none is near.

    ``before`` and ``shown`` say how a name is written; ``at_least`` is the similarity from which on it is named.
    """
    known = list(known)
    if like := nearest(name, known):
        return f"did you mean {before}{shown(like)}?"
    close = nearest(name, known, at_least=at_least)
    return f"the nearest is {before}{shown(close)}" if close else ""
