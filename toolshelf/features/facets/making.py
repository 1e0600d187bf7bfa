"""Make the pages of every shelf: all its items, the groups of each facet, and the items of each group, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from toolshelf.codec import FrozenDict, digest, to_json
from toolshelf.data.collections import Collection
from toolshelf.data.schema_files import SchemaFile
from toolshelf.features.facets.definitions import Facet
from toolshelf.features.facets.reading import Read, read
from toolshelf.features.facets.shelves import GRID, GROUPS, ITEMS, Grid, Shelf, Shelves
from toolshelf.features.facets.words import Words
from toolshelf.index.additions import DrawnPage, Ground, Made, MadePage
from toolshelf.index.addresses import made_address, url_of
from toolshelf.index.pages import Page, title_of
from toolshelf.problems import Location, Problem, ProblemError

_TEMPLATE: Final = "facets/{}.html"
"""Of the pages of a kind."""
_PLAIN: Final = frozenset({"", "page", "section"})
"""The layouts of pages that can show items below their text."""
_PAGE_SIZE: Final = 48
"""Divides into rows of two, three and four cards."""


def make(ground: Ground) -> Made:
    """The shelves of a site, one for each collection whose schema names facets, and their pages."""
    makings: list[_Making] = []
    problems: list[Problem] = []
    for name, schema in ground.schemas.items():
        collection = ground.collections[name]
        found = read(collection, ground.origins[name], schema, ground.remember)
        if found is None:
            continue
        problems += found.problems
        if found.facets and found.items:
            making = _Making(ground, collection, schema, found)
            try:
                making.shelf = making.made()
            except ProblemError as refused:
                problems.append(refused.problem.at(collection.path))
            else:
                makings.append(making)
    shelves = {one.shelf.name: one.shelf for one in makings}
    grids = [grid for shelf in shelves.values() for grid in shelf.grids.values()]
    value = Shelves(
        shelves,
        {path: (grid, number) for grid in grids for number, path in enumerate(grid.paths, 1)},
        {path: (shelf.name, key) for shelf in shelves.values() for key, path in shelf.lists.items()},
    )
    offers = {
        one.shelf.name: FrozenDict({"url": one.url, "facets": tuple(facet.name for facet, _ in one.shelf.facets)})
        for one in makings
    }
    pages = [page for one in makings for page in one.pages]
    drawn = {path: how for one in makings for path, how in one.drawn.items()}
    outputs = [(one.shelf.output, one.whose) for one in makings]
    settings = {"grids": FrozenDict(offers)}
    return Made(value, pages, settings, outputs, drawn, problems=problems)


class _Making:
    """The making of one shelf."""

    shelf: Shelf
    title: str
    url: str
    """The address of the first page of all items."""

    def __init__(self, ground: Ground, collection: Collection, schema: SchemaFile, found: Read) -> None:
        self.ground = ground
        self.name = collection.name
        self.base = _base(collection)
        self.schema = schema
        self.found = found
        self.words = Words(str(ground.config["language"]))
        self.size = found.size or _PAGE_SIZE
        self.pages: list[MadePage] = []
        self.drawn: dict[str, DrawnPage] = {}
        self.whose = f"the list of all items of {collection.path} that Toolshelf makes"

    def made(self) -> Shelf:
        """The shelf; its pages are in `pages`. Raises ProblemError where it can have no address."""
        base = self.base
        everything = range(len(self.found.items))
        first = self.first(base)
        self.title = self.found.title or first.title
        self.url = self.ground.base_path + url_of(first.url_path).removeprefix("/")
        grids = {("", ""): self.grid(base, first.title, everything, first, self.whose)}
        lists: dict[str, str] = {}
        for facet, groups in self.found.facets:
            title = self.words.by(self.title, facet.name)
            where = self.marked(facet)
            words = self.words.listing(self.title, facet.name, [group.name for group in groups])
            above = self.page([*base, facet.key], title, words, where, first, GROUPS)
            lists[facet.key] = above.path
            for group in groups:
                steps = [*base, facet.key, group.slug]
                members = [self.found.names[number] for number in group.numbers]
                words = self.words.described(self.title, facet.name, group.name, members)
                where = Location(group.path, group.line, group.column)
                head = self.words.named(title, group.name)
                opening = self.page(steps, head, words, where, above)
                grids[facet.key, group.slug] = self.grid(steps, head, group.numbers, opening, where, facet.key)
        output = first.address.output.rpartition("/")[0] + f"/{ITEMS}"
        return Shelf(
            self.name,
            self.title,
            self.size,
            self.found.facets,
            self.found.items,
            lists,
            grids,
            output,
            digest(to_json([self.title, self.size, self.ground.base_path, list(base), self.found.facets])),
        )

    def marked(self, facet: Facet) -> Location | str:
        """Where ``facet`` is marked; in words where that is in a schema that comes with the engine."""
        if self.schema.is_engine:
            return f"the list of all values of '{facet.key}' that Toolshelf makes"
        return Location(self.schema.path, facet.line, facet.column)

    def first(self, steps: Sequence[str]) -> Page:
        """The first page of all items: the one that an author has written at its address, else one that is made."""
        url_path = made_address(*steps).url_path
        for path, page in self.ground.pages.items():
            if page.url_path == url_path and page.row.layout in _PLAIN:
                self.drawn[path] = DrawnPage(_TEMPLATE.format(GRID), "", GRID)
                return page
        title = self.found.title or title_of(self.name)
        words = self.found.description or self.words.described(title, "", "", self.found.names)
        return self.page(steps, title, words, self.whose, None)

    def grid(
        self,
        steps: Sequence[str],
        title: str,
        numbers: Sequence[int],
        first: Page,
        maker: Location | str,
        facet: str = "",
    ) -> Grid:
        """A grid of the items at ``numbers``, that begins on the page ``first``, and goes on below ``steps``."""
        pages = [first]
        count = -(-len(numbers) // self.size)
        for number in range(2, count + 1):
            further = self.words.numbered(title, number)
            begin, end = (number - 1) * self.size + 1, min(number * self.size, len(numbers))
            words = self.words.goes_on(title, number, begin, end, len(numbers))
            pages.append(self.page([*steps, "page", str(number)], further, words, maker, first))
        return Grid(self.name, facet, steps[-1] if facet else "", numbers, [page.path for page in pages])

    def page(
        self,
        steps: Sequence[str],
        title: str,
        words: str,
        maker: Location | str,
        above: Page | None,
        kind: str = GRID,
    ) -> Page:
        """A page below ``steps``, which are folders of its address."""
        address = made_address(*steps)
        meta = FrozenDict({"description": words, "datafile": self.name})
        page = self.ground.page(address.url_path.strip("/"), address, title, meta)
        self.pages.append(MadePage(page, _TEMPLATE.format(kind), kind, maker, above))
        return page


def _base(collection: Collection) -> list[str]:
    """The folders of the address of ``collection``: those above the pages of its items, else its name."""
    typed = collection.typed
    above = typed.setup.url.partition("{id}")[0] if typed is not None else ""
    return above.strip("/").split("/") if above.endswith("/") and above != "/" else collection.name.split("/")
