"""What is wrong with an item, before its place in the file is known."""

from __future__ import annotations

from typing import NamedTuple

from toolshelf.data.positions import Path
from toolshelf.problems import Severity


class Fault(NamedTuple):
    """A sentence about one value of an item."""

    place: Path
    """Of the value within the item; () for the item itself."""
    code: str
    message: str
    """Without the name of the item."""
    hint: str = ""
    severity: Severity = Severity.ERROR
    at_key: bool = False
    """Whether the key at the end of ``place`` is meant."""
