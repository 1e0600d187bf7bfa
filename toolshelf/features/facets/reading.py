"""What a collection and its schema say of facets, found out once for each content."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from toolshelf.codec import FrozenDict, digest, encode
from toolshelf.content.stored import dump_problems, load_problems
from toolshelf.data.collections import Collection
from toolshelf.data.json_source import read_json
from toolshelf.data.schema_files import SchemaFile
from toolshelf.features.facets.definitions import Facet, facets, page_size
from toolshelf.features.facets.grouping import Group, groups
from toolshelf.features.facets.shelves import Grouped
from toolshelf.index.item_facts import Remember
from toolshelf.problems import Problem

_NAMES: Final = ("name", "title", "id")
"""The keys by which items are called, the first of them that is there."""


class Read(Struct, frozen=True):
    """What a collection and its schema say of facets."""

    title: str
    """As the schema calls the collection; "" where it does not."""
    description: str
    size: int
    """How many items a page shows at most; 0 where nothing says so."""
    facets: Sequence[Grouped]
    items: Sequence[str]
    """A digest of each item as typed."""
    names: Sequence[str]
    """What each is called."""
    problems: Sequence[Problem]


def read(collection: Collection, origin: str, schema: SchemaFile, remember: Remember) -> Read | None:
    """What ``collection``, of a file of the digest ``origin``, and its ``schema`` say; None where it has no facets."""
    given = [collection.name, origin, schema.path, schema.digest]
    found = remember("facets", given, functools.partial(_found, collection, schema))
    if found is None:
        return None
    title, description, size, grouped, items, names, problems = found
    shelves = [Grouped(Facet(*facet), [Group(*group) for group in inner]) for facet, inner in grouped]
    return Read(title, description, size, shelves, items, names, load_problems(problems))


def _found(collection: Collection, schema: SchemaFile) -> Any:  # noqa: ANN401 - made of what JSON knows
    sourced = read_json(schema.read().decode("utf-8", "replace"))
    named, problems = facets(sourced.value, sourced.positions)
    size, more = page_size(sourced.value, sourced.positions)
    told = [problem.at(schema.path) for problem in (*problems, *more)]
    if not named and not told:
        return None
    grouped = []
    for facet in named:
        found, problems = groups(collection, facet)
        told += problems
        if found:
            grouped.append((facet, found))
    words = sourced.value if isinstance(sourced.value, FrozenDict) else FrozenDict()
    of_list = ("title", "description") if collection.typed is None else ()
    title, description = (str(words.get(key, "")) if key in of_list else "" for key in ("title", "description"))
    written = collection.items if isinstance(collection.items, tuple) else ()
    typed = [item for item in written if isinstance(item, FrozenDict)]
    items = [digest(encode(item))[:16] for item in typed]
    names = [next((str(item[key]) for key in _NAMES if item.get(key)), "") for item in typed]
    return [title, description, size, grouped, items, names, dump_problems(told)]
