"""The pictures of a site: what of its index they are made from and shown to, and which pages show too many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from toolshelf.codec import FrozenDict
from toolshelf.features.images.budget import budget_problems
from toolshelf.features.images.making import Helpers, Pictures, make_pictures, view
from toolshelf.features.images.placeholders import SIDE, Placeholder, placeholder
from toolshelf.features.images.recipe import budget
from toolshelf.features.images.store import Store
from toolshelf.index.index import Index
from toolshelf.index.item_facts import Remember
from toolshelf.index.join import Joined
from toolshelf.index.links import is_image
from toolshelf.patterns import regex
from toolshelf.problems import Problem
from toolshelf.sources.source import Source
from toolshelf.sources.templates import INCLUDES

_THUMBNAILS: Final = "content/thumbnails/"
_DRAWS: Final = regex(r"\bthumbnail\(|\bparts/(?:thumbnail|card)\b")
"""How a template comes to show the pictures of items."""


def picture_site(
    joined: Joined, copies: Mapping[str, Source], remember: Remember, store: Store, workers: Helpers
) -> Pictures:
    """Make the pictures of a site, among the files that are copied to ``copies``, and show them to its index.

    Raises OSError, and what `Workers.share` raises.
    """
    index = joined.index
    sources = {source.path: source for source in copies.values() if is_image(source.path)}
    published = {source.path: output for output, source in copies.items()}
    small = {path for path in sources if path.startswith(_THUMBNAILS)} | joined.items.shown
    pictures = make_pictures(sources, published, small, index.config, remember, store, workers)
    shown = {path: view(path, pictures, published[path], index.site.url) for path in pictures.facts}
    names = (name for of_one in _drawn_collections(joined) for name in joined.items.unpictured[of_one])
    index.pictures = {**shown, **{one.output: _view(one, index) for one in sorted({*map(placeholder, names)})}}
    return pictures


def _drawn_collections(joined: Joined) -> Iterable[str]:
    """The collections whose items may be shown with pictures: it is better to draw one too many than one too few."""
    index, unpictured = joined.index, joined.items.unpictured
    drawing = {name for name, source in index.templates.items() if _DRAWS.search(source.text)}
    if any(not name.startswith((INCLUDES, "parts/")) for name in drawing):
        return unpictured
    includes = _drawing_includes(index)
    grids = getattr(index.features.get("facets"), "by_name", {}) if drawing else {}
    used = (
        use[0]
        for page in index.site.pages.values()
        if page.row.uses and not includes.isdisjoint(page.row.includes)
        for use in page.row.uses
    )
    return sorted({*used, *grids} & unpictured.keys())


def _drawing_includes(index: Index) -> set[str]:
    """The includes that show pictures of items."""
    return {
        name.removeprefix(INCLUDES)
        for name, source in index.templates.items()
        if name.startswith(INCLUDES) and _DRAWS.search(source.text)
    }


def heavy_pages(joined: Joined, texts: Mapping[str, Sequence[str]], pictures: Pictures) -> tuple[Problem, ...]:
    """The pages that show more than a page may; ``texts`` names the pictures of their texts and front matter."""
    index = joined.index
    includes, shown = _drawing_includes(index), joined.items.images
    return tuple(budget_problems(index, texts, shown, includes, pictures.facts, budget(index.config)))


def _view(one: Placeholder, index: Index) -> FrozenDict:
    src = index.site.url(one.output)
    return FrozenDict({"src": src, "width": SIDE, "height": SIDE, "sources": (), "drawn": " ".join(one)})
