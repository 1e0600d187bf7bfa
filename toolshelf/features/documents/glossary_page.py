"""The page of the glossary, the pages that mark its terms, and acronyms that stand somewhere without their words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from toolshelf.codec import FrozenDict, digest, to_json
from toolshelf.features.documents.acronyms import Use, first_uses
from toolshelf.features.documents.books import Book
from toolshelf.features.documents.fields import GLOSSARY
from toolshelf.features.documents.glossary import Entry, Marker, read_entries, repeated_terms
from toolshelf.features.documents.words import page_words
from toolshelf.index.additions import Ground, MadePage
from toolshelf.index.addresses import Address
from toolshelf.problems import Location, Problem, warning
from toolshelf.sources.text import decode

_ADDRESS = Address("/glossary/", "glossary/index.html")
_WHERE = ("documents", "all", "none")


class Glossary(NamedTuple):
    """The glossary of a site."""

    entries: tuple[Entry, ...] = ()
    page: MadePage | None = None
    """None where there is no glossary, or where somebody wrote a page that stands at its address."""
    marker: Marker | None = None
    basis: str = ""
    """A digest of its terms, and of where their page stands."""
    problems: tuple[Problem, ...] = ()

    def marked(self, ground: Ground, books: Mapping[str, Book]) -> frozenset[str]:
        """The paths of the pages that mark its terms."""
        if self.marker is None:
            return frozenset()
        return frozenset(_chosen(ground, books.values(), _setting(ground, "mark", "documents")))


def glossary_of(ground: Ground) -> Glossary:
    """The glossary of data/glossary.yml."""
    collection = ground.collections.get(GLOSSARY)
    entries = read_entries(collection.items) if collection is not None else ()
    if collection is None or not entries:
        return Glossary()
    url = ground.base_path + _ADDRESS.url_path.lstrip("/")
    basis = digest(to_json([[list(entry) for entry in entries], url]))
    problems = tuple(repeated_terms(collection))
    if ground.is_taken(_ADDRESS):
        return Glossary(entries, basis=basis, problems=problems)
    title, description = page_words(str(ground.config["language"]), GLOSSARY)
    page = ground.page(GLOSSARY, _ADDRESS, title, FrozenDict({"description": description, "basis": basis}))
    ids = tuple(entry.id for entry in entries)
    made = MadePage(page, "document/glossary.html", GLOSSARY, Location(collection.path), ids=ids)
    return Glossary(entries, made, Marker(entries, url), basis, problems)


def _setting(ground: Ground, key: str, default: str) -> str:
    asked = ground.config.get(GLOSSARY)
    found = asked.get(key) if isinstance(asked, FrozenDict) else None
    return str(found) if found in _WHERE else default


def _chosen(ground: Ground, books: Iterable[Book], where: str) -> list[str]:
    """The written pages that are meant by "documents", "all" or "none", in the order in which they are read."""
    if where == "all":
        return [path for path, page in ground.pages.items() if not page.generated]
    if where == "none":
        return []
    return list(dict.fromkeys(path for book in books for path in book.pages))


def unexpanded(ground: Ground, books: Collection[Book], glossary: Glossary) -> Iterator[Problem]:
    """A warning for each acronym that is used first without its words: first in its document, or else on its page."""
    where = _setting(ground, "acronyms", "documents" if glossary.entries else "none")
    words = {entry.acronym: entry.term for entry in glossary.entries if entry.acronym}
    seen: dict[str, set[str]] = {}
    of_book = {path: book.head for book in books for path in book.pages}
    for path in _chosen(ground, books, where):
        known = seen.setdefault(of_book.get(path, path), set())
        for use in _uses(ground, path):
            if use.acronym not in known and not use.is_expanded:
                yield _problem(use, words.get(use.acronym, "")).at(path)
            known.add(use.acronym)


def _uses(ground: Ground, path: str) -> Sequence[Use]:
    """The first uses of acronyms on the page at ``path``, read from its file once."""

    def read() -> list[list[object]]:
        return [list(use) for use in first_uses(decode(ground.source(path))[0])]

    found = ground.remember("acronyms", [ground.pages[path].key], read)
    return [Use(*use) for use in found]


def _problem(use: Use, words: str) -> Problem:
    message = f"The acronym '{use.acronym}' stands here first, without its words."
    hint = f"write {words} ({use.acronym})" if words else f"write its words and then ({use.acronym})"
    return warning("acronym", message, use.line, use.column, hint=hint)
