"""What a published tree holds: the files that are wanted in it, and the manifest that travels inside it.

The manifest says which files a tree has, and that the tree is ours. It is the same for the same site.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from msgspec import Struct

from toolshelf.build.tree_memory import Known
from toolshelf.codec import digest, from_json, hasher, to_json
from toolshelf.patterns import regex

MANIFEST: Final = ".toolshelf-manifest.json"
UNFINISHED: Final = ".toolshelf-unfinished"
OWN_NAMES: Final = frozenset({MANIFEST, UNFINISHED})

_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_NO_NAMES: Final = frozenset({"", ".", ".."}) | OWN_NAMES
_NO_SIGNS: Final = ("\\", "\0", ":")
_SEALED: Final = regex(rb'\{"toolshelf":"manifest 2","seal":"([0-9a-f]{32})",\n"body":(.*)\}\n', re.DOTALL)
_CLAIM: Final = b'{"toolshelf":"manifest '


class Entry(NamedTuple):
    """One file of a tree."""

    size: int
    """Bytes."""
    digest: str


Manifest = Mapping[str, Entry]


class Wanted(Struct, frozen=True):
    """What a tree is to hold."""

    files: Manifest
    """Sorted by path."""
    digests: Mapping[str, str]
    folders: Set[str]
    """Every folder above the files."""


def wanted(files: Mapping[str, bytes], unchanged: Manifest = _NONE, known: Known | None = None) -> Wanted:
    """A tree of ``files`` and of the ``unchanged`` ones, by path; ``known`` is one that was published.

    Raises ValueError for a path that could leave the tree or that cannot stand beside the others: what
    authors write is refused long before (toolshelf.index.addresses), so this is our own mistake.
    """
    found = {**unchanged, **{path: entry(data) for path, data in files.items()}}
    if known is not None and known.manifest and known.files.keys() == found.keys():
        above: Set[str] = known.folders.keys()  # the same paths were looked at when it was published
    else:
        above = folders_of(found)
    entries = {path: found[path] for path in sorted(found)}
    return Wanted(entries, {path: entry.digest for path, entry in entries.items()}, above)


def folders_of(paths: Collection[str]) -> set[str]:
    """Every folder above ``paths``; raises ValueError for a path that `wanted` refuses."""
    # All at once, as there are thousands; which one it was matters only once there is one.
    if paths and not _is_inside("/".join(paths)):
        wrong = next(path for path in paths if not _is_inside(path))
        raise ValueError(f"not a path inside the output: {wrong!r}")
    above = folders(paths)
    if both := sorted(above.intersection(paths)):
        raise ValueError(f"a file and a folder at once: {both[0]!r}")
    return above


def _is_inside(path: str) -> bool:
    path.encode()
    return _NO_NAMES.isdisjoint(path.split("/")) and not any(sign in path for sign in _NO_SIGNS)


def entry(data: bytes) -> Entry:
    """The entry of a file with these bytes."""
    return Entry(len(data), digest(data))


def promised(entry: Entry, pieces: Iterable[bytes], failure: Exception) -> Iterator[bytes]:
    """The ``pieces`` of a file, and at their end ``failure`` where they are not those of ``entry``."""
    size, measure = 0, hasher()
    for piece in pieces:
        size += len(piece)
        measure.update(piece)
        yield piece
    if (size, measure.hexdigest()) != entry:
        raise failure


def folders(paths: Iterable[str]) -> set[str]:
    """Every folder above ``paths``."""
    found: set[str] = set()
    while paths := {path.rpartition("/")[0] for path in paths} - found - {""}:
        found |= paths
    return found


def encode_manifest(manifest: Manifest) -> bytes:
    """The bytes of `MANIFEST`: the same for the same files."""
    body = {
        "files": list(manifest),
        "sizes": [entry.size for entry in manifest.values()],
        "digests": [entry.digest for entry in manifest.values()],
    }
    text = to_json(body)
    return b'{"toolshelf":"manifest 2","seal":"%s",\n"body":%s}\n' % (digest(text).encode(), text)


def decode_manifest(data: bytes) -> dict[str, Entry] | None:
    """The manifest whose bytes are ``data``; None where a single byte was changed."""
    found = _SEALED.fullmatch(data)
    if found is None or found[1] != digest(found[2]).encode():
        return None
    body: dict[str, Any] = from_json(found[2])
    return dict(zip(body["files"], map(Entry, body["sizes"], body["digests"]), strict=True))


def is_manifest(data: bytes) -> bool:
    """Whether ``data`` was a manifest once: the tree is ours, though its manifest may be damaged."""
    return data.startswith(_CLAIM)
