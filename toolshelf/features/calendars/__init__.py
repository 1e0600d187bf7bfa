"""Calendars: a file for each item with dates, one for each collection of such items, and a page of all events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.features.calendars.making import EVENTS, TEMPLATE, Calendars, make
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.features.items.making import Known
from toolshelf.index.additions import Derived
from toolshelf.index.bases import Scope
from toolshelf.index.index import Index
from toolshelf.index.pages import Page
from toolshelf.index.queries import Config, Field

_NAME: Final = "calendars"
_ITEM, _ALL = "item-calendar", "collection-calendar"


class Dates(Struct, frozen=True):
    """What stands in the calendar of a collection."""

    output: str
    """Of the calendar."""

    def answer(self, index: Index) -> Value:
        """Its name, and the dates of all its items."""
        known: Calendars = index.features[_NAME]
        one = known.collections.get(self.output)
        if one is None:
            return MISSING
        dates = (_dates(index, index.site.pages[path]) for path in one.pages if path in index.site.pages)
        return FrozenDict({"name": one.title, "dates": tuple(date for found in dates for date in found)})

    def basis(self, index: Index) -> str:
        """The items, their state on the day, and where their pages stand."""
        known: Calendars = index.features[_NAME]
        one = known.collections.get(self.output)
        name = one.name if one else ""
        return f"{index.origins.get(name, 'none')} {index.around_items} {one.title if one else ''}"

    def __str__(self) -> str:
        return f"the dates in {self.output}"


def _dates(index: Index, page: Page) -> tuple[FrozenDict, ...]:
    """The dates of the item that ``page`` shows."""
    items: Known = index.features["items"]
    place = items.items.get(page.path)
    if place is None:
        return ()
    from toolshelf.features.calendars.dates import dates_of  # it brings all that is known of the life of items

    address = index.absolute(index.site.url(page.url_path))
    return dates_of(place.collection, index.items[place.collection][place.number], address, str(index.config["url"]))


def _of_item(index: Index, page: Page) -> Value:
    return _dates(index, page) or MISSING


def _events(index: Index, page: Page) -> Value:
    """What the page of events shows, by state; MISSING for any other page."""
    known: Calendars = index.features[_NAME]
    if page.path != known.events:
        return MISSING
    from toolshelf.features.calendars.dates import shown

    items: Known = index.features["items"]
    found = []
    for one in known.collections.values():
        for path in one.pages if one.is_of_events else ():
            place = items.items[path]
            url = index.site.url(index.site.pages[path].url_path)
            found.append((one.title, url, index.items[place.collection][place.number]))
    return shown(found)


def _targets(index: Index) -> Iterator[Target]:
    known: Calendars = index.features[_NAME]
    for output, path in known.items.items():
        yield Target(output, _ITEM, subject=path)
    for output in known.collections:
        yield Target(output, _ALL)


def _page(target: Target, drawing: Drawing) -> dict[str, object]:
    page = drawing.page(target.subject)
    return {"page": page, "events": page.events}


def _item_calendar(target: Target, drawing: Drawing) -> bytes:
    from toolshelf.features.calendars.drawing import calendar

    dates = drawing.ask(Field(target.subject, "dates"))
    title = drawing.ask(Field(target.subject, "title"))
    return calendar(str(title), dates, str(drawing.ask(Config("timezone"))))


def _collection_calendar(target: Target, drawing: Drawing) -> bytes:
    from toolshelf.features.calendars.drawing import calendar

    found = drawing.ask(Dates(target.output))
    assert isinstance(found, FrozenDict)
    name = f"{found['name']} | {drawing.ask(Config('title'))}"
    return calendar(name, found["dates"], str(drawing.ask(Config("timezone"))))


FEATURE: Final = Feature(
    _NAME,
    {EVENTS: Kind(_page, shows_page=True), _ITEM: Kind(_item_calendar), _ALL: Kind(_collection_calendar)},
    _targets,
    make,
    {"dates": Derived(_of_item, Scope.ADDRESSES), "events": Derived(_events, Scope.ADDRESSES)},
    (Dates,),
    frozenset({TEMPLATE}),
)
