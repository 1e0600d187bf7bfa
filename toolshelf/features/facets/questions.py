"""What the pages of a shelf ask: which items they show, and which groups there are."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from toolshelf.codec import MISSING, FrozenDict, Value, digest, to_json
from toolshelf.features.facets.paging import slots
from toolshelf.features.facets.shelves import Grid, Shelf, Shelves
from toolshelf.index.index import Index

NAME: Final = "facets"
"""Of the feature."""


def shelves(index: Index) -> Shelves:
    """All shelves of the site."""
    found = index.features[NAME]
    assert isinstance(found, Shelves)
    return found


class Shown(Struct, frozen=True):
    """The items that a page of a grid shows, and where the grid's other pages are."""

    path: str
    """Of the page."""

    def answer(self, index: Index) -> Value:
        """A mapping, or MISSING where the page shows no grid.

        ``items``, the number of the ``first`` and of the ``last`` among ``total``, and the ``size`` of a page; the
        ``number`` of this page and the ``slots`` of a pagination, with the addresses of the ``previous`` page, of the
        ``next`` one, and of the ``beginning``; the ``facet`` and the ``group`` by which the items were chosen, "" for
        all; and the addresses of ``all`` items and of their ``data``.
        """
        found = shelves(index).grids.get(self.path)
        if found is None:
            return MISSING
        grid, number = found
        shelf = shelves(index).by_name[grid.collection]
        urls = [_url(index, path) for path in grid.paths]
        numbers = _numbers(shelf, grid, number)
        items = index.items[grid.collection]
        first = (number - 1) * shelf.size
        return FrozenDict(
            {
                "collection": shelf.name,
                "title": shelf.title,
                "items": tuple(items[position] for position in numbers),
                "first": first + 1,
                "last": first + len(numbers),
                "total": len(grid.numbers),
                "size": shelf.size,
                "number": number,
                "slots": tuple(
                    FrozenDict({"number": one, "url": urls[one - 1] if one else ""}) for one in slots(number, len(urls))
                ),
                "previous": urls[number - 2] if number > 1 else "",
                "next": urls[number] if number < len(urls) else "",
                "beginning": urls[0],
                "facet": grid.facet,
                "group": grid.group,
                "all": _url(index, shelf.grids["", ""].paths[0]),
                "data": index.site.url(shelf.output),
            }
        )

    def basis(self, index: Index) -> str:
        """The shelf, all of its items as typed, and what else items follow from.

        An item is not itself alone: its anchor is another where one before it is called the same.
        """
        found = shelves(index).grids.get(self.path)
        if found is None:
            return "none"
        grid, number = found
        shelf = shelves(index).by_name[grid.collection]
        numbers = _numbers(shelf, grid, number)
        return digest(to_json([grid.paths, len(grid.numbers), shelf.digest, numbers, shelf.items, index.around_items]))

    def __str__(self) -> str:
        return f"the items on {self.path}"


class Facets(Struct, frozen=True):
    """The facets of a collection, with their groups."""

    collection: str

    def answer(self, index: Index) -> Value:
        """For each facet its ``key``, ``name``, ``url`` and ``groups`` with ``name``, ``slug``, ``url``, ``count``.

        MISSING where the collection has none.
        """
        shelf = shelves(index).by_name.get(self.collection)
        if shelf is None:
            return MISSING
        return tuple(
            FrozenDict(
                {
                    "key": facet.key,
                    "name": facet.name,
                    "url": _url(index, shelf.lists[facet.key]),
                    "groups": tuple(
                        FrozenDict(
                            {
                                "name": group.name,
                                "slug": group.slug,
                                "url": _url(index, shelf.grids[facet.key, group.slug].paths[0]),
                                "count": len(group.numbers),
                            }
                        )
                        for group in groups
                    ),
                }
            )
            for facet, groups in shelf.facets
        )

    def basis(self, index: Index) -> str:
        """The shelf."""
        shelf = shelves(index).by_name.get(self.collection)
        return "none" if shelf is None else shelf.digest

    def __str__(self) -> str:
        return f"the facets of the collection '{self.collection}'"


class GroupsOf(Struct, frozen=True):
    """Which groups each item of a collection is in."""

    collection: str

    def answer(self, index: Index) -> Value:
        """A mapping, or MISSING where the collection has no facets.

        ``facets``: the key of each, and the slugs of its groups; ``items``: for each item, and for each facet, the
        places among these slugs of the groups that it is in.
        """
        shelf = shelves(index).by_name.get(self.collection)
        if shelf is None:
            return MISSING
        found: list[list[list[int]]] = [[[] for _ in shelf.facets] for _ in shelf.items]
        for place, (_, groups) in enumerate(shelf.facets):
            for number, group in enumerate(groups):
                for item in group.numbers:
                    found[item][place].append(number)
        facets = tuple((facet.key, tuple(group.slug for group in groups)) for facet, groups in shelf.facets)
        return FrozenDict({"facets": facets, "items": tuple(tuple(map(tuple, item)) for item in found)})

    def basis(self, index: Index) -> str:
        """The shelf."""
        shelf = shelves(index).by_name.get(self.collection)
        return "none" if shelf is None else shelf.digest

    def __str__(self) -> str:
        return f"the groups of the items of the collection '{self.collection}'"


def _numbers(shelf: Shelf, grid: Grid, number: int) -> list[int]:
    """The places of the items on the page ``number`` of ``grid``."""
    return list(grid.numbers[(number - 1) * shelf.size : number * shelf.size])


def _url(index: Index, path: str) -> str:
    return index.site.url(index.site.pages[path].url_path)
