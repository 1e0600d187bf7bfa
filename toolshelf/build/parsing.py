"""Parse sources, each content once: what the cache knows is not parsed again, whatever its file is called now."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Final, NamedTuple

from toolshelf.build.blocks import Rows
from toolshelf.build.cache import Cache
from toolshelf.build.documents import OpenDocuments
from toolshelf.build.page_rows import key_of, known_page
from toolshelf.codec import FrozenDict, digest, encode
from toolshelf.content.document import parse
from toolshelf.content.fragment import Fragment
from toolshelf.content.stored import UNREADABLE, dump_document, dump_fragment, load_document, load_fragment
from toolshelf.data.collections import Collection
from toolshelf.data.configuration import taxonomies
from toolshelf.index.items import Texts, markdown_texts, render_text
from toolshelf.index.pages import KnownPage
from toolshelf.index.rows import Row, row_of
from toolshelf.sources.discover import Source

_OPTIONS: Final = 16
"""How many characters of the digest of the configuration a key ends with."""


class ParsedPage(NamedTuple):
    """A page as it leaves its parser: what the site is joined from, and the document as the cache keeps it."""

    row: Row
    document: bytes


def parse_page(data: bytes, site: FrozenDict) -> ParsedPage:
    """Parse a page's bytes, given the configuration ``site``. Pure; for any process."""
    document = parse(data, site)
    return ParsedPage(row_of(document, taxonomies(site)), dump_document(document))


class Parser:
    """Parses pages and the Markdown of items for one build; ``site`` is what their text may print."""

    def __init__(self, cache: Cache, site: FrozenDict) -> None:
        self._cache = cache
        self._site = site
        self._sources: dict[str, Source] = {}
        """By the keys of their documents."""
        self.options = digest(encode(site))
        """A digest of what parsing depends on besides the sources."""
        self.parsed = 0
        """How many sources were parsed."""
        self.documents = OpenDocuments(cache.document, self._again)
        """Of the pages that were parsed, and of those that need not be."""

    def pages(self, sources: Mapping[str, Source], rows: Rows) -> dict[str, KnownPage]:
        """Every page of ``sources``, by path: as ``rows`` tell where they still do, else from its document."""
        ending = self.options[:_OPTIONS]
        found: dict[str, KnownPage] = {}
        for path, source in sources.items():
            key = source.digest + ending
            self._sources[key] = source
            row = rows.get(path)
            known = row is not None and key_of(row) == key
            found[path] = known_page(row) if known and row else KnownPage(key, self._row(key))
        return found

    def texts(self, collection: Collection) -> Texts:
        """The Markdown of the items of ``collection``."""
        return Texts({number: self._text(text) for number, text in markdown_texts(collection)})

    def _row(self, key: str) -> Row:
        """The row of a page of which no row is known: it is new, changed or renamed."""
        if (data := self._cache.document(key)) is not None:
            with contextlib.suppress(*UNREADABLE):
                return row_of(load_document(data), taxonomies(self._site))
        return self._parsed(key).row

    def _again(self, key: str) -> bytes:
        return self._parsed(key).document

    def _parsed(self, key: str) -> ParsedPage:
        self.parsed += 1
        page = parse_page(self._sources[key].data, self._site)
        self._cache.keep(key, page.document)
        return page

    def _text(self, text: str) -> Fragment:
        key = digest(self.options.encode() + b"text" + text.encode("utf-8", "surrogatepass"))
        if (data := self._cache.document(key)) is not None:
            with contextlib.suppress(*UNREADABLE):
                return load_fragment(data)
        self.parsed += 1
        made = render_text(text, self._site)
        self._cache.keep(key, dump_fragment(made))
        return made
