"""The site as one value: everything a render may ask, computed whole from the parsed sources."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from toolshelf.codec import MISSING, FrozenDict, Value, digest, encode
from toolshelf.index.links import Site, Target
from toolshelf.index.navigation import Sidenav
from toolshelf.index.sections import Sections
from toolshelf.index.terms import Taxonomies
from toolshelf.problems import Problem
from toolshelf.sources.templates import TemplateSource


class Query(Protocol):
    """A question about the site: frozen, hashable, and answered from the index alone."""

    def answer(self, index: Index) -> Value:
        """The answer; MISSING where the thing asked about does not exist."""


class Answer(NamedTuple):
    """What is the case, and a digest by which to tell whether it still is."""

    value: Value
    digest: str


@dataclass(slots=True)
class Index:
    """Built once a build, then only read."""

    config: FrozenDict
    as_of: datetime.date
    site: Site
    targets: Mapping[str, Sequence[Target]]
    """Where the links of each page's body lead, by its path."""
    sections: Sections
    menus: Mapping[str, tuple[FrozenDict, ...]]
    """Resolved menus: "header"."""
    sidenavs: Mapping[str, Sidenav]
    anchors: Mapping[str, tuple[FrozenDict, ...]]
    layouts: Mapping[str, str]
    """The template of each page, by its path."""
    data: Mapping[str, Value]
    items: Mapping[str, tuple[FrozenDict, ...]]
    lists: Mapping[str, frozenset[str]]
    """The paths of the data files that each page lists, by its path."""
    broken: frozenset[str]
    """Names of data files that cannot be read, of which their own problem says enough."""
    templates: Mapping[str, TemplateSource]
    assets: Mapping[str, FrozenDict]
    redirects: Mapping[str, str]
    """Output of each redirect to the path of its page."""
    taxonomies: Taxonomies
    newest: Sequence[str]
    """The paths of the pages that have a date, the newest first."""
    feed: str
    """The output of the feed; "" where there is none."""
    problems: tuple[Problem, ...]
    _answers: dict[Query, Answer] = field(default_factory=dict)

    def answer(self, query: Query) -> Answer:
        """The answer to ``query``, computed once a build."""
        known = self._answers.get(query)
        if known is None:
            value = query.answer(self)
            known = self._answers[query] = Answer(value, digest(encode(value)))
        return known

    def setting(self, key: str) -> Value:
        """A key of the configuration, or "base_path", "home", "as_of", "navigation" or "feed", its address if any."""
        match key:
            case "base_path" | "home":
                return self.site.base_path
            case "as_of":
                return self.as_of
            case "navigation":
                return self.menus["header"]
            case "feed":
                return self.site.url(self.feed) if self.feed else ""
        return self.config.get(key, MISSING)

    def known(self, kind: str) -> tuple[str, ...]:
        """All names of a kind: of "assets", "items", "broken" data, or "settings"."""
        names: Iterable[str]
        match kind:
            case "settings":
                names = [*self.config, "base_path", "home", "as_of", "navigation", "feed", "data"]
            case "broken":
                names = self.broken
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
        pages = [page for page in self.site.pages.values() if not page.is_not_found]
        return tuple(page.path for page in sorted(pages, key=lambda page: page.url_path))
