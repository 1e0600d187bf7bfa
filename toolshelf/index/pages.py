"""Which pages the site has: their addresses, titles, layouts, and whether they are published."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from toolshelf.codec import EMPTY, FrozenDict, digest, encode, from_json, to_json
from toolshelf.content.document import Document, Facts, empty_document
from toolshelf.index.addresses import Address, alias_address, page_address, permalink_address
from toolshelf.index.rows import Row, empty_row
from toolshelf.languages import said_in
from toolshelf.problems import Location, Problem, ProblemError

HOME = "content/index.md"
NOT_FOUND = "404.html"
"""The file that hosts show for an address they do not have."""
_NOT_FOUND_TITLES = {"en": "Page not found", "es": "Página no encontrada"}
_INDEX = "index"


class Documents(Protocol):
    """The parsed documents of the site, by their keys; each is opened when it is first asked for."""

    def facts(self, key: str) -> Facts:
        """What can be said of the document without its body."""

    def document(self, key: str) -> Document:
        """The document."""

    @property
    def seen(self) -> set[str] | None:
        """Collects the keys that are looked at, where somebody wants to know what follows from which document."""


class KnownPage(NamedTuple):
    """A source as joining takes it: a key, which is another for every other document, and the row of that document."""

    key: str
    row: Row
    address: Address | None = None
    """The address that it has at its path, where somebody has found it out before."""


class Page:
    """A published page, written by an author or drawn for a folder that has none."""

    __slots__ = (
        *("_documents", "_given", "_key", "address", "folder", "generated", "is_index", "is_not_found", "path", "row"),
        *("title", "url_path"),
    )

    def __init__(
        self,
        path: str,
        known: KnownPage,
        address: Address,
        documents: Documents,
        *,
        generated: bool,
        given: FrozenDict = EMPTY,
    ) -> None:
        self.path = path
        """Of its source, "content/plan/goals.md"; a generated page has the path its index.md would have, or that of
        its address ("tags/open-data")."""
        self._key = known.key
        self.row = known.row
        self.address = address
        self.url_path = address.url_path
        """Below the base path: "/plan/goals/"."""
        self.is_not_found = address.output == NOT_FOUND
        """Whether it is what hosts show for an address they do not have."""
        self.generated = generated
        self.folder, _, name = path.rpartition("/")
        """The folder it stands in, "content/plan"; an index page stands for this folder."""
        self.is_index = (name.rpartition(".")[0] or name).lower() == _INDEX
        """Whether it is the page of its folder."""
        self.title = known.row.title or title_of(path)
        self._documents = documents
        self._given = given

    def __reduce__(self) -> tuple[Callable[..., Page], tuple[bytes, Documents, FrozenDict]]:
        # As JSON, which the row is made of: of thousands of pages it is pickled in a quarter of the time.
        return _restored, (
            to_json([self.path, self._key, self.row, self.address, self.generated]),
            self._documents,
            self._given,
        )

    @property
    def key(self) -> str:
        """The key of its document; of a page that nobody wrote, of all that it is made from."""
        if (seen := self._documents.seen) is not None:
            seen.add(self._key)
        return self._key

    def have(self, key: str) -> None:
        """Have another document from now on, of which the row is the same."""
        self._key = key

    @property
    def facts(self) -> Facts:
        """What can be said of it without its body."""
        return self.document.facts if self.generated else self._documents.facts(self.key)

    @property
    def meta(self) -> FrozenDict:
        """Its front matter."""
        return self.facts.meta

    @property
    def document(self) -> Document:
        """All of it."""
        return empty_document(self.title, self._given) if self.generated else self._documents.document(self.key)

    @property
    def folder_url(self) -> str:
        """The address, with a slash at its end, of the folder in which stands what is made for it."""
        return f"{self.url_path.rpartition('/')[0]}/"

    @property
    def layout(self) -> str:
        """The name of its template without ".html"."""
        if self.row.layout:
            return self.row.layout
        if self.is_not_found:
            return "404"
        if self.is_index and self.generated:
            return "home" if self.path == HOME else "section"
        return "page"

    @property
    def sort_key(self) -> tuple[float, str]:
        """Pages of a section stand by weight, then by path."""
        return (self.row.weight, self.path)


def _restored(stored: bytes, documents: Documents, given: FrozenDict) -> Page:
    """The page that was pickled for another process."""
    path, key, row, address, generated = from_json(stored)
    known = KnownPage(key, Row._make(row))
    return Page(path, known, Address._make(address), documents, generated=generated, given=given)


class Publication(Struct, frozen=True, dict=True):
    """Which pages are shown on this day."""

    as_of: datetime.date
    zone: ZoneInfo
    drafts: bool = False

    @cached_property
    def _today(self) -> str:
        return self.as_of.isoformat()

    def hides(self, row: Row) -> str:
        """Why a page is not published, as words that follow "is", or "" where it is."""
        if not self.drafts:
            if row.draft:
                return "a draft"
            if row.date and (day := self._day(row.date)) > self._today:
                return f"not published before {day}"
        if row.expires and (day := self._day(row.expires)) <= self._today:
            return f"expired since {day}"
        return ""

    def _day(self, moment: str) -> str:
        """The day of ``moment`` in the site's time zone, both in ISO 8601, which sorts as days do."""
        if len(moment) == len(self._today):
            return moment
        time = datetime.datetime.fromisoformat(moment)
        try:
            return (time.astimezone(self.zone) if time.tzinfo else time).date().isoformat()
        except OverflowError:  # the first or last day of the calendar, in another zone
            return time.date().isoformat()


class Pages(Struct):
    """The pages of the site, by path and in the order of their paths, and what is known of the others."""

    by_path: dict[str, Page] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    """Why a source is not published, by path."""
    problems: list[Problem] = field(default_factory=list)


def build_pages(
    sources: Mapping[str, KnownPage], documents: Documents, publication: Publication, config: FrozenDict, options: str
) -> Pages:
    """All pages: the written ones that are published, and one for each folder without its own.

    ``options`` is a digest of the configuration, which a page that nobody wrote follows as written ones do.
    """
    pages = Pages()
    for path, known in sources.items():
        if reason := publication.hides(known.row):
            pages.hidden[path] = reason
            continue
        try:
            address = known.address or _address(path, known.row)
        except ProblemError as refused:
            pages.problems.append(refused.problem.at(path))
            pages.hidden[path] = "a page without an address"
            continue
        pages.by_path[path] = Page(path, known, address, documents, generated=False)
    claimed = {page.url_path for page in pages.by_path.values()} | _former(pages.by_path.values())
    for path in _folder_pages(pages.by_path.values()):
        address = page_address(path.removeprefix("content/"))
        # A folder's own page may stand elsewhere.
        if address.url_path not in claimed and path not in pages.by_path:
            title = str(config["title"]) if path == HOME else title_of(path.rpartition("/")[0])
            pages.by_path[path] = generated_page(path, address, title, options, documents)
    if not any(page.is_not_found for page in pages.by_path.values()):
        path = "content/404.md" if "content/404.md" not in pages.by_path else NOT_FOUND
        address = Address(f"/{NOT_FOUND}", NOT_FOUND)
        title = said_in(_NOT_FOUND_TITLES, config["language"])
        pages.by_path[path] = generated_page(path, address, title, options, documents)
    pages.by_path = dict(sorted(pages.by_path.items()))
    return pages


def title_of(path: str) -> str:
    """The name of a file or folder as words: "content/open-data" is "Open data"."""
    name = PurePosixPath(path).stem.replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:]


def _address(path: str, row: Row) -> Address:
    """Where the page stands: as its front matter says, else as its file is called. Raises ProblemError."""
    if row.address:
        _, text, line, column, *_ = row.address
        if text:
            try:
                return permalink_address(text)
            except ProblemError as refused:
                raise ProblemError(refused.problem.moved(Location("", line, column))) from None
    if path.lower() == "content/404.md":
        return Address(f"/{NOT_FOUND}", NOT_FOUND)
    return page_address(path.removeprefix("content/"))


def _former(pages: Iterable[Page]) -> set[str]:
    """The addresses that lead to a page from somewhere else: whoever writes one for a folder wants no page there.

    But the home page has to be one.
    """
    found: set[str] = set()
    for page in pages:
        for alias, *_ in page.row.former:
            with contextlib.suppress(ProblemError):  # whoever makes the redirects says what is wrong
                found.add(alias_address(alias).url_path)
    return found - {"/"}


def _folder_pages(pages: Iterable[Page]) -> list[str]:
    """The path of the index of every folder that holds pages, at any depth."""
    folders = {"content"}
    for folder in {page.folder for page in pages}:
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(f"{folder}/index.md" for folder in folders)


def place_below(head: Page, *segments: str) -> tuple[str, Address]:
    """The path and the address of a page that is made below ``head``, the page of a folder."""
    path = "/".join(filter(None, [head.folder.removeprefix("content").strip("/"), *segments]))
    url = f"{head.folder_url}{'/'.join(segments)}/"
    return path, Address(url, f"{url.strip('/')}/index.html")


def generated_page(
    path: str, address: Address, title: str, options: str, documents: Documents, meta: FrozenDict = EMPTY
) -> Page:
    """A page that nobody wrote, with ``meta`` as its front matter."""
    key = f"generated {options} {digest(encode(meta)) if meta else ''} {title}"
    known = KnownPage(key, empty_row(title, meta))
    return Page(path, known, address, documents, generated=True, given=meta)
