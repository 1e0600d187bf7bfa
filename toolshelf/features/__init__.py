"""What a site is made of beyond its sources: every feature in a room of its own, and all of them in this list.

A feature adds pages and outputs, asks questions, and says how its outputs are drawn (`toolshelf.features.feature`).
To add one is to write it and to name it here; what it does no other module knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from toolshelf.features import (
    calendars,
    case_studies,
    documents,
    facets,
    feeds,
    for_hosts,
    head,
    images,
    items,
    pages,
    redirects,
    reviews,
    schemas,
    search,
    social_images,
    taxonomies,
)
from toolshelf.features.feature import Feature, Kind
from toolshelf.index.additions import Maker
from toolshelf.index.queries import know

FEATURES: Final[tuple[Feature, ...]] = (
    pages.FEATURE,
    taxonomies.FEATURE,
    documents.FEATURE,
    items.FEATURE,
    case_studies.FEATURE,
    calendars.FEATURE,
    redirects.FEATURE,
    for_hosts.FEATURE,
    feeds.FEATURE,
    reviews.FEATURE,
    facets.FEATURE,
    schemas.FEATURE,
    search.FEATURE,
    social_images.FEATURE,
    head.FEATURE,
    images.FEATURE,
)
"""In the order in which they are made: a feature sees the pages of those before it."""

KINDS: Final[Mapping[str, Kind]] = {name: kind for feature in FEATURES for name, kind in feature.kinds.items()}
"""All kinds of targets, by name."""

PAGES: Final = frozenset(name for name, kind in KINDS.items() if kind.shows_page)
"""The kinds of targets that are one of the site's pages."""

MAKERS: Final[tuple[Maker, ...]] = tuple(feature.maker for feature in FEATURES)

for feature in FEATURES:
    know(feature.questions)
