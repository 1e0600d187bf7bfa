"""Folders as sections: which page stands for a folder, what it holds, and in which order."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from toolshelf.index.addresses import page_address
from toolshelf.index.pages import HOME, Page

_TOP = "content"


class Sections(Struct, frozen=True):
    """The tree of the site's folders."""

    members: Mapping[str, tuple[Page, ...]]
    """What a folder holds, its own page left out: pages and sub-sections by weight, then by path."""
    heads: Mapping[str, Page]
    """The page of each folder."""
    folders: Mapping[str, str]
    """The folder that a page stands for, by the page's path."""
    beside: Mapping[str, tuple[Page | None, Page | None]]
    """The pages before and after each page, by its path."""
    above: Mapping[str, Page | None]
    """The page above each page that stands in no folder, by its path; None stands for the home page."""

    def section(self, page: Page) -> Page | None:
        """The page of the folder that ``page`` belongs to; None for the home page."""
        if page.path == HOME:
            return None
        if page.path in self.above:
            return self.above[page.path] or self.heads.get(_TOP)
        folder = page.folder.rpartition("/")[0] if page.is_index else page.folder
        head = self.heads.get(folder)
        return head if head is not page else self.heads.get(folder.rpartition("/")[0])

    def trail(self, page: Page) -> tuple[Page, ...]:
        """The pages from the home page down to ``page``."""
        trail = [page]
        while (parent := self.section(trail[-1])) is not None and parent not in trail:
            trail.append(parent)
        return tuple(reversed(trail))

    def below(self, page: Page) -> tuple[Page, ...]:
        """What the section of ``page`` holds, where it stands for one."""
        return self.members.get(self.folders.get(page.path, ""), ())

    def neighbours(self, page: Page) -> tuple[Page | None, Page | None]:
        """The pages before and after ``page`` in its folder; a section's own page has none."""
        return self.beside.get(page.path, (None, None))


def build_sections(pages: Mapping[str, Page], above: Mapping[str, Page | None]) -> Sections:
    """The sections of ``pages`` (by path); ``above`` is the page above each further page, which stands in none."""
    by_url = {page.url_path: page for page in pages.values()}
    own = {page.folder: page for page in pages.values() if page.is_index}
    heads: dict[str, Page] = {}
    for folder in sorted({page.folder for page in pages.values()}):
        head = own.get(folder) or by_url.get(page_address(f"{folder}/index.md".removeprefix("content/")).url_path)
        if head is not None:
            heads[folder] = head
    members: dict[str, list[Page]] = {}
    for page in pages.values():
        if page.is_index and page.path != HOME:
            members.setdefault(page.folder.rpartition("/")[0], []).append(page)
        elif not page.is_index and not page.is_not_found:
            members.setdefault(page.folder, []).append(page)
    ordered = {folder: tuple(sorted(row, key=lambda page: page.sort_key)) for folder, row in members.items()}
    folders = {head.path: folder for folder, head in heads.items()}
    return Sections(ordered, heads, folders, _beside(ordered), above)


def _beside(members: Mapping[str, tuple[Page, ...]]) -> dict[str, tuple[Page | None, Page | None]]:
    beside: dict[str, tuple[Page | None, Page | None]] = {}
    for row in members.values():
        pages = [page for page in row if not page.is_index]
        for page, before, after in zip(pages, [None, *pages], [*pages[1:], None], strict=False):
            beside[page.path] = (before, after)
    return beside
