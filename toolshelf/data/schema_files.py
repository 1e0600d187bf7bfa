"""The schema of each collection as a file: the one beside its data, or the one that comes with the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from toolshelf import places
from toolshelf.sources.source import Source

ENGINE: Final = "toolshelf/schemas/"
"""What the paths of the schemas begin with that come with the engine."""


class SchemaFile(Struct, frozen=True):
    """A schema that need not be read by those who know it."""

    path: str
    digest: str
    """Of its bytes; "" for one of the engine's own, which is another only where the engine is."""
    read: Callable[[], bytes]
    """Raises OSError."""

    @property
    def is_engine(self) -> bool:
        """Whether it comes with the engine."""
        return not self.digest


def schema_files(paths: Mapping[str, str], sources: Mapping[str, Source]) -> dict[str, SchemaFile]:
    """The schemas at ``paths``, by the name of their collections; ``sources`` are the files under data/."""
    return {name: _schema_file(path, sources.get(path)) for name, path in paths.items()}


def _schema_file(path: str, source: Source | None) -> SchemaFile:
    if source is not None:
        return SchemaFile(path, source.digest, lambda: source.data)
    return SchemaFile(path, "", Path(places.PACKAGE, "schemas", path.removeprefix(ENGINE)).read_bytes)
