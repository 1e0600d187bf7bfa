"""Parse many sources in one call, in whatever process: pure, and without knowing their paths."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from toolshelf.build.documents import AT_HAND
from toolshelf.codec import FrozenDict
from toolshelf.content.document import parse
from toolshelf.content.engines import chosen_engine
from toolshelf.content.front_matter import NONE, FrontMatters
from toolshelf.content.stored import dump_document, dump_fragment
from toolshelf.data.configuration import taxonomies
from toolshelf.index.items import render_text
from toolshelf.index.rows import Row, row_of
from toolshelf.sources.source import Source

_COSTS: Final = {"markdown": 0.005, "gfm": 0.0025}
"""Seconds that a page of some 4 KB takes with each engine, and to be checked and rendered, which comes after."""
_SHORTER: Final = 0.1
"""Of the cost of a page, for the text of an item."""


class ParsedPage(Struct, frozen=True):
    """A page as it leaves its parser: what the site is joined from, and the document as the cache keeps it."""

    row: Row
    document: bytes


class Parsing(Struct, frozen=True):
    """What parsing depends on besides the sources, and whether who parses a page has it at hand from then on."""

    site: FrozenDict
    """The configuration."""
    ending: str
    """What the keys of documents end with, behind the digest of the source."""
    at_hand: bool
    known: FrontMatters = NONE
    """Front matter, which need not be read again."""


def parse_pages(parsing: Parsing, batch: tuple[Source | bytes, ...]) -> list[ParsedPage]:
    """The pages of ``batch``; a source is read here, and may raise OSError."""
    names = taxonomies(parsing.site)
    pages = []
    for one in batch:
        document = parse(one if isinstance(one, bytes) else one.data, parsing.site, parsing.known)
        if parsing.at_hand and not isinstance(one, bytes):
            AT_HAND.put(one.digest + parsing.ending, document)
        pages.append(ParsedPage(row_of(document, names), dump_document(document)))
    return pages


def parse_texts(parsing: Parsing, batch: tuple[str, ...]) -> list[bytes]:
    """The fragments that are made of the Markdown of items, as the cache keeps them."""
    return [dump_fragment(render_text(text, parsing.site)) for text in batch]


def page_cost(site: FrozenDict) -> float:
    """About how many seconds a page takes."""
    return _COSTS[chosen_engine(site)]


def text_cost(site: FrozenDict) -> float:
    """About how many seconds the text of an item takes."""
    return page_cost(site) * _SHORTER
