"""Which outputs the site has: a pure function of the index, so what appears or vanishes is a difference of plans."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from toolshelf.index.index import Index
from toolshelf.index.join import NO_JEKYLL, ROBOTS, SITEMAP


@enum.unique
class Kind(enum.StrEnum):
    """What a target is, which decides what its template is given."""

    PAGE = "page"
    REDIRECT = "redirect"
    SITEMAP = "sitemap"
    ROBOTS = "robots"
    MARKER = "marker"


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One output that is rendered."""

    output: str
    """Relative to the output folder, with "/"."""
    kind: Kind
    template: str = ""
    subject: str = ""
    """The path of the page it shows or leads to."""


def plan(index: Index) -> tuple[Target, ...]:
    """Every rendered output of the site, by its path."""
    targets = [
        Target(page.address.output, Kind.PAGE, index.layouts[path], path) for path, page in index.site.pages.items()
    ]
    targets += [Target(output, Kind.REDIRECT, "redirect.html", path) for output, path in index.redirects.items()]
    targets += [
        Target(SITEMAP, Kind.SITEMAP, "sitemap.xml"),
        Target(ROBOTS, Kind.ROBOTS, "robots.txt"),
        Target(NO_JEKYLL, Kind.MARKER),
    ]
    return tuple(sorted(targets))
