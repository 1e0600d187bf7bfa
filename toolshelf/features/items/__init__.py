"""Items: a page for each item of a typed collection, and a list for each such collection that has no page."""

from __future__ import annotations

from typing import Final

from toolshelf.codec import MISSING, Value, mappings
from toolshelf.data.typed.settings import KINDS, template_of
from toolshelf.features.feature import Drawing, Feature, Kind, PageFields, Target
from toolshelf.features.items.making import COLLECTION, ITEM, Known, make
from toolshelf.index.additions import Derived
from toolshelf.index.bases import Scope
from toolshelf.index.index import Index
from toolshelf.index.pages import Page
from toolshelf.index.queries import Items

_NAME: Final = "items"


def _item(index: Index, page: Page) -> Value:
    """What the item holds, ready to print; MISSING for any other page."""
    known: Known = index.features[_NAME]
    found = known.items.get(page.path)
    return MISSING if found is None else index.items[found.collection][found.number]


def _structured(index: Index, page: Page) -> Value:
    """What the item is, for programs; MISSING for any other page."""
    from toolshelf.features.items.structured_item import structured_item

    known: Known = index.features[_NAME]
    found = known.items.get(page.path)
    if found is None:
        return MISSING
    described = structured_item(index, page, index.items[found.collection][found.number], found.kind)
    return MISSING if described is None else described


def _page(target: Target, drawing: Drawing) -> dict[str, object]:
    page = drawing.page(target.subject)
    return {"page": page, "item": page.item, "related": _related(page, drawing)}


def _related(page: PageFields, drawing: Drawing) -> list[dict[str, object]]:
    """The items that the item names, and those that name it, by collection."""
    found: list[dict[str, object]] = []
    for group in mappings(page.related):
        paths = group["paths"]
        assert isinstance(paths, tuple)
        found.append({"title": group["title"], "pages": [drawing.page(str(path)) for path in paths]})
    return found


def _list(target: Target, drawing: Drawing) -> dict[str, object]:
    page = drawing.page(target.subject)
    return {"page": page, "items": drawing.ask(Items(str(page.collection)))}


FEATURE: Final = Feature(
    _NAME,
    {ITEM: Kind(_page, shows_page=True), COLLECTION: Kind(_list, shows_page=True)},
    make=make,
    fields={"item": Derived(_item, Scope.ADDRESSES), "structured_item": Derived(_structured, Scope.ADDRESSES)},
    templates=frozenset({"collection.html", *map(template_of, ("", *KINDS))}),
)
