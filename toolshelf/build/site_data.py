"""All collections of a site: the plain ones, and the typed ones with their items as they stand on a day."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from msgspec import Struct

from toolshelf.build.data_files import Collections, read_collections
from toolshelf.build.day import Day
from toolshelf.build.remembered import Remembered
from toolshelf.build.typed_files import files_of, looks_typed
from toolshelf.codec import FrozenDict
from toolshelf.data.typed.settings import SCHEMA, setups
from toolshelf.sources.source import Source


class SiteData(Struct, frozen=True):
    """The collections, and which files those are made of that are typed."""

    collections: Collections
    typed: frozenset[str]
    """The names of the typed collections that have files."""
    apart: frozenset[str]
    """The files of typed collections, and their schemas."""


def read_site_data(data: Mapping[str, Source], config: FrozenDict, day: Day, remember: Remembered) -> SiteData:
    """The collections in the files ``data``, by path, as ``config`` has them, on ``day``."""
    typed = setups(config, data, functools.partial(looks_typed, data, remember))
    files = files_of(typed, data)
    apart = {path for paths in files.values() for path in paths} | {f"data/{name}{SCHEMA}" for name in files}
    collections = read_collections((one for path, one in data.items() if path not in apart), remember)
    if files:
        from toolshelf.build.typed_collections import with_typed  # it brings all that is known of the life of items

        collections = with_typed(collections, typed, files, data, day, remember)
    return SiteData(collections, frozenset(files), frozenset(apart))
