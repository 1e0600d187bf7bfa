"""Parse sources, each content once: what the cache knows is not parsed again, whatever its file is called now."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from msgspec.structs import replace

from toolshelf.build.batches import Parsing, page_cost, parse_pages, parse_texts, text_cost
from toolshelf.build.blocks import Rows
from toolshelf.build.cache import Cache
from toolshelf.build.documents import OpenDocuments
from toolshelf.build.executors import Workers
from toolshelf.build.memory import lend_documents
from toolshelf.build.page_rows import key_of, known_page
from toolshelf.build.parcels import Work
from toolshelf.build.timings import Stopwatch
from toolshelf.codec import FrozenDict, digest, encode
from toolshelf.content.fragment import Fragment
from toolshelf.content.front_matter import FrontMatter
from toolshelf.content.stored import UNREADABLE, load_document, load_fragment
from toolshelf.data.collections import Collection
from toolshelf.data.configuration import taxonomies
from toolshelf.index.items import Texts, markdown_texts
from toolshelf.index.pages import KnownPage
from toolshelf.index.rows import Row, row_of
from toolshelf.sources.discover import Source

S = TypeVar("S")
R = TypeVar("R")

_OPTIONS: Final = 16
"""How many characters of the digest of the configuration a key ends with."""
_FEW: Final = 20
"""Pages. Of more that were edited the front matter is read again: to know it costs as much, and others help."""


class Parser:
    """Parses pages and the Markdown of items for one build; ``site`` is what their text may print."""

    def __init__(
        self, cache: Cache, site: FrozenDict, workers: Workers, watch: Stopwatch, documents: OpenDocuments | None = None
    ) -> None:
        """``documents`` are those of the build before, to go on with."""
        self._cache = cache
        self._site = site
        self._workers = workers
        self._watch = watch
        self._sources: dict[str, Source] = {}
        """By the keys of their documents."""
        self.options = digest(encode(site))
        """A digest of what parsing depends on besides the sources."""
        self._parsing = Parsing(site, self.options[:_OPTIONS], workers.local)
        self.parsed = 0
        """How many sources were parsed."""
        self.documents = documents or OpenDocuments()
        """Of the pages that were parsed, and of those that need not be."""
        self.documents.begin(cache.document, self._again, functools.partial(lend_documents, cache))

    def begin(
        self, sources: Mapping[str, Source], rows: Rows, before: Mapping[str, KnownPage]
    ) -> Callable[[], dict[str, KnownPage]]:
        """Let those pages of ``sources`` be parsed that neither ``before`` nor ``rows`` nor the cache know.

        Gives a function that waits for them, and gives every page by path.
        """
        unread = sum(1 for source in sources.values() if source.known is None)
        self._workers.expect(unread, page_cost(self._site), (parse_pages.__module__,))
        ending = self._parsing.ending
        found: dict[str, KnownPage | str] = {}
        known: dict[str, Row] = {}
        unknown: dict[str, Source] = {}
        for path, source in sources.items():
            key = source.digest + ending
            self._sources[key] = source
            if (same := before.get(path)) is not None and same.key == key:
                found[path] = same
                continue
            row = rows.get(path)
            if row is not None and key_of(row) == key:
                found[path] = known_page(row)
                continue
            found[path] = key
            if key not in known and key not in unknown:
                kept = self._kept(key)
                if kept is None:
                    unknown[key] = source
                else:
                    known[key] = kept
        given = (source if self._workers.local else source.data for source in unknown.values())
        if len(unknown) <= _FEW:
            edited = (rows[source.path] for source in unknown.values() if source.path in rows)
            self._parsing = replace(self._parsing, known=dict(self._front_matters(map(key_of, edited))))
        parsed = self._shared(parse_pages, given, len(unknown), page_cost, lambda: tuple(unknown))

        def pages() -> dict[str, KnownPage]:
            for key, page in zip(unknown, parsed, strict=True):
                self._cache.keep(key, page.document)
                known[key] = page.row
            return {path: KnownPage(one, known[one]) if isinstance(one, str) else one for path, one in found.items()}

        return pages

    def _front_matters(self, keys: Iterable[str]) -> Iterator[tuple[str, FrontMatter]]:
        """The front matter of the documents at ``keys``, by `FrontMatter.head`."""
        for key in keys:
            if (data := self._cache.document(key)) is not None:
                with contextlib.suppress(*UNREADABLE):
                    before = load_document(data)
                    if before.head:
                        yield before.head, FrontMatter(before.meta, "", 1, before.positions, True, (), before.head)

    def texts(self, collections: Mapping[str, Collection]) -> dict[str, Texts]:
        """The Markdown of the items of all ``collections``, by their names."""
        texts = {name: dict(markdown_texts(collection)) for name, collection in collections.items()}
        found: dict[str, Fragment] = {}
        unknown: dict[str, None] = {}
        for text in (text for of_one in texts.values() for text in of_one.values()):
            if text not in found and text not in unknown:
                kept = self._kept_text(text)
                if kept is None:
                    unknown[text] = None
                else:
                    found[text] = kept
        for text, data in zip(unknown, self._shared(parse_texts, unknown, len(unknown), text_cost), strict=True):
            self._cache.keep(self._text_key(text), data)
            found[text] = load_fragment(data)
        return {name: Texts({number: found[text] for number, text in of_one.items()}) for name, of_one in texts.items()}

    def _shared(
        self,
        work: Work[Parsing, S, R],
        things: Iterable[S],
        count: int,
        cost: Callable[[FrozenDict], float],
        names: Callable[[], Sequence[str]] | None = None,
    ) -> Iterator[R]:
        """What ``work`` makes of ``things`` that nobody knows, each under its own of the ``names``."""
        self.parsed += count
        results = self._workers.share(work, self._parsing, things, count, cost(self._site), names)
        return self._watch.each("parse", results, count)

    def _kept(self, key: str) -> Row | None:
        """The row of a page that is renamed or of which only the row is lost; None for one that is new or changed."""
        if (data := self._cache.document(key)) is not None:
            with contextlib.suppress(*UNREADABLE):
                return row_of(load_document(data), taxonomies(self._site))
        return None

    def _kept_text(self, text: str) -> Fragment | None:
        if (data := self._cache.document(self._text_key(text))) is not None:
            with contextlib.suppress(*UNREADABLE):
                return load_fragment(data)
        return None

    def _text_key(self, text: str) -> str:
        return digest(self.options.encode() + b"text" + text.encode("utf-8", "surrogatepass"))

    def _again(self, key: str) -> bytes:
        """A document that was lost after it had been found."""
        self.parsed += 1
        (page,) = parse_pages(self._parsing, (self._sources[key],))
        self._cache.keep(key, page.document)
        return page.document
