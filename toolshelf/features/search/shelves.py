"""What can be found, in the order of a listing: pages by section, and the items of the lists that pages show."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from toolshelf.codec import FrozenDict, Value
from toolshelf.features.items.making import COLLECTION, ITEM, Known
from toolshelf.index.index import Index
from toolshelf.index.pages import Page, title_of


class Shelves(Struct, frozen=True):
    """The pages that can be found, by section."""

    def answer(self, index: Index) -> Value:
        """The title of each section and the paths of its pages, by address; first what stands in no section."""
        shelves: dict[str, list[str]] = {"": []}
        for page in searchable(index):
            shelves.setdefault(section_of(index, page), []).append(page.path)
        first, *rest = shelves.items()
        ordered = [first, *sorted(rest)]
        return tuple(FrozenDict({"title": title, "paths": tuple(paths)}) for title, paths in ordered if paths)

    def basis(self, index: Index) -> str:
        """Asking is as cheap."""
        return ""

    def __str__(self) -> str:
        return "the pages of each section"


class ShownItems(Struct, frozen=True):
    """The collections that pages show."""

    def answer(self, index: Index) -> Value:
        """The title and name of each, and the path of the page that shows it, of the first where there are more."""
        return tuple(
            FrozenDict({"title": title_of(name), "name": name, "path": page.path}) for name, page in shown_items(index)
        )

    def basis(self, index: Index) -> str:
        """Asking is as cheap."""
        return ""

    def __str__(self) -> str:
        return "which pages show which collections"


def searchable(index: Index) -> Iterator[Page]:
    """The pages that can be found, by address: of those that features made, the items and the lists of all of them.

    The others (lists of terms, a document on one page) say only what can be found elsewhere.
    """
    pages = index.site.pages
    for path in index.listed():
        if index.made.get(path, ITEM) in (ITEM, COLLECTION):
            yield pages[path]


def section_of(index: Index, page: Page) -> str:
    """The title of the section at the top of the site that ``page`` stands in, or is; "" where there is none."""
    if page.path in index.sections.above:
        trail = index.sections.trail(page)
        return trail[1].title if len(trail) > 2 else ""
    top = "/".join(page.folder.split("/")[:2])
    head = index.sections.heads.get(top)
    return head.title if head is not None and top != "content" else ""


def shown_items(index: Index) -> Iterator[tuple[str, Page]]:
    """The collections that pages show, by name, each with the first page that does; not those with pages of items."""
    known: Known = index.features["items"]
    with_pages = {place.collection for place in known.items.values()}
    shown: dict[str, Page] = {}
    for page in searchable(index):
        if page.row.includes:
            for use in page.row.uses:
                if use[0] in index.paths and use[0] not in with_pages:
                    shown.setdefault(use[0], page)
    yield from sorted(shown.items(), key=lambda one: one[0])
