"""The fields of the pages of documents: what they show of themselves, and of each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Final
from urllib.parse import quote, unquote

from markupsafe import Markup

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.content.fragment import Heading
from toolshelf.features.documents.books import Book, text
from toolshelf.features.documents.fields import GLOSSARY, book_of, books_of
from toolshelf.features.documents.passages import (
    free_ids,
    named,
    notes_in,
    number_html,
    rebound,
    renumbered,
    section_numbers,
    with_number,
)
from toolshelf.features.documents.words import with_version
from toolshelf.index.fields import calls_between, heading
from toolshelf.index.gaps import filled
from toolshelf.index.index import Index
from toolshelf.index.pages import Page

_FACTS: Final = ("version", "date", "status")


def ids_on_one_page(index: Index, book: Book) -> Mapping[str, Mapping[str, str]]:
    """For each page of ``book`` its ids as they are where all pages are one, by those that it has alone."""
    known = books_of(index).ids
    if book.head not in known:
        pages = index.site.pages
        uses = [use for path in book.pages if pages[path].row.includes for use in pages[path].row.uses]
        taken = {identifier for name, *_ in uses for identifier in index.around.shown.get(name, ())}
        given = [(book.anchors[path].removeprefix("chapter--"), pages[path].facts.ids) for path in book.pages]
        known[book.head] = dict(zip(book.pages, free_ids(given, taken), strict=True))
    return known[book.head]


def outline(index: Index, page: Page) -> Value:
    """``page.document``: its title page, its facts, its chapters and its other forms."""
    book = book_of(index, page.path)
    if book is None:
        return MISSING
    head = index.site.pages[book.head]
    contents = tuple(
        FrozenDict(
            {
                "path": path,
                "number": book.numbers.get(path, ""),
                "title": index.site.pages[path].title,
                "url": index.site.url(index.site.pages[path].url_path),
                "anchor": book.anchors[path],
            }
        )
        for path in book.chapters
    )
    facts = [FrozenDict({"key": key, "value": book.options[key]}) for key in _FACTS if book.options.get(key)]
    licence = text(book.options.get("license")) or text(book.options.get("licence"))
    return FrozenDict(
        {
            "title": book.title,
            "url": index.site.url(head.url_path),
            "path": book.head,
            "facts": tuple(facts),
            "license": licence,
            "citation": text(book.options.get("citation")) or _citation(index, book, head),
            "contents": contents,
            "whole_url": _url(index, book.whole),
            "formats": tuple(
                FrozenDict({"name": name.upper(), "url": index.site.url(output)}) for name, output in book.formats
            ),
            "changes_url": _url(index, book.changes),
            "bibliography_url": _url(index, book.bibliography),
        }
    )


def _url(index: Index, path: str) -> str:
    return index.site.url(index.site.pages[path].url_path) if path else ""


def _citation(index: Index, book: Book, head: Page) -> str:
    year = text(book.options.get("date"))[:4]
    version = text(book.options.get("version"))
    parts = [text(book.options.get("author")) or str(index.config["title"])]
    parts += [year] if year.isdigit() else []
    parts += [with_version(book.language, book.title, version) if version else book.title]
    return f"{'. '.join(parts)}. {index.absolute(index.site.url(head.url_path))}"


def _numbered(book: Book, page: Page, deeper: int = 0) -> list[Heading]:
    """All headings of ``page``, those that it shows with their numbers."""
    outlined = page.document.outline
    numbers = section_numbers([one.level for one in outlined.shown], book.numbers.get(page.path, ""))
    of = {id(one): number for one, number in zip(outlined.shown, numbers, strict=True)}
    return [with_number(one, of.get(id(one), ""), deeper) for one in outlined.headings]


def _of_pages(index: Index, page: Page) -> Book | None:
    """The document of a page that somebody wrote."""
    book = book_of(index, page.path)
    return book if book is not None and page.path in book.anchors else None


def body(index: Index, page: Page) -> Value:
    """The body as `toolshelf.index.fields.body` gives it, with the numbers that it has in the document."""
    book = _of_pages(index, page)
    books = books_of(index)
    if book is None:
        if page.path not in books.marked or books.marker is None:
            return MISSING
        plain = calls_between(index, page, page.document.outline.headings, index.addresses(page))
        return books.marker.marked(plain)
    parts = calls_between(index, page, _numbered(book, page), index.addresses(page))
    before = book.notes_before[page.path]
    shown = tuple(renumbered(part, before) if isinstance(part, str) else part for part in parts)
    return books.marker.marked(shown) if books.marker is not None and page.path in books.marked else shown


def passage(index: Index, page: Page) -> Value:
    """The body as a part of the page that holds everything: one level deeper, and links to other parts lead there."""
    book = _of_pages(index, page)
    if book is None:
        return MISSING
    books = books_of(index)
    ids = ids_on_one_page(index, book)
    parts = calls_between(index, page, _numbered(book, page, deeper=1), _addresses(index, book, page, ids), deeper=1)
    before = book.notes_before[page.path]
    title = f"{page.title} ({book.pages.index(page.path)})" if _is_twin(index, book, page) else page.title
    shown = tuple(
        rebound(named(renumbered(part, before), title), ids[page.path]) if isinstance(part, str) else part
        for part in parts
    )
    return books.marker.marked(shown) if books.marker is not None and page.path in books.marked else shown


def _is_twin(index: Index, book: Book, page: Page) -> bool:
    """Whether another page of the document has the same title."""
    return sum(index.site.pages[path].title == page.title for path in book.pages) > 1


def _addresses(index: Index, book: Book, page: Page, ids: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Where the links of ``page`` lead on the page that holds everything."""
    found = []
    for link in page.facts.links:
        target = index.site.resolve(link.target, page.path)
        _, mark, fragment = target.url.partition("#")
        if target.page in ids and link.kind == "link":
            known = ids[target.page]
            wanted = next((form for form in (fragment, unquote(fragment)) if form in known), None)
            if wanted is not None:
                found.append(f"#{quote(known[wanted])}")
            elif target.page == book.head:
                found.append("#document--contents" if fragment == "document--contents" else "#main-content")
            else:
                found.append(f"#{fragment}" if target.complaint and mark else f"#{book.anchors[target.page]}")
        else:
            found.append("#main-content" if target.page == book.whole and not mark else target.url)
    return found


def chapter_heading(index: Index, page: Page) -> Value:
    """The H1, with the number of the chapter."""
    book = _of_pages(index, page)
    if book is None or page.path not in book.numbers:
        return MISSING
    found = heading(index, page)
    assert isinstance(found, FrozenDict)
    return FrozenDict({**found, "content": Markup(f"{number_html(book.numbers[page.path])}{found['content']}")})


def passage_heading(index: Index, page: Page) -> Value:
    """The heading of the page where it is a part of the page that holds everything: its id, "" for none, and HTML."""
    book = _of_pages(index, page)
    if book is None:
        return MISSING
    outlined = page.document.outline
    number = number_html(book.numbers.get(page.path, ""))
    if outlined.heading is None:
        return FrozenDict({"id": "", "content": Markup(number + escape(page.title))})
    ids = ids_on_one_page(index, book)
    content = filled(outlined.heading.content, outlined.headings, _addresses(index, book, page, ids))
    shown = rebound(renumbered(content, book.notes_before[page.path]), ids[page.path])
    return FrozenDict({"id": ids[page.path][outlined.heading.id], "content": Markup(number + shown)})


def headings(index: Index, page: Page) -> Value:
    """The headings that stand in the body, with their numbers, and their ids where all chapters are on one page."""
    book = _of_pages(index, page)
    if book is None:
        return MISSING
    shown = page.document.outline.shown
    numbers = section_numbers([one.level for one in shown], book.numbers.get(page.path, ""))
    return tuple(
        FrozenDict({"level": one.level, "id": one.id, "text": one.text, "number": number})
        for one, number in zip(shown, numbers, strict=True)
    )


def notes(index: Index, page: Page) -> Value:
    """The footnotes of the page: number, HTML, the address of the note, and of what first refers to it, or ""."""
    book = _of_pages(index, page)
    if book is None:
        return MISSING
    if not page.row.notes:
        return ()
    document = page.document
    url = index.site.url(page.url_path)
    html = filled(document.outline.body, document.outline.headings, index.addresses(page))
    of = {note.key: note for note in document.fragment.notes}
    found = []
    for number, one in enumerate(notes_in(html, lambda name: f"{url}#{quote(name)}"), book.notes_before[page.path] + 1):
        note = of.get(one.key)
        used = note is not None and note.is_used
        found.append(
            FrozenDict(
                {
                    "number": number,
                    "html": Markup(one.html),
                    "url": f"{url}#fn-{quote(one.key)}",
                    "reference_url": f"{url}#fnref-{quote(one.key)}" if used else "",
                }
            )
        )
    return tuple(found)


def previous(index: Index, page: Page) -> Value:
    """The chapter before a chapter."""
    return _beside(index, page, 0)


def next_(index: Index, page: Page) -> Value:
    """The chapter behind a chapter."""
    return _beside(index, page, 1)


def _beside(index: Index, page: Page, position: int) -> Value:
    book = _of_pages(index, page)
    if book is None:
        return MISSING
    path = book.neighbours(page.path)[position]
    return _summary(index, index.site.pages[path]) if path else None


def _summary(index: Index, page: Page) -> FrozenDict:
    url = index.site.url(page.url_path)
    return FrozenDict({"title": page.title, "url": url, "description": page.row.description})


def glossary(index: Index, page: Page) -> Value:
    """``page.glossary``: the entries, on the page that lists them."""
    entries = books_of(index).entries
    if not entries or page.path != GLOSSARY:
        return MISSING
    return tuple(FrozenDict(entry._asdict()) for entry in entries)


DERIVE: Final[Mapping[str, Callable[[Index, Page], Value]]] = {
    "document": outline,
    "body": body,
    "heading": chapter_heading,
    "headings": headings,
    "previous": previous,
    "next": next_,
    "passage": passage,
    "passage_heading": passage_heading,
    "notes": notes,
    "glossary": glossary,
}
"""By the names of the fields: see `toolshelf.features.documents.fields.FIELDS`."""
