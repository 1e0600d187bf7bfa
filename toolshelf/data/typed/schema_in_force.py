"""The schema by which an office judges the items of a collection."""

from __future__ import annotations

from pathlib import Path

from toolshelf.codec import FrozenDict
from toolshelf.data.collection_files import load_schema
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.typed.item_files import item_schema
from toolshelf.data.typed.settings import SCHEMA


def schema_in_force(root: Path, name: str) -> FrozenDict:
    """That of one item of the collection ``name`` of the site at ``root``: its own beside its data, or the engine's.

    Raises ValueError for one of its own against which nothing can be checked, and OSError.
    """
    path = f"data/{name}{SCHEMA}"
    if not (root / path).is_file():
        return engine_schema(name)
    schema, problems = load_schema(path, (root / path).read_bytes())
    own = item_schema(schema)
    if own is None:
        raise ValueError("\n".join(map(str, problems)) or f"{path} describes no items.")
    return own
