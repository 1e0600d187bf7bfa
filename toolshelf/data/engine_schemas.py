"""The schemas that come with the engine: of front matter, of the configuration and of the navigation."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from toolshelf import places
from toolshelf.codec import FrozenDict, Value
from toolshelf.data.json_source import read_json


@functools.cache
def engine_schema(name: str) -> FrozenDict:
    """The schema in ``toolshelf/schemas/NAME.schema.json``, frozen."""
    text = Path(places.PACKAGE, "schemas", f"{name}.schema.json").read_text("utf-8")
    schema = read_json(text).value
    if not isinstance(schema, FrozenDict):
        raise RuntimeError(f"the engine's own schema {name} cannot be read")
    return schema


def properties(schema: FrozenDict) -> FrozenDict:
    """The keys that ``schema`` knows in its first level, with their own schemas."""
    known = schema["properties"]
    return known if isinstance(known, FrozenDict) else FrozenDict()


def defaults(schema: FrozenDict) -> Iterator[tuple[str, Value]]:
    """The keys of ``schema`` that have a default, with it."""
    for key, about in properties(schema).items():
        if isinstance(about, FrozenDict) and "default" in about:
            yield key, about["default"]
