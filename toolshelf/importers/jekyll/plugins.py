"""Addresses that no file of a Jekyll site has, because a plugin makes them: further pages of lists, and feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import dirname
from typing import Any, Final

from toolshelf.importers.jekyll.configuration import Configuration
from toolshelf.importers.jekyll.documents import Document

NO_FEED: Final = (
    "It was the feed that jekyll-feed makes. With feeds: true in data/site.yml this site has one at /feed.xml; "
    "lead the old address there where your host can."
)
_FEED: Final = "jekyll-feed"


def further_pages(document: Document, values: Mapping[str, Any]) -> list[str]:
    """The addresses of the further pages of the list on ``document``, all of which stands on one page now."""
    if isinstance(document.meta.get("pagination"), Mapping):
        return _of_second_version(document, values)
    return _of_first_version(document, values)


def _of_second_version(document: Document, values: Mapping[str, Any]) -> list[str]:
    """As jekyll-paginate-v2 makes them."""
    asked, settings = document.meta["pagination"], values.get("pagination")
    if not (asked.get("enabled") and isinstance(settings, Mapping)):
        return []
    shown = values.get(str(asked.get("collection") or settings.get("collection") or "posts"), ())
    size = asked.get("per_page") or settings.get("per_page") or 10
    template = str(asked.get("permalink") or settings.get("permalink") or "/page/:num/")
    return _numbered(f"{document.url.rstrip('/')}{template}", len(shown), size)


def _of_first_version(document: Document, values: Mapping[str, Any]) -> list[str]:
    """As jekyll-paginate makes them: of the one page that stands in the folder of their addresses."""
    template = "/" + str(values.get("paginate_path") or "/page:num/").strip("/") + "/"
    folder = dirname(template.rstrip("/")).rstrip("/") + "/"
    if document.url != folder or not document.path.endswith("index.html"):
        return []
    return _numbered(template, len(values.get("posts", ())), values.get("paginate"))


def _numbered(template: str, count: int, size: object) -> list[str]:
    last = -(-count // size) if isinstance(size, int) and size > 0 else 1
    return [template.replace(":num", str(number)) for number in range(2, last + 1)]


def feeds(configuration: Configuration) -> Iterator[str]:
    """The addresses of the feeds that jekyll-feed makes."""
    values = configuration.values
    plugins = [*(values.get("plugins") or ()), *(values.get("gems") or ())]
    if _FEED not in plugins:
        return
    settings = values.get("feed")
    asked = settings if isinstance(settings, Mapping) else {}
    yield "/" + str(asked.get("path") or "feed.xml").lstrip("/")
    collections = asked.get("collections")
    for name in collections if isinstance(collections, (Mapping, list)) else ():
        about = collections[name] if isinstance(collections, Mapping) else None
        path = about.get("path") if isinstance(about, Mapping) else None
        yield "/" + str(path or f"feed/{name}.xml").lstrip("/")
