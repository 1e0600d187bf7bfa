"""The fields of a page that are derived rather than typed, each a pure function of the index and the page."""

from __future__ import annotations

import datetime
import html
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.content.fragment import Heading
from toolshelf.index.bases import Scope
from toolshelf.index.entries import anchors, entry
from toolshelf.index.gaps import filled, levels_at_includes, split_at_includes
from toolshelf.index.images import image_target, image_url
from toolshelf.index.index import Index
from toolshelf.index.page_checks import page_problems
from toolshelf.index.pages import Page
from toolshelf.index.picture_parts import split_at_pictures
from toolshelf.index.rows import text_of
from toolshelf.languages import said_in

_HOME: Final = {"en": "Home", "es": "Inicio"}
PICTURE: Final = "picture"
"""The field that a picture has: its address, its measures, and its sizes. Those who ask name its source's path."""


def field(index: Index, path: str, name: str) -> Value:
    """A field of the page at ``path``: what is derived, by a feature or the index, else front matter, else MISSING."""
    page = index.site.pages.get(path)
    if page is None:
        return index.pictures.get(path, MISSING) if name == PICTURE else MISSING
    if (added := index.derived.get(name)) is not None and (value := added.derive(index, page)) is not MISSING:
        return value
    derive = DERIVED.get(name)
    return page.meta.get(name, MISSING) if derive is None else derive(index, page)


def names(index: Index, path: str) -> tuple[str, ...]:
    """The names of all fields of the page at ``path``, sorted."""
    page = index.site.pages.get(path)
    return tuple(sorted({*DERIVED, *index.derived, *(page.meta if page else ())}))


def url(index: Index, page: Page) -> str:
    """Its address with the base path."""
    return index.site.url(page.url_path)


def canonical_url(index: Index, page: Page) -> str:
    """Its absolute address."""
    return index.absolute(url(index, page))


def heading(index: Index, page: Page) -> Value:
    """The H1: its text, id and inner HTML. A title without a heading in the body has an id of the engine's own."""
    outlined = page.document.outline
    if outlined.heading is None:
        return FrozenDict({"text": page.title, "id": "page--title", "content": Markup(html.escape(page.title))})
    content = filled(outlined.heading.content, outlined.headings, index.addresses(page))
    return FrozenDict({"text": outlined.heading.text, "id": outlined.heading.id, "content": Markup(content)})


def body(index: Index, page: Page) -> Value:
    """The body's HTML in parts: text, and for each include its name, arguments, line and the level of its headings.

    Where pictures are made in sizes, each of them is a part too: the path of its source, and its tag.
    """
    return calls_between(index, page, page.document.outline.headings, index.addresses(page))


def calls_between(
    index: Index, page: Page, headings: Sequence[Heading], addresses: Sequence[str], deeper: int = 0
) -> tuple[Value, ...]:
    """The body of ``page`` in parts; ``headings`` and ``addresses`` stand for its own ones.

    The headings that includes draw stand so many levels ``deeper``.
    """
    parts: list[Value] = []
    shown = page.document.outline.body
    pictures = _pictures(index, page, addresses)
    levels = levels_at_includes(shown, page.document.outline.headings) if page.row.includes else {}
    for part in split_at_includes(shown, headings, addresses):
        if isinstance(part, str):
            parts += split_at_pictures(part, pictures)
            continue
        call = page.facts.includes[part]
        parts.append(
            FrozenDict(
                {
                    "name": call.name,
                    "arguments": call.arguments,
                    "line": call.line,
                    "block": call.block,
                    "heading_level": min(levels.get(part, 2) + deeper, 6),
                }
            )
        )
    return tuple(parts)


def _pictures(index: Index, page: Page, addresses: Sequence[str]) -> dict[str, str]:
    """The pictures that ``page`` shows: the path of the source of each, by its address."""
    if not index.pictured:
        return {}
    images = ((link, url) for link, url in zip(page.facts.links, addresses, strict=True) if link.kind == "image")
    found = {url: index.site.resolve(link.target, page.path).file for link, url in images}
    return {url: path for url, path in found.items() if path}


def headings(_: Index, page: Page) -> Value:
    """The headings that stand in the body."""
    return tuple(
        FrozenDict({"level": one.level, "id": one.id, "text": one.text}) for one in page.document.outline.shown
    )


def breadcrumbs(index: Index, page: Page) -> Value:
    """The way from the home page to the page itself."""
    trail = index.sections.trail(page)
    names = [_home_name(index) if step.path == trail[0].path and len(trail) > 1 else step.title for step in trail]
    return tuple(entry(name, url(index, step)) for name, step in zip(names, trail, strict=True))


def children(index: Index, page: Page) -> Value:
    """What its section holds."""
    return tuple(_summary(index, child) for child in index.sections.below(page))


def section(index: Index, page: Page) -> Value:
    """The page of the section it belongs to."""
    head = index.sections.section(page)
    return None if head is None else _summary(index, head)


def previous(index: Index, page: Page) -> Value:
    """The page before it in its section."""
    before, _ = index.sections.neighbours(page)
    return None if before is None else _summary(index, before)


def following(index: Index, page: Page) -> Value:
    """The page after it in its section."""
    _, after = index.sections.neighbours(page)
    return None if after is None else _summary(index, after)


def images(index: Index, page: Page) -> Value:
    """The images of its front matter that exist, with their addresses resolved."""
    found = []
    for image in _as_tuple(page.meta.get("images")):
        fields = image if isinstance(image, FrozenDict) else FrozenDict({"url": image})
        target = image_target(index.site, page.path, fields.get("url"))
        if target.url:
            words = {key: str(fields.get(key) or "") for key in ("alt", "caption")}
            if index.pictured:
                words["picture"] = target.file
            found.append(FrozenDict({**fields, **words, "url": target.url}))
    return tuple(found)


def terms(index: Index, page: Page) -> Value:
    """The terms that it belongs to: the name and address of each, and the page's key that names it."""
    return tuple(
        FrozenDict({"name": term.name, "url": url(index, term.page), "taxonomy": term.taxonomy})
        for term in index.taxonomies.of(page)
    )


def lastmod(_: Index, page: Page) -> Value:
    """The day on which its content last changed, as its front matter says."""
    moment = page.row.updated or page.row.date
    return datetime.datetime.fromisoformat(moment).date() if moment else None


def language(index: Index, page: Page) -> str:
    """The language it is written in, as a tag of BCP 47."""
    return str(page.meta.get("language") or index.config["language"])


def _text(key: str) -> Callable[[Index, Page], Value]:
    def text(_: Index, page: Page) -> Value:
        return text_of(page.meta.get(key))

    return text


def _moment(written: str) -> Value:
    """What was typed, from how a row keeps it."""
    if not written:
        return None
    day_only = len(written) == len("2026-01-01")
    return datetime.date.fromisoformat(written) if day_only else datetime.datetime.fromisoformat(written)


def _summary(index: Index, page: Page) -> FrozenDict:
    return FrozenDict({"title": page.title, "url": url(index, page), "description": page.row.description})


def _home_name(index: Index) -> str:
    return said_in(_HOME, index.config["language"])


def _as_tuple(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


def _sidenav(index: Index, page: Page) -> Value:
    return index.sidenav(page).menu


DERIVED: Mapping[str, Callable[[Index, Page], Value]] = {
    "title": lambda _, page: page.title,
    "heading": heading,
    "subtitle": _text("subtitle"),
    "description": lambda _, page: page.row.description,
    "url": url,
    "canonical_url": canonical_url,
    "path": lambda _, page: "" if page.generated else page.path,
    "layout": lambda index, page: index.layouts[page.path].removesuffix(".html"),
    "date": lambda _, page: _moment(page.row.date),
    "updated": lambda _, page: _moment(page.row.updated),
    "lastmod": lastmod,
    "body": body,
    "headings": headings,
    "anchors": lambda _, page: anchors(page.document)[0],
    "sidenav": _sidenav,
    "breadcrumbs": breadcrumbs,
    "previous": previous,
    "next": following,
    "children": children,
    "section": section,
    "terms": terms,
    "images": images,
    "preview_image": lambda index, page: image_url(index.site, page.path, page.meta.get("preview_image")),
    "language": language,
}

SCOPES: Mapping[str, Scope] = {
    **dict.fromkeys(("heading", "body", "layout", "images", "preview_image"), Scope.LINKS),
    **dict.fromkeys(("breadcrumbs", "previous", "next", "children", "section"), Scope.SECTION),
    "sidenav": Scope.SECTION | Scope.MENUS,
    "terms": Scope.TERMS,
}
"""What a field is made from, where it is more than the page itself and the configuration."""


def scope(index: Index, name: str) -> Scope:
    """What the field ``name`` of any page is made from."""
    added = index.derived.get(name)
    return SCOPES.get(name, Scope.OWN) if added is None else added.scope


def basis(index: Index, path: str, name: str) -> str:
    """What the field ``name`` of the page at ``path`` is made from: where it is the same, so is the field."""
    bases, made_from = index.bases, scope(index, name)
    parts = [bases.own.get(path, "")]
    if Scope.LINKS in made_from:
        page = index.site.pages.get(path)
        parts.append(page_problems(page, index.around).leads if page else "")
    if Scope.SECTION in made_from:
        parts.append(bases.section(path))
    if Scope.MENUS in made_from and bases.follows_menus(path):
        parts.append(bases.written_menus)
    if Scope.TERMS in made_from:
        parts.append(bases.named_terms)
    if Scope.ADDRESSES in made_from:
        parts.append(index.site.digest)
    return " ".join(parts)
