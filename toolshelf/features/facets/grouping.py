"""The items of a collection grouped by the values of a facet: names that differ in case or blanks only are one."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.collections import Collection
from toolshelf.data.positions import Path
from toolshelf.features.facets.definitions import Facet
from toolshelf.index.addresses import made_address
from toolshelf.index.terms import folded, usual
from toolshelf.problems import Problem, ProblemError, warning


class Group(NamedTuple):
    """The items that have one value. Made of what JSON knows, as it is remembered."""

    name: str
    """As most of them spell it."""
    slug: str
    """What it is called in addresses."""
    numbers: Sequence[int]
    """The places of these items among all, each once."""
    path: str
    """The file in which the first of them has the value, and where; likewise the next two."""
    line: int
    column: int


class _Use(NamedTuple):
    """An item has a value."""

    name: str
    number: int
    at: Path


def groups(collection: Collection, facet: Facet) -> tuple[list[Group], list[Problem]]:
    """The groups of the items of ``collection`` by ``facet``, in the order shown, and what is wrong with its values."""
    by_name: defaultdict[str, list[_Use]] = defaultdict(list)
    for use in _uses(collection.items, facet.path):
        by_name[folded(use.name)].append(use)
    rank = {folded(name): number for number, name in enumerate(facet.order)}
    named: list[tuple[str, str, list[_Use]]] = []
    problems: list[Problem] = []
    for _, uses in sorted(by_name.items(), key=lambda pair: (rank.get(pair[0], len(rank)), pair[0])):
        spelling = usual(use.name for use in uses)
        try:
            named.append((spelling, made_address(spelling).url_path.strip("/"), uses))
        except ProblemError as refused:
            problems += [refused.problem.moved(collection.locate(use.at)) for use in uses]
            continue
        for use in uses:
            if use.name != spelling:
                message = f"'{use.name}' is written '{spelling}' elsewhere in this list, and both are one value."
                problem = warning("term-spelling", message, hint=f"write '{spelling}'")
                problems.append(problem.moved(collection.locate(use.at)))
    found: list[Group] = []
    for (spelling, _, uses), slug in zip(named, _told_apart([slug for _, slug, _ in named]), strict=True):
        where = collection.locate(uses[0].at)
        numbers = list(dict.fromkeys(use.number for use in uses))
        found.append(Group(" ".join(spelling.split()), slug, numbers, where.path, where.line, where.column))
    return found, problems


def _told_apart(slugs: Sequence[str]) -> Iterator[str]:
    """``slugs``, with a number each after the first of equal ones: "C#" and "C++" are equal, as signs are left out."""
    taken, seen = set(slugs), set[str]()
    for slug in slugs:
        numbers = itertools.count(2)
        one = slug
        while slug in seen and one in taken:
            one = f"{slug}-{next(numbers)}"
        taken.add(one)
        seen.add(slug)
        yield one


def _uses(items: Value, path: Sequence[str]) -> Iterator[_Use]:
    """Every value that an item has at ``path``; items that have no fields are none, as nowhere."""
    number = -1
    for place, item in enumerate(items if isinstance(items, tuple) else ()):
        if not isinstance(item, FrozenDict):
            continue
        number += 1
        value: Value = item
        for key in path:
            value = value.get(key) if isinstance(value, FrozenDict) else None
        several = isinstance(value, tuple)
        for position, one in enumerate(value if isinstance(value, tuple) else (value,)):
            if name := _name(one):
                yield _Use(name, number, (place, *path, position) if several else (place, *path))


def _name(value: Value) -> str:
    """What a value is called; "" for what cannot be one."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value).strip() if isinstance(value, (str, int, float, datetime.date)) else ""
