"""How thousands of files stand, in little space: the numbers of all of them in one string of bytes."""

from __future__ import annotations

import os
import struct
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, Set
from functools import partial
from typing import Final, TypeAlias

from toolshelf.build import disk
from toolshelf.signatures import UNKNOWN, Signature

Numbers: TypeAlias = tuple[int, int, int, int]
"""What a `Signature` holds."""
_NUMBERS: Final = struct.Struct("<QqqQ")
_ROW: Final = _NUMBERS.size
_BLOCK: Final = 128 * _ROW
_MISSING: Final = _NUMBERS.pack(0, -1, -1, 0)


class Standing(Mapping[str, Signature]):
    """How the file or folder at each of many paths stood."""

    __slots__ = ("_places", "numbers")

    def __init__(self, places: dict[str, int] | None = None, numbers: bytes = b"") -> None:
        """Raises ValueError where ``numbers`` are not those of as many paths; use `standing`."""
        self._places = places or {}
        self.numbers = numbers
        """Size, modified, changed and number of one path after the other, 64 bits each."""
        if len(numbers) != len(self._places) * _ROW:
            raise ValueError("not the numbers of these paths")

    def __getitem__(self, path: str) -> Signature:
        return Signature(*_NUMBERS.unpack_from(self.numbers, self._places[path] * _ROW))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def keys(self) -> KeysView[str]:
        """The paths."""
        return self._places.keys()

    def items(self) -> ItemsView[str, Signature]:
        """All at once, in less time than one after the other."""
        signature = partial(tuple.__new__, Signature)
        return dict(zip(self._places, map(signature, _NUMBERS.iter_unpack(self.numbers)), strict=True)).items()

    def rows(self) -> Iterator[tuple[str, Numbers]]:
        """The same as plain tuples, in half of that time."""
        return zip(self._places, _NUMBERS.iter_unpack(self.numbers), strict=True)

    def moved(self, folder: disk.Folder) -> list[str]:
        """The paths that do not stand so below ``folder`` now, or not at all.

        Nothing is opened, so that it costs little. A path through a symbolic link is looked at where the link
        leads: whoever asks looks at the folders on the way as well.
        """
        look, pack = os.stat, _NUMBERS.pack
        descriptor = folder if isinstance(folder, int) else None
        found = []
        for path in self if isinstance(folder, int) else (os.path.join(folder, path) for path in self):
            try:
                now = look(path, dir_fd=descriptor, follow_symlinks=False)
                found.append(pack(now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino))
            except (OSError, struct.error):
                found.append(_MISSING)
        return self._differing(b"".join(found))

    def changed(self, now: Mapping[str, Signature], gone: Set[str] = frozenset()) -> Standing:
        """The same, but without the paths that are ``gone``, and with those that stand as ``now`` tells."""
        start = self if self._places.keys().isdisjoint(gone) else self._without(gone)
        if not now:
            return start
        places = start._places
        if fresh := [path for path in now if path not in places]:
            places = {**places, **{path: place for place, path in enumerate(fresh, len(places))}}
        numbers = bytearray(start.numbers).ljust(len(places) * _ROW)
        for path, signature in now.items():
            at = places[path] * _ROW
            numbers[at : at + _ROW] = _packed(signature)
        return Standing(places, bytes(numbers))

    def _without(self, gone: Set[str]) -> Standing:
        kept = {path: place * _ROW for path, place in self._places.items() if path not in gone}
        return standing(kept, b"".join(self.numbers[at : at + _ROW] for at in kept.values()))

    def _differing(self, numbers: bytes) -> list[str]:
        """The paths whose numbers are others."""
        if numbers == self.numbers:
            return []
        paths = list(self._places)
        return [
            paths[at // _ROW]
            for block in range(0, len(numbers), _BLOCK)
            if numbers[block : block + _BLOCK] != self.numbers[block : block + _BLOCK]
            for at in range(block, min(block + _BLOCK, len(numbers)), _ROW)
            if numbers[at : at + _ROW] != self.numbers[at : at + _ROW]
        ]


def standing(paths: Iterable[str], numbers: bytes) -> Standing:
    """The ``numbers`` (`Standing.numbers`) of these paths. Raises ValueError where they are not as many."""
    return Standing({path: place for place, path in enumerate(paths)}, numbers)


def _packed(signature: Signature) -> bytes:
    try:
        return _NUMBERS.pack(*signature)
    except struct.error:
        return _NUMBERS.pack(*UNKNOWN)  # a time that is some centuries away
