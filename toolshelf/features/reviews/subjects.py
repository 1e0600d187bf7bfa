"""What can be reviewed: the pages and items that say who answers for them, when they were reviewed, or for how long."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from toolshelf.codec import FrozenDict
from toolshelf.data.collections import Collection
from toolshelf.features.reviews.due import Review, review
from toolshelf.index.additions import Ground
from toolshelf.index.items import item_anchors
from toolshelf.index.rows import review_of, text_of
from toolshelf.problems import Location

SOURCES: Final = ("source", "as_of")
"""The keys of an item that say where its facts are from, and when they held."""


EXPIRING: Final = ("expired", "expires-soon")
"""The states of an authorization that the office should know of."""


class Subject(Struct, frozen=True):
    """A page or an item."""

    title: str
    place: Location
    review: Review
    lacks: tuple[str, ...] = ()
    """Which of `SOURCES` it does not give, in a typed collection, or one of which some item gives them."""
    collection: str = ""
    """Of an item; "" for a page."""
    anchor: str = ""
    """Of an item, on pages that show it."""
    page: str = ""
    """Of an item that has a page: its address below the site's own."""
    ato: str = ""
    """What is to be said of an authorization that has expired or soon will; "" for any other."""


def subjects(ground: Ground) -> Iterator[Subject]:
    """All of them: pages by path, then items by collection, in the order of their files."""
    for path, page in ground.pages.items():
        if page.row.review:
            yield Subject(page.title, Location(path, page.row.review[-1]), review(page.row.review))
    for name, collection in ground.collections.items():
        given = [name, ground.origins[name]]
        for title, path, line, row, lacks, anchor, page, ato in ground.remember("reviews", given, _items(collection)):
            yield Subject(title, Location(path, line), review(row), tuple(lacks), name, anchor, page, ato)


def _items(collection: Collection) -> functools.partial[list[list[Any]]]:
    return functools.partial(_found, collection)


def _found(collection: Collection) -> list[list[Any]]:
    """The items of ``collection`` of which there is something to say: of reviews, sources or authorizations."""
    items = collection.items if isinstance(collection.items, tuple) else ()
    fields = [(number, item) for number, item in enumerate(items) if isinstance(item, FrozenDict)]
    wanted = [key for key in SOURCES if collection.typed or any(item.get(key) for _, item in fields)]
    anchors = item_anchors(collection) if wanted or any("review_in" in item for _, item in fields) else {}
    found: list[list[Any]] = []
    for number, item in fields:
        row = review_of(item, collection.positions, (number,))
        lacks = [key for key in wanted if not item.get(key)]
        ato = _expiring(item)
        if row or lacks or ato:
            title = text_of(item.get("name") or item.get("title")) or str(number + 1)
            place = collection.locate((number,))
            line = row[-1] if row else place.line
            page = text_of(item.get("page")) if collection.typed else ""
            found.append([title, place.path, line, row, lacks, anchors.get(number, ""), page, ato])
    return found


def _expiring(item: FrozenDict) -> str:
    """What the badge of an authorization says that has expired or soon will, with its last day."""
    state, ato = item.get("state"), item.get("ato")
    if not (isinstance(state, FrozenDict) and isinstance(ato, FrozenDict) and state.get("code") in EXPIRING):
        return ""
    expires = text_of(ato.get("expires")) if not isinstance(ato.get("expires"), datetime.date) else str(ato["expires"])
    return f"{state['label']} ({expires})" if expires else str(state["label"])
