"""What pages say of themselves to programs, and what they allow browsers: one room for all that stands in a head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.features.head.analytics import script_address
from toolshelf.features.head.structured_data import structured_data
from toolshelf.features.head.unique import repeated_words
from toolshelf.index.additions import Derived, Ground, Made
from toolshelf.index.bases import Scope
from toolshelf.index.index import Index

_HEADERS: Final = "headers"
_OUTPUT: Final = "_headers"
_TEMPLATE: Final = "headers.txt"
_MAKER: Final = "the file of headers for hosts that Toolshelf makes"


def _make(ground: Ground) -> Made:
    address, problems = script_address(ground.config, ground.config_positions)
    return Made(
        settings={"analytics_script": address},
        outputs=[(_OUTPUT, _MAKER)],
        problems=[*problems, *repeated_words(ground.pages.values())],
    )


def _targets(index: Index) -> Iterator[Target]:
    if _TEMPLATE in index.templates:  # a theme may do without
        yield Target(_OUTPUT, _HEADERS, _TEMPLATE)


def _headers(_: Target, __: Drawing) -> dict[str, object]:
    return {}


FEATURE: Final = Feature(
    "head",
    {_HEADERS: Kind(_headers)},
    _targets,
    _make,
    fields={"structured_data": Derived(structured_data, Scope.SECTION)},
)
