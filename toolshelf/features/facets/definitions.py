"""Which fields of a collection visitors filter by: those that its schema marks with the keyword ``x-facet``.

A keyword that JSON Schema does not know is an annotation (JSON Schema Core 2020-12, 6.5), and the prefix ``x-`` keeps
it apart from any that may come. It stands at a property of the items, also at one within another: ``true``, or the
name of the facet as visitors read it. At the schema of the items themselves it marks the state that follows from
their dates, which nobody types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.data.positions import Positions
from toolshelf.index.addresses import segment_slug
from toolshelf.problems import Problem, error

KEYWORD: Final = "x-facet"
PAGE_SIZE: Final = "x-page-size"
_STATE: Final = ("state", "label")
"""Where an item of a typed collection has the state that follows from its dates."""
_MOST: Final = 1000
_NUMBERED: Final = "page"
"""The segment of an address before the number of a page; in the query of one it names this number."""


class Facet(NamedTuple):
    """A field that visitors filter by. Made of what JSON knows, as it is remembered."""

    key: str
    """What it is called in addresses: "publisher", "ato-status"."""
    name: str
    """What visitors read: "Publisher"."""
    path: Sequence[str]
    """The keys that lead to it in an item."""
    order: Sequence[str]
    """Its values in the order of the schema, where that says which there may be; else nothing, and they stand by name.
    """
    line: int
    """Where the schema marks it; likewise the next."""
    column: int


def facets(schema: Value, positions: Positions) -> tuple[list[Facet], list[Problem]]:
    """The facets that ``schema``, of a list of items, names, in its order, and what is wrong with them.

    Its parts stand at ``positions`` of its file; problems have no path.
    """
    found: dict[str, Facet] = {}
    problems: list[Problem] = []
    item, at = _item(schema)
    for names, place, about in ((_STATE, at, item), *_properties(item, (), at)):
        marked = about.get(KEYWORD, MISSING)
        if marked is MISSING or marked is False:
            continue
        where = positions.locate((*place, KEYWORD))
        key = names[0] if names is _STATE else "-".join(filter(None, map(segment_slug, names)))
        if marked is not True and not (isinstance(marked, str) and marked.strip()):
            message = f"The keyword '{KEYWORD}' is true, or the name of the facet as visitors read it."
            problems.append(error("facet", message, where.line, where.column, hint=f'write "{KEYWORD}": true'))
        elif not key or key == _NUMBERED or key in found:
            why = "another facet has this name" if key in found else "its name cannot stand in addresses of its pages"
            message = f"The field '{'.'.join(names)}' cannot be a facet: {why}."
            problems.append(error("facet", message, where.line, where.column, hint="give the field another name"))
        else:
            name = _name(marked, FrozenDict() if names is _STATE else about, names[0 if names is _STATE else -1])
            found[key] = Facet(key, name, names, _order(about), where.line, where.column)
    return list(found.values()), problems


def _item(schema: Value) -> tuple[FrozenDict, tuple[str | int, ...]]:
    """What ``schema``, of a list of items or of one, says of an item, and where."""
    if not isinstance(schema, FrozenDict):
        return FrozenDict(), ()
    inner = schema.get("items")
    return (inner, ("items",)) if isinstance(inner, FrozenDict) and "properties" not in schema else (schema, ())


def page_size(schema: Value, positions: Positions) -> tuple[int, list[Problem]]:
    """How many items a page shows at most, as ``schema`` says with the keyword ``x-page-size``; 0 where it does not."""
    size = schema.get(PAGE_SIZE) if isinstance(schema, FrozenDict) else None
    if size is None:
        return 0, []
    if isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= _MOST:
        return size, []
    where = positions.locate((PAGE_SIZE,))
    message = f"The keyword '{PAGE_SIZE}' is a whole number from 1 to {_MOST:,}: how many items a page shows."
    return 0, [error("facet", message, where.line, where.column, hint=f'write "{PAGE_SIZE}": 48')]


def _properties(
    schema: Value, names: tuple[str, ...], place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str | int, ...], FrozenDict]]:
    """Every property below ``schema``: the keys that lead to it, its place in the file, and what is said of it."""
    known = schema.get("properties") if isinstance(schema, FrozenDict) else None
    for name, about in known.items() if isinstance(known, FrozenDict) else ():
        if isinstance(about, FrozenDict):
            yield (*names, name), (*place, "properties", name), about
            yield from _properties(about, (*names, name), (*place, "properties", name))


def _name(marked: Value, about: FrozenDict, field: str) -> str:
    for name in (marked, about.get("title")):
        if isinstance(name, str) and name.strip():
            return name.strip()
    words = field.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _order(about: FrozenDict) -> list[str]:
    inner = about.get("items")
    choices = about.get("enum") or (inner.get("enum") if isinstance(inner, FrozenDict) else None)
    return [choice for choice in choices if isinstance(choice, str)] if isinstance(choices, tuple) else []
