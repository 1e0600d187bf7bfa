"""What earlier builds know: documents by their content, and rows about pages, files and outputs. Disposable.

One SQLite file, written in one transaction. A table of rows is read when somebody asks for it first, and single
blocks of it by who needs no more; documents are read one by one. Payloads are canonical JSON, so that a cache
restored from somewhere cannot run code, and all are sealed with a checksum, because SQLite checks its pages and not
our bytes: a CRC takes a fraction of the time of a digest, and misses one damage in some four thousand millions. Where
a table is damaged the file is thrown away; a damaged document is as good as unknown.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from toolshelf.build import blocks, disk, lock
from toolshelf.build.blocks import Row, Rows, Table
from toolshelf.build.engine import engine, memory_beside
from toolshelf.build.publish import PublishError

_FORMAT: Final = 3
_SCHEMA: Final = """
create table engine (fingerprint text not null);
create table document (key text primary key, payload blob not null, seal integer not null);
create table block (name text primary key, payload blob not null, seal integer not null) without rowid;
"""
DAMAGE: Final = (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""Whatever shape damage takes."""
DAMAGED: Final = "The cache was damaged, so everything was made anew."


class Cache:
    """What is known from earlier builds, and what this one adds to it."""

    def __init__(self, connection: sqlite3.Connection, file: Path | None = None, notes: tuple[str, ...] = ()) -> None:
        self._connection = connection
        self._file = file
        self._unkept: dict[str, bytes] = {}
        """Documents that the disk did not take."""
        self.asked: set[str] = set()
        """The keys of the documents that were asked for or kept."""
        self.notes = notes
        """What was found and mended, a sentence each."""
        self._tables: dict[str, Table] = {}
        """Those that were read."""
        connection.execute("select key from document limit 1").fetchall()

    def begin(self) -> None:
        """Serve another build from now on."""
        self.asked = set()
        self.notes = ()

    def rows(self, table: str, fields: int) -> Rows:
        """The rows of ``table`` as they were kept last, by name; none where one has not so many ``fields``."""
        found = self._table(table)
        return found.rows if found.widths <= {fields} else {}

    def some_rows(self, table: str, names: Iterable[str]) -> dict[str, Row]:
        """The rows of ``table`` with these ``names``, and those that are kept in one block with them, by name.

        Raises one of `DAMAGE`.
        """
        found: dict[str, Row] = {}
        for number in sorted({blocks.block_of(name) for name in names}):
            for _, payload in self._blocks(f"{table} {number}", f"{table} {number}"):
                found |= blocks.rows_in(payload)
        return found

    def rows_with(self, table: str, text: bytes) -> dict[str, Row]:
        """The rows of ``table`` in which ``text`` stands as it is kept, and more, by name. Raises one of `DAMAGE`."""
        found: dict[str, Row] = {}
        for _, payload in self._blocks(*_names(table)):
            if text in payload:
                found |= blocks.rows_in(payload)
        return found

    def change_rows(self, tables: Mapping[str, Rows]) -> None:
        """Keep these rows in ``tables``, by name, besides or instead of those that are kept; and the documents.

        Raises one of `DAMAGE`, and then nothing is kept.
        """
        with self._connection as transaction:
            for table, rows in tables.items():
                numbers = sorted(set(map(blocks.block_of, rows)))
                before = self.some_rows(table, rows)
                for number in numbers:
                    now = {name: row for name, row in {**before, **rows}.items() if blocks.block_of(name) == number}
                    _replace(transaction, table, {number: blocks.written([now[name] for name in sorted(now)])})
        self._tables = {name: table for name, table in self._tables.items() if name not in tables}

    def _table(self, name: str) -> Table:
        """All rows of a table; none, and nothing else either, where it is damaged."""
        if name not in self._tables:
            try:
                kept = {int(key.partition(" ")[2]): payload for key, payload in self._blocks(*_names(name))}
                self._tables[name] = blocks.table(kept)
            except DAMAGE:
                self._start_anew()
                self._tables[name] = Table()
        return self._tables[name]

    def _blocks(self, first: str, last: str) -> Iterator[tuple[str, bytes]]:
        found = "select name, payload, seal from block where name between ? and ?"
        return _sealed(self._connection.execute(found, (first, last)))

    def document(self, key: str) -> bytes | None:
        """What was kept under ``key``, if anything."""
        self.asked.add(key)
        if key in self._unkept:
            return self._unkept[key]
        try:
            return self._read(key)
        except sqlite3.Error:
            self._start_anew()
            return self._read(key)

    def _read(self, key: str) -> bytes | None:
        """What is kept under ``key``, unless it was changed."""
        with contextlib.suppress(ValueError, TypeError):
            return _document(self._connection, key)
        return None

    def keep(self, key: str, payload: bytes) -> None:
        """Keep ``payload`` under ``key`` for this build, and, once it is committed, for those to come."""
        self.asked.add(key)
        row = (key, payload, _seal(key, payload))
        try:
            self._connection.execute("insert or replace into document values (?, ?, ?)", row)
        except sqlite3.Error:
            self._unkept[key] = payload

    def lend(self, tables: Mapping[str, Rows]) -> Path | None:
        """Let others read all documents that were kept, and keep what ``tables`` hold already now.

        Gives the file for `read_documents`, or None where there is none, or it does not hold everything.
        """
        with contextlib.suppress(sqlite3.Error):
            self._write(tables, ())
            return None if self._unkept else self._file
        return None

    def commit(self, tables: Mapping[str, Rows], unused: Iterable[str]) -> None:
        """Keep the documents and what ``tables`` hold now, by name; forget the ``unused`` documents."""
        try:
            self._write(tables, unused)
        except sqlite3.OperationalError:
            pass  # a full disk costs no more than time
        except sqlite3.Error:
            self._start_anew()
            with contextlib.suppress(sqlite3.Error):
                self._write(tables, ())

    def close(self) -> None:
        """End the work with it; what was not committed is forgotten."""
        self._connection.close()

    def _write(self, tables: Mapping[str, Rows], unused: Iterable[str]) -> None:
        following = {name: self._table(name).followed_by(rows) for name, rows in tables.items()}
        with self._connection as transaction:
            transaction.executemany("delete from document where key = ?", [(key,) for key in unused])
            for name, (_, changed) in following.items():
                _replace(transaction, name, changed)
        self._tables |= {name: table for name, (table, _) in following.items()}

    def _start_anew(self) -> None:
        """Go on with an empty file in place of one that SQLite cannot read, and with what can be read of it."""
        self.notes = (*self.notes, DAMAGED) if DAMAGED not in self.notes else self.notes
        readable = {}
        for key in self.asked:
            with contextlib.suppress(sqlite3.Error):
                readable[key] = self._read(key)
        self._connection.close()
        self._tables = {}
        try:
            self._connection = _created(self._file)
        except (OSError, sqlite3.Error):
            self._connection = _created(None)
        for key, payload in sorted(readable.items()):
            if payload is not None:
                self.keep(key, payload)


@contextlib.contextmanager
def open_cache(file: Path | None) -> Iterator[Cache]:
    """The cache in ``file``, for as long as one build lasts; None is a cache that forgets everything.

    Raises PublishError, in a sentence, where another build is using it. A file that cannot be used at all is
    done without: a cache only saves time.
    """
    with contextlib.ExitStack() as stack:
        cache = Cache(_created(None)) if file is None else _entered(stack, file)
        stack.callback(cache.close)
        yield cache


def _entered(stack: contextlib.ExitStack, file: Path) -> Cache:
    """The cache in ``file``, locked until ``stack`` ends."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        folder = disk.open_folder(str(file.parent))
        stack.callback(disk.close_folder, folder)
        stack.enter_context(lock.hold(folder, f"{file.name}.lock"))
        return _open(file)
    except lock.LockHeldError as held:
        who = f" ({held.owner})" if held.owner else ""
        raise PublishError(f"Another build of this site{who} is at work: wait until it has finished.") from held
    except (OSError, sqlite3.Error) as failure:
        why = getattr(failure, "strerror", None) or failure
        notes = (f"The cache “{file}” cannot be used ({why}), so the next build makes everything anew.",)
        return Cache(_created(None), notes=notes)


def _open(file: Path) -> Cache:
    """Raises OSError or sqlite3.Error where there can be no such file."""
    notes: tuple[str, ...] = ()
    if file.exists():
        with contextlib.ExitStack() as stack:
            try:
                connection = _connect(str(file))
                stack.callback(connection.close)
                if _engine_of(connection) == _fingerprint(file):
                    cache = Cache(connection, file)
                    stack.pop_all()  # it stays open
                    return cache
            except DAMAGE:
                notes = (DAMAGED,)
    return Cache(_created(file), file, notes)


def _fingerprint(file: Path | None) -> str:
    return engine(None if file is None else memory_beside(file)).fingerprint


def _created(file: Path | None) -> sqlite3.Connection:
    """A new cache in place of whatever ``file`` is, or one that vanishes when it is closed."""
    if file is not None:
        for left in (file, *(file.with_name(file.name + ending) for ending in ("-journal", "-wal", "-shm"))):
            left.unlink(missing_ok=True)
    connection = _connect("" if file is None else str(file))
    try:
        connection.executescript(_SCHEMA)
        connection.execute("insert into engine values (?)", (_fingerprint(file),))
        connection.execute(f"pragma user_version = {_FORMAT}")
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def read_documents(file: Path) -> Callable[[str], bytes | None]:
    """What reads documents by their keys in another process than that which keeps them; None for a lost one."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)

    def document(key: str) -> bytes | None:
        with contextlib.suppress(*DAMAGE):
            return _document(connection, key)
        return None

    return document


def _document(connection: sqlite3.Connection, key: str) -> bytes | None:
    """Raises sqlite3.Error, or ValueError for one that was changed."""
    found = connection.execute("select key, payload, seal from document where key = ?", (key,))
    return next((payload for _, payload in _sealed(found)), None)


def _connect(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.execute("pragma journal_mode = delete")
    connection.execute("pragma synchronous = off")  # what a power cut leaves half written is thrown away
    return connection


def _engine_of(connection: sqlite3.Connection) -> str:
    if connection.execute("pragma user_version").fetchone() != (_FORMAT,):
        return ""
    ((engine,),) = connection.execute("select fingerprint from engine").fetchall()
    return str(engine)


def _sealed(found: Iterable[Any]) -> Iterator[tuple[str, bytes]]:
    """Names and payloads. Raises ValueError where one was changed."""
    for name, payload, seal in found:
        if seal != _seal(name, payload):
            raise ValueError(f"it was changed: {name}")
        yield name, payload


def _replace(transaction: sqlite3.Connection, table: str, changed: Mapping[int, bytes]) -> None:
    """Write the ``changed`` blocks of ``table``, by their numbers."""
    for number, payload in changed.items():
        name = f"{table} {number}"
        if payload:
            row = (name, payload, _seal(name, payload))
            transaction.execute("insert or replace into block values (?, ?, ?)", row)
        else:
            transaction.execute("delete from block where name = ?", (name,))


def _names(table: str) -> tuple[str, str]:
    """Between which names those of all blocks of ``table`` stand: a space is followed by a number."""
    return f"{table} ", f"{table} :"


def _seal(name: str, payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(name.encode("utf-8", "surrogatepass")))
