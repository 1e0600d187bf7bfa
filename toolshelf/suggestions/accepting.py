"""An accepted suggestion as part of a collection: judged as all its items are, and written beside or among them."""

from __future__ import annotations

import datetime
import io
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from msgspec.structs import replace
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError

from toolshelf.build.day import Day
from toolshelf.codec import FrozenDict, freeze
from toolshelf.data.positions import Positions
from toolshelf.data.schema import violations
from toolshelf.data.typed.ids import slug as id_of
from toolshelf.data.typed.item_files import required
from toolshelf.data.typed.judging import faults_of
from toolshelf.data.typed.schema_in_force import schema_in_force
from toolshelf.data.yaml_source import read_yaml
from toolshelf.features.facets.definitions import KEYWORD
from toolshelf.index.addresses import segment_slug
from toolshelf.patterns import regex
from toolshelf.problems import Location, Problem, Severity, error
from toolshelf.suggestions.fields import fields
from toolshelf.suggestions.issue import Answer, answers, values
from toolshelf.suggestions.issue_form import FORMS

_ENTRY: Final = regex(r"^( *)-(?= )", re.MULTILINE)
"""How the first entry of a list begins that has a line for each."""


class Accepted(NamedTuple):
    """What becomes of a suggestion."""

    path: str
    """Of the data file, relative to the site's root; "" where there are errors."""
    text: str
    """All that the file holds then."""
    problems: tuple[Problem, ...]
    """With the path of the issue, and the line on which the answer stands."""


class NotAFormError(Exception):
    """The issue was not made with a form of this site; the text is a sentence."""


def accept(issue: str, path: str, root: Path, day: Day) -> Accepted:
    """What the ``issue``, read from ``path``, becomes in the site at ``root``.

    Raises NotAFormError, OSError, and ValueError for a schema in ``root`` that cannot be read.
    """
    name, schema, given = _collection(issue, root)
    item = values(given)
    problems = [*_wrong(name, schema, item, day), *_double(name, item, root)]
    lines = {one.field.key: one.line for one in given}
    told = [_placed(problem, lines, path) for problem in problems]
    if any(problem.severity is Severity.ERROR for problem in told):
        return Accepted("", "", tuple(sorted(told)))
    ordered = _in_order(schema, item)
    list_file = root / "data" / f"{name}.yml"
    if list_file.is_file():
        return Accepted(f"data/{name}.yml", _appended(list_file.read_text("utf-8"), ordered), tuple(sorted(told)))
    return Accepted(f"data/{name}/{id_of(str(item['title']))}.yml", _written(ordered), tuple(sorted(told)))


def _collection(issue: str, root: Path) -> tuple[str, FrozenDict, list[Answer]]:
    """The collection whose form was filled in, its schema, and the answers: the one with the most of its fields."""
    schemas = {name: schema_in_force(root, name) for name in FORMS}
    read = {name: answers(issue, fields(schema)) for name, schema in schemas.items()}
    name = max(read, key=lambda one: len(read[one]))
    if not any(one.field.key == "title" for one in read[name]):
        raise NotAFormError("This issue was not made with the form: it has no heading '### Title' with a name below.")
    return name, schemas[name], read[name]


def _wrong(
    name: str, schema: FrozenDict, item: Mapping[str, Any], day: Day
) -> list[tuple[tuple[str | int, ...], Problem]]:
    """What the schema, and the rules beyond it, say of ``item``, each with the key that it is about."""
    frozen = freeze({key: str(value) if isinstance(value, datetime.date) else value for key, value in item.items()})
    assert isinstance(frozen, FrozenDict)
    found: list[tuple[tuple[str | int, ...], Problem]] = []
    places = Positions({(key,): (number, 1) for number, key in enumerate(item, 1)})
    keys = list(item)
    for problem in violations(frozen, schema, places):
        line = problem.location.line
        found.append(((keys[line - 1],) if 0 < line <= len(keys) else (), problem))
    found += _without_address(schema, item)
    found += [
        (fault.place, Problem(Location(), fault.code, fault.message, fault.hint, fault.severity))
        for fault in faults_of(name, frozen, day.as_of, day.zone, required(schema))
    ]
    return found


def _without_address(schema: FrozenDict, item: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
    """Values by which visitors filter, and of which nothing could be the address of a page."""
    described = schema["properties"]
    for key, about in described.items() if isinstance(described, FrozenDict) else ():
        given = item.get(key)
        for value in given if isinstance(given, list) else [given]:
            if isinstance(about, FrozenDict) and about.get(KEYWORD) and value and not segment_slug(str(value)):
                hint = "name it with words"
                yield (key,), error("address", f"'{value}' has no letter or digit.", hint=hint)


def _double(name: str, item: Mapping[str, Any], root: Path) -> list[tuple[tuple[str | int, ...], Problem]]:
    """An item of that name that is there already."""
    wanted = id_of(str(item["title"]))
    folder = root / "data" / name
    known = {file.stem for file in folder.glob("*") if file.is_file()} if folder.is_dir() else set()
    list_file = root / "data" / f"{name}.yml"
    if list_file.is_file():
        listed = read_yaml(list_file.read_text("utf-8")).value
        for one in listed if isinstance(listed, tuple) else ():
            if isinstance(one, FrozenDict):
                known.add(id_of(str(one.get("id") or one.get("title") or one.get("name") or "")))
    if wanted not in known:
        return []
    message = f"There is an item '{wanted}' in data/{name} already."
    return [(("title",), error("collision", message, hint="change that one instead"))]


def _placed(found: tuple[tuple[str | int, ...], Problem], lines: Mapping[str, int], path: str) -> Problem:
    place, problem = found
    line = lines.get(str(place[0]), 1) if place else 1
    return replace(problem, location=Location(path, line))


def _in_order(schema: FrozenDict, item: Mapping[str, Any]) -> dict[str, Any]:
    """``item`` in the order of its ``schema``."""
    properties = schema["properties"]
    assert isinstance(properties, FrozenDict)
    return {key: item[key] for key in properties if key in item}


def _yaml() -> YAML:
    writer = YAML()
    writer.preserve_quotes = True
    writer.width = 4096
    writer.allow_unicode = True
    return writer


def _written(item: object) -> str:
    written = io.StringIO()
    _yaml().dump(item, written)
    return written.getvalue()


def _appended(text: str, item: dict[str, Any]) -> str:
    """``text``, a list in YAML, with ``item`` at its end: every line stays as it is, wherever YAML lets it."""
    items = _yaml().load(text) or CommentedSeq()
    entry = _ENTRY.search(text)
    if entry is not None:
        gap = "\n" if f"\n\n{entry[1]}-" in text else ""
        longer = f"{text.rstrip()}\n{gap}{textwrap.indent(_written([item]), entry[1])}"
        if _holds(longer, [*items, item]):
            return longer
    items.append(item)  # such as a list in brackets, which has an end of its own
    return _written(items)


def _holds(text: str, items: list[Any]) -> bool:
    try:
        return bool(_yaml().load(text) == items)
    except YAMLError:
        return False
