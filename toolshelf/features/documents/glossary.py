"""The glossary of a site, ``data/glossary.yml``: its terms, and where a text uses one of them first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Final, NamedTuple

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.slugs import UniqueIds, slugify
from toolshelf.data.collections import Collection
from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

_TERM: Final = ("term", "name", "title")
_DEFINITION: Final = ("definition", "description", "text")
_SHORT: Final = ("acronym", "abbreviation", "short")
_TOKENS: Final = regex(r"<(/?)([a-z][a-z0-9]*)(?:[^<>\"]|\"[^\"]*\")*>")
_APART: Final = frozenset({"a", "abbr", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "samp", "sup"})
"""Elements in which no term is marked."""


class Entry(NamedTuple):
    """A term and what it means."""

    term: str
    definition: str
    acronym: str
    """What it is called for short, or ""."""
    id: str
    """On the page of the glossary."""


def read_entries(items: Value) -> tuple[Entry, ...]:
    """The entries of the glossary, by term: of a list of mappings, or a mapping of terms to what they mean.

    Those of one term stand in the order of the file.
    """
    unique = UniqueIds()
    ordered = sorted(_written(items), key=lambda entry: entry[1].casefold())
    return tuple(Entry(term, text, short, unique.claim(slugify(term))) for _, term, text, short in ordered)


def repeated_terms(collection: Collection) -> Iterator[Problem]:
    """A warning for every entry of a term that an earlier one explains."""
    first: dict[str, str | int] = {}
    for place, term, *_ in _written(collection.items):
        before = first.setdefault(_known_as(term, term.isupper()), place)
        if before != place:
            message = f"The term '{term}' is explained twice, first in {collection.locate((before,))}; uses lead there."
            yield warning("term-duplicate", message, hint="remove one of the two").moved(collection.locate((place,)))


def _written(items: Value) -> Iterator[tuple[str | int, str, str, str]]:
    """The entries as they stand in the file: where, the term, what it means, and what it is called for short."""
    if isinstance(items, FrozenDict):
        yield from ((term, term, text, "") for term, text in items.items() if term and isinstance(text, str))
    elif isinstance(items, tuple):
        for number, item in enumerate(items):
            if isinstance(item, FrozenDict):
                short = _first(item, _SHORT)
                if term := _first(item, _TERM) or short:
                    yield number, term, _first(item, _DEFINITION), short


def _known_as(name: str, exact: bool) -> str:
    """What is the same for two names that a text does not tell apart; capitals count in an ``exact`` one."""
    return name if exact else name.casefold()


def _first(item: FrozenDict, keys: Sequence[str]) -> str:
    return next((str(item[key]).strip() for key in keys if isinstance(item.get(key), (str, int, float))), "")


class Marker:
    """Makes the first use of every term in a text a link to what it means."""

    def __init__(self, entries: Sequence[Entry], url: str) -> None:
        self._entries = list(entries)
        self._url = url
        names = sorted(self._names(), key=lambda name: -len(name[0]))
        self._by_name: dict[str, int] = {}
        for name, number, exact in names:
            self._by_name.setdefault(_known_as(name, exact), number)
        parts = [re.escape(escape(name, quote=False)) if exact else f"(?i:{re.escape(escape(name, quote=False))})"
                 for name, _, exact in names]  # fmt: skip
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])") if parts else None

    def _names(self) -> Iterator[tuple[str, int, bool]]:
        for number, entry in enumerate(self._entries):
            yield entry.term, number, entry.term.isupper()
            if entry.acronym:
                yield entry.acronym, number, True

    def marked(self, parts: Sequence[Value]) -> tuple[Value, ...]:
        """The ``parts`` of a body, of which the texts are HTML, with the first uses marked."""
        if self._pattern is None:
            return tuple(parts)
        seen: set[int] = set()
        apart = 0
        marked: list[Value] = []
        for part in parts:
            if not isinstance(part, str):
                marked.append(part)
                continue
            pieces: list[str] = []
            position = 0
            for tag in _TOKENS.finditer(part):
                pieces += [self._text(part[position : tag.start()], seen, apart), tag[0]]
                position = tag.end()
                if tag[2] in _APART:
                    apart += -1 if tag[1] else 1
            marked.append("".join([*pieces, self._text(part[position:], seen, apart)]))
        return tuple(marked)

    def _text(self, text: str, seen: set[int], apart: int) -> str:
        if apart or self._pattern is None or not text.strip():
            return text

        def link(match: re.Match[str]) -> str:
            name = unescape(match[0])
            number = self._by_name.get(name, self._by_name.get(name.casefold(), -1))
            if number < 0 or number in seen:
                return match[0]
            seen.add(number)
            address = escape(f"{self._url}#{self._entries[number].id}")
            return f'<a class="toolshelf-term" href="{address}" role="doc-glossref">{match[0]}</a>'

        return self._pattern.sub(link, text)
