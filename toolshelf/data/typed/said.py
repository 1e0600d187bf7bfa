"""Whether a value says anything to a reader."""

from __future__ import annotations

import unicodedata


def is_said(value: object) -> bool:
    """False for what is missing or empty, and for a text of blanks and signs that nobody sees."""
    if isinstance(value, str):
        return any(unicodedata.category(sign)[0] not in "CZ" for sign in value)
    return bool(value)
