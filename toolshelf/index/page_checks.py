"""What does not fit together although each file is right by itself: the problems of one page within its site."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from toolshelf.codec import FrozenDict, digest, to_json
from toolshelf.content.fragment import Gap, IncludeCall
from toolshelf.index.collection_uses import check_uses
from toolshelf.index.groups import Anchors, Group
from toolshelf.index.images import image_target, named_images, silent_images
from toolshelf.index.links import Site, is_image, link_problem
from toolshelf.index.navigation import Menu, sidenav
from toolshelf.index.pages import Page
from toolshelf.index.sections import Sections
from toolshelf.patterns import regex
from toolshelf.problems import Problem, error, warning
from toolshelf.sources.templates import INCLUDES, TemplateSource
from toolshelf.spelling import nearest

_ARGUMENT = regex(r"\binclude\.([A-Za-z_]\w*)")
"""How templates read the arguments of includes."""
_OWN_LINE = "put it on a line of its own"
ORDINARY: Final = "page.html"
"""The template of pages that ask for no other."""


class Surroundings(Struct, frozen=True, dict=True):
    """All that the problems of a page follow from, besides the page itself and the ids that its links name."""

    site: Site
    sections: Sections
    menus: Menu
    """The lists of data/navigation.yml."""
    menus_complete: bool
    """Whether all of them could be read."""
    templates: Mapping[str, TemplateSource]
    collections: frozenset[str]
    broken: frozenset[str]
    """Names of data files that cannot be read."""
    shown: Mapping[str, frozenset[str]]
    """The ids that each collection has where a page shows it."""
    pictured: bool = False
    """Whether pictures are made in sizes."""
    no_layouts: frozenset[str] = frozenset()
    """The names of templates at the top that draw something else than what authors write."""

    @property
    def lists(self) -> FrozenDict:
        """The lists of data/navigation.yml, by name."""
        return self.menus.entries if isinstance(self.menus.entries, FrozenDict) else FrozenDict()

    @cached_property
    def layouts(self) -> list[str]:
        """The names of the templates that draw pages."""
        top = {name for name in self.templates if name.endswith(".html") and "/" not in name}
        return sorted(name.removesuffix(".html") for name in top - self.no_layouts)

    @cached_property
    def includes(self) -> list[str]:
        """What content may include."""
        return sorted(name.removeprefix(INCLUDES) for name in self.templates if name.startswith(INCLUDES))

    @cached_property
    def arguments(self) -> list[str]:
        """The arguments of includes that a template reads."""
        return sorted({found for source in self.templates.values() for found in _ARGUMENT.findall(source.text)})

    @cached_property
    def digest(self) -> str:
        """Of all that `page_problems` consults: pages that have the same problems while it is the same."""
        told = [
            *(self.site.digest, self.layouts, self.includes, self.arguments),
            *(sorted(self.collections), sorted(self.broken), list(self.lists), self.menus_complete),
            {name: sorted(ids) for name, ids in sorted(self.shown.items())},
        ]
        return digest(to_json(told))


class Checked(Struct, frozen=True):
    """What is wrong with a page as a part of its site."""

    problems: tuple[Problem, ...]
    consulted: Mapping[str, str] = field(default_factory=dict)
    """The other pages whose ids were looked at, by path: the digest of these ids (`Row.fragments`), or `Group.ids`."""
    leads: str = ""
    """A digest of where its links and images lead, and of its template: the basis `Scope.LINKS` of answers about it."""
    pictures: Sequence[str] = ()
    """The source paths of the pictures that its text and its front matter show, where they are made in sizes."""


def page_problems(page: Page, around: Surroundings) -> Checked:
    """What is wrong with ``page``: its layout, side navigation, links, images, includes and uses of collections."""
    consulted: dict[str, str] = {}
    pages = around.site.pages

    def ids(path: str) -> frozenset[str]:
        if path != page.path:
            consulted[path] = pages[path].row.fragments
        return around.site.ids(path)

    def anchors(group: Group) -> Anchors:
        consulted[group.consulted] = group.ids(pages)
        return around.site.anchors(group)

    site = replace(around.site, ids=ids, anchors=anchors)
    facts = page.facts
    targets = [site.resolve(link.target, page.path) for link in facts.links]
    images = [(place, name, image_target(site, page.path, name)) for place, name in named_images(facts.meta)]
    problems = [
        *_layout(page, around.layouts),
        *sidenav(site, around.sections, page, around.menus, complete=around.menus_complete).problems,
        *(found.at(page.path) for found in map(link_problem, facts.links, targets) if found),
        *(_no_image(page, place, name, site) for place, name, target in images if not target.url),
        *(
            found.moved(page.document.positions.locate(place).at(page.path))
            for place, found in silent_images(facts.meta)
        ),
        *_includes(page, around),
        *check_uses(page, around.collections, around.broken),
    ]
    leads = [chosen_layout(page, around.layouts), [one.url for one in targets], [target.url for _, _, target in images]]
    shown = [target.file for link, target in zip(facts.links, targets, strict=True) if link.kind == "image"]
    shown += [target.file for _, _, target in images]
    pictures = sorted(set(filter(None, shown))) if around.pictured else ()
    return Checked(tuple(problems), consulted, digest(to_json(leads)), pictures)


def chosen_layout(page: Page, layouts: Collection[str]) -> str:
    """The template of ``page``, given the names of all that draw pages; a foreign ``type`` is an ordinary page."""
    return f"{page.layout if page.layout in layouts else 'page'}.html"


def _layout(page: Page, names: Sequence[str]) -> Iterator[Problem]:
    """A layout that does not exist is an error."""
    if page.layout in names or not page.meta.get("layout"):
        return
    where = page.document.positions.locate(("layout",))
    like = nearest(page.layout, names)
    yield error(
        "unknown-layout",
        f"There is no layout '{page.layout}'.",
        where.line,
        where.column,
        path=page.path,
        hint=f"did you mean {like}?" if like else f"the layouts are {', '.join(names)}",
    )


def _no_image(page: Page, place: Sequence[str | int], name: str, site: Site) -> Problem:
    """An image that front matter names at ``place`` and nobody has."""
    folder = posixpath.dirname(page.path)
    like = nearest(posixpath.normpath(posixpath.join(folder, name)), filter(is_image, site.files))
    return warning(
        "broken-image",
        f"There is no image '{name}' beside this page or in content/.",
        hint=f"did you mean {posixpath.relpath(like, folder)}?" if like else "put the file beside the page",
    ).moved(page.document.positions.locate(place).at(page.path))


def _includes(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Includes that are not on the list of what content may include."""
    if not page.row.includes:
        return
    heading = page.document.outline.heading
    if heading and any(isinstance(part, Gap) and part.kind == "include" for part in heading.content):
        message = "An include stands in the title of this page, where it cannot show anything."
        yield error("unknown-tag", message, heading.line, path=page.path, hint=_OWN_LINE)
    for call in page.facts.includes:
        if call.name in around.includes:
            yield from _unused_arguments(call, around.arguments, page.path)
            continue
        like = nearest(call.name, around.includes)
        yield error(
            "unknown-include",
            f"There is no include '{call.name}'.",
            call.line,
            path=page.path,
            hint=f"did you mean {like}?" if like else f"the includes are {', '.join(around.includes)}",
        )


def _unused_arguments(call: IncludeCall, known: Sequence[str], path: str) -> Iterator[Problem]:
    """Arguments of ``call`` that no template reads, which are ``known`` to be read."""
    for name in call.arguments:
        if name not in known:
            like = nearest(name, known)
            hint = f"did you mean {like}?" if like else f"arguments are {', '.join(known)}"
            message = f"The include '{call.name}' has no argument '{name}'."
            yield warning("unknown-argument", message, call.line, path=path, hint=hint)
