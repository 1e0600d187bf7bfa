"""The files of collections, each read by its format and checked against the schema beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from toolshelf.codec import MISSING, FrozenDict
from toolshelf.data.collections import Collection, Contents, schema_path, suffix
from toolshelf.data.configuration import CONFIGURATION, NAVIGATION
from toolshelf.data.csv_source import read_csv
from toolshelf.data.json_source import read_json
from toolshelf.data.misspelt import misspelt_keys_by_schema
from toolshelf.data.positions import Sourced
from toolshelf.data.schema import schema_problems, violations
from toolshelf.data.typed.settings import SCHEMA
from toolshelf.data.yaml_source import read_yaml
from toolshelf.problems import Problem, Severity, error, warning
from toolshelf.sources.text import decode

_READERS: Final[Mapping[str, Callable[[str], Sourced]]] = {
    ".yml": read_yaml,
    ".yaml": read_yaml,
    ".json": read_json,
    ".csv": read_csv,
}


def load_collections(
    files: Mapping[str, bytes],
) -> tuple[Mapping[str, Collection], tuple[Problem, ...], frozenset[str]]:
    """Read the data ``files`` (path from the site's root: bytes), each checked against ``NAME.schema.json`` beside it.

    Gives the collections by name, all problems with their paths, sorted, and the names of the files that cannot be
    read and are therefore absent: whoever uses one of those need not be told again. A file that breaks its schema is
    there, and its errors too. data/site.yml and data/navigation.yml are left out. Never raises.
    """
    problems: list[Problem] = []
    schemas = {path for path in files if path.casefold().endswith(SCHEMA)}
    readable = [path for path in sorted(files) if path not in (CONFIGURATION, NAVIGATION) and path not in schemas]
    names = {path: name for path in readable if (name := _name(path))}
    for path in readable:
        if path not in names:
            message = "Nothing reads this file: collections end in .yml, .yaml, .json or .csv."
            problems.append(warning("unread-file", message, path=path))
    broken: set[str] = set()
    for group in _sharing(names):
        broken.update(names[path] for path in group)
        problems.extend(_name_collision(path, group) for path in group)
    found: dict[str, Collection] = {}
    used: set[str] = set()
    for path, name in names.items():
        used.add(beside := schema_path(path))
        collection, faults = _load(path, name, files[path])
        problems += faults
        if collection is None:
            broken.add(name)
        elif name not in broken:
            found[name] = collection
        if collection is not None and beside in schemas:
            schema, _ = load_schema(beside, files[beside])
            if schema is not None:
                faults = [*violations(collection.items, schema, collection.positions)]
                faults += misspelt_keys_by_schema(collection.items, schema, collection.positions)
                problems += (fault.at(path) for fault in faults)
    for path in sorted(schemas):
        problems += load_schema(path, files[path])[1]
        if path not in used:
            message = f"This schema has no data file beside it, such as {path.removesuffix(SCHEMA)}.yml."
            problems.append(warning("unused-schema", message, path=path))
    return found, tuple(sorted(problems)), frozenset(broken)


def _name(path: str) -> str:
    """The name of the collection in ``path``; empty if nothing reads such a file."""
    ending = suffix(path)
    return path.removeprefix("data/")[: -len(ending)] if ending in _READERS else ""


def _sharing(names: Mapping[str, str]) -> Iterable[list[str]]:
    """Files whose names differ at most by letter case: on many machines they are one."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for path, name in names.items():
        groups[name.casefold()].append(path)
    return [group for group in groups.values() if len(group) > 1]


def _name_collision(path: str, group: list[str]) -> Problem:
    others = " and ".join(other for other in group if other != path)
    message = f"This collection has the same name as {others}."
    return error("collision", message, path=path, hint="rename or delete one of them")


def _load(path: str, name: str, data: bytes) -> tuple[Collection | None, list[Problem]]:
    text, faults = decode(data)
    sourced = _READERS[suffix(path)](text)
    problems = [problem.at(path) for problem in (*faults, *sourced.problems)]
    if sourced.value is MISSING or (faults and not text):
        return None, problems
    if sourced.value is None:
        message = "This data file holds nothing."
        problems.append(warning("empty-data", message, path=path, hint="write [] if the list is meant to be empty"))
    items = () if sourced.value is None else sourced.value
    contents = Contents(items, sourced.positions)
    return Collection(name, path, lambda: contents), problems


def read_items(path: str, data: bytes) -> Sourced:
    """What the data file ``path`` holds, by its suffix; problems have an empty path. Never raises."""
    text, faults = decode(data)
    sourced = _READERS[suffix(path)](text)
    return Sourced(sourced.value, sourced.positions, (*faults, *sourced.problems))


def load_schema(path: str, data: bytes) -> tuple[FrozenDict | None, list[Problem]]:
    """The schema in ``path``, or None if nothing can be checked against it."""
    text, faults = decode(data)
    sourced = read_json(text)
    problems = [*faults, *sourced.problems]
    if sourced.value is not MISSING:
        problems += schema_problems(sourced.value, sourced.positions)
    usable = isinstance(sourced.value, FrozenDict) and all(p.severity is Severity.WARNING for p in problems)
    schema = sourced.value if usable and isinstance(sourced.value, FrozenDict) else None
    return schema, [problem.at(path) for problem in problems]
