"""How deep blocks may stand in each other."""

from __future__ import annotations

from toolshelf.problems import Problem, error

DEEPEST = 40
"""How many levels of lists and quotations are read."""


def too_deep(line: int) -> Problem:
    """An error at the ``line`` that opens one level too many."""
    return error("too-deep", f"Lists and quotations are nested more than {DEEPEST} levels deep.", line)
