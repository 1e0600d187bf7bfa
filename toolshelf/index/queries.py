"""Every question a render may ask. A question is frozen and hashable; its answer depends on the index only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import astuple

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.index import fields
from toolshelf.index.index import Index, Query


class Field(Struct, frozen=True):
    """One field of one page: front matter, or what the index derives from it."""

    path: str
    name: str

    def answer(self, index: Index) -> Value:
        """The field's value, or MISSING where the page or the field does not exist."""
        return fields.field(index, self.path, self.name)

    def basis(self, index: Index) -> str:
        """By the scope of the field: `Bases` says more."""
        return fields.basis(index, self.path, self.name)

    def __str__(self) -> str:
        return f"'{self.name}' of {self.path}"


class Config(Struct, frozen=True):
    """One key of the configuration, or of what follows from it."""

    key: str

    def answer(self, index: Index) -> Value:
        """The key's value, or MISSING."""
        return index.setting(self.key)

    def basis(self, index: Index) -> str:
        """Asking is as cheap."""
        return ""

    def __str__(self) -> str:
        return f"the setting '{self.key}'"


class Data(Struct, frozen=True):
    """What a data file holds, as typed."""

    name: str

    def answer(self, index: Index) -> Value:
        """The values of data/NAME.*, or MISSING."""
        return index.data.get(self.name, MISSING)

    def basis(self, index: Index) -> str:
        """The file."""
        return index.origins.get(self.name, "none")

    def __str__(self) -> str:
        return f"what data/{self.name} holds"


class Items(Struct, frozen=True):
    """A collection's items, ready for templates."""

    name: str

    def answer(self, index: Index) -> Value:
        """The items, or MISSING where there is no such collection."""
        return index.items.get(self.name, MISSING)

    def basis(self, index: Index) -> str:
        """The file, how its texts are rendered, and where their links and images lead."""
        return f"{index.origins.get(self.name, 'none')} {index.around_items}"

    def __str__(self) -> str:
        return f"the collection '{self.name}'"


class Template(Struct, frozen=True):
    """The source of a template."""

    name: str

    def answer(self, index: Index) -> Value:
        """The source, or MISSING."""
        source = index.templates.get(self.name)
        return MISSING if source is None else source.text

    def basis(self, index: Index) -> str:
        """Asking is as cheap."""
        return ""

    def __str__(self) -> str:
        return f"the template '{self.name}'"


class Asset(Struct, frozen=True):
    """A published file of the theme: its address and integrity."""

    name: str

    def answer(self, index: Index) -> Value:
        """``{url, integrity}``, or MISSING."""
        return index.assets.get(self.name, MISSING)

    def basis(self, index: Index) -> str:
        """Asking is as cheap."""
        return ""

    def __str__(self) -> str:
        return f"the theme's file '{self.name}'"


class Address(Struct, frozen=True):
    """Where an address below the base path leads, written in a template."""

    target: str

    def answer(self, index: Index) -> Value:
        """The address with the base path, or MISSING where nothing is there."""
        return index.address(self.target)

    def basis(self, index: Index) -> str:
        """Asking is as cheap."""
        return ""

    def __str__(self) -> str:
        return f"the address of '{self.target}'"


class Known(Struct, frozen=True):
    """Names that exist, or of data that cannot be read, for hints."""

    kind: Literal["assets", "items", "broken", "settings", "fields"]
    of: str = ""
    """The path of the page whose fields are asked for."""

    def answer(self, index: Index) -> Value:
        """The names, sorted."""
        return fields.names(index, self.of) if self.kind == "fields" else index.known(self.kind)

    def basis(self, index: Index) -> str:
        """Asking is as cheap."""
        return ""

    def __str__(self) -> str:
        return f"the list of {self.kind}" + (f" of {self.of}" if self.of else "")


class Listed(Struct, frozen=True):
    """The pages that the sitemap lists, in the order of their addresses."""

    def answer(self, index: Index) -> Value:
        """The paths of the pages."""
        return index.listed()

    def basis(self, index: Index) -> str:
        """The addresses of all pages, and which of them are not meant for search engines."""
        return index.site.digest + " ".join(sorted(index.unlisted))

    def __str__(self) -> str:
        return "the list of the site's pages"


class Select(Struct, frozen=True):
    """Which pages, the newest first; those of one moment by path."""

    term: str = ""
    """The path of the page that lists a term's pages; "" for all pages that have a date."""
    limit: int = 0
    """How many at most; 0 for all."""

    def answer(self, index: Index) -> Value:
        """The paths of the pages, or MISSING where there is no such term."""
        if not self.term:
            return tuple(index.newest[: self.limit or None])
        paths = index.taxonomies.paths.get(self.term)
        return MISSING if paths is None else paths[: self.limit or None]

    def basis(self, index: Index) -> str:
        """The uses of all terms; "" for all pages, as asking is as cheap."""
        return index.bases.uses_of_terms if self.term else ""

    def __str__(self) -> str:
        return f"the list of the pages of {self.term}" if self.term else f"the list of the {self.limit} newest pages"


class Terms(Struct, frozen=True):
    """The terms of a taxonomy, by name."""

    taxonomy: str

    def answer(self, index: Index) -> Value:
        """The name and address of each term, and how many pages it has, or MISSING where there is no such taxonomy."""
        terms, paths = index.taxonomies.terms.get(self.taxonomy), index.taxonomies.paths
        if terms is None:
            return MISSING
        return tuple(
            FrozenDict(
                {"name": term.name, "url": index.site.url(term.page.url_path), "count": len(paths[term.page.path])}
            )
            for term in terms
        )

    def basis(self, index: Index) -> str:
        """The uses of all terms."""
        return index.bases.uses_of_terms

    def __str__(self) -> str:
        return f"the list of all {self.taxonomy}"


_KINDS: dict[str, Callable[..., Query]] = {}


def know(kinds: Iterable[Callable[..., Query]]) -> None:
    """Let `restored` make questions of these ``kinds``, each by its name."""
    _KINDS.update({kind.__name__: kind for kind in kinds})


know((Field, Config, Data, Items, Template, Asset, Address, Known, Listed, Select, Terms))


def stored(query: Query) -> tuple[str | int, ...]:
    """``query`` as words and numbers that `restored` takes back."""
    return (type(query).__name__, *astuple(cast(Struct, query)))


def restored(words: Sequence[str | int]) -> Query:
    """The question that ``words`` stand for. Raises LookupError or TypeError for words that are none."""
    kind, *arguments = words
    return _KINDS[str(kind)](*arguments)
