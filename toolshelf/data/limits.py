"""How much is read of one value, in YAML and in JSON: what goes beyond it can only be a mistake."""

from __future__ import annotations

from typing import Final

MAX_DEPTH: Final = 50
"""Levels of lists and mappings. Real files have fewer than ten."""

MAX_DIGITS: Final = 100
"""More digits than any figure, identifier or amount has; far below what makes arithmetic slow or overflow."""
