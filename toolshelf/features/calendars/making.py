"""Which calendars a site has, and whether it has a page of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec import Struct, field

from toolshelf.codec import FrozenDict, digest, to_json
from toolshelf.features.items.making import CALENDAR, calendar_beside, title_of_collection
from toolshelf.index.additions import Ground, Made, MadePage
from toolshelf.index.addresses import term_address
from toolshelf.problems import Location

EVENTS: Final = "events"
"""The kind of the page of events, and its path."""
TEMPLATE: Final = "events.html"
_TITLE: Final = "Events"
_ABOUT: Final = "Challenges and sprints by date: what is open, what is to come, and what is over."


class OfCollection(NamedTuple):
    """The calendar of a collection."""

    name: str
    """Of the collection."""
    title: str
    pages: tuple[str, ...]
    """The paths of the pages of its items with dates."""
    is_of_events: bool
    """Whether its items are challenges or sprints."""


class Calendars(Struct, frozen=True):
    """What the feature keeps of a site."""

    items: Mapping[str, str] = field(default_factory=dict)
    """The path of the page of an item, by the output of its calendar."""
    collections: Mapping[str, OfCollection] = field(default_factory=dict)
    """By output."""
    events: str = ""
    """The path of the page of events, where there is one."""


def make(ground: Ground) -> Made:
    """A calendar for every item of the typed collections that has dates, one for each collection, and a page."""
    items: dict[str, str] = {}
    collections: dict[str, OfCollection] = {}
    outputs: list[tuple[str, Location | str]] = []
    for name, collection in ground.collections.items():
        typed = collection.typed
        if typed is None:
            continue
        dated: list[str] = []
        for row in typed.rows:
            path = row.page
            if row.is_dated and path in ground.pages:
                dated.append(path)
                output = calendar_beside(ground.pages[path].address.output)
                items[output] = path
                outputs.append((output, Location(row.path, row.line, row.column)))
        if dated:
            prefix = typed.setup.url.partition("{id}")[0].rpartition("/")[0].strip("/")
            output = f"{prefix}/{CALENDAR}" if prefix else CALENDAR
            title = title_of_collection(ground.config, name)
            is_of_events = typed.setup.type in ("challenges", "sprints")
            collections[output] = OfCollection(name, title, tuple(dated), is_of_events)
            outputs.append((output, f"the calendar of data/{name} that Toolshelf makes"))
    pages = _events(ground, collections)
    known = Calendars(items, collections, pages[0].page.path if pages else "")
    return Made(known, pages, outputs=outputs)


def _events(ground: Ground, collections: Mapping[str, OfCollection]) -> list[MadePage]:
    """The page of events, unless there are none, or somebody wrote a page at its address."""
    shown = [one for one in collections.values() if one.is_of_events]
    address = term_address(EVENTS)
    if not shown or ground.is_taken(address):
        return []
    mark = digest(to_json([[one, ground.origins[one.name]] for one in shown]))
    calendars = tuple(
        FrozenDict({"title": one.title, "url": ground.base_path + output})
        for output, one in collections.items()
        if one.is_of_events
    )
    meta = FrozenDict({"description": _ABOUT, "calendars": calendars, "mark": mark})
    page = ground.page(EVENTS, address, _TITLE, meta)
    return [MadePage(page, TEMPLATE, EVENTS, "the page of events that Toolshelf makes")]
