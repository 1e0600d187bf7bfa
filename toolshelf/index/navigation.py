"""Menus: the header's, a page's side navigation in its four forms, and the list of its anchors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.fragment import Heading
from toolshelf.content.slugs import slugify
from toolshelf.data.positions import Positions
from toolshelf.index.links import Site
from toolshelf.index.pages import HOME, Page
from toolshelf.index.sections import Sections
from toolshelf.problems import Problem, warning
from toolshelf.spelling import nearest

_NAMES = ("name", "text", "title")
_ADDRESSES = ("url", "href", "link")
_CHILDREN = ("children", "links", "subnav")
_OF_HEADINGS = ("headings", "toc")
_DEEPEST = 3
"""Headings below H3 make a side navigation longer than the page it helps with."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Entries of a menu that an author wrote, and where they were written."""

    path: str
    positions: Positions
    entries: Value

    @property
    def base(self) -> str:
        """What relative targets are relative to: the page itself, or the top of content/ for a data file."""
        return self.path if self.path.startswith("content/") else HOME


def entry(name: str, url: str, children: Sequence[FrozenDict] = (), *, external: bool = False) -> FrozenDict:
    """One line of a menu, as templates see it."""
    return FrozenDict({"name": name, "url": url, "children": tuple(children), "external": external})


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
        key = next((key for key in _ADDRESSES if isinstance(written.get(key), str) and written[key]), "")
        target = str(written[key]) if key else ""
        inner = next((key for key in _CHILDREN if written.get(key)), "")
        children, more = read_menu(site, Menu(menu.path, menu.positions, written.get(inner, ())), (*place, inner))
        resolved = site.resolve(target, menu.base) if target else None
        name = next((str(written[key]) for key in _NAMES if written.get(key)), "")
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


def of_headings(headings: Sequence[Heading]) -> tuple[FrozenDict, ...]:
    """The headings of a page as a nested menu of its anchors, down to H3."""
    return _nest([heading for heading in headings if heading.level <= _DEEPEST])


def _nest(headings: Sequence[Heading]) -> tuple[FrozenDict, ...]:
    entries: list[FrozenDict] = []
    position = 0
    while position < len(headings):
        first = headings[position]
        end = position + 1
        while end < len(headings) and headings[end].level > first.level:
            end += 1
        entries.append(entry(first.text, f"#{first.id}", _nest(headings[position + 1 : end])))
        position = end
    return tuple(entries)


def anchors(page: Page) -> tuple[tuple[FrozenDict, ...], list[Problem]]:
    """The page's ``anchors``, matched to its headings by text first, then by id."""
    problems: list[Problem] = []
    key = next((key for key in ("anchors", "subnav") if page.meta.get(key)), "")
    if not key:
        return (of_headings(page.outline.shown) if page.meta.get("toc") is True else ()), problems
    return _match_anchors(page, page.meta[key], (key,), problems), problems


def _match_anchors(
    page: Page, written: Value, at: tuple[str | int, ...], problems: list[Problem]
) -> tuple[FrozenDict, ...]:
    matched: list[FrozenDict] = []
    for number, anchor in enumerate(written if isinstance(written, tuple) else ()):
        place = (*at, number)
        fields = anchor if isinstance(anchor, FrozenDict) else FrozenDict({"name": anchor})
        name = next((str(fields[key]) for key in _NAMES if fields.get(key) is not None), "")
        inner = next((key for key in _CHILDREN if fields.get(key)), "children")
        children = _match_anchors(page, fields.get(inner, ()), (*place, inner), problems)
        target = str(next((fields[key] for key in (*_ADDRESSES, "id") if fields.get(key)), name)).removeprefix("#")
        identifier, label = _find(page, target)
        if identifier:
            matched.append(entry(name if name != identifier else label, f"#{identifier}", children))
            continue
        matched.extend(children)
        where = page.positions.locate(place)
        like = nearest(name, [heading.text for heading in page.fragment.headings], at_least=0)
        problems.append(
            warning(
                "dead-anchor",
                f"This page has no heading '{name}'.",
                where.line,
                where.column,
                path=page.path,
                hint=f"the nearest is '{like}'" if like else "this page has no headings",
            )
        )
    return tuple(matched)


def _find(page: Page, name: str) -> tuple[str, str]:
    """The id that ``name`` stands for, and what to call it, or ("", "")."""
    headings = page.fragment.headings
    folded = _fold(name)
    for heading in headings:
        if _fold(heading.text) == folded:
            return heading.id, heading.text
    for heading in headings:
        if heading.id in (name, slugify(name)):
            return heading.id, heading.text
    return (name, name) if name in page.fragment.ids else ("", "")


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Sidenav:
    """A page's side navigation, if it has one."""

    menu: FrozenDict | None
    problems: tuple[Problem, ...] = ()


def sidenav(site: Site, sections: Sections, page: Page, menus: Menu, *, complete: bool) -> Sidenav:
    """Side navigation by the page's ``sidenav``: the section, a key of ``menus``, a list, or the headings.

    ``menus`` are the lists of data/navigation.yml by name; only if they are ``complete`` can a name be unknown.
    """
    wanted = page.meta.get("sidenav")
    if wanted is True:
        section = _section_title(sections, page)
        return Sidenav(FrozenDict({"name": section, "entries": siblings(site, sections, page)}))
    if isinstance(wanted, tuple):
        entries, problems = read_menu(site, Menu(page.path, page.positions, wanted), ("sidenav",))
        return Sidenav(FrozenDict({"name": page.title, "entries": entries}), tuple(problems))
    if not isinstance(wanted, str):
        return Sidenav(None)
    lists = menus.entries if isinstance(menus.entries, FrozenDict) else FrozenDict()
    if wanted in lists:
        entries, _ = read_menu(site, replace(menus, entries=lists[wanted]), (wanted,))
        return Sidenav(FrozenDict({"name": _section_title(sections, page), "entries": entries}))
    if wanted in _OF_HEADINGS:
        return Sidenav(FrozenDict({"name": page.title, "entries": of_headings(page.outline.shown)}))
    if not complete:
        return Sidenav(None)
    where = page.positions.locate(("sidenav",))
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
