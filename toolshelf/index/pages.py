"""Which pages the site has: their addresses, titles, layouts, and whether they are published."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.document import Document
from toolshelf.content.fragment import Fragment, Heading
from toolshelf.content.outline import Outline, outline, plain_title
from toolshelf.data.positions import Positions
from toolshelf.index.addresses import Address, page_address, permalink_address
from toolshelf.problems import Location, Problem, ProblemError, warning

INDEX = "index"
HOME = "content/index.md"
_ADDRESS_KEYS = ("permalink", "path")
_RESERVED = frozenset(
    {"body", "breadcrumbs", "canonical_url", "children", "content", "heading", "headings", "lastmod", "next"}
    | {"previous", "section", "terms", "url"}
)
"""Fields of a page that templates read and that never come from front matter."""
NOT_FOUND = "404.html"
"""The file that hosts show for an address they do not have."""


@dataclass(frozen=True, slots=True)
class Page:
    """A published page, written by an author or drawn for a folder that has none."""

    path: str
    """Of its source, "content/plan/goals.md"; a generated page has the path its index.md would have, or that of
    its address ("tags/open-data")."""
    address: Address
    title: str
    meta: FrozenDict
    positions: Positions
    fragment: Fragment
    outline: Outline
    generated: bool = False

    @property
    def url_path(self) -> str:
        """Below the base path: "/plan/goals/"."""
        return self.address.url_path

    @property
    def folder(self) -> str:
        """The folder it stands in, "content/plan"; an index page stands for this folder."""
        return str(PurePosixPath(self.path).parent)

    @property
    def is_index(self) -> bool:
        """Whether it is the page of its folder."""
        return PurePosixPath(self.path).stem.lower() == INDEX

    @property
    def is_not_found(self) -> bool:
        """Whether it is what hosts show for an address they do not have."""
        return self.address.output == NOT_FOUND

    @property
    def heading(self) -> Heading | None:
        """The heading of the body that the title band shows, if there is one."""
        return self.outline.heading

    @property
    def layout(self) -> str:
        """The name of its template without ".html"."""
        chosen = self.meta.get("layout") or self.meta.get("type")
        if isinstance(chosen, str):
            return chosen
        if self.is_not_found:
            return "404"
        if self.is_index and self.generated:
            return "home" if self.path == HOME else "section"
        return "page"

    @property
    def sort_key(self) -> tuple[float, str]:
        """Pages of a section stand by weight, then by path."""
        weight = self.meta.get("weight")
        known = isinstance(weight, (int, float)) and not isinstance(weight, bool)
        return (float(weight) if known else 0.0, self.path)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Publication:
    """Which pages are shown on this day."""

    as_of: datetime.date
    zone: ZoneInfo
    drafts: bool = False

    def hides(self, meta: FrozenDict) -> str:
        """Why a page is not published, as words that follow "is", or "" where it is."""
        if not self.drafts:
            if meta.get("draft") is True or meta.get("published") is False:
                return "a draft"
            if (date := self._day(meta.get("date"))) is not None and date > self.as_of:
                return f"not published before {date.isoformat()}"
        if (expires := self._day(meta.get("expires"))) is not None and expires <= self.as_of:
            return f"expired since {expires.isoformat()}"
        return ""

    def _day(self, value: Value) -> datetime.date | None:
        if isinstance(value, datetime.datetime):
            try:
                return (value.astimezone(self.zone) if value.tzinfo else value).date()
            except OverflowError:  # the first or last day of the calendar, in another zone
                return value.date()
        return value if isinstance(value, datetime.date) else None


@dataclass(slots=True)
class Pages:
    """The pages of the site, by path and in the order of their paths, and what is known of the others."""

    by_path: dict[str, Page] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    """Why a source is not published, by path."""
    problems: list[Problem] = field(default_factory=list)


def build_pages(documents: Mapping[str, Document], publication: Publication, site_title: str) -> Pages:
    """All pages: the written ones that are published, and one for each folder without its own."""
    pages = Pages()
    for path, document in documents.items():
        if reason := publication.hides(document.meta):
            pages.hidden[path] = reason
            continue
        try:
            address = _address(path, document)
        except ProblemError as refused:
            pages.problems.append(refused.problem.at(path))
            pages.hidden[path] = "a page without an address"
            continue
        page = pages.by_path[path] = _written(path, document, address)
        pages.problems.extend(problem.at(path) for problem in page.outline.problems)
        pages.problems.extend(problem.at(path) for problem in _own_problems(document, page))
    claimed = {page.url_path for page in pages.by_path.values()}
    for path in _folder_pages(pages.by_path):
        address = page_address(path.removeprefix("content/"))
        if address.url_path not in claimed:
            title = site_title if path == HOME else title_of(str(PurePosixPath(path).parent))
            pages.by_path[path] = generated_page(path, address, title)
    if not any(page.is_not_found for page in pages.by_path.values()):
        path = "content/404.md"
        pages.by_path[path] = generated_page(path, Address(f"/{NOT_FOUND}", NOT_FOUND), "Page not found")
    pages.by_path = dict(sorted(pages.by_path.items()))
    return pages


def title_of(path: str) -> str:
    """The name of a file or folder as words: "content/open-data" is "Open data"."""
    name = PurePosixPath(path).stem.replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:]


def _written(path: str, document: Document, address: Address) -> Page:
    """The page of a source."""
    meta = document.meta
    given = meta.get("title")
    typed = plain_title(str(given)) if given is not None and not isinstance(given, (tuple, FrozenDict)) else ""
    outlined = outline(document.fragment, typed)
    title = outlined.title or title_of(path)
    return Page(path, address, title, meta, document.positions, document.fragment, outlined)


def _own_problems(document: Document, page: Page) -> Iterator[Problem]:
    """What is wrong with the keys of one page by themselves."""
    unread = not document.meta and document.broken
    if not page.outline.title and not unread:
        where = document.positions.locate_key(("title",)) if "title" in document.meta else Location("", 1)
        told = any(problem.location.line == where.line for problem in document.problems if "title" in document.meta)
        if not told:
            yield warning("no-title", "This page has no title.", hint="write 'title: …' at its top").moved(where)
    permalink, path = (_permalink(document.meta.get(key)) for key in _ADDRESS_KEYS)
    if permalink and path and permalink != path:
        message = "The key 'path' has no effect here, as 'permalink' gives the page another address."
        where = document.positions.locate_key(("path",))
        yield warning("unused-key", message, hint="remove one of the two").moved(where)
    for key in document.meta:
        if key in _RESERVED:
            message = f"The key '{key}' has no effect, as Toolshelf fills it in itself."
            yield warning("unused-key", message, hint="use another name").moved(document.positions.locate_key((key,)))


def _permalink(value: Value) -> str:
    """The address that a key holds, if any."""
    return value if isinstance(value, str) else ""


def _address(path: str, document: Document) -> Address:
    """Where the page stands: as its front matter says, else as its file is called. Raises ProblemError."""
    for key in _ADDRESS_KEYS:
        if given := _permalink(document.meta.get(key)):
            try:
                return permalink_address(given)
            except ProblemError as refused:
                raise ProblemError(refused.problem.moved(document.positions.locate((key,)))) from None
    if path.lower() == "content/404.md":
        return Address(f"/{NOT_FOUND}", NOT_FOUND)
    return page_address(path.removeprefix("content/"))


def _folder_pages(paths: Iterable[str]) -> list[str]:
    """The path of the index of every folder that holds pages, at any depth."""
    folders = {str(parent) for path in paths for parent in PurePosixPath(path).parents if str(parent) != "."}
    return sorted(f"{folder}/index.md" for folder in folders | {"content"})


def generated_page(path: str, address: Address, title: str) -> Page:
    """A page that nobody wrote."""
    empty = Fragment()
    meta = FrozenDict({"title": title})
    return Page(path, address, title, meta, Positions(), empty, outline(empty, title), generated=True)
