"""How a file stands: what tells that it has not been changed, without reading it."""

from __future__ import annotations

import functools
import marshal
import os
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

YOUNG = 50_000_000
"""Nanoseconds. The clock of a file system ticks coarsely: a file that was changed less than this before it was
looked at may be changed again and look the same."""


class Signature(namedtuple("Signature", ("size", "modified", "changed", "number"))):
    """How a file stood when it was looked at; after a change it is another.

    Whoever writes the bytes and puts the time of modification back cannot put back the time of the change, and
    whoever moves another file there cannot give it the number.
    """

    # Not typing.NamedTuple: to load typing takes longer than to see that a small site has nothing to build.
    __slots__ = ()

    size: int
    """Bytes."""
    modified: int
    """When the bytes were changed last, nanoseconds since 1970; anyone can set it."""
    changed: int
    """When the bytes, the mode or the name were changed last, likewise; nobody can set it."""
    number: int
    """The inode: which file of its disk it is."""


UNKNOWN = Signature(0, 0, 0, 0)
"""How nothing ever stands: what is noted like this has to be looked at again."""


def of(standing: os.stat_result) -> Signature:
    """The signature of a file that stands like this."""
    return Signature(standing.st_size, standing.st_mtime_ns, standing.st_ctime_ns, standing.st_ino)


def is_settled(signature: Signature, now_ns: int) -> bool:
    """Whether the file can no longer change and look the same, if it was looked at at ``now_ns`` or later.

    A time to come (a clock that was put back, a date that somebody set) never settles.
    """
    return max(signature.modified, signature.changed) <= now_ns - YOUNG


_LISTS_OPEN_FOLDERS = os.scandir in os.supports_fd
Row = tuple[str, int, int, int, int]
"""A path, and its signature: thousands are looked at before a build that has nothing to do ends."""


def rows(folder: str, paths: Iterable[str], standing: Callable[[str], os.stat_result]) -> Iterator[Row]:
    """How ``paths``, which begin where ``folder`` ends, stand; what does not stand there has a size of its own."""
    for path in paths:
        try:
            found = standing(folder + path)
        except (FileNotFoundError, NotADirectoryError):
            yield path, -1, 0, 0, 0
        else:
            yield path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


@functools.cache
def rows_of_code(package: str) -> list[Row]:
    """`rows_below` for code, found out once in a process, which goes on with the code that it has loaded."""
    return rows_below(package, "__pycache__")


def rows_below(top: str, left_alone: str) -> list[Row]:
    """How every file below ``top`` stands, but for names that begin with ``left_alone``, sorted.

    Raises ValueError for a symbolic link, and OSError for a folder that cannot be read.
    """
    found: list[Row] = []
    if os.path.islink(top):
        raise ValueError(top)
    waiting = [top] if os.path.exists(top) else []
    while waiting:
        folder = waiting.pop()
        # What is asked of an open folder need not find its way there again: a sixth of the time of many files.
        descriptor = os.open(folder, os.O_RDONLY) if _LISTS_OPEN_FOLDERS else None
        try:
            with os.scandir(folder if descriptor is None else descriptor) as listing:
                for entry in listing:
                    name = entry.name
                    if name.startswith(left_alone):
                        continue
                    path = f"{folder}{os.sep}{name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                        continue
                    if entry.is_symlink():
                        raise ValueError(path)
                    standing = entry.stat(follow_symlinks=False)
                    row = (path, standing.st_size, standing.st_mtime_ns, standing.st_ctime_ns, standing.st_ino)
                    found.append(row)
        finally:
            if descriptor is not None:
                os.close(descriptor)
    return sorted(found)


def are_settled(found: Iterable[Row], now_ns: int) -> bool:
    """Whether all of them are settled; see `is_settled`."""
    settled = now_ns - YOUNG
    return all(modified <= settled and changed <= settled for _, _, modified, changed, _ in found)


def digest_of(found: Iterable[Row]) -> str:
    """A digest that is another one as soon as one of the signatures is."""
    return digest_of_numbers([row[1:] for row in found])


def digest_of_numbers(found: list[tuple[int, int, int, int]]) -> str:
    """The same of what the signatures hold, as plain tuples."""
    return blake2b(packed(found), digest_size=16).hexdigest()


def packed(value: object) -> bytes:
    """Lists, tuples, texts and integers as bytes, the same for equal ones, in a quarter of the time of ``repr``."""
    # The last version that does not look at which objects are the same one; what it takes has no name as a type.
    return marshal.dumps(value, 2)  # type: ignore[arg-type]
