"""One build at a time writes an output: a lock that knows its owner and ends with it."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from collections.abc import Iterator

from msgspec import Struct

from toolshelf.build import disk

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Owner(Struct, frozen=True):
    """The process that holds a lock, or held it when it was killed."""

    process: int
    host: str

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}"


class LockHeldError(Exception):
    """Another build holds the lock; ``owner`` is None in the instant before it has said who it is."""

    def __init__(self, owner: Owner | None) -> None:
        super().__init__(f"held by {owner}" if owner else "held by another process")
        self.owner = owner


@contextlib.contextmanager
def hold(folder: disk.Folder, name: str) -> Iterator[Owner | None]:
    """Hold the lock file ``name`` in ``folder``; gives the owner that was killed while it held it, if one was.

    The system itself releases the lock when its process ends, however it ends; the file goes at an orderly
    end only, and so tells of the other ends. Raises LockHeldError at once where another process (or another
    part of this one) holds it, OSError where the file cannot be written.
    """
    handle = _open(folder, name)
    try:
        killed = _read(handle)
        disk.rewrite(handle, json.dumps({"process": os.getpid(), "host": platform.node()}).encode())
        try:
            yield killed
        finally:
            # The lock ends with the handle; only a wrong note next time could come of these failing.
            try:
                disk.remove_file(folder, name)
            except OSError:
                with contextlib.suppress(OSError):
                    disk.rewrite(handle, b"")
    finally:
        os.close(handle)


def _open(folder: disk.Folder, name: str) -> int:
    """The lock file, locked, and still the one that stands at ``name``: its last owner removes it."""
    while True:
        handle = disk.open_for_rewriting(folder, name)
        try:
            if not _lock(handle):
                raise LockHeldError(_read(handle))
            standing = disk.look(folder, name)
            if standing is not None and os.path.samestat(standing, os.fstat(handle)):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            # A byte far behind the text, because Windows lets nobody read a locked one.
            os.lseek(handle, 1 << 20, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _read(handle: int) -> Owner | None:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        said = json.loads(os.read(handle, 4096))
        return Owner(int(said["process"]), str(said["host"]))
    except (ValueError, LookupError, TypeError):
        return None
