"""What a build leaves for the next one, and what it finds of the last."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from toolshelf.build import ledger, page_rows, whole
from toolshelf.build.blocks import Row, Rows
from toolshelf.build.cache import DAMAGE, Cache
from toolshelf.build.ledger import Ledger, load_ledger
from toolshelf.build.whole import Whole, load_whole, whole_row
from toolshelf.content.stored import UNREADABLE
from toolshelf.makers import maker
from toolshelf.signatures import Signature
from toolshelf.sources.source import Known
from toolshelf.stamp import Look

_FILES: Final = "file"
_STATE: Final = "state"
_SURROUNDINGS: Final = "surroundings"
_OTHERS: Final = "others"
_ACCOUNT: Final = "account"
_known, _signature = maker(Known), maker(Signature)
_FILE_FIELDS: Final = 2 + len(Signature._fields)
"""Of a row of a file: its path, how it stood, and its digest."""


def last_ledger(cache: Cache) -> Ledger:
    """The records of the last build that was published."""
    return load_ledger(cache.rows(ledger.TARGETS, ledger.FIELDS), _state(cache).get(ledger.NAME))


def ledger_with(cache: Cache, rows: Rows) -> Ledger:
    """The same, but of its records only ``rows``."""
    return load_ledger(rows, _state(cache).get(ledger.NAME))


def last_surroundings(cache: Cache) -> str:
    """The digest of what the pages were checked against last."""
    row = _state(cache).get(_SURROUNDINGS)
    return str(row.head[1]) if row is not None else ""


def last_pages(cache: Cache) -> Rows:
    """What was kept of the pages."""
    return cache.rows(page_rows.TABLE, page_rows.FIELDS)


def last_files(cache: Cache) -> dict[str, Known]:
    """What the last scan was sure of, by path: nothing for another account, which may not read what that one could."""
    if not _is_ours(cache):
        return {}
    with contextlib.suppress(*UNREADABLE):
        rows = cache.rows(_FILES, _FILE_FIELDS)
        return {path: known_file(row) for path, row in rows.items()}
    return {}


def last_whole(cache: Cache) -> Whole | None:
    """The last build, if it was published, and an excerpt of it tells enough."""
    return load_whole(_state(cache).get(whole.NAME))


def moved_files(cache: Cache, looked: Look) -> tuple[Rows, dict[str, Signature]] | None:
    """The rows of what the last scan was sure of, by path, and how those files stand now that do not stand so.

    None where other files are there now than those that it was sure of.
    """
    rows = cache.rows(_FILES, _FILE_FIELDS)
    if not _is_ours(cache) or len(rows) != len(looked.sources):
        return None
    start = len(looked.root) + 1
    moved: dict[str, Signature] = {}
    for place, *standing in looked.sources:
        before = rows.get(place[start:])
        if before is None:
            return None
        if before.head[1:-1] != standing:
            moved[place[start:]] = Signature._make(standing)
    return rows, moved


def known_file(row: Row) -> Known:
    """What a row of `moved_files` tells."""
    return _known((_signature(row.head[1:-1]), row.head[-1]))


def _file_row(path: str, known: Known, before: Row | None) -> Row:
    """The row of a file; the one ``before`` where that says the same, as nearly every one does."""
    head = [path, *known.signature, known.digest]
    return before if before is not None and before.head == head else Row(head)


def _is_ours(cache: Cache) -> bool:
    """Whether the account that builds now is the one that built last."""
    row = _state(cache).get(_ACCOUNT)
    return row is not None and row.head[1] == _account()


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
    told: Whole | None = None,
) -> None:
    """Keep what is known of the ``files``, and of the ``pages``, which were checked against ``surroundings``.

    What was ``published`` is kept too, if it was, and ``further`` tables, by name; and what is ``told`` of the whole
    site to those who make an excerpt of it, if one is enough.

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
    state.pop(whole.NAME, None)
    if told is not None:
        state[whole.NAME] = whole_row(told)
    stood = cache.rows(_FILES, _FILE_FIELDS)
    known = {path: _file_row(path, one, stood.get(path)) for path, one in files.items()}
    tables: dict[str, Rows] = {_FILES: known, page_rows.TABLE: pages, _STATE: state, **further}
    if published is not None:
        state[ledger.NAME] = published.row
        tables[ledger.TARGETS] = published.rows
    cache.commit(tables, noted - keys - cache.asked)


def commit_few(
    cache: Cache, files: Mapping[str, Known], pages: Rows, published: Rows, told: Whole, unused: Iterable[str]
) -> None:
    """Keep what is known of these ``files`` and ``pages``, and what is ``told`` of the whole site.

    Those rows of the ledger are kept, too, that were ``published`` anew; all else is kept already. The documents under
    the keys that are ``unused`` are dropped by the next build that goes through all pages.
    """
    before = _state(cache)
    others = before[_OTHERS].head[1] if _OTHERS in before else []
    state = {whole.NAME: whole_row(told), _OTHERS: Row([_OTHERS, sorted({*others, *unused})])}
    known = {path: _file_row(path, one, None) for path, one in files.items()}
    with contextlib.suppress(*DAMAGE):  # the next build makes anew what it does not find
        cache.change_rows({_FILES: known, page_rows.TABLE: pages, ledger.TARGETS: published, _STATE: state})
