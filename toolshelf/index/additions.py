"""What features add to a site while it is joined: pages that nobody wrote, settings, fields, a value of their own.

The index knows no feature. Each is given to `toolshelf.index.join.join` as a `Maker`, gets the ground as it stands
(the pages that were written, and those that the makers before it have made), and says what it adds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from toolshelf.codec import EMPTY, FrozenDict, Value
from toolshelf.data.collections import Collection
from toolshelf.data.positions import Positions
from toolshelf.data.schema_files import SchemaFile
from toolshelf.index.addresses import Address
from toolshelf.index.bases import Scope
from toolshelf.index.groups import Group
from toolshelf.index.item_facts import Remember
from toolshelf.index.items import Texts
from toolshelf.index.pages import Documents, Page, generated_page
from toolshelf.problems import Location, Problem
from toolshelf.sources.history import History

if TYPE_CHECKING:
    from toolshelf.index.index import Index


class Ground(Struct, frozen=True):
    """What a feature is made from."""

    config: FrozenDict
    config_positions: Positions
    as_of: datetime.date
    base_path: str
    """The folder of the site on its host, with slashes around it: "/" or "/toolkit/"."""
    pages: Mapping[str, Page]
    """By path; those that features made before are among them."""
    newest: Sequence[str]
    """The paths of the written pages that have a date, the newest first."""
    collections: Mapping[str, Collection]
    """By name, as typed."""
    origins: Mapping[str, str]
    """For each of them a digest of its file."""
    schemas: Mapping[str, SchemaFile]
    """The schema of each of them that has one."""
    files: Sequence[str]
    """Paths under content/ that are not pages."""
    templates: Container[str]
    """The names of all templates: a theme may do without some."""
    texts: Callable[[], Mapping[str, Texts]]
    """Gives the Markdown of the items of all collections, rendered."""
    remember: Remember
    options: str
    """A digest of the configuration as parsing took it."""
    documents: Documents
    source: Callable[[str], bytes]
    """Gives a file under content/, by its path."""
    history: History
    """What the sources were at earlier versions."""

    def is_taken(self, address: Address) -> bool:
        """Whether a page stands at ``address``, which somebody may have written in place of one that is made."""
        return any(page.url_path == address.url_path for page in self.pages.values())

    def page(self, path: str, address: Address, title: str, meta: FrozenDict = EMPTY) -> Page:
        """A page that nobody wrote, with ``meta`` as its front matter."""
        return generated_page(path, address, title, self.options, self.documents, meta)


class MadePage(Struct, frozen=True):
    """A page that a feature makes."""

    page: Page
    template: str
    """The name of the template that draws it: "facet.html"."""
    kind: str
    """Of its target: it decides what the template is given."""
    maker: Location | str
    """Where it is asked for, or whose page it is, in words."""
    above: Page | None = None
    """The page above it in breadcrumbs; None stands for the home page."""
    ids: tuple[str, ...] = ()
    """What fragments of links to it may name."""
    listed: bool = True
    """Whether it is meant for search engines: it stands in the sitemap."""


class DrawnPage(Struct, frozen=True):
    """A page that somebody wrote and a feature draws in its own way."""

    template: str
    """The name of the template that draws it, unless its front matter names a layout and there is no ``kind``."""
    basis: str
    """A digest of all that the fields of the feature follow from, besides the page and their scopes."""
    kind: str = ""
    """Of its target, where that is not the one of pages."""

    def marked(self, basis: str) -> DrawnPage:
        """The same, where its fields follow from something with the digest ``basis`` as well."""
        return replace(self, basis=f"{self.basis} {basis}".strip())


class Derived(Struct, frozen=True):
    """A field of pages that a feature derives, in place of the field of that name that the index may derive.

    It follows from the page and from its ``scope``, which is no narrower than that of the field in whose place it
    stands. What else it follows from has to stand in the front matter that the feature gives the page (a digest will
    do) or in `DrawnPage.basis`, since by that a build sees that the page is another now.
    """

    derive: Callable[[Index, Page], Value]
    """A function of a module; pure. MISSING where a page has no such field."""
    scope: Scope = Scope.OWN
    """What the field is made from."""


class Made(Struct, frozen=True):
    """What a feature adds."""

    value: object = None
    """Whatever its questions need; it can be pickled, and stands in `Index.features` by the name of the feature."""
    pages: Sequence[MadePage] = ()
    settings: Mapping[str, Value] = field(default_factory=dict)
    """What templates read as ``site.NAME``."""
    outputs: Sequence[tuple[str, Location | str]] = ()
    """Further files, that links can lead to, each with its maker as `MadePage.maker`."""
    drawn: Mapping[str, DrawnPage] = field(default_factory=dict)
    """By the paths of the pages."""
    groups: Sequence[Group] = ()
    """Pages that are read as one text."""
    read: Sequence[str] = ()
    """Files under content/ that the feature has read, and nobody publishes."""
    problems: Sequence[Problem] = ()


class Maker(Struct, frozen=True):
    """A feature as joining sees it."""

    name: str
    make: Callable[[Ground], Made]
    """Pure."""
    fields: Mapping[str, Derived]
    """By name."""
    templates: frozenset[str] = frozenset()
    """Those that are no layouts."""


class Additions:
    """What all features together add."""

    def __init__(self, makers: Iterable[Maker], ground: Ground) -> None:
        """Raises nothing: what is wrong is among the problems."""
        self.values: dict[str, object] = {}
        self.pages: dict[str, MadePage] = {}
        self.makers: list[tuple[str, Location | str]] = []
        self.settings: dict[str, Value] = {}
        self.outputs: list[tuple[str, Location | str]] = []
        self.drawn: dict[str, DrawnPage] = {}
        self.groups: dict[str, Group] = {}
        self.read: set[str] = set()
        self.problems: list[Problem] = []
        self.fields: dict[str, Derived] = {}
        self.templates: set[str] = set()
        pages = ground.pages
        for maker in makers:
            made = maker.make(replace(ground, pages=pages))
            self.values[maker.name] = made.value
            self.pages |= {one.page.path: one for one in made.pages}
            self.makers += [*((one.page.address.output, one.maker) for one in made.pages), *made.outputs]
            pages = {**pages, **{one.page.path: one.page for one in made.pages}}
            self.settings |= made.settings
            self.outputs += made.outputs
            self.drawn |= made.drawn
            self.read.update(made.read)
            self.groups |= {path: group for group in made.groups for path in group.paths}
            self.problems += made.problems
            self.fields |= maker.fields
            self.templates |= maker.templates

    @property
    def above(self) -> dict[str, Page | None]:
        """The page above each made one, by its path."""
        return {path: one.above for path, one in self.pages.items()}


Makers: TypeAlias = Sequence[Maker]
