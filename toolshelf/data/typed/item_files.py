"""One data file of a typed collection, with one item or a list of them: its items, and what is wrong with each."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.misspelt import misspelt_keys_by_schema
from toolshelf.data.positions import Path, Positions, Sourced
from toolshelf.data.schema import violations
from toolshelf.data.typed.faults import Fault
from toolshelf.problems import Location, Problem, Severity, error


class ItemFile(Struct, frozen=True):
    """What a file holds. Equal bytes give equal ones."""

    items: tuple[FrozenDict, ...]
    places: tuple[Path, ...]
    """Where each of them stands in the file: () for the only one, else its number in the list."""
    positions: Positions
    problems: tuple[Problem, ...]
    """With an empty path."""


def item_file(sourced: Sourced, schema: FrozenDict | None) -> ItemFile:
    """The items in ``sourced``, each checked against ``schema``, which describes one item."""
    value, positions = sourced.value, sourced.positions
    problems = list(sourced.problems)
    if isinstance(value, FrozenDict):
        found: list[tuple[Path, FrozenDict]] = [((), value)]
    elif isinstance(value, tuple):
        found = [((number,), one) for number, one in enumerate(value) if isinstance(one, FrozenDict)]
        for number, one in enumerate(value):
            if not isinstance(one, FrozenDict):
                where = positions.locate((number,))
                problems.append(_no_item(where, f"Item {number + 1} has no keys with values."))
    else:
        found = []
        if not sourced.problems:
            problems.append(_no_item(positions.locate(()), "This file holds no item."))
    if schema is not None and found:
        problems += _violations(found, schema, positions)
    return ItemFile(tuple(one for _, one in found), tuple(place for place, _ in found), positions, tuple(problems))


def placed(fault: Fault, place: Path, item: FrozenDict, positions: Positions) -> Problem:
    """``fault`` of the ``item`` that stands at ``place`` of its file, as a problem without a path."""
    at = (*place, *fault.place)
    where = positions.locate_key(at) if fault.at_key else positions.locate(at)
    return Problem(where, fault.code, named(fault.message, place, item), fault.hint, fault.severity)


def wrong_keys(read: ItemFile, place: Path) -> frozenset[str]:
    """The keys of the item at ``place`` of ``read`` whose values break its schema."""
    if not read.problems:
        return frozenset()
    size = len(place)
    keys = sorted(
        (spot, str(path[size]))
        for path, spot in read.positions.keys.items()
        if len(path) == size + 1 and path[:size] == place
    )
    found = set()
    after = read.positions.values.get((place[0] + 1,)) if place and isinstance(place[0], int) else None
    for problem in read.problems:
        spot = (problem.location.line, problem.location.column)
        if after is not None and spot >= after:  # of a later item
            continue
        before = [key for start, key in keys if start <= spot]
        if before and problem.severity is Severity.ERROR:
            found.add(before[-1])
    return frozenset(found)


def named(message: str, place: Path, item: FrozenDict) -> str:
    """``message`` about ``item``, with its number and name before it where it stands in a list."""
    if not place:
        return message
    name = next((str(item[key]) for key in ("name", "title", "id") if item.get(key)), "")
    number = f"Item {int(place[0]) + 1}"
    return f"{number} ({name[:60]}): {message}" if name else f"{number}: {message}"


def item_schema(schema: Value) -> FrozenDict | None:
    """The part of ``schema`` that describes one item, whether it is that of an item or of a list of them."""
    if not isinstance(schema, FrozenDict):
        return None
    items = schema.get("items")
    if not isinstance(items, FrozenDict) or "properties" in schema:
        return schema
    shared = {key: schema[key] for key in ("$schema", "$defs", "definitions") if key in schema}
    return FrozenDict({**shared, **items})


def references(schema: FrozenDict | None) -> dict[str, str]:
    """The keys of an item that name items of other collections by their ids, each with the name of the collection."""
    described = schema.get("properties") if schema else None
    keys = described.items() if isinstance(described, FrozenDict) else ()
    return {
        key: str(about["x-collection"])
        for key, about in keys
        if isinstance(about, FrozenDict) and isinstance(about.get("x-collection"), str)
    }


def required(schema: FrozenDict | None) -> tuple[str, ...]:
    """The keys that every item must have."""
    names = schema.get("required") if schema else None
    return tuple(map(str, names)) if isinstance(names, tuple) else ()


def texts(schema: FrozenDict | None) -> frozenset[str]:
    """The keys of an item that hold Markdown."""
    described = schema.get("properties") if schema else None
    keys = described.items() if isinstance(described, FrozenDict) else ()
    return frozenset(
        key for key, about in keys if isinstance(about, FrozenDict) and about.get("contentMediaType") == "text/markdown"
    )


def _violations(found: list[tuple[Path, FrozenDict]], schema: FrozenDict, positions: Positions) -> Iterator[Problem]:
    """What each item breaks. Only the places of those that break something are looked for."""
    below: dict[Path, Positions] = {}
    for place, item in found:
        problems = [*violations(item, schema, Positions()), *misspelt_keys_by_schema(item, schema, Positions())]
        if not problems:
            continue
        if place and not below:
            below = _split(positions)
        own = below.get(place, Positions()) if place else positions
        for problem in [*violations(item, schema, own), *misspelt_keys_by_schema(item, schema, own)]:
            yield replace(problem, message=named(problem.message, place, item))


def _split(positions: Positions) -> dict[Path, Positions]:
    """The positions within each item of a list."""
    values: dict[Path, dict[Path, tuple[int, int]]] = {}
    keys: dict[Path, dict[Path, tuple[int, int]]] = {}
    blocks: dict[Path, set[Path]] = {}
    for path, spot in positions.values.items():
        values.setdefault(path[:1], {})[path[1:]] = spot
    for path, spot in positions.keys.items():
        keys.setdefault(path[:1], {})[path[1:]] = spot
    for path in positions.blocks:
        blocks.setdefault(path[:1], set()).add(path[1:])
    return {
        one: Positions(spots, keys.get(one, {}), frozenset(blocks.get(one, ()))) for one, spots in values.items() if one
    }


def _no_item(where: Location, message: str) -> Problem:
    return error("schema", message, where.line, where.column, hint="write keys with values, such as title: Login.gov")
