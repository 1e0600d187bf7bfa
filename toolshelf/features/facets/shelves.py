"""A shelf: a collection that visitors filter, as all of its facets, their groups and the pages that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct, field

if TYPE_CHECKING:  # what a site without facets need not load
    from toolshelf.features.facets.definitions import Facet
    from toolshelf.features.facets.grouping import Group

GRID: Final = "grid"
"""The kind of a page that shows items."""
GROUPS: Final = "groups"
"""The kind of a page that lists the groups of a facet."""
ITEMS: Final = "items.json"
"""The file of all items, beside the first page that shows them."""


class Grouped(NamedTuple):
    """A facet with its groups."""

    facet: Facet
    groups: Sequence[Group]


class Grid(Struct, frozen=True):
    """Some items of a collection, shown on one page after the other."""

    collection: str
    facet: str
    """The key of the facet by which they were chosen; "" for all items. Likewise the next."""
    group: str
    """The slug of their group."""
    numbers: Sequence[int]
    """The places of the items among all."""
    paths: Sequence[str]
    """Of its pages in their order."""


class Shelf(Struct, frozen=True):
    """A collection with the pages that Toolshelf makes for it."""

    name: str
    title: str
    size: int
    """How many items a page shows at most."""
    facets: Sequence[Grouped]
    items: Sequence[str]
    """A digest of each item as typed."""
    lists: Mapping[str, str]
    """The path of the page that lists the groups of a facet, by the key of the facet."""
    grids: Mapping[tuple[str, str], Grid]
    """By the key of the facet and the slug of the group; `Grid` says more."""
    output: str
    """The file of all items, for filtering in the browser."""
    digest: str
    """Of what is said of facets and groups, and of their addresses."""


class Shelves(Struct, frozen=True):
    """All shelves of a site."""

    by_name: Mapping[str, Shelf] = field(default_factory=dict)
    """By the name of their collection."""
    grids: Mapping[str, tuple[Grid, int]] = field(default_factory=dict)
    """What each page shows, by its path: the grid, and which of its pages it is, from 1."""
    lists: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The collection and the facet whose groups a page lists, by its path."""
