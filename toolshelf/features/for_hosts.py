"""Files for search engines and for the host: the sitemap, robots.txt, and what keeps Jekyll away from GitHub Pages."""

from __future__ import annotations

from typing import Final

from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.index import Index
from toolshelf.index.join import NO_JEKYLL, ROBOTS, SITEMAP
from toolshelf.index.queries import Listed

_SITEMAP, _ROBOTS, _MARKER = "sitemap", "robots", "marker"


def _targets(_: Index) -> tuple[Target, ...]:
    return (
        Target(SITEMAP, _SITEMAP, "sitemap.xml"),
        Target(ROBOTS, _ROBOTS, "robots.txt"),
        Target(NO_JEKYLL, _MARKER),
    )


def _sitemap(_: Target, drawing: Drawing) -> dict[str, object]:
    return {"pages": drawing.pages(Listed())}


def _robots(_: Target, __: Drawing) -> dict[str, object]:
    return {}


def _marker(_: Target, __: Drawing) -> bytes:
    return b""


FEATURE: Final = Feature(
    "for_hosts", {_SITEMAP: Kind(_sitemap), _ROBOTS: Kind(_robots), _MARKER: Kind(_marker)}, _targets
)
