"""What an item, or a part of one, is known by that only has a name."""

from __future__ import annotations

import unicodedata
from typing import Final

_LONGEST: Final = 80
"""Characters."""


def slug(text: str) -> str:
    """``text`` as a part of an address: lower-case letters and digits of any script, with dashes between them."""
    kept = "".join(
        sign if unicodedata.category(sign)[0] in "LN" else " "
        for sign in unicodedata.normalize("NFC", text).lower().replace("'", "").replace("\u2019", "")
    )
    return "-".join(kept.split())[:_LONGEST].strip("-") or "item"
