"""The site as one value: everything a render may ask, computed from the rows of its pages, or when it is asked."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlsplit

from msgspec import Struct, field

from toolshelf.codec import MISSING, FrozenDict, Value, digest, encode
from toolshelf.index.additions import Derived
from toolshelf.index.bases import Bases
from toolshelf.index.links import Site
from toolshelf.index.navigation import Sidenav, sidenav
from toolshelf.index.page_checks import Surroundings
from toolshelf.index.pages import Page
from toolshelf.index.sections import Sections
from toolshelf.index.terms import Taxonomies
from toolshelf.problems import Problem
from toolshelf.sources.templates import TemplateSource


class Query(Protocol):
    """A question about the site: frozen, hashable, and answered from the index alone."""

    def answer(self, index: Index) -> Value:
        """The answer; MISSING where the thing asked about does not exist."""

    def basis(self, index: Index) -> str:
        """What the answer is made from: where it is the same, so is the answer. "" where asking is as cheap."""

    def __str__(self) -> str:
        """What it asks for, in words that begin a sentence or stand in one."""


class Answer(Struct, frozen=True):
    """What is the case, and a digest by which to tell whether it still is."""

    value: Value
    digest: str

    @classmethod
    def of(cls, value: Value) -> Answer:
        """``value`` as an answer."""
        return cls(value, digest(encode(value)))


class Index(Struct, dict=True):
    """Built once a build, then only read. Of its pages it holds rows; documents are opened when they are asked for.

    It can be pickled for another process, and takes the rows along but no document: see `Documents`.
    """

    config: FrozenDict
    """As templates see it."""
    options: str
    """A digest of the configuration as parsing took it: documents that were parsed otherwise have other keys."""
    as_of: datetime.date
    around: Surroundings
    header: tuple[FrozenDict, ...]
    """The menu of the header, resolved."""
    layouts: Mapping[str, str]
    """The template of each page, by its path."""
    data: Mapping[str, Value]
    items: Mapping[str, tuple[FrozenDict, ...]]
    origins: Mapping[str, str]
    """For each name of ``data`` a digest of the file that holds it."""
    paths: Mapping[str, str]
    """For each of them the path of this file."""
    assets: Mapping[str, FrozenDict]
    redirects: Mapping[str, str]
    """Output of each redirect to the path of its page."""
    taxonomies: Taxonomies
    newest: Sequence[str]
    """The paths of the pages that have a date, the newest first."""
    features: Mapping[str, Any]
    """What each feature keeps of the site, by its name."""
    made: Mapping[str, str]
    """The kind of each page that a feature made, or draws, by its path."""
    unlisted: frozenset[str]
    """The paths of the pages that are not meant for search engines."""
    added: Mapping[str, Value]
    """The settings that features add."""
    derived: Mapping[str, Derived]
    """The fields of pages that features derive, by name."""
    drawn: Mapping[str, str]
    """See `Bases.drawn`."""
    problems: tuple[Problem, ...]
    """Of the site as a whole; those of its pages are `page_problems`."""
    pictured: bool = False
    """Whether pictures are made in sizes."""
    pictures: Mapping[str, FrozenDict] = field(default_factory=dict)
    """What templates see of each picture, by the path of its source; of a drawn one by its output."""
    _answers: dict[Query, Answer] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """Without what can be computed again."""
        kept = {name: value for name, value in self.__dict__.items() if name not in ("bases", "picture_digests")}
        return {**kept, "_answers": {}, "problems": ()}

    @property
    def site(self) -> Site:
        """What links can lead to."""
        return self.around.site

    @property
    def sections(self) -> Sections:
        """The tree of folders."""
        return self.around.sections

    @property
    def templates(self) -> Mapping[str, TemplateSource]:
        """By name."""
        return self.around.templates

    @cached_property
    def bases(self) -> Bases:
        """What the answers about pages are made from."""
        around, made, drawn = self.around, self.made, self.drawn
        return Bases(self.site, self.sections, around.lists, self.taxonomies, made, drawn, self.newest)

    @property
    def around_items(self) -> str:
        """What items follow from as templates see them, besides the items as typed."""
        return f"{self.options} {self.site.digest}"

    @cached_property
    def picture_digests(self) -> Mapping[str, str]:
        """For each of ``pictures`` a digest of what templates see of it."""
        return {path: digest(encode(one)) for path, one in self.pictures.items()}

    def answer(self, query: Query) -> Answer:
        """The answer to ``query``, computed once a build."""
        known = self._answers.get(query)
        if known is None:
            known = self._answers[query] = Answer.of(query.answer(self))
        return known

    def have(self, documents: Mapping[str, str]) -> None:
        """Have other documents of some pages, given by their keys, of which the rows are the same; forget answers."""
        for path, key in documents.items():
            if (page := self.site.pages.get(path)) is not None:
                page.have(key)
        self.bases.forget_documents()
        self._answers.clear()

    def addresses(self, page: Page) -> list[str]:
        """Where the links of the body of ``page`` lead."""
        return [self.site.resolve(link.target, page.path).url for link in page.facts.links]

    def sidenav(self, page: Page) -> Sidenav:
        """The side navigation of ``page``."""
        around = self.around
        return sidenav(around.site, around.sections, page, around.menus, complete=around.menus_complete)

    def listing(self, files: Collection[str]) -> set[str]:
        """The paths of the pages that list what one of the data ``files``, by their paths, holds.

        Those that features made are all among them: what they show of the files only the features know.
        """
        names = {
            name
            for name, path in self.paths.items()
            if any(file == path or file.startswith(f"data/{name}/") for file in files)
        }
        listed = {path for path, page in self.site.pages.items() if any(use[0] in names for use in page.row.uses)}
        return listed.union(self.made) if names else listed

    def setting(self, key: str) -> Value:
        """A key of the configuration, or "base_path", "home", "as_of", "navigation", or what a feature adds."""
        match key:
            case "base_path" | "home":
                return self.site.base_path
            case "as_of":
                return self.as_of
            case "navigation":
                return self.header
        return self.added[key] if key in self.added else self.config.get(key, MISSING)

    def known(self, kind: str) -> tuple[str, ...]:
        """All names of a kind: of "assets", "items", "broken" data, or "settings"."""
        names: Iterable[str]
        match kind:
            case "settings":
                names = [*self.config, "base_path", "home", "as_of", "navigation", "data", *self.added]
            case "broken":
                names = self.around.broken
            case _:
                names = self.assets if kind == "assets" else self.items
        return tuple(sorted(names))

    def address(self, target: str) -> Value:
        """The address of a page or file that a template names, or MISSING."""
        found = self.site.resolve(target, "templates/base.html")
        return MISSING if found.complaint else found.url

    def absolute(self, url: str) -> str:
        """``url``, which begins with the base path, as an absolute address."""
        parts = urlsplit(str(self.config["url"]))
        return f"{parts.scheme}://{parts.netloc}{url}"

    def listed(self) -> tuple[str, ...]:
        """The paths of the pages that the sitemap lists, by address."""
        pages = self.site.pages.values()
        listed = [page for page in pages if not page.is_not_found and page.path not in self.unlisted]
        return tuple(page.path for page in sorted(listed, key=lambda page: page.url_path))
