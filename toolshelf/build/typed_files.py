"""Which files hold the items of typed collections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from toolshelf.build.remembered import Remembered
from toolshelf.data.typed.settings import SCHEMA, Setup, is_marked
from toolshelf.sources.discover import DATA_SUFFIXES
from toolshelf.sources.source import Source

DOCUMENTS: Final = (".md", ".markdown")
"""How the names of files end that hold an item with a text below its fields."""


def looks_typed(sources: Mapping[str, Source], remember: Remembered, kind: str, path: str) -> bool:
    """Whether the data file ``path`` holds items of the type ``kind``, by its keys."""
    if not path.lower().endswith(DATA_SUFFIXES) or path.lower().endswith(SCHEMA):
        return False
    source = sources[path]
    return bool(remember("looks typed", [kind, source.digest], lambda: is_marked(kind, source.data)))


def files_of(setups: Mapping[str, Setup], paths: Mapping[str, Source]) -> dict[str, list[str]]:
    """The files of each typed collection: the one of its name, and those in its folder."""
    found: dict[str, list[str]] = {name: [] for name in setups}
    for path in paths:
        if path.lower().endswith(SCHEMA):
            continue
        name, _, inner = path.removeprefix("data/").partition("/")
        if inner and name in found and path.lower().endswith((*DATA_SUFFIXES, *DOCUMENTS)):
            found[name].append(path)
        elif not inner and (stem := name.rpartition(".")[0]) in found and path.lower().endswith(DATA_SUFFIXES):
            found[stem].insert(0, path)
    return {name: files for name, files in found.items() if files}
