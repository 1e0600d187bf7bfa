"""Which outputs the site has: a pure function of the index, so what appears or vanishes is a difference of plans."""

from __future__ import annotations

import enum
from typing import Final, NamedTuple

from toolshelf.index.index import Index
from toolshelf.index.join import NO_JEKYLL, ROBOTS, SITEMAP


@enum.unique
class Kind(enum.StrEnum):
    """What a target is, which decides what its template is given."""

    PAGE = "page"
    TERM = "term"
    """The list of the pages of a term."""
    TERMS = "terms"
    """The list of the terms of a taxonomy."""
    REDIRECT = "redirect"
    SITEMAP = "sitemap"
    FEED = "feed"
    ROBOTS = "robots"
    MARKER = "marker"


PAGES: Final = frozenset({Kind.PAGE, Kind.TERM, Kind.TERMS})
"""What one of the site's pages can be."""


class Target(NamedTuple):
    """One output that is rendered."""

    output: str
    """Relative to the output folder, with "/"."""
    kind: Kind
    template: str = ""
    subject: str = ""
    """The path of the page it shows or leads to."""

    @property
    def is_page(self) -> bool:
        """Whether it is one of the site's pages."""
        return self.kind in PAGES


def plan(index: Index) -> tuple[Target, ...]:
    """Every rendered output of the site, by its path."""
    listing = {page.path: Kind.TERMS for page in index.taxonomies.lists.values()}
    listing |= dict.fromkeys(index.taxonomies.by_path, Kind.TERM)
    targets = [
        Target(page.address.output, listing.get(path, Kind.PAGE), index.layouts[path], path)
        for path, page in index.site.pages.items()
    ]
    targets += [Target(output, Kind.REDIRECT, "redirect.html", path) for output, path in index.redirects.items()]
    targets += [
        Target(SITEMAP, Kind.SITEMAP, "sitemap.xml"),
        Target(ROBOTS, Kind.ROBOTS, "robots.txt"),
        Target(NO_JEKYLL, Kind.MARKER),
    ]
    if index.feed:
        targets.append(Target(index.feed, Kind.FEED, "feed.xml"))
    return tuple(sorted(targets))
