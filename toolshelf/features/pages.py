"""The site's pages: each is drawn by its layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.index import Index

PAGE: Final = "page"


def _targets(index: Index) -> Iterator[Target]:
    """Of all pages, also of those that features have made, which are drawn as these say."""
    for path, page in index.site.pages.items():
        yield Target(page.address.output, index.made.get(path, PAGE), index.layouts[path], path)


def _page(target: Target, drawing: Drawing) -> dict[str, object]:
    return {"page": drawing.page(target.subject)}


FEATURE: Final = Feature("pages", {PAGE: Kind(_page, shows_page=True)}, _targets)
