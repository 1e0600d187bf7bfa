"""How a file stands: what tells that it has not been changed, without reading it."""

from __future__ import annotations

import os
from collections import namedtuple

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


def of(standing: os.stat_result) -> Signature:
    """The signature of a file that stands like this."""
    return Signature(standing.st_size, standing.st_mtime_ns, standing.st_ctime_ns, standing.st_ino)


def is_settled(signature: Signature, now_ns: int) -> bool:
    """Whether the file can no longer change and look the same, if it was looked at at ``now_ns`` or later.

    A time to come (a clock that was put back, a date that somebody set) never settles.
    """
    return max(signature.modified, signature.changed) <= now_ns - YOUNG
