"""The items of a collection as data: which of them, and how they are written for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from msgspec import Struct

from toolshelf.build.cache import open_cache
from toolshelf.build.data_files import read_configuration
from toolshelf.build.day import day_of
from toolshelf.build.remembered import Remembered
from toolshelf.build.site_data import read_site_data
from toolshelf.codec import FrozenDict, Value
from toolshelf.data.configuration import CONFIGURATION
from toolshelf.problems import Problem, Severity
from toolshelf.project import Project
from toolshelf.sources.discover import scan
from toolshelf.spelling import nearest

_COLUMNS: Final = ("id", "name", "status", "state.label", "category", "kind", "publisher", "agency", "url")
"""The fields that a table shows, where items have them."""
_WIDEST: Final = 48
"""Characters of a cell of a table at most."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""With what a cell begins that spreadsheets would run (OWASP, CSV injection)."""


class UnknownNameError(Exception):
    """There is no such collection or field; the text is a sentence, with the nearest name where there is one."""


class Condition(NamedTuple):
    """What an item must hold to be listed."""

    field: str
    """With dots between the keys of mappings: "ato.status"."""
    value: str

    @classmethod
    def of(cls, written: str) -> Condition:
        """The condition that ``written``, "field=value", stands for. Raises ValueError for anything else."""
        field, equals, value = written.partition("=")
        if not equals or not field.strip():
            raise ValueError(f"'{written}' is no condition such as status=Production")
        return cls(field.strip(), value.strip())

    def holds(self, item: FrozenDict) -> bool:
        """Whether ``item`` has the value, or it is one of several; upper and lower case are alike."""
        return self.value.casefold() in (_text(one).casefold() for one in values(item, self.field))


class Listing(Struct, frozen=True):
    """The items that were asked for."""

    items: tuple[FrozenDict, ...]
    """As typed, each with its ``source``, None where it has none."""
    problems: tuple[Problem, ...]
    """Of the data files."""

    @property
    def failed(self) -> bool:
        """Whether a data file has an error."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def list_items(project: Project, name: str, conditions: Sequence[Condition]) -> Listing:
    """The items of the collection ``name`` for which all ``conditions`` hold, in the order of their files.

    Those of a typed collection have their state on the day of ``project``.

    Raises UnknownNameError where there is no such collection, or no item has a field that a condition names; OSError.
    """
    sources = scan(project.root, project.output)
    with open_cache(None) as cache:
        remember = Remembered(cache)
        config = read_configuration(sources.data.get(CONFIGURATION), remember).values
        known = read_site_data(sources.data, config, day_of(project, config), remember).collections
        collections = {one: collection for one, collection in known.by_name.items() if collection.contents}
    problems = (*sources.problems, *known.problems)
    found = tuple(problem for problem in problems if problem.location.path.startswith("data"))
    if name not in collections:
        if name in known.broken:
            return Listing((), found)
        raise UnknownNameError(_unknown(f"There is no collection '{name}' in data/", name, collections))
    contents = collections[name].items
    items = [item for item in contents if isinstance(item, FrozenDict)] if isinstance(contents, tuple) else []
    for condition in conditions:
        if items and not any(values(item, condition.field) for item in items):
            fields = {path for item in items for path, _ in _flat(item)}
            raise UnknownNameError(_unknown(f"No item has a field '{condition.field}'", condition.field, fields))
    listed = (item for item in items if all(condition.holds(item) for condition in conditions))
    return Listing(tuple(FrozenDict({**item, "source": item.get("source")}) for item in listed), found)


def values(item: FrozenDict, field: str) -> list[Value]:
    """What ``item`` holds at ``field``: several values where a list stands there or on the way, perhaps none."""
    found: list[Value] = [item]
    for key in field.split("."):
        spread = [one for value in found for one in (value if isinstance(value, tuple) else (value,))]
        found = [value[key] for value in spread if isinstance(value, FrozenDict) and key in value]
    return [one for value in found for one in (value if isinstance(value, tuple) else (value,))]


def as_json(items: Sequence[FrozenDict]) -> str:
    """One array; dates in ISO 8601."""
    return json.dumps(items, default=_iso, ensure_ascii=False, indent=2) + "\n"


def as_csv(items: Sequence[FrozenDict]) -> str:
    """RFC 4180, a column for each field of any item; a cell that a spreadsheet would run begins with an apostrophe."""
    rows = [dict(_flat(item)) for item in items]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if not columns:
        return ""  # no item, so nobody knows the fields
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(columns)
    table.writerows([[_inert(row.get(column, "")) for column in columns] for row in rows])
    return written.getvalue()


def as_table(items: Sequence[FrozenDict]) -> str:
    """Columns of text: the fields by which people tell items apart."""
    rows = [{"name": str(item.get("title", "")), **dict(_flat(item))} for item in items]
    columns = [column for column in _COLUMNS if any(row.get(column) for row in rows)]
    lines = [columns, *([_cell(column, row.get(column, "")) for column in columns] for row in rows)]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )


def _flat(value: Value, above: str = "") -> Iterator[tuple[str, str]]:
    """Every text that ``value`` holds, by its field; those of a list stand in one cell."""
    if isinstance(value, FrozenDict):
        for key, inner in value.items():
            yield from _flat(inner, f"{above}.{key}" if above else key)
    elif isinstance(value, tuple):
        plain = not any(isinstance(one, (tuple, FrozenDict)) for one in value)
        yield above, "; ".join(map(_text, value)) if plain else json.dumps(value, default=_iso, ensure_ascii=False)
    else:
        yield above, _text(value)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else _iso(value) if isinstance(value, datetime.date) else str(value)


def _iso(value: Any) -> str:  # noqa: ANN401 - what json asks for is any value that it does not know
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"not a canonical value: {type(value).__name__}")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cell(column: str, text: str) -> str:
    """``text`` in one line; an address is of no use in part."""
    plain = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return plain if len(plain) <= _WIDEST or column == "url" else f"{plain[: _WIDEST - 1]}…"


def _unknown(sentence: str, name: str, known: Iterable[str]) -> str:
    like = nearest(name, known)
    return f"{sentence}: did you mean {like}?" if like else f"{sentence}."
