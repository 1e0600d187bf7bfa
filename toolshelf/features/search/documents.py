"""What Pagefind reads in place of a page or an item: its main part, and beside it what results are narrowed by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from markupsafe import Markup

from toolshelf.codec import FrozenDict, Value
from toolshelf.features.items.making import Known
from toolshelf.features.search.shelves import section_of
from toolshelf.index.index import Index
from toolshelf.index.pages import Page, title_of
from toolshelf.languages import said_in
from toolshelf.patterns import regex

IGNORED: Final = ("nav", ".usa-collection", ".usa-card-group", ".toolshelf-page-foot", "[data-pagefind-ignore]")
"""Selectors of what pages show of other pages and of items, which are found by themselves."""

_START: Final = regex(rb"<html[^>]*>", re.IGNORECASE)
_MAIN: Final = (b"<main", b"</main>")
_BODY: Final = (b"<body", b"</body>")
_UNREAD: Final = frozenset(
    {
        "anchor",
        "description",
        "file",
        "id",
        "name",
        "page",
        "picture",
        "thumb",
        "thumb_alt",
        "thumb_url",
        "title",
        "url",
    }
)
"""Fields of an item that are no further text."""


class Facts(NamedTuple):
    """What results are narrowed by."""

    section: str
    """"" for what stands in no section."""
    kind: str


def facts_of(index: Index, page: Page, collection: str = "") -> Facts:
    """The section of ``page``, and what it is: a page, an item, or what it shows of a ``collection``."""
    known: Known = index.features["items"]
    if place := known.items.get(page.path):
        collection = place.collection
    if collection:
        return Facts(section_of(index, page), title_of(collection))
    words = said_in(_KINDS, index.config["language"])
    return Facts(section_of(index, page), words.get(page.layout, words[""]))


_KINDS: Final = {
    "en": {"": "Page", "case-study": "Case study"},
    "es": {"": "Página", "case-study": "Caso"},
}
"""What pages are, by language and layout."""


def page_document(page: bytes, facts: Facts) -> bytes:
    """What is read in place of a rendered ``page``: what stands in its main part, in all of its body, or at all."""
    found = _START.search(page)
    begin = found.group() if found else b"<html>"
    for opening, closing in (_MAIN, _BODY):
        start, end = page.find(opening), page.rfind(closing)
        if 0 <= start < end:
            return _document(begin, facts, page[start : end + len(closing)])
    return _document(begin, facts, page)


def item_documents(items: Value, facts: Facts, language: str, address: str) -> Iterator[bytes]:
    """What is read of each of the ``items``, which stand on the page at ``address`` below the base path."""
    start = f'<html lang="{escape(language)}">'.encode()
    for item in items if isinstance(items, tuple) else ():
        if isinstance(item, FrozenDict):
            url = f"{address.lstrip('/')}#{item['anchor']}"
            name = item.get("name") or item.get("title") or ""
            texts = " ".join(f"<p>{escape(text)}</p>" for text in _texts(item))
            description = item.get("description") or ""
            body = description if isinstance(description, Markup) else escape(str(description))
            yield _document(start, facts, f"<h1>{escape(str(name))}</h1>{body}{texts}".encode(), url)


def _document(start: bytes, facts: Facts, main: bytes, url: str = "") -> bytes:
    head = [f'<meta data-pagefind-filter="kind[content]" content="{escape(facts.kind)}">']
    if facts.section:
        head.append(f'<meta data-pagefind-filter="section[content]" content="{escape(facts.section)}">')
    if url:
        head.append(f'<meta data-pagefind-meta="url[content]" content="{escape(url)}">')
    joined = "".join(head).encode()
    return b"".join((b"<!DOCTYPE html>", start, b"<head>", joined, b"</head><body>", main, b"</body></html>\n"))


def _texts(item: FrozenDict) -> Iterator[str]:
    """The further texts of an item: who offers it, its topics, and whatever else is no address."""
    for key, value in item.items():
        if key not in _UNREAD:
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str) and text and "://" not in text:
                    yield text
