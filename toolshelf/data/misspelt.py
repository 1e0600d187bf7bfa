"""Keys that are one slip away from a known one: in files where other keys are allowed, nothing else finds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rapidfuzz.distance import OSA

from toolshelf.codec import Value
from toolshelf.data.positions import Path, Positions
from toolshelf.problems import Problem, warning


def misspelt_keys(
    mapping: Mapping[str, Value], known: Collection[str], positions: Positions, path: Path = ()
) -> tuple[Problem, ...]:
    """A warning for each key of ``mapping`` (which stands at ``path``) that is one slip from a known one.

    A slip is another letter case, or one letter added, left out, changed or swapped with its neighbour. A key
    whose likely right spelling is there as well is a name of its own (``image`` beside ``images``).
    """
    problems = []
    for key in mapping:
        if key not in known and (right := _meant(key, known, mapping)):
            where = positions.locate_key((*path, key))
            message = f"The key '{key}' is not known; '{right}' is."
            problems.append(warning("misspelt-key", message, where.line, where.column, hint=f"write '{right}'"))
    return tuple(problems)


def _meant(key: str, known: Collection[str], present: Mapping[str, Value]) -> str:
    for candidate in sorted(known):
        if candidate.casefold() == key.casefold():
            return candidate
    slips = (name for name in sorted(known) if name not in present and OSA.distance(key, name, score_cutoff=1) <= 1)
    return next(slips, "")
