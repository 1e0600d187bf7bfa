"""Which documents a site has: the page at the head of each, its chapters in their order, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from msgspec import Struct

from toolshelf.codec import FrozenDict, Value, digest, pack, to_json
from toolshelf.content.slugs import UniqueIds, slugify
from toolshelf.index.pages import Page
from toolshelf.index.rows import document_options

_UNNUMBERED: Final = ("appendix", "annex", "table of contents", "contents")
"""How the titles of chapters begin that count by themselves, or not at all."""


class Book(Struct, frozen=True):
    """A document: the class `toolshelf.content.document.Document` is one parsed page, and this one is many."""

    head: str
    """The path of its title page, as all others are."""
    title: str
    language: str
    """That of its title page, as a tag of BCP 47."""
    options: FrozenDict
    """What the front matter of the title page asks for."""
    chapters: tuple[str, ...]
    """In the order in which they are read."""
    numbers: Mapping[str, str]
    """Of the chapters that have one."""
    notes_before: Mapping[str, int]
    """How many footnotes are numbered before the first one of each page."""
    anchors: Mapping[str, str]
    """The id of each page where all stand on one page."""
    whole: str = ""
    """The path of the page that holds everything; "" where there is none."""
    bibliography: str = ""
    """The path of the page that collects the footnotes; "" where there is none."""
    changes: str = ""
    """The path of the page that tells what changed; "" where there is none."""
    formats: tuple[tuple[str, str], ...] = ()
    """The files that are asked for besides: the name of the format, "pdf" or "epub", and the output."""
    basis: str = ""
    """A digest of all that its pages show of each other."""

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that somebody wrote, in the order in which they are read."""
        return (self.head, *self.chapters)

    def neighbours(self, path: str) -> tuple[str, str]:
        """The pages before and after the one at ``path``; "" where there is none."""
        number = self.pages.index(path)
        return self.pages[number - 1] if number else "", (*self.pages, "")[number + 1]


class Written(NamedTuple):
    """The pages of a document as their authors have written them."""

    head: Page
    options: FrozenDict
    chapters: tuple[Page, ...]


def written_documents(pages: Mapping[str, Page]) -> list[Written]:
    """The documents among ``pages`` (by path), in the order of their paths; one may stand within another."""
    heads = {page.folder: page for page in pages.values() if page.row.document is not None and page.is_index}
    if not heads:
        return []
    members: dict[str, list[Page]] = {folder: [] for folder in heads}
    own = {page.folder: page for page in pages.values() if page.is_index}
    for page in pages.values():
        folder = next((above for above in _folders(page.folder) if above in heads), "")
        if folder and not page.generated and not page.is_not_found and page is not heads[folder]:
            members[folder].append(page)
    found = []
    for folder, head in heads.items():
        options = document_options(head.row)
        assert options is not None
        chapters = sorted(members[folder], key=lambda page, top=folder: _order(page, top, own))  # type: ignore[misc]
        found.append(Written(head, options, tuple(chapters)))
    return found


def _folders(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _order(page: Page, top: str, own: Mapping[str, Page]) -> list[tuple[float, str]]:
    """Pages stand by weight, then by path; a folder stands where its own page does, and behind that its pages."""
    order: list[tuple[float, str]] = []
    folder = top
    for name in page.folder.removeprefix(top).strip("/").split("/"):
        if name:
            folder = f"{folder}/{name}"
            head = own.get(folder)
            order.append((head.row.weight if head else 0.0, f"{folder}/"))
    return order if page.is_index else [*order, page.sort_key]


def bound(written: Written, whole: str, bibliography: str, formats: tuple[tuple[str, str], ...], language: str) -> Book:
    """The document as its pages show it; ``whole`` and ``bibliography`` are the paths of the pages made for it.

    ``formats`` and ``language`` are as in `Book`.
    """
    head, options, chapters = written
    continuous = options.get("footnotes") != "chapter"
    numbers: dict[str, str] = {}
    before: dict[str, int] = {}
    anchors: dict[str, str] = {}
    unique = UniqueIds()
    count = 0
    for page in (head, *chapters):
        before[page.path] = count if continuous else 0
        count += len(page.row.notes)
        name = page.path.removeprefix(f"{head.folder}/").removesuffix("/index.md")
        anchors[page.path] = f"chapter--{unique.claim(slugify(str(PurePosixPath(name).with_suffix(''))))}"
    if options.get("numbered") is True:
        counted = [page for page in chapters if not page.title.lower().startswith(_UNNUMBERED)]
        numbers = {page.path: str(number) for number, page in enumerate(counted, 1)}
    shown = [
        [page.path, page.title, page.url_path, page.row.description, page.row.fragments, len(page.row.notes)]
        for page in (head, *chapters)
    ]
    basis = digest(to_json([shown, pack(options), whole, bibliography, formats, language]))
    paths = tuple(page.path for page in chapters)
    return Book(
        head.path,
        head.title,
        language,
        options,
        paths,
        numbers,
        before,
        anchors,
        whole,
        bibliography,
        formats=formats,
        basis=basis,
    )


def text(value: Value) -> str:
    """An option as words."""
    return "" if value is None or isinstance(value, (FrozenDict, tuple)) else str(value)
