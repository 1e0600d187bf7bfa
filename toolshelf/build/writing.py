"""Writing files into a stage, from any process: small values go there and come back, the bytes do not."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from toolshelf.build import disk
from toolshelf.build.descent import Descent
from toolshelf.build.manifest import UNFINISHED, Entry, folders_of
from toolshelf.build.tree_memory import identity
from toolshelf.codec import hasher
from toolshelf.signatures import Signature, of

Content: TypeAlias = bytes | Iterable[bytes]
"""The bytes of a file, whole or in pieces."""


class Destination(Struct, frozen=True):
    """A stage that is being prepared by one build; it can be sent to other processes."""

    parent: str
    """The folder in which it stands."""
    name: str
    tree: str
    """Its `identity`."""
    mark: Signature
    """How the file stands that marks it as unfinished."""


class Written(NamedTuple):
    """One file that was written into a stage."""

    entry: Entry
    signature: Signature


@contextlib.contextmanager
def writing(place: Destination) -> Iterator[Callable[[str, Content], Written]]:
    """A function that writes a file, by its path, into the stage ``place``; its folder has to stand there.

    No symbolic link is followed below the stage. Raises OSError where the build that prepared the stage is at
    work there no more; the function raises OSError where it cannot write, and ValueError for a path that leads
    out of the stage.
    """
    parent = disk.open_folder(place.parent)
    try:
        root = disk.open_folder(place.name, parent)
    finally:
        disk.close_folder(parent)
    try:
        mark = disk.look(root, UNFINISHED)
        if mark is None or (identity(os.stat(root)), of(mark)) != (place.tree, place.mark):
            raise OSError(errno.EAGAIN, "the folder in which it is prepared belongs to another build", place.name)
        with Descent(root) as descent:

            def write(path: str, content: Content) -> Written:
                folders_of([path])
                measure = hasher()
                pieces = [content] if isinstance(content, bytes) else content
                standing = disk.write_file(*descent.beside(path), _passed(pieces, measure))
                return Written(Entry(standing.st_size, measure.hexdigest()), of(standing))

            yield write
    finally:
        disk.close_folder(root)


def write_into(place: Destination, path: str, content: Content) -> Written:
    """Write one file; see `writing`, which does it for many in less time."""
    with writing(place) as write:
        return write(path, content)


def _passed(pieces: Iterable[bytes], measure: Any) -> Iterator[bytes]:  # noqa: ANN401 - hashlib names no type for it
    for piece in pieces:
        measure.update(piece)
        yield piece
