"""Which pages another one may speak of, told by their paths alone: those near it, and those to which it links."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from toolshelf.codec import FrozenDict, Value
from toolshelf.index.pages import HOME
from toolshelf.sources.discover import PAGE_SUFFIXES

_TOP: Final = posixpath.dirname(HOME)


def near(paths: Iterable[str], sources: Iterable[str]) -> Iterator[str]:
    """Those ``sources`` that stand beside or above one of ``paths``, or at the top, and the heads of folders there."""
    folders = {_TOP, *map(posixpath.dirname, paths)}
    above = set(folders)
    for folder in folders:
        while folder := posixpath.dirname(folder):
            above.add(folder)
    for path in sources:
        folder, _, name = path.rpartition("/")
        if folder in folders or (
            name.startswith("index.") and (folder in above or posixpath.dirname(folder) in folders)
        ):
            yield path


def named(targets: Iterable[str], path: str, url_path: str, base_path: str, sources: Collection[str]) -> Iterator[str]:
    """Those ``sources`` to which ``targets`` lead, as links are written on the page at ``path`` and ``url_path``.

    A page that has an address of its own, or had another one before, is not found by that.
    """
    bases = (posixpath.dirname(path), f"{_TOP}{url_path}")
    for target in targets:
        place = target.partition("#")[0].partition("?")[0]
        inside = place.removeprefix(base_path.rstrip("/")) if place.startswith(base_path) else place
        places = [f"{_TOP}{inside}"] if place.startswith("/") else [posixpath.join(base, place) for base in bases]
        for bare in map(posixpath.normpath, places):
            forms = (bare, *(f"{bare}{ending}{suffix}" for ending in ("", "/index") for suffix in PAGE_SUFFIXES))
            yield from (form for form in forms if form in sources)


def texts(value: Value) -> Iterator[str]:
    """Every text in ``value``, such as the targets of a menu among its names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, FrozenDict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
