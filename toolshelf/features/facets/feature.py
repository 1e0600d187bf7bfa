"""The feature: which outputs shelves have, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolshelf.codec import EMPTY, FrozenDict, mappings
from toolshelf.features.facets.questions import NAME, Facets, GroupsOf, Shown, shelves
from toolshelf.features.facets.shelves import GRID, GROUPS, ITEMS, Shelves
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.additions import Ground, Made
from toolshelf.index.index import Index
from toolshelf.index.queries import Items


def _grid(target: Target, drawing: Drawing) -> dict[str, object]:
    grid = drawing.ask(Shown(target.subject))
    assert isinstance(grid, FrozenDict)
    page = drawing.page(target.subject)
    return {"page": page, "grid": grid, "facets": drawing.ask(Facets(str(grid["collection"])))}


def _groups(target: Target, drawing: Drawing) -> dict[str, object]:
    page = drawing.page(target.subject)
    facets = drawing.ask(Facets(str(page.datafile)))
    return {"page": page, "facet": next(facet for facet in mappings(facets) if facet["url"] == page.url)}


def _items(target: Target, drawing: Drawing) -> dict[str, object]:
    """Everything that a browser needs to filter; the target's subject is the first page of the grid of all items."""
    first = drawing.ask(Shown(target.subject))
    assert isinstance(first, FrozenDict)
    name = str(first["collection"])
    groups = drawing.ask(GroupsOf(name))
    assert isinstance(groups, FrozenDict)
    return {"facets": groups["facets"], "items": drawing.ask(Items(name)), "groups": groups["items"]}


def _targets(index: Index) -> Iterator[Target]:
    for shelf in shelves(index).by_name.values():
        yield Target(shelf.output, ITEMS, "facets/items.json", shelf.grids["", ""].paths[0])


def _make(ground: Ground) -> Made:
    """The shelves of a site; what makes them is loaded only where there may be one."""
    if not ground.schemas:
        return Made(Shelves(), settings={"grids": EMPTY})
    from toolshelf.features.facets.making import make

    return make(ground)


FEATURE: Final = Feature(
    NAME,
    {GRID: Kind(_grid, shows_page=True), GROUPS: Kind(_groups, shows_page=True), ITEMS: Kind(_items)},
    _targets,
    _make,
    questions=(Shown, Facets, GroupsOf),
)
