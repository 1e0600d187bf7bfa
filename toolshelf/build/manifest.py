"""What a published tree holds: the manifest that travels inside it, and the memory of files seen whole.

The manifest says which files a tree has, and that the tree is ours. It is the same for the same site.
The memory says which files were already compared, by what the system tells of them without opening them;
it depends on the disk, so it stands beside the trees, and without it every file is read again.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from toolshelf.build import disk
from toolshelf.codec import digest

MANIFEST: Final = ".toolshelf-manifest.json"
UNFINISHED: Final = ".toolshelf-unfinished"
OWN_NAMES: Final = frozenset({MANIFEST, UNFINISHED})

_YOUNG: Final = 50_000_000
"""Nanoseconds in which a second change of a file may leave its times as they were."""
_SEALED: Final = re.compile(rb'\{"toolshelf":"(\w+) 1","seal":"([0-9a-f]{32})",\n"body":(.*)\}\n', re.DOTALL)
_CLAIM: Final = b'{"toolshelf":"manifest '


class Entry(NamedTuple):
    """One file of a tree."""

    size: int
    """Bytes."""
    digest: str


class Seen(NamedTuple):
    """One file as it stood when its bytes were compared: any change of it changes one of these."""

    size: int
    modified: int
    """Nanoseconds since 1970, as for ``changed``."""
    changed: int
    number: int
    """The file's number on its file system."""
    digest: str

    def still(self, standing: os.stat_result) -> bool:
        """Whether nobody touched the file since."""
        return self[:4] == (standing.st_size, standing.st_mtime_ns, standing.st_ctime_ns, standing.st_ino)


Manifest = Mapping[str, Entry]
Memory = Mapping[str, Mapping[str, Seen]]
"""Tree (see `identity`) → path → the file as it was seen."""


def entries(files: Mapping[str, bytes], unchanged: Mapping[str, Entry] = MappingProxyType({})) -> dict[str, Entry]:
    """The manifest of ``files`` and of the ``unchanged`` ones, by path.

    Raises ValueError for a path that could leave the tree or that cannot stand beside the others: what
    authors write is refused long before (toolshelf.index.addresses), so this is our own mistake.
    """
    found: dict[str, Entry] = {}
    for path in sorted({*files, *unchanged}):
        parts = path.split("/")
        path.encode()
        if not all(parts) or {".", ".."} & set(parts) or OWN_NAMES & set(parts) or set("\\\0:") & set(path):
            raise ValueError(f"not a path inside the output: {path!r}")
        found[path] = entry(files[path]) if path in files else unchanged[path]
    if both := sorted(folders(found) & found.keys()):
        raise ValueError(f"a file and a folder at once: {both[0]!r}")
    return found


def entry(data: bytes) -> Entry:
    """The entry of a file with these bytes."""
    return Entry(len(data), digest(data))


def folders(paths: Mapping[str, object]) -> set[str]:
    """Every folder above ``paths``."""
    found: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return found


def identity(root: os.stat_result) -> str:
    """Names a tree's own folder, whatever it is called at the moment."""
    return f"{root.st_dev}:{root.st_ino}"


def encode_manifest(manifest: Manifest) -> bytes:
    """The bytes of `MANIFEST`: the same for the same files."""
    return _seal("manifest", manifest)


def decode_manifest(data: bytes) -> dict[str, Entry] | None:
    """The manifest whose bytes are ``data``; None where a single byte was changed."""
    body = _unseal("manifest", data)
    return None if body is None else {path: Entry(size, said) for path, (size, said) in body.items()}


def is_manifest(data: bytes) -> bool:
    """Whether ``data`` was a manifest once: the tree is ours, though its manifest may be damaged."""
    return data.startswith(_CLAIM)


def seen(standing: os.stat_result, file_digest: str) -> Seen:
    """What is remembered of a file that has these bytes."""
    return Seen(standing.st_size, standing.st_mtime_ns, standing.st_ctime_ns, standing.st_ino, file_digest)


def load_memory(folder: disk.Folder, name: str) -> Memory:
    """What was remembered; nothing where the file is missing, damaged or of another version."""
    try:
        body = _unseal("memory", disk.read_file(folder, name))
    except OSError:
        return {}
    if body is None:
        return {}
    return {tree: {path: Seen(*said) for path, said in files.items()} for tree, files in body.items()}


def save_memory(folder: disk.Folder, name: str, memory: Memory) -> None:
    """Remember for the next time, except what is so young that a further change might not show."""
    old_enough = time.time_ns() - _YOUNG
    body = {
        tree: {path: said for path, said in files.items() if said.changed < old_enough}
        for tree, files in memory.items()
    }
    disk.write_file(folder, name, _seal("memory", body))


def _seal(kind: str, body: object) -> bytes:
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()
    return b'{"toolshelf":"%s 1","seal":"%s",\n"body":%s}\n' % (kind.encode(), digest(text).encode(), text)


def _unseal(kind: str, data: bytes) -> dict[str, Any] | None:
    found = _SEALED.fullmatch(data)
    if found is None or found[1] != kind.encode() or found[2] != digest(found[3]).encode():
        return None
    body: dict[str, Any] = json.loads(found[3])
    return body
