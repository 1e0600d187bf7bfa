"""Typed collections, from one file or many: each file read once for its content, each item judged once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from toolshelf.build.data_files import Collections
from toolshelf.build.day import Day
from toolshelf.build.remembered import Remembered
from toolshelf.build.typed_files import DOCUMENTS
from toolshelf.codec import FrozenDict, Value, digest, encode, pack, to_json, unpack
from toolshelf.content.item_document import read_item_document
from toolshelf.content.stored import dump_positions, dump_problems, load_positions, load_problems
from toolshelf.data.collection_files import load_schema, read_items
from toolshelf.data.collections import Collection, Contents, Typed
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.schema_files import ENGINE
from toolshelf.data.typed.item_files import (
    ItemFile,
    item_file,
    item_schema,
    placed,
    references,
    required,
    texts,
    wrong_keys,
)
from toolshelf.data.typed.judging import faults_of, item_row, state_of
from toolshelf.data.typed.parts import ManyPositions, Part, with_body
from toolshelf.data.typed.references import dead_references, double_ids
from toolshelf.data.typed.rows import ItemRow, by_id
from toolshelf.data.typed.settings import SCHEMA, Setup
from toolshelf.data.typed.views import item_view
from toolshelf.problems import Problem
from toolshelf.sources.source import Source


def with_typed(
    collections: Collections,
    setups: Mapping[str, Setup],
    files: Mapping[str, Sequence[str]],
    sources: Mapping[str, Source],
    day: Day,
    remember: Remembered,
) -> Collections:
    """``collections`` and those that ``setups`` say are typed, which are read of ``files``, by name."""
    problems = list(collections.problems)
    by_name, origins, schemas = dict(collections.by_name), dict(collections.origins), dict(collections.schemas)
    rows: dict[str, dict[str, ItemRow]] = {}
    for name, paths in files.items():
        schema_path = f"data/{name}{SCHEMA}"
        schema, more = _schema(setups[name], schema_path, sources.get(schema_path), remember)
        problems += more
        read = _Reading(setups[name], schema, [sources[path] for path in paths], day, remember)
        found = read.summary()
        problems += found.problems
        rows[name] = by_id((*found.rows, *found.hidden))
        typed = Typed(setups[name], found.rows, texts(schema) | {"body"})
        path = next((path for path in paths if path.count("/") == 1), f"data/{name}")
        by_name[name] = Collection(name, path, read.contents, typed)
        origins[name] = f"{path} {found.digest}"
        if schema_path in sources:
            schemas[name] = schema_path
        elif setups[name].type:
            schemas[name] = f"{ENGINE}{setups[name].type}{SCHEMA}"
    for name in files:
        known = by_name[name].typed
        assert known is not None
        problems += dead_references(known.rows, rows, by_name)
    return Collections(by_name, origins, schemas, collections.broken, tuple(problems))


def _schema(
    setup: Setup, path: str, source: Source | None, remember: Remembered
) -> tuple[FrozenDict | None, list[Problem]]:
    """The schema of one item: the office's own beside its data, else the engine's."""
    if source is None:
        return (engine_schema(setup.type) if setup.type else None), []

    def load() -> list[object]:
        schema, problems = load_schema(path, source.data)
        return [pack(schema), dump_problems(problems)]

    schema, problems = remember("item schema", [path, source.digest], load)
    return item_schema(unpack(schema)), list(load_problems(problems))


class _Summary(Struct, frozen=True):
    """What is known of a typed collection on a day."""

    rows: tuple[ItemRow, ...]
    hidden: tuple[ItemRow, ...]
    """Of drafts."""
    problems: tuple[Problem, ...]
    digest: str


class _Reading:
    """Reads the files of one typed collection."""

    def __init__(
        self, setup: Setup, schema: FrozenDict | None, sources: Sequence[Source], day: Day, remember: Remembered
    ) -> None:
        self._setup = setup
        self._schema = schema
        self._sources = sources
        self._day = day
        self._remember = remember
        mark = digest(encode(schema))
        self._files: list[tuple[Source, Callable[[], Any]]] = [
            (source, remember.later("item file", [source.path, source.digest, mark], self._file(source)))
            for source in sources
        ]
        day_given = [day.as_of.isoformat(), str(day.zone), day.drafts]
        self._given = [list(setup), mark, *day_given, *([source.path, source.digest] for source in sources)]

    def _file(self, source: Source) -> Callable[[], list[object]]:
        def make() -> list[object]:
            path, body, line = source.path, "", 0
            if path.lower().endswith(DOCUMENTS):
                document = read_item_document(source.data)
                sourced, body, line = document.fields, document.body, document.body_line
            else:
                sourced = read_items(path, source.data)
            read = item_file(sourced, self._schema)
            problems = [problem.at(path) for problem in read.problems]
            return [pack(read.items), read.places, dump_positions(read.positions), dump_problems(problems), body, line]

        return make

    def _read(self) -> Iterator[tuple[str, ItemFile, str]]:
        """Every file: its path, what it holds, and the text below."""
        for source, fetch in self._files:
            items, places, positions, problems, body, line = fetch()
            loaded = load_positions(positions)
            yield (
                source.path,
                ItemFile(
                    unpack(items),  # type: ignore[arg-type]  # it was packed as a tuple of mappings
                    tuple(map(tuple, places)),
                    with_body(loaded, line) if line else loaded,
                    load_problems(problems),
                ),
                body,
            )

    def summary(self) -> _Summary:
        """The rows of all items, and what is wrong with them."""
        shown, hidden, problems, mark = self._remember("typed collection", self._given, self._summarized)
        return _Summary(_rows(shown), _rows(hidden), load_problems(problems), mark)

    def _summarized(self) -> list[object]:
        refers, asked = references(self._schema), required(self._schema)
        kind, day = self._setup.type, self._day
        rows: list[ItemRow] = []
        problems: list[Problem] = []
        for path, read, body in self._read():
            problems += read.problems
            for item, place in zip(read.items, read.places, strict=True):
                state = state_of(kind, item, day.as_of, day.zone)
                rows.append(item_row(item, path, place, read.positions, refers, kind, state, body=body))
                told = {problem.location for problem in read.problems}
                whole = FrozenDict({**item, "body": body}) if body else item
                for fault in faults_of(kind, whole, day.as_of, day.zone, asked, wrong_keys(read, place)):
                    problem = placed(fault, place, item, read.positions).at(path)
                    if fault.code == "sensitive" and problem.location in told:
                        problems = [one for one in problems if one.location != problem.location]
                    problems.append(problem)
        problems += double_ids(self._setup.name, rows)
        shown = [row for row in rows if day.drafts or not row.hidden]
        hidden = [row for row in rows if row.hidden and not day.drafts]
        made_of = [[row.digest, row.state, row.id, row.path] for row in shown]
        mark = digest(to_json([list(self._setup), self._given[1], made_of]))
        return [shown, hidden, dump_problems(problems), mark]

    def contents(self) -> Contents:
        """The published items as templates see them, and where they stand."""
        summary = self.summary()
        known = {(row.path, row.place): row for row in summary.rows}
        views: list[Value] = []
        parts: list[Part] = []
        for path, read, body in self._read():
            for item, place in zip(read.items, read.places, strict=True):
                row = known.get((path, place))
                if row is not None:
                    views.append(item_view(item, row, self._setup, body))
                    parts.append(Part(path, place, read.positions))
        return Contents(tuple(views), ManyPositions(parts=tuple(parts)))


def _rows(stored: Sequence[Sequence[Any]]) -> tuple[ItemRow, ...]:
    return tuple(ItemRow._make(row) for row in stored)
