"""What the engine itself says in several languages: which of them a text of this language gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

T = TypeVar("T")

ENGLISH: Final = "en"


def primary(tag: object) -> str:
    """The primary language of ``tag``, a language tag of BCP 47: "es" of "es-MX"."""
    return str(tag).partition("-")[0].lower()


def said_in(words: Mapping[str, T], tag: object) -> T:
    """Those of the ``words`` that are in the primary language of ``tag``; where there are none, the English ones."""
    return words.get(primary(tag), words[ENGLISH])
