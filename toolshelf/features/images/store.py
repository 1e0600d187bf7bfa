"""What was made of pictures, kept from build to build: one file for each picture and recipe. Disposable.

A file says in its first two lines what came of the picture, and holds the bytes behind them. Both are sealed: what
was damaged is as good as unknown, and made again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Set
from pathlib import Path
from typing import Final

from toolshelf.codec import digest, from_json, to_json
from toolshelf.features.images.facts import Facts, restored, stored

FOLDER: Final = "pictures"
"""Beside the cache."""
_DAMAGE: Final = (OSError, ValueError, LookupError, TypeError)
_SPARE: Final = 200
"""So many files may lie there of which the last build had no use: those of another branch, perhaps."""


class Store:
    """Keeps what was made under keys that stand for a picture's bytes and all that decides what is made of them."""

    def __init__(self, folder: Path | None) -> None:
        """``folder`` is made when it is needed; None keeps everything for as long as this object lasts."""
        self._folder = folder
        self._held: dict[str, bytes] = {}

    def facts(self, key: str) -> Facts | None:
        """What came of a picture, if it is known."""
        with contextlib.suppress(*_DAMAGE):
            if key in self._held:
                return _read(self._held[key])[0]
            if self._folder is not None:
                with open(self._folder / key, "rb") as file:
                    return _read(file.readline() + file.readline())[0]
        return None

    def blob(self, key: str, name: str) -> bytes | None:
        """The bytes of one of the files that were made, by their digest, if they are there and whole."""
        with contextlib.suppress(*_DAMAGE):
            if key in self._held:
                data = self._held[key]
            elif self._folder is not None:
                data = (self._folder / key).read_bytes()
            else:
                return None
            facts, at = _read(data)
            for one in dict.fromkeys(facts.files):
                piece = data[at : at + one.size]
                if one.digest == name:
                    return piece if digest(piece) == name else None
                at += one.size
        return None

    def keep(self, key: str, facts: Facts, blobs: dict[str, bytes]) -> None:
        """Keep what was made, of which ``blobs`` holds the bytes; in memory where the disk does not take it."""
        said = to_json(stored(facts))
        data = b"\n".join(
            (digest(said).encode(), said, b"".join(blobs[one.digest] for one in dict.fromkeys(facts.files)))
        )
        if self._folder is not None:
            unfinished = self._folder / f"{key}.{os.getpid()}.unfinished"
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                unfinished.write_bytes(data)
                os.replace(unfinished, self._folder / key)
                return
        self._held[key] = data

    def forget(self, used: Set[str]) -> None:
        """Remove what is not ``used``, where it has become much."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            unused = sorted(set(os.listdir(self._folder)) - used)
            for name in unused if len(unused) > _SPARE else ():
                os.unlink(self._folder / name)


def _read(data: bytes) -> tuple[Facts, int]:
    """What the first two lines of ``data`` say, and where the bytes begin. Raises one of `_DAMAGE`."""
    seal, _, rest = data.partition(b"\n")
    said = rest.partition(b"\n")[0]
    if digest(said) != seal.decode("ascii"):
        raise ValueError("it was changed")
    return restored(from_json(said)), len(seal) + len(said) + 2
