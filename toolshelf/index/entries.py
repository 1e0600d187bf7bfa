"""Entries of menus that a page has by itself: those of its headings, and its anchors."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.document import Document
from toolshelf.content.fragment import Heading
from toolshelf.content.slugs import slugify
from toolshelf.problems import Problem, warning
from toolshelf.spelling import nearest

NAMES: Final = ("name", "text", "title")
ADDRESSES: Final = ("url", "href", "link")
CHILDREN: Final = ("children", "links", "subnav")
"""The keys by which an entry's name, address and entries below it are written."""
_DEEPEST: Final = 3
"""Headings below H3 make a side navigation longer than the page it helps with."""


def entry(name: str, url: str, children: Sequence[FrozenDict] = (), *, external: bool = False) -> FrozenDict:
    """One line of a menu, as templates see it."""
    return FrozenDict({"name": name, "url": url, "children": tuple(children), "external": external})


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


def anchors(document: Document) -> tuple[tuple[FrozenDict, ...], list[Problem]]:
    """The page's ``anchors``, matched to its headings by text first, then by id; its problems know no path."""
    problems: list[Problem] = []
    key = next((key for key in ("anchors", "subnav") if document.meta.get(key)), "")
    if not key:
        return (of_headings(document.outline.shown) if document.meta.get("toc") is True else ()), problems
    return _match_anchors(document, _Targets(document), document.meta[key], (key,), problems), problems


def _match_anchors(
    document: Document, targets: _Targets, written: Value, at: tuple[str | int, ...], problems: list[Problem]
) -> tuple[FrozenDict, ...]:
    matched: list[FrozenDict] = []
    for number, anchor in enumerate(written if isinstance(written, tuple) else ()):
        if isinstance(anchor, str):  # as nearly all are
            identifier, label = targets.find(anchor.removeprefix("#"))
            if identifier:
                matched.append(entry(anchor if anchor != identifier else label, f"#{identifier}"))
                continue
        place = (*at, number)
        fields = anchor if isinstance(anchor, FrozenDict) else FrozenDict({"name": anchor})
        name = next((str(fields[key]) for key in NAMES if fields.get(key) is not None), "")
        inner = next((key for key in CHILDREN if fields.get(key)), "children")
        children = _match_anchors(document, targets, fields.get(inner, ()), (*place, inner), problems)
        target = str(next((fields[key] for key in (*ADDRESSES, "id") if fields.get(key)), name)).removeprefix("#")
        identifier, label = targets.find(target)
        if identifier:
            matched.append(entry(name if name != identifier else label, f"#{identifier}", children))
            continue
        matched.extend(children)
        where = document.positions.locate(place)
        like = nearest(name, [heading.text for heading in document.fragment.headings], at_least=0)
        problems.append(
            warning(
                "dead-anchor",
                f"This page has no heading '{name}'.",
                where.line,
                where.column,
                hint=f"the nearest is '{like}'" if like else "this page has no headings",
            )
        )
    return tuple(matched)


class _Targets:
    """What the anchors of a page may name, looked through once for all of them."""

    def __init__(self, document: Document) -> None:
        self._headings = document.fragment.headings
        self._ids = document.fragment.ids
        numbered = range(len(self._headings) - 1, -1, -1)  # backwards: of several, the first one counts
        self._by_text = {_fold(self._headings[number].text): number for number in numbered}
        self._by_id = {self._headings[number].id: number for number in numbered}

    def find(self, name: str) -> tuple[str, str]:
        """The id that ``name`` stands for, and what to call it, or ("", "")."""
        number = self._by_text.get(_fold(name))
        if number is None:
            named = (self._by_id[form] for form in (name, slugify(name)) if form in self._by_id)
            number = min(named, default=None)
        if number is not None:
            return self._headings[number].id, self._headings[number].text
        return (name, name) if name in self._ids else ("", "")


@functools.lru_cache(maxsize=4096)  # as of slugify: pages of one site have headings and anchors in common
def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
