"""Documents: folders whose pages are the chapters of one text, with a contents list, and everything on one page."""

from __future__ import annotations

from collections import Counter
from typing import Final

from msgspec.structs import replace

from toolshelf.codec import EMPTY, FrozenDict, mappings
from toolshelf.features.documents.books import Book, Written, bound, text, written_documents
from toolshelf.features.documents.fields import BIBLIOGRAPHY, CHANGES, FIELDS, GLOSSARY, NAME, WHOLE, Books
from toolshelf.features.documents.words import page_words
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.additions import DrawnPage, Ground, Made, MadePage
from toolshelf.index.groups import Group
from toolshelf.index.pages import Page, place_below
from toolshelf.problems import Location, Problem

FORMATS: Final = ("pdf", "epub")
_CONTENTS: Final = ("table-of-contents", "contents", "toc")
"""Fragments by which authors mean the contents list, where no heading has such an id."""


def _make(ground: Ground) -> Made:
    books: dict[str, Book] = {}
    pages: list[MadePage] = []
    drawn: dict[str, DrawnPage] = {}
    groups: list[Group] = []
    problems: list[Problem] = []
    inputs: list[str] = []
    read: list[str] = []
    outputs: list[tuple[str, Location | str]] = []
    found_documents = written_documents(ground.pages)
    if not found_documents and GLOSSARY not in ground.collections and not ground.config.get(GLOSSARY):
        return Made(Books({}))
    # What only documents and a glossary need takes a while to load.
    from toolshelf.features.documents.changes import changes_of
    from toolshelf.features.documents.glossary_page import glossary_of, unexpanded
    from toolshelf.features.documents.labels import shared_labels

    for written in found_documents:
        book, made = _bound(written, ground)
        changed = changes_of(ground, written, book)
        problems += changed.problems
        inputs += changed.inputs
        read += changed.read
        if changed.versions:
            meta = FrozenDict({"changes": changed.versions})
            page = _page(ground, book, written.head, CHANGES, "changes", meta)
            made.append(MadePage(page, "document/changes.html", CHANGES, Location(book.head), written.head))
            book = replace(book, changes=page.path, basis=f"{book.basis} changes")
        pages += made
        books |= dict.fromkeys((*book.pages, *(one.page.path for one in made)), book)
        drawn |= {path: DrawnPage("document/chapter.html", book.basis) for path in book.chapters}
        drawn[book.head] = DrawnPage("document/title.html", book.basis)
        outputs += [(output, Location(book.head)) for _, output in book.formats]
        problems += shared_labels(written)
        groups.append(Group(book.head, book.pages, dict.fromkeys(_CONTENTS, (book.head, "document--contents"))))
    found = glossary_of(ground)
    problems += found.problems
    problems += unexpanded(ground, books.values(), found)
    if found.page is not None:
        pages.append(found.page)
    marked = found.marked(ground, books)
    if marked:
        plain = DrawnPage("page.html", "")
        drawn |= {path: drawn.get(path, plain).marked(found.basis) for path in marked}
    value = Books(books, found.marker if marked else None, marked, found.entries, tuple(dict.fromkeys(inputs)))
    return Made(value, pages, outputs=outputs, drawn=drawn, groups=groups, read=read, problems=problems)


def _bound(written: Written, ground: Ground) -> tuple[Book, list[MadePage]]:
    """The document, and the pages that are made for it."""
    head, options, chapters = written
    slugs: dict[str, tuple[str, str]] = {}  # the last segment of its address, and its template, by kind
    if options.get("one_page") is not False:
        slugs[WHOLE] = (text(options.get("one_page")) if isinstance(options.get("one_page"), str) else "all", "whole")
    if options.get("bibliography") is not False and any(page.row.notes for page in (head, *chapters)):
        slugs[BIBLIOGRAPHY] = ("notes", "notes")
    paths = {kind: place_below(head, slug)[0] for kind, (slug, _) in slugs.items()}
    formats = tuple(
        (name, f"{head.folder_url.strip('/')}/{_file_name(head)}.{name}".strip("/")) for name in _formats(options)
    )
    language = text(head.meta.get("language")) or text(ground.config["language"])
    book = bound(
        written, paths.get(WHOLE, ""), paths.get(BIBLIOGRAPHY, ""), formats if WHOLE in paths else (), language
    )
    where = Location(head.path)
    made = [
        MadePage(_page(ground, book, head, kind, slug), f"document/{template}.html", kind, where, head)
        for kind, (slug, template) in slugs.items()
    ]
    return book, made


def _file_name(head: Page) -> str:
    """What files of the document are called."""
    return head.folder_url.strip("/").rpartition("/")[2] or "document"


def _formats(options: FrozenDict) -> tuple[str, ...]:
    """The formats that are asked for, of those that there are."""
    asked = options.get("formats")
    named = asked if isinstance(asked, tuple) else (asked,)
    return tuple(name for name in FORMATS if name in named)


def _page(ground: Ground, book: Book, head: Page, kind: str, slug: str, more: FrozenDict = EMPTY) -> Page:
    """One of the pages that are made for ``book``."""
    title, description = page_words(book.language, kind, book.title)
    own = {"title": title, "description": description, "language": book.language, "basis": book.basis}
    meta = FrozenDict({**own, **more})
    return ground.page(*place_below(head, slug), title, meta)


def _whole(target: Target, drawing: Drawing) -> dict[str, object]:
    page = drawing.page(target.subject)
    shown: Counter[str] = Counter()
    outline = page.document
    assert isinstance(outline, FrozenDict)
    head = drawing.page(str(outline["path"]), "passage", shown)
    chapters = [
        {"about": about, "page": drawing.page(str(about["path"]), "passage", shown)}
        for about in mappings(outline["contents"])
    ]
    return {"page": page, "head": head, "chapters": chapters}


def _bibliography(target: Target, drawing: Drawing) -> dict[str, object]:
    page = drawing.page(target.subject)
    outline = page.document
    assert isinstance(outline, FrozenDict)
    first = FrozenDict({"path": outline["path"], "title": outline["title"], "url": outline["url"], "number": ""})
    chapters = [
        {"about": about, "notes": drawing.page(str(about["path"])).notes}
        for about in (first, *mappings(outline["contents"]))
    ]
    return {"page": page, "chapters": [one for one in chapters if one["notes"]]}


def _page_alone(target: Target, drawing: Drawing) -> dict[str, object]:
    return {"page": drawing.page(target.subject)}


FEATURE: Final = Feature(
    NAME,
    {
        WHOLE: Kind(_whole, shows_page=True),
        BIBLIOGRAPHY: Kind(_bibliography, shows_page=True),
        CHANGES: Kind(_page_alone, shows_page=True),
        GLOSSARY: Kind(_page_alone, shows_page=True),
    },
    make=_make,
    fields=FIELDS,
)
