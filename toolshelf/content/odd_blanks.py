"""Blanks that only look like blanks, behind markers that therefore mark nothing."""

from __future__ import annotations

from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

ODD_BLANK = regex(r"(#{1,6}|[-+*]|\d{1,9}[.)])[\u00a0\u2000-\u200b\u202f\u3000\ufeff]")
"""A marker with a blank behind it that only looks like one."""


def odd_blank(marker: str, line: int) -> Problem:
    """A warning for the line that begins with ``marker``."""
    sentence = f"Behind '{marker}' stands no ordinary blank but a no-break space or another character, so this is text."
    return warning("odd-blank", sentence, line, hint="delete it and type a blank")
