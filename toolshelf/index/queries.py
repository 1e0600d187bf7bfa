"""Every question a render may ask. A question is frozen and hashable; its answer depends on the index only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Literal

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.index import fields
from toolshelf.index.index import Index, Query


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one page: front matter, or what the index derives from it."""

    path: str
    name: str

    def answer(self, index: Index) -> Value:
        """The field's value, or MISSING where the page or the field does not exist."""
        return fields.field(index, self.path, self.name)


@dataclass(frozen=True, slots=True)
class Config:
    """One key of the configuration, or of what follows from it."""

    key: str

    def answer(self, index: Index) -> Value:
        """The key's value, or MISSING."""
        return index.setting(self.key)


@dataclass(frozen=True, slots=True)
class Data:
    """What a data file holds, as typed."""

    name: str

    def answer(self, index: Index) -> Value:
        """The values of data/NAME.*, or MISSING."""
        return index.data.get(self.name, MISSING)


@dataclass(frozen=True, slots=True)
class Items:
    """A collection's items, ready for templates."""

    name: str

    def answer(self, index: Index) -> Value:
        """The items, or MISSING where there is no such collection."""
        return index.items.get(self.name, MISSING)


@dataclass(frozen=True, slots=True)
class Template:
    """The source of a template."""

    name: str

    def answer(self, index: Index) -> Value:
        """The source, or MISSING."""
        source = index.templates.get(self.name)
        return MISSING if source is None else source.text


@dataclass(frozen=True, slots=True)
class Asset:
    """A published file of the theme: its address and integrity."""

    name: str

    def answer(self, index: Index) -> Value:
        """``{url, integrity}``, or MISSING."""
        return index.assets.get(self.name, MISSING)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an address below the base path leads, written in a template."""

    target: str

    def answer(self, index: Index) -> Value:
        """The address with the base path, or MISSING where nothing is there."""
        return index.address(self.target)


@dataclass(frozen=True, slots=True)
class Known:
    """Names that exist, or of data that cannot be read, for hints."""

    kind: Literal["assets", "items", "broken", "settings", "fields"]
    of: str = ""
    """The path of the page whose fields are asked for."""

    def answer(self, index: Index) -> Value:
        """The names, sorted."""
        return fields.names(index, self.of) if self.kind == "fields" else index.known(self.kind)


@dataclass(frozen=True, slots=True)
class Listed:
    """The pages that the sitemap lists, in the order of their addresses."""

    def answer(self, index: Index) -> Value:
        """The paths of the pages."""
        return index.listed()


@dataclass(frozen=True, slots=True)
class Select:
    """Which pages, the newest first; those of one moment by path."""

    term: str = ""
    """The path of the page that lists a term's pages; "" for all pages that have a date."""
    limit: int = 0
    """How many at most; 0 for all."""

    def answer(self, index: Index) -> Value:
        """The paths of the pages, or MISSING where there is no such term."""
        if not self.term:
            return tuple(index.newest[: self.limit or None])
        term = index.taxonomies.by_path.get(self.term)
        return MISSING if term is None else term.paths[: self.limit or None]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a taxonomy, by name."""

    taxonomy: str

    def answer(self, index: Index) -> Value:
        """The name and address of each term, and how many pages it has, or MISSING where there is no such taxonomy."""
        terms = index.taxonomies.terms.get(self.taxonomy)
        if terms is None:
            return MISSING
        return tuple(
            FrozenDict({"name": term.name, "url": index.site.url(term.page.url_path), "count": len(term.paths)})
            for term in terms
        )


_KINDS: Mapping[str, Callable[..., Query]] = {
    kind.__name__: kind for kind in (Field, Config, Data, Items, Template, Asset, Address, Known, Listed, Select, Terms)
}


def stored(query: Query) -> tuple[str | int, ...]:
    """``query`` as words and numbers that `restored` takes back."""
    question: Any = query
    return (type(query).__name__, *astuple(question))


def restored(words: Sequence[str | int]) -> Query:
    """The question that ``words`` stand for. Raises LookupError or TypeError for words that are none."""
    kind, *arguments = words
    return _KINDS[str(kind)](*arguments)
