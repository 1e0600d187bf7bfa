"""Parse sources, each content once: what the cache knows is not parsed again, whatever its file is called now."""

from __future__ import annotations

import contextlib

from toolshelf.build.cache import Cache
from toolshelf.codec import FrozenDict, digest, encode
from toolshelf.content.document import Document, parse
from toolshelf.content.fragment import Fragment
from toolshelf.content.stored import dump_document, dump_fragment, load_document, load_fragment
from toolshelf.data.collections import Collection
from toolshelf.index.items import Texts, markdown_texts, render_text
from toolshelf.sources.discover import Source

_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


class Parser:
    """Parses pages and the Markdown of items for one build; ``site`` is what their text may print."""

    def __init__(self, cache: Cache, site: FrozenDict) -> None:
        self._cache = cache
        self._site = site
        self._options = digest(encode(site)).encode()
        self.parsed = 0
        """How many sources were parsed."""

    def document(self, source: Source) -> Document:
        """The page in ``source``."""
        key = digest(self._options + b"document" + source.data)
        if (payload := self._cache.parsed(key)) is not None:
            with contextlib.suppress(*_DAMAGED):
                return load_document(payload)
        self.parsed += 1
        document = parse(source.data, self._site)
        self._cache.keep(key, dump_document(document))
        return document

    def texts(self, collection: Collection) -> Texts:
        """The Markdown of the items of ``collection``."""
        return Texts({number: self._text(text) for number, text in markdown_texts(collection)})

    def _text(self, text: str) -> Fragment:
        key = digest(self._options + b"text" + text.encode("utf-8", "surrogatepass"))
        if (payload := self._cache.parsed(key)) is not None:
            with contextlib.suppress(*_DAMAGED):
                return load_fragment(payload)
        self.parsed += 1
        fragment = render_text(text, self._site)
        self._cache.keep(key, dump_fragment(fragment))
        return fragment
