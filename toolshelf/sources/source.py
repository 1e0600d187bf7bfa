"""One input file: how it stands, its bytes when they are asked for, and their digest, if known without reading."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from typing import Final, NamedTuple

from toolshelf.codec import hasher
from toolshelf.signatures import Signature

_PIECE: Final = 1 << 20
"""Bytes: a larger file need not be held whole to learn its digest."""
# Not waiting matters where somebody has put a pipe in the place of a file.
_READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Known(NamedTuple):
    """What an earlier build knew of a file."""

    signature: Signature
    digest: str


class Files:
    """Reads the files of one site. The last one whose digest was asked for is held until its bytes are taken."""

    __slots__ = ("_held", "_root")

    def __init__(self, root: str) -> None:
        self._root = root
        self._held = ("", b"")

    def __reduce__(self) -> tuple[type[Files], tuple[str]]:
        return Files, (self._root,)

    def open(self, path: str) -> int:
        """A handle to read the file ``path`` by. Raises OSError."""
        return os.open(f"{self._root}/{path}", _READING)

    def hold(self, path: str, data: bytes) -> None:
        """Keep ``data`` for the one who asks for the bytes of ``path`` next."""
        self._held = path, data

    def take(self, path: str) -> bytes | None:
        """What is held of ``path``, if anything."""
        held, data = self._held
        if held != path:
            return None
        self._held = ("", b"")
        return data

    def changed(self, path: str) -> OSError:
        """What is raised where somebody changed the file ``path`` while a build was at work."""
        return OSError(errno.EAGAIN, "changed while it was read", f"{self._root}/{path}")


class Source:
    """One input file as it stood when it was looked at. Another process to which it is sent reads it there."""

    __slots__ = ("_files", "known", "path", "said", "signature")

    def __init__(
        self, files: Files, path: str, signature: Signature, known: str | None, said: Known | None = None
    ) -> None:
        self._files = files
        self.path = path
        """Relative to the root, with "/"."""
        self.signature = signature
        self.known = known
        """The digest of the bytes, where it is known without reading them."""
        self.said = said
        """What an earlier scan was sure of, if the file still stands so."""

    @property
    def digest(self) -> str:
        """The digest of the bytes, which are read if it is not known. Raises OSError."""
        if self.known is None:
            if self.signature.size <= _PIECE:
                self._files.hold(self.path, self.data)
            else:
                for _ in self.pieces():
                    pass
        assert self.known is not None
        return self.known

    @property
    def data(self) -> bytes:
        """The bytes, read anew each time, unless the last thing asked for was their digest.

        Raises OSError, with EAGAIN where they are not those whose digest was told.
        """
        held = self._files.take(self.path)
        return b"".join(self.pieces()) if held is None else held

    def pieces(self) -> Iterator[bytes]:
        """The bytes of a file that may be large, some at a time. Raises OSError as `data` does, at the end."""
        measure = hasher()
        handle = self._files.open(self.path)
        try:
            while piece := os.read(handle, min(self.signature.size + 1, _PIECE)):
                measure.update(piece)
                yield piece
        finally:
            os.close(handle)
        self._check(measure.hexdigest())

    def _check(self, found: str) -> None:
        if self.known is None:
            self.known = found
        elif self.known != found:
            raise self._files.changed(self.path)
