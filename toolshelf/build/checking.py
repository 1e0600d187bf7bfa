"""Check the pages of a site, but those whose problems stand: nothing that they follow from has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from toolshelf.build import blocks
from toolshelf.build.blocks import Rows
from toolshelf.build.page_rows import NOT_CHECKED, checked_page, consulted_by, key_of, page_row
from toolshelf.content.stored import load_problems
from toolshelf.index.index import Index
from toolshelf.index.page_checks import Checked
from toolshelf.index.pages import KnownPage, Page
from toolshelf.problems import Problem


class CheckedPages(Struct, frozen=True):
    """What is wrong with the pages, and what is kept of them."""

    told: Mapping[str, Sequence[Problem]]
    """Of each page of which there are any, by path."""
    leads: Mapping[str, str]
    """Where the links of each published page lead: `Checked.leads`, by path."""
    pictures: Mapping[str, Sequence[str]]
    """`Checked.pictures` of each page that shows some, by path."""
    rows: Rows
    """For the next build, by path."""

    @property
    def problems(self) -> Iterator[Problem]:
        """Of all pages."""
        return chain.from_iterable(self.told.values())


def check_again(
    index: Index,
    before: CheckedPages,
    moved: Collection[str],
    check: Callable[[Sequence[str]], Iterable[Checked]],
) -> CheckedPages:
    """What `check_pages` gives, where ``before`` is of the same site but for the documents of the pages ``moved``.

    All of these are published, with the rows that they had: so what is shown of them elsewhere is the same.
    """
    pages = index.site.pages
    stale = sorted(moved)
    told, leads, rows = dict(before.told), dict(before.leads), dict(before.rows)
    pictures = {path: shown for path, shown in before.pictures.items() if path not in moved}
    for path, checked in zip(stale, check(stale), strict=True):
        page = pages[path]
        rows[path] = page_row(path, KnownPage(page.key, page.row), page.address, checked)
        told[path] = _told(path, page.row.problems, page.row.remarks, checked)
        leads[path] = checked.leads
        if checked.pictures:
            pictures[path] = checked.pictures
    return CheckedPages(told, leads, pictures, rows)


def _told(path: str, of_file: Sequence[object], of_page: Sequence[object], checked: Checked) -> list[Problem]:
    """What is wrong with the page at ``path``: by itself, and as a part of the site."""
    own = (problem.at(path) for found in (of_file, of_page) if found for problem in load_problems(found))
    return [*own, *checked.problems]


def check_pages(
    index: Index,
    sources: Mapping[str, KnownPage],
    before: Rows,
    check: Callable[[Sequence[str]], Iterable[Checked]],
    *,
    stood: bool,
) -> CheckedPages:
    """The problems of all pages, by themselves and as parts of the site; ``check`` finds those of the pages it gets.

    ``before`` are the rows of the last build. They ``stood`` in the same surroundings; what was found then is found
    again, unless a page has another document, or one of the pages that its links name has other ids.
    """
    pages = index.site.pages
    ids = _Ids(index)
    stale = [path for path, page in pages.items() if not (stood and _stands(page, before.get(path), ids))]
    fresh = dict(zip(stale, check(stale), strict=True))
    told: dict[str, Sequence[Problem]] = {}
    leads: dict[str, str] = {}
    pictures: dict[str, Sequence[str]] = {}
    rows: dict[str, blocks.Row] = {}
    for path, known in sources.items():
        if path not in pages:
            rows[path] = page_row(path, known, None, NOT_CHECKED)
            if known.row.problems:
                told[path] = _told(path, known.row.problems, (), NOT_CHECKED)
    for path, page in pages.items():
        if path in fresh:
            checked = fresh[path]
            rows[path] = page_row(path, KnownPage(page.key, page.row), page.address, checked)
        else:
            rows[path] = before[path]
            checked = checked_page(rows[path])
        leads[path] = checked.leads
        if checked.pictures:
            pictures[path] = checked.pictures
        # A page that is drawn for a folder may stand at the path of a source that is not published.
        of_file = sources[path].row.problems if path in sources else ()
        if of_file or page.row.remarks or checked.problems:
            told[path] = _told(path, of_file, page.row.remarks, checked)
    return CheckedPages(told, leads, pictures, rows)


class _Ids:
    """The digests by which `Checked.consulted` names what was looked at, as they are now."""

    def __init__(self, index: Index) -> None:
        self._pages = index.site.pages
        self._groups = {group.consulted: group for group in index.site.groups.values()}
        self._of_groups: dict[str, str] = {}

    def __call__(self, name: str) -> str | None:
        if (page := self._pages.get(name)) is not None:
            return page.row.fragments
        if name in self._groups and name not in self._of_groups:
            self._of_groups[name] = self._groups[name].ids(self._pages)
        return self._of_groups.get(name)


def _stands(page: Page, row: blocks.Row | None, ids_now: Callable[[str], str | None]) -> bool:
    """Whether what ``row`` says was found holds, as long as the surroundings are the same."""
    if row is None or key_of(row) != page.key:
        return False
    consulted = consulted_by(row)
    return not consulted or all(ids_now(other) == ids for other, ids in consulted.items())
