"""Parse sources, each content once: what the cache knows is not parsed again, whatever its file is called now."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

from toolshelf.build.cache import Cache
from toolshelf.codec import FrozenDict, digest, encode
from toolshelf.content.document import Document, parse
from toolshelf.content.fragment import Fragment
from toolshelf.content.stored import dump_document, dump_fragment, load_document, load_fragment
from toolshelf.data.collections import Collection
from toolshelf.index.items import Texts, markdown_texts, render_text
from toolshelf.sources.discover import Source

T = TypeVar("T", Document, Fragment)

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
        return self._once(key, lambda: parse(source.data, self._site), dump_document, load_document)

    def texts(self, collection: Collection) -> Texts:
        """The Markdown of the items of ``collection``."""
        return Texts({number: self._text(text) for number, text in markdown_texts(collection)})

    def _text(self, text: str) -> Fragment:
        key = digest(self._options + b"text" + text.encode("utf-8", "surrogatepass"))
        return self._once(key, lambda: render_text(text, self._site), dump_fragment, load_fragment)

    def _once(self, key: str, make: Callable[[], T], dump: Callable[[T], bytes], load: Callable[[bytes], T]) -> T:
        """What the cache keeps under ``key``, else what ``make`` makes, kept from now on."""
        if (payload := self._cache.parsed(key)) is not None:
            with contextlib.suppress(*_DAMAGED):
                return load(payload)
        self.parsed += 1
        made = make()
        self._cache.keep(key, dump(made))
        return made
