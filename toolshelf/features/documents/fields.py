"""Which fields the pages of documents have; what they are is worked out in `chapters`, which other sites never load."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolshelf.codec import MISSING, Value
from toolshelf.features.documents.books import Book
from toolshelf.index.additions import Derived
from toolshelf.index.bases import Scope
from toolshelf.index.index import Index
from toolshelf.index.pages import Page

if TYPE_CHECKING:
    from toolshelf.features.documents.glossary import Entry, Marker

NAME: Final = "documents"
"""Of the feature."""
WHOLE: Final = "document"
BIBLIOGRAPHY: Final = "bibliography"
CHANGES: Final = "changes"
"""The kinds of the pages that are made for a document: all of it, its footnotes, and what changed in it."""
GLOSSARY: Final = "glossary"
"""The name of the collection, of the setting, and of the page and its kind."""


class Books(Struct):
    """The documents of a site."""

    by_path: Mapping[str, Book]
    """The document of each page, those that were made for it among them."""
    marker: Marker | None = None
    """Marks the terms of the glossary."""
    marked: frozenset[str] = frozenset()
    """The paths of the pages on which they are marked."""
    entries: tuple[Entry, ...] = ()
    """Of the glossary."""
    inputs: tuple[str, ...] = ()
    """Files outside of the sources from which something was made: `toolshelf.sources.history.History.inputs`."""
    ids: dict[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """What `chapters.ids_on_one_page` has worked out, by the head of the document."""

    def __reduce__(self) -> tuple[type[Books], tuple[object, ...]]:
        return Books, (self.by_path, self.marker, self.marked, self.entries, self.inputs)

    @property
    def asked_formats(self) -> list[tuple[Book, str, str]]:
        """The document, name and output of every file besides pages that is asked for."""
        heads = {book.head: book for book in self.by_path.values() if book.formats}
        return [(book, name, output) for book in heads.values() for name, output in book.formats]


def books_of(index: Index) -> Books:
    """The documents of the site."""
    books = index.features[NAME]
    assert isinstance(books, Books)
    return books


def book_of(index: Index, path: str) -> Book | None:
    """The document that the page at ``path`` belongs to."""
    return books_of(index).by_path.get(path)


def _derived(name: str, index: Index, page: Page) -> Value:
    """The field ``name`` of a page that has to do with documents; MISSING of any other page."""
    books = books_of(index)
    if page.path not in books.by_path and page.path not in books.marked and page.path != GLOSSARY:
        return MISSING
    from toolshelf.features.documents.chapters import DERIVE

    return DERIVE[name](index, page)


_SCOPES: Final = {
    **dict.fromkeys(("document", "headings", "glossary"), Scope.OWN),
    **dict.fromkeys(("body", "heading", "passage", "passage_heading", "notes"), Scope.LINKS),
    **dict.fromkeys(("previous", "next"), Scope.SECTION),
}
FIELDS: Final[Mapping[str, Derived]] = {
    name: Derived(functools.partial(_derived, name), scope) for name, scope in _SCOPES.items()
}
"""By name."""
