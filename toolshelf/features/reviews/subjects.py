"""What can be reviewed: the pages and items that say who answers for them, when they were reviewed, or for how long."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from toolshelf.codec import FrozenDict
from toolshelf.data.collections import Collection
from toolshelf.features.reviews.due import Review, review
from toolshelf.index.additions import Ground
from toolshelf.index.items import item_anchors
from toolshelf.index.rows import review_of, text_of
from toolshelf.problems import Location

SOURCES = ("source", "as_of")
"""The keys of an item that say where its facts are from, and when they held."""


class Subject(NamedTuple):
    """A page or an item."""

    title: str
    place: Location
    review: Review
    lacks: tuple[str, ...] = ()
    """Which of `SOURCES` it does not give, in a collection of which some item gives them."""
    collection: str = ""
    """Of an item; "" for a page."""
    anchor: str = ""
    """Of an item, on pages that show it."""
    name: str = ""
    """Of an item, by which it has an address: its id."""


def subjects(ground: Ground) -> Iterator[Subject]:
    """All of them: pages by path, then items by collection, in the order of their files."""
    for path, page in ground.pages.items():
        if page.row.review:
            yield Subject(page.title, Location(path, page.row.review[-1]), review(page.row.review))
    for name, collection in ground.collections.items():
        given = [name, ground.origins[name]]
        for title, line, row, lacks, anchor, known in ground.remember("reviews", given, _items(collection)):
            place = Location(collection.path, line)
            yield Subject(title, place, review(row), tuple(lacks), name, anchor, known)


def _items(collection: Collection) -> functools.partial[list[list[Any]]]:
    return functools.partial(_found, collection)


def _found(collection: Collection) -> list[list[Any]]:
    """The items of ``collection`` that say something of reviews, or lack a source that others give."""
    items = collection.items if isinstance(collection.items, tuple) else ()
    fields = [(number, item) for number, item in enumerate(items) if isinstance(item, FrozenDict)]
    wanted = [key for key in SOURCES if any(item.get(key) for _, item in fields)]
    found: list[list[Any]] = []
    anchors = item_anchors(collection) if wanted or any("review_in" in item for _, item in fields) else {}
    for number, item in fields:
        row = review_of(item, collection.positions, (number,))
        lacks = [key for key in wanted if not item.get(key)]
        if row or lacks:
            title = text_of(item.get("name") or item.get("title")) or str(number + 1)
            line = row[-1] if row else collection.positions.locate((number,)).line
            found.append([title, line, row, lacks, anchors.get(number, ""), text_of(item.get("id"))])
    return found
