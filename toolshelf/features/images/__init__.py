"""Pictures of authors: checked, freed of what nobody should learn from them, and made in the sizes that pages need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.features.images.placeholders import FOLDER, Placeholder, drawn
from toolshelf.index.index import Index

_KIND: Final = "placeholder"


def _targets(index: Index) -> Iterator[Target]:
    for output, one in index.pictures.items():
        if output.startswith(FOLDER):
            yield Target(output, _KIND, "", str(one["drawn"]))


def _draw(target: Target, drawing: Drawing) -> bytes:
    initials, _, colour = target.subject.partition(" ")
    return drawn(Placeholder(initials, colour)).encode()


FEATURE: Final = Feature("images", {_KIND: Kind(_draw)}, _targets)
