"""What the files under data/ hold: configuration, navigation and collections, read once for each content."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from msgspec import Struct

from toolshelf.build.remembered import Remembered
from toolshelf.codec import FrozenDict, pack, unpack
from toolshelf.content.stored import dump_positions, dump_problems, load_positions, load_problems
from toolshelf.data.collections import Collection, Contents, schema_path
from toolshelf.data.configuration import CONFIGURATION, NAVIGATION, is_zone, load_configuration, load_navigation
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, Severity
from toolshelf.sources.discover import DATA_SUFFIXES
from toolshelf.sources.source import Source


class Settings(Struct, frozen=True):
    """A file of keys and values that Toolshelf itself reads."""

    values: FrozenDict
    positions: Positions
    problems: tuple[Problem, ...]

    @property
    def broken(self) -> bool:
        """Whether the file has an error."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


class Collections(Struct, frozen=True):
    """The data files that authors make up."""

    by_name: Mapping[str, Collection]
    origins: Mapping[str, str]
    """For each of them its path and a digest of the file."""
    schemas: Mapping[str, str]
    """The path of the schema of each of them that has one."""
    broken: frozenset[str]
    """The names of those that cannot be read."""
    problems: tuple[Problem, ...]


def read_configuration(source: Source | None, remember: Remembered) -> Settings:
    """The configuration in ``source``.

    It is remembered where nothing is wrong with it: what is wrong may be what this computer lacks.
    """
    if source is None:
        return Settings(*load_configuration(None))
    found = _remembered("configuration", source, load_configuration, remember)
    if found.problems or not is_zone(found.values["timezone"]):
        return Settings(*load_configuration(source.data))
    return found


def read_navigation(source: Source | None, remember: Remembered) -> Settings:
    """The lists of links in ``source``."""
    return (
        Settings(*load_navigation(None))
        if source is None
        else _remembered("navigation", source, load_navigation, remember)
    )


def _remembered(
    name: str,
    source: Source,
    load: Callable[[bytes], tuple[FrozenDict, Positions, tuple[Problem, ...]]],
    remember: Remembered,
) -> Settings:
    def make() -> list[object]:
        values, positions, problems = load(source.data)
        return [pack(values), dump_positions(positions), dump_problems(problems)]

    values, positions, problems = remember(name, [source.digest], make)
    return Settings(cast(FrozenDict, unpack(values)), load_positions(positions), load_problems(problems))


def read_collections(sources: Iterable[Source], remember: Remembered) -> Collections:
    """The collections among ``sources``, the files under data/. All of them are read anew where one has changed."""
    files = {source.path: source for source in sources if _is_collection(source.path)}
    given = [[path, source.digest] for path, source in files.items()]
    loaded: list[Mapping[str, Collection]] = []

    def load() -> list[object]:
        from toolshelf.data.collection_files import load_collections  # most builds have read them before

        collections, problems, broken = load_collections({path: source.data for path, source in files.items()})
        loaded.append(collections)
        named = [[name, collection.path] for name, collection in collections.items()]
        return [named, dump_problems(problems), sorted(broken)]

    def contents(name: str) -> Callable[[], Any]:
        def dump() -> list[object]:
            if not loaded:
                load()
            items, positions = loaded[0][name].fetch()
            return [pack(items), dump_positions(positions)]

        return remember.later("collection", [name, *given], dump)

    named, problems, broken = remember("collections", given, load)
    stored = {name: contents(name) for name, _ in named}
    if loaded:
        for keep in stored.values():
            keep()
    return Collections(
        {name: Collection(name, path, functools.partial(_contents, stored[name])) for name, path in named},
        {name: f"{path} {files[path].digest}" for name, path in named},
        {name: schema for name, path in named if (schema := schema_path(path)) in files},
        frozenset(broken),
        load_problems(problems),
    )


def _contents(stored: Callable[[], Any]) -> Contents:
    items, positions = stored()
    return Contents(unpack(items), load_positions(positions))


def _is_collection(path: str) -> bool:
    return path.lower().endswith(DATA_SUFFIXES) and path not in (CONFIGURATION, NAVIGATION)
