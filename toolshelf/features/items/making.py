"""The pages of items: where they stand, what stands above them, and which items belong together."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from toolshelf.codec import FrozenDict, Value, digest, to_json
from toolshelf.data.collections import Typed
from toolshelf.data.typed.rows import ItemRow, by_id
from toolshelf.data.typed.states import state_view
from toolshelf.index.additions import Ground, Made, MadePage
from toolshelf.index.addresses import permalink_address
from toolshelf.index.pages import Page, title_of
from toolshelf.problems import Location, Problem, ProblemError

ITEM, COLLECTION = "item", "collection"
"""The kinds of the pages."""
CALENDAR: Final = "calendar.ics"
"""The name of the calendar file of an item or of a collection."""
_ID: Final = "{id}"


class Place(Struct, frozen=True):
    """Where an item stands in its collection, as templates see it."""

    collection: str
    number: int
    kind: str
    """The type of the collection."""


class Known(Struct, frozen=True):
    """What the feature keeps of a site."""

    items: Mapping[str, Place] = field(default_factory=dict)
    """Each item by the path of its page."""


def make(ground: Ground) -> Made:
    """A page for every item of the typed collections."""
    typed = {name: one.typed for name, one in ground.collections.items() if one.typed is not None}
    if not typed:
        return Made(Known())
    titles = {name: title_of_collection(ground.config, name) for name in typed}
    known = {name: by_id(one.rows) for name, one in typed.items()}
    groups = _related(typed, titles, known)
    by_url = {page.url_path: page for page in ground.pages.values()}
    pages: list[MadePage] = []
    items: dict[str, Place] = {}
    problems: list[Problem] = []
    for name, one in typed.items():
        above, made = _above(ground, name, titles[name], one.setup.url.partition(_ID)[0], by_url)
        pages += made
        ids = _text_ids(ground, name, one)
        for number, row in enumerate(one.rows):
            path = row.page
            if known[name][row.id] is not row:
                continue  # its id is that of another one, which is told
            try:
                address = permalink_address(one.setup.url.replace(_ID, row.id))
            except ProblemError as refused:
                problems.append(refused.problem.moved(Location(row.path, row.line, row.column)))
                continue
            calendar = ground.base_path + calendar_beside(address.output) if row.is_dated else ""
            meta = _meta(name, one, row, groups.get(path, ()), calendar)
            page = ground.page(path, address, row.title or row.id, meta)
            place = Location(row.path, row.line, row.column)
            made_page = MadePage(page, one.setup.template, ITEM, place, above, ids=tuple(ids.get(str(number), ())))
            pages.append(made_page)
            items[path] = Place(name, number, one.setup.type)
    return Made(Known(items), pages, problems=problems)


def calendar_beside(output: str) -> str:
    """The output of the calendar of the item whose page is ``output``."""
    if output.endswith("index.html"):
        return output.removesuffix("index.html") + CALENDAR
    return output.rpartition(".")[0] + ".ics"


def title_of_collection(config: FrozenDict, name: str) -> str:
    """What the collection is called."""
    asked = config.get("collections")
    given = asked.get(name) if isinstance(asked, FrozenDict) else None
    title = given.get("title") if isinstance(given, FrozenDict) else None
    return str(title or title_of(name))


def _above(
    ground: Ground, name: str, title: str, prefix: str, by_url: Mapping[str, Page]
) -> tuple[Page | None, list[MadePage]]:
    """The page above the items: the one at their address without the id, which is made where nobody wrote one."""
    if prefix in by_url:
        return by_url[prefix], []
    if not prefix.endswith("/") or prefix == "/":
        return None, []
    text = f"All {title.lower()} of this site, each with its state, its source, and the day for which it speaks."
    about = FrozenDict({"collection": name, "description": text})
    page = ground.page(prefix.strip("/"), permalink_address(prefix), title, about)
    maker = f"the list of data/{name} that Toolshelf makes"
    return page, [MadePage(page, "collection.html", COLLECTION, maker)]


def _text_ids(ground: Ground, name: str, typed: Typed) -> Mapping[str, Sequence[str]]:
    """The ids in the texts of those items that are written as pages, by the number of the item."""
    written = {number for number, row in enumerate(typed.rows) if row.has_text}
    if not written:
        return {}

    def find() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for (number, _), fragment in ground.texts()[name].fragments.items():
            if number in written and fragment.ids:
                found.setdefault(str(number), []).extend(fragment.ids)
        return found

    known: Mapping[str, Sequence[str]] = ground.remember(
        "ids in items", [name, ground.origins[name], ground.options], find
    )
    return known


def _meta(name: str, typed: Typed, row: ItemRow, related: tuple[FrozenDict, ...], calendar: str) -> FrozenDict:
    """The front matter of an item's page; its last key tells one content of the item from another."""
    meta: dict[str, Value] = {"collection": name, "related": related, "state": None, "calendar": calendar}
    if row.summary:
        meta["description"] = row.summary
    if row.state:
        meta["state"] = state_view(row.state)
    if row.updated:
        meta["updated"] = datetime.date.fromisoformat(row.updated)
    if row.former:
        meta["redirect_from"] = tuple(row.former)
    told = [row.digest, row.state, list(typed.setup), sorted(typed.texts)]
    return FrozenDict({**meta, "mark": digest(to_json(told))})


def _related(
    typed: Mapping[str, Typed], titles: Mapping[str, str], known: Mapping[str, Mapping[str, ItemRow]]
) -> dict[str, tuple[FrozenDict, ...]]:
    """For the page of each item those of the items that it names or that name it, by collection."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for one, other, name, other_name in _pairs(typed, known):
        found.setdefault(one, {}).setdefault(other_name, {})[other] = None
        found.setdefault(other, {}).setdefault(name, {})[one] = None
    return {
        path: tuple(
            FrozenDict({"title": titles[name], "paths": tuple(groups[name])}) for name in typed if name in groups
        )
        for path, groups in found.items()
    }


def _pairs(
    typed: Mapping[str, Typed], known: Mapping[str, Mapping[str, ItemRow]]
) -> Iterator[tuple[str, str, str, str]]:
    """Each item that names another: the paths of both, and the names of their collections."""
    for name, one in typed.items():
        for row in one.rows:
            for _, collection, wanted, *_ in row.references:
                other = known.get(collection, {}).get(wanted)
                if other is not None and other is not row:
                    yield row.page, other.page, name, collection
