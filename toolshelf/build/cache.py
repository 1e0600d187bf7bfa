"""What earlier builds know: parsed sources by their content, and the records of the last render. Disposable.

One SQLite file, read whole when it is opened and written in one transaction. Payloads are canonical JSON, so
that a cache restored from somewhere cannot run code; every row is sealed with a digest of its own, because
SQLite checks its pages and not our bytes. Whatever is wrong with the file, it is thrown away.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from toolshelf.build import disk, lock
from toolshelf.build.engine import fingerprint
from toolshelf.build.manifest import Entry
from toolshelf.build.plan import Kind, Target
from toolshelf.build.publish import PublishError
from toolshelf.build.traces import Record
from toolshelf.codec import decode, digest, encode
from toolshelf.index.queries import restored, stored

_FORMAT: Final = 1
_SCHEMA: Final = """
create table engine (fingerprint text not null);
create table parsed (key text primary key, payload blob not null, seal text not null) without rowid;
create table record (output text primary key, payload blob not null, seal text not null) without rowid;
"""
_DAMAGE: Final = (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""Whatever shape damage takes."""


class Cache:
    """What is known from earlier builds, and what this one adds to it."""

    def __init__(self, connection: sqlite3.Connection | None, notes: tuple[str, ...] = ()) -> None:
        self._connection = connection
        self._stored: dict[str, bytes] = {}
        self._used: dict[str, bytes] = {}
        self.records: Mapping[str, Record] = {}
        """The records of the last build that was published, by output."""
        self.notes = notes
        """What was found and mended, a sentence each."""
        if connection is not None:
            self._stored = dict(_rows(connection, "parsed", "key"))
            self.records = {
                output: _record(output, payload) for output, payload in _rows(connection, "record", "output")
            }

    def parsed(self, key: str) -> bytes | None:
        """What was kept under ``key``, if anything."""
        if (payload := self._stored.get(key)) is not None:
            self._used[key] = payload
        return payload

    def keep(self, key: str, payload: bytes) -> None:
        """Keep ``payload`` under ``key`` for the builds to come."""
        self._used[key] = payload

    def commit(self, records: Mapping[str, Record] | None = None) -> None:
        """Keep what this build used and made, and nothing else; the records only of a build that was published."""
        if self._connection is None:
            return
        with contextlib.suppress(sqlite3.Error), self._connection as transaction:
            _replace(transaction, "parsed", "key", self._stored, self._used)
            if records is not None:
                before = {output: _payload(record) for output, record in self.records.items()}
                _replace(
                    transaction,
                    "record",
                    "output",
                    before,
                    {output: _payload(record) for output, record in records.items()},
                )


@contextlib.contextmanager
def open_cache(file: Path | None) -> Iterator[Cache]:
    """The cache in ``file``, for as long as one build lasts; None is a cache that forgets everything.

    Raises PublishError, in a sentence, where another build is using it. A file that cannot be used at all is
    done without: a cache only saves time.
    """
    with contextlib.ExitStack() as stack:
        yield Cache(None) if file is None else _entered(stack, file)


def _entered(stack: contextlib.ExitStack, file: Path) -> Cache:
    """The cache in ``file``, locked until ``stack`` ends."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        folder = disk.open_folder(str(file.parent))
        stack.callback(disk.close_folder, folder)
        stack.enter_context(lock.hold(folder, f"{file.name}.lock"))
        connection, cache = _open(file)
    except lock.LockHeldError as held:
        who = f" ({held.owner})" if held.owner else ""
        raise PublishError(f"Another build of this site{who} is at work: wait until it has finished.") from held
    except (OSError, sqlite3.Error) as failure:
        why = getattr(failure, "strerror", None) or failure
        return Cache(None, (f"The cache “{file}” cannot be used ({why}), so the next build makes everything anew.",))
    stack.callback(connection.close)
    return cache


def _open(file: Path) -> tuple[sqlite3.Connection, Cache]:
    """Raises OSError or sqlite3.Error where there can be no such file."""
    engine = fingerprint()
    notes: tuple[str, ...] = ()
    if file.exists():
        with contextlib.ExitStack() as stack:
            try:
                connection = _connect(file)
                stack.callback(connection.close)
                if _engine_of(connection) == engine:
                    cache = Cache(connection)
                    stack.pop_all()  # it stays open
                    return connection, cache
            except _DAMAGE:
                notes = ("The cache was damaged, so everything was made anew.",)
    for left in (file, *(file.with_name(file.name + ending) for ending in ("-journal", "-wal", "-shm"))):
        left.unlink(missing_ok=True)
    connection = _connect(file)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("insert into engine values (?)", (engine,))
        connection.execute(f"pragma user_version = {_FORMAT}")
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection, Cache(connection, notes)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.execute("pragma journal_mode = delete")
    connection.execute("pragma synchronous = off")  # what a power cut leaves half written is thrown away
    return connection


def _engine_of(connection: sqlite3.Connection) -> str:
    if connection.execute("pragma user_version").fetchone() != (_FORMAT,):
        return ""
    ((engine,),) = connection.execute("select fingerprint from engine").fetchall()
    return str(engine)


def _rows(connection: sqlite3.Connection, table: str, name: str) -> Iterator[tuple[str, bytes]]:
    """The rows of ``table``. Raises ValueError where one was changed."""
    for key, payload, seal in connection.execute(f"select {name}, payload, seal from {table}"):
        if seal != _seal(key, payload):
            raise ValueError(f"a row of {table} was changed: {key}")
        yield key, payload


def _replace(
    transaction: sqlite3.Connection, table: str, name: str, before: Mapping[str, bytes], now: Mapping[str, bytes]
) -> None:
    """Make ``table`` hold ``now``, writing only what differs from ``before``."""
    gone = [(key,) for key in before if key not in now]
    fresh = [(key, payload, _seal(key, payload)) for key, payload in now.items() if before.get(key) != payload]
    transaction.executemany(f"delete from {table} where {name} = ?", gone)
    transaction.executemany(f"insert or replace into {table} values (?, ?, ?)", fresh)


def _seal(key: str, payload: bytes) -> str:
    return digest(key.encode("utf-8", "surrogatepass") + b"\0" + payload)


def _payload(record: Record) -> bytes:
    target = record.target
    return encode(
        (
            (target.kind.value, target.template, target.subject),
            tuple(record.entry),
            tuple((stored(query), answer) for query, answer in record.trace.items()),
        )
    )


def _record(output: str, payload: bytes) -> Record:
    read: Any = decode(payload)
    (kind, template, subject), (size, data_digest), trace = read
    target = Target(output, Kind(kind), template, subject)
    return Record(target, {restored(words): answer for words, answer in trace}, Entry(size, data_digest))
