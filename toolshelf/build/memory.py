"""What a build leaves for the next one, and what it finds of the last."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from toolshelf.build import ledger, page_rows
from toolshelf.build.blocks import Row, Rows
from toolshelf.build.cache import Cache
from toolshelf.build.ledger import Ledger, load_ledger
from toolshelf.content.stored import UNREADABLE
from toolshelf.signatures import Signature
from toolshelf.sources.source import Known

_FILES: Final = "file"
_STATE: Final = "state"
_SURROUNDINGS: Final = "surroundings"
_OTHERS: Final = "others"
_ACCOUNT: Final = "account"
_FILE_FIELDS: Final = 2 + len(Signature._fields)
"""Of a row of a file: its path, how it stood, and its digest."""


def last_ledger(cache: Cache) -> Ledger:
    """The records of the last build that was published."""
    return load_ledger(cache.rows(ledger.TARGETS, ledger.FIELDS), _state(cache).get(ledger.NAME))


def last_surroundings(cache: Cache) -> str:
    """The digest of what the pages were checked against last."""
    row = _state(cache).get(_SURROUNDINGS)
    return str(row.head[1]) if row is not None else ""


def last_pages(cache: Cache) -> Rows:
    """What was kept of the pages."""
    return cache.rows(page_rows.TABLE, page_rows.FIELDS)


def last_files(cache: Cache) -> dict[str, Known]:
    """What the last scan was sure of, by path: nothing for another account, which may not read what that one could."""
    row = _state(cache).get(_ACCOUNT)
    if row is None or row.head[1] != _account():
        return {}
    with contextlib.suppress(*UNREADABLE):
        rows = cache.rows(_FILES, _FILE_FIELDS)
        return {path: Known(Signature._make(row.head[1:-1]), row.head[-1]) for path, row in rows.items()}
    return {}


def _file_row(path: str, known: Known, before: Row | None) -> Row:
    """The row of a file; the one ``before`` where that says the same, as nearly every one does."""
    head = [path, *known.signature, known.digest]
    return before if before is not None and before.head == head else Row(head)


def _account() -> str:
    """Whoever builds, by number; systems without such numbers have other rules."""
    return str(os.geteuid()) if hasattr(os, "geteuid") else ""


def _state(cache: Cache) -> Rows:
    """Rows of a name and something."""
    return cache.rows(_STATE, 2)


def lend_documents(cache: Cache) -> Path | None:
    """The file in which other processes may read all documents, if there is one.

    Should this build be killed, the next one knows of the documents by their keys, and drops them in its time.
    """
    before = _state(cache)
    keys = sorted(cache.asked.union(before[_OTHERS].head[1] if _OTHERS in before else ()))
    return cache.lend({_STATE: {**before, _OTHERS: Row([_OTHERS, keys])}})


def commit(
    cache: Cache,
    files: Mapping[str, Known],
    pages: Rows,
    surroundings: str,
    published: Ledger | None,
    further: Mapping[str, Rows] = MappingProxyType({}),
) -> None:
    """Keep what is known of the ``files``, and of the ``pages``, which were checked against ``surroundings``.

    What was ``published`` is kept too, if it was, and ``further`` tables, by name.

    Documents that this build had no use for are dropped. They are told by the keys that the last build noted, as
    to go through all documents of the file would mean to read them.
    """
    before = _state(cache)
    keys = set(map(page_rows.key_of, pages.values()))
    others = sorted(cache.asked - keys)
    noted = set(map(page_rows.key_of, last_pages(cache).values()))
    if _OTHERS in before:
        noted.update(before[_OTHERS].head[1])
    state = {
        **before,
        _SURROUNDINGS: Row([_SURROUNDINGS, surroundings]),
        _OTHERS: Row([_OTHERS, others]),
        _ACCOUNT: Row([_ACCOUNT, _account()]),
    }
    stood = cache.rows(_FILES, _FILE_FIELDS)
    known = {path: _file_row(path, one, stood.get(path)) for path, one in files.items()}
    tables: dict[str, Rows] = {_FILES: known, page_rows.TABLE: pages, _STATE: state, **further}
    if published is not None:
        state[ledger.NAME] = published.row
        tables[ledger.TARGETS] = published.rows
    cache.commit(tables, noted - keys - cache.asked)
