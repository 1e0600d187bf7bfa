"""Menus: the header's, and a page's side navigation in its four forms."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.positions import Positions
from toolshelf.index.entries import ADDRESSES, CHILDREN, NAMES, entry, of_headings
from toolshelf.index.links import Site
from toolshelf.index.pages import HOME, Page
from toolshelf.index.sections import Sections
from toolshelf.problems import Problem, warning
from toolshelf.spelling import nearest

_OF_HEADINGS = ("headings", "toc")


class Menu(Struct, frozen=True):
    """Entries of a menu that an author wrote, and where they were written."""

    path: str
    positions: Positions
    entries: Value

    @property
    def base(self) -> str:
        """What relative targets are relative to: the page itself, or the top of content/ for a data file."""
        return self.path if self.path.startswith("content/") else HOME


def read_menu(site: Site, menu: Menu, at: tuple[str | int, ...] = ()) -> tuple[tuple[FrozenDict, ...], list[Problem]]:
    """The written entries with their addresses resolved; ``at`` is their place within the file's values."""
    if not isinstance(menu.entries, tuple):
        return (), []
    read: list[FrozenDict] = []
    problems: list[Problem] = []
    for number, written in enumerate(menu.entries):
        place = (*at, number)
        if isinstance(written, str):
            written = FrozenDict({"url": written})
        if not isinstance(written, FrozenDict):
            continue  # the schema has said so
        key = next((key for key in ADDRESSES if isinstance(written.get(key), str) and written[key]), "")
        target = str(written[key]) if key else ""
        inner = next((key for key in CHILDREN if written.get(key)), "")
        children, more = read_menu(site, Menu(menu.path, menu.positions, written.get(inner, ())), (*place, inner))
        resolved = site.resolve(target, menu.base) if target else None
        name = next((str(written[key]) for key in NAMES if written.get(key)), "")
        if not name:
            name = site.pages[resolved.page].title if resolved and resolved.page else target
        if resolved and resolved.complaint:
            where = menu.positions.locate((*place, key))
            problems.append(
                warning("broken-link", resolved.complaint, where.line, where.column, path=menu.path, hint=resolved.hint)
            )
        external = written.get("external") is True or "//" in target
        read.append(entry(name, resolved.url if resolved else "", children, external=external))
        problems += more
    return tuple(read), problems


def siblings(site: Site, sections: Sections, page: Page) -> tuple[FrozenDict, ...]:
    """The pages beside ``page`` (below it, where it is its section's own), in the section's order."""
    return tuple(entry(other.title, site.url(other.url_path)) for other in sections.members.get(page.folder, ()))


class Sidenav(Struct, frozen=True):
    """A page's side navigation, if it has one."""

    menu: FrozenDict | None
    problems: tuple[Problem, ...] = ()


def sidenav(site: Site, sections: Sections, page: Page, menus: Menu, *, complete: bool) -> Sidenav:
    """Side navigation by the page's ``sidenav``: the section, a key of ``menus``, a list, or the headings.

    ``menus`` are the lists of data/navigation.yml by name; only if they are ``complete`` can a name be unknown.
    """
    wanted = page.meta.get("sidenav") if page.row.sidenav else None
    if wanted is True:
        section = _section_title(sections, page)
        return Sidenav(FrozenDict({"name": section, "entries": siblings(site, sections, page)}))
    if isinstance(wanted, tuple):
        entries, problems = read_menu(site, Menu(page.path, page.document.positions, wanted), ("sidenav",))
        return Sidenav(FrozenDict({"name": page.title, "entries": entries}), tuple(problems))
    if not isinstance(wanted, str):
        return Sidenav(None)
    lists = menus.entries if isinstance(menus.entries, FrozenDict) else FrozenDict()
    if wanted in lists:
        entries, _ = read_menu(site, replace(menus, entries=lists[wanted]), (wanted,))
        return Sidenav(FrozenDict({"name": _section_title(sections, page), "entries": entries}))
    if wanted in _OF_HEADINGS:
        return Sidenav(FrozenDict({"name": page.title, "entries": of_headings(page.document.outline.shown)}))
    if not complete:
        return Sidenav(None)
    where = page.document.positions.locate(("sidenav",))
    like = nearest(wanted, lists)
    problem = warning(
        "unknown-navigation",
        f"There is no list called '{wanted}' in data/navigation.yml.",
        where.line,
        where.column,
        path=page.path,
        hint=f"did you mean {like}?" if like else "write 'sidenav: true' for the pages beside this one",
    )
    return Sidenav(None, (problem,))


def _section_title(sections: Sections, page: Page) -> str:
    head = sections.heads.get(page.folder)
    return head.title if head else page.title
