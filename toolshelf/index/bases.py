"""What the answers about a page are made from, so that a build need not ask again to know that they still stand.

An answer about a page follows from its document; some follow from where its links lead, from the pages of its
section, or from menus too. Each of these is a basis: a text that is the same as long as what it stands for is.
Answers whose bases are the same are the same; the converse need not hold, for then the question is asked.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from toolshelf.codec import FrozenDict, digest, encode, to_json
from toolshelf.index.links import Site
from toolshelf.index.sections import Sections
from toolshelf.index.terms import Taxonomies


class Scope(enum.Flag):
    """What an answer about a page is made from, besides its document, its path and the configuration."""

    OWN = 0
    """Nothing else."""
    LINKS = enum.auto()
    """Where its links and images lead, and which template draws it: `Checked.leads`."""
    SECTION = enum.auto()
    """The titles, descriptions, addresses and order of the pages in its section, and of the sections above."""
    MENUS = enum.auto()
    """Menus that an author wrote: their entries, and the titles and addresses of any page."""
    TERMS = enum.auto()
    """The names and addresses of all terms."""
    ADDRESSES = enum.auto()
    """Where anything of the site stands: `Site.digest`. Only for fields of pages that features made."""


_OF_MENUS: Final = frozenset({"named", "own"})
"""The forms of side navigation (`Row.sidenav`) that are made of menus."""


class Bases(Struct, frozen=True, dict=True):
    """The bases of all answers about the pages of one index."""

    site: Site
    sections: Sections
    menus: FrozenDict
    """The lists of data/navigation.yml."""
    taxonomies: Taxonomies
    made: Collection[str]
    """The paths of the pages that features and taxonomies made."""
    drawn: Mapping[str, str]
    """What features draw of written pages follows from these digests, by the paths of the pages."""
    newest: Sequence[str]
    """The paths of the pages that have a date, the newest first."""

    def settle(self) -> None:
        """Find out what is found out once, and follows from no document but from rows."""
        _ = self.folders, self.named_terms, self.uses_of_terms, self.written_menus

    @cached_property
    def own(self) -> Mapping[str, str]:
        """The basis of every answer about each page, by path."""
        stand_for, drawn = self.sections.folders, self.drawn
        found: dict[str, str] = {}
        for path, page in self.site.pages.items():
            own = page.key
            stands_for = stand_for.get(path)
            if stands_for != (page.folder if page.is_index else None):
                own = f"{own} {stands_for}"
            found[path] = f"{own} {drawn[path]}" if path in drawn else own
        return found

    def forget_documents(self) -> None:
        """Some pages have other documents now, of which the rows are the same."""
        self.__dict__.pop("own", None)

    def section(self, path: str) -> str:
        """The basis `Scope.SECTION` of the page at ``path``."""
        page = self.site.pages.get(path)
        if page is None:
            return ""
        return self.folders[page.folder] + self.folders.get(self.sections.folders.get(path, ""), "")

    @cached_property
    def folders(self) -> Mapping[str, str]:
        """For every folder a digest of what is shown of its pages, and of the sections above it."""
        pages, sections = self.site.pages, self.sections
        shown = {path: [path, page.title, page.url_path, page.row.description] for path, page in pages.items()}
        above: dict[str, object] = {"": None}
        for folder, head in sections.heads.items():
            first, *steps = sections.trail(head)  # what the first page of a trail is called follows from no title
            above[folder] = [shown[head.path], first.url_path, [[step.title, step.url_path] for step in steps]]
        trails: dict[str, list[object]] = {}
        for path in sections.above:
            page = pages[path]
            trails.setdefault(page.folder, []).append([shown[step.path] for step in sections.trail(page)])
        found: dict[str, str] = {}
        for folder in {page.folder for page in pages.values()} | sections.members.keys():
            parent = folder.rpartition("/")[0]
            heads = [above.get(folder), above.get(parent)]
            if (other := sections.heads.get(parent)) is not None and other.folder == folder:
                heads.append(above.get(parent.rpartition("/")[0]))  # the page for the parent stands in this folder
            members = [[*shown[page.path], page.is_index] for page in sections.members.get(folder, ())]
            found[folder] = digest(to_json([heads, members, trails.get(folder)]))
        return found

    def follows_menus(self, path: str) -> bool:
        """Whether the side navigation of the page at ``path`` is made of menus that an author wrote."""
        return path in self._following

    @cached_property
    def _following(self) -> frozenset[str]:
        return frozenset(path for path, page in self.site.pages.items() if page.row.sidenav in _OF_MENUS)

    @cached_property
    def named_terms(self) -> str:
        """The basis `Scope.TERMS` of every page; "" where there are no terms."""
        by_path = self.taxonomies.by_path
        return digest(to_json([[path, term.taxonomy, term.name] for path, term in by_path.items()])) if by_path else ""

    @cached_property
    def uses_of_terms(self) -> str:
        """The basis of what is asked about terms: which pages name them, and in which order pages are listed."""
        pages = ((path, page) for path, page in self.site.pages.items() if not page.is_not_found)
        uses = [[path, page.row.terms] for path, page in pages if page.row.terms]
        return digest(to_json([self.site.base_path, list(self.taxonomies.lists), self.newest, uses]))

    @property
    def addresses(self) -> str:
        """The basis `Scope.ADDRESSES` of every page that a feature made; "" where there is none."""
        return self.site.digest if self.made else ""

    @cached_property
    def written_menus(self) -> str:
        """The basis `Scope.MENUS` of every page whose side navigation is made of menus; "" where none is."""
        if not self._following:
            return ""
        titles = {path: page.title for path, page in self.site.pages.items()}
        return digest(to_json([self.site.digest, titles]) + encode(self.menus))
