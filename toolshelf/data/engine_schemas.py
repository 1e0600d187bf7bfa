"""The schemas that come with the engine: of front matter, of the configuration and of the navigation."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path

from toolshelf import places
from toolshelf.codec import FrozenDict, Value, freeze


@functools.cache
def engine_schema(name: str) -> FrozenDict:
    """The schema in ``toolshelf/schemas/NAME.schema.json``, frozen."""
    text = Path(places.PACKAGE, "schemas", f"{name}.schema.json").read_text("utf-8")
    return FrozenDict({key: freeze(value) for key, value in json.loads(text).items()})


def properties(schema: FrozenDict) -> FrozenDict:
    """The keys that ``schema`` knows in its first level, with their own schemas."""
    known = schema["properties"]
    return known if isinstance(known, FrozenDict) else FrozenDict()


def defaults(schema: FrozenDict) -> Iterator[tuple[str, Value]]:
    """The keys of ``schema`` that have a default, with it."""
    for key, about in properties(schema).items():
        if isinstance(about, FrozenDict) and "default" in about:
            yield key, about["default"]
