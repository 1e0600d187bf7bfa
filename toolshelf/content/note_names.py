"""What footnotes and the ways to them and back are called for assistive technology, in the language of their text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from toolshelf.codec import FrozenDict, Value
from toolshelf.languages import said_in


class NoteNames(Struct, frozen=True):
    """The names in one language; those of a single reference end with its number."""

    notes: str
    reference: str
    way_back: str

    def back(self, number: object, use: int) -> str:
        """The name of the way back to the n-th ``use`` of the note with this ``number``, as no other one is called."""
        return self.way_back.format(number if use == 1 else f"{number}-{use}")


ENGLISH: Final = NoteNames("Footnotes", "Footnote {}", "Back to reference {}")
_NAMES: Final = {"en": ENGLISH, "es": NoteNames("Notas al pie", "Nota al pie {}", "Volver a la referencia {}")}


def names_beside(variables: Mapping[str, Value]) -> NoteNames:
    """The names in the language of the page, or else of the site, whose ``variables`` the text may show.

    Where nobody has written them down, they are English.
    """
    owners = (variables.get(name) for name in ("page", "site"))
    given = (owner.get("language") for owner in owners if isinstance(owner, FrozenDict))
    return said_in(_NAMES, next((one for one in given if one), ""))
