"""What is known of published trees without opening anything in them: how all stood when its content was certain.

It depends on the disk, so it stands beside the trees, and without it every folder is listed and every file is
read. A row a tree, sealed, in columns: JSON with the paths, the digests and the numbers.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field

from toolshelf.build import disk
from toolshelf.build.standing import Standing, standing
from toolshelf.codec import digest, from_json, to_json

_FORMAT: Final = b"toolshelf trees 2"

NO_DIGEST: Final = "-"


class Known(Struct, frozen=True):
    """What is known of a tree."""

    files: Standing = field(default_factory=Standing)
    digests: Mapping[str, str] = field(default_factory=dict)
    """Of all these files; `NO_DIGEST` of what was not read."""
    folders: Standing = field(default_factory=Standing)
    """In each stands what these paths say, and nothing else."""
    manifest: str = ""
    """The digest of the manifest that tells of just these files; empty where there is none."""


Memory = Mapping[str, bytes]
"""Tree (see `identity`) → its sealed row."""


def identity(root: os.stat_result) -> str:
    """Names a tree's own folder, whatever it is called at the moment."""
    return f"{root.st_dev}:{root.st_ino}"


def remembered(tree: str, known: Known) -> bytes:
    """The row of ``tree``."""
    body = {
        "manifest": known.manifest,
        "files": list(known.files),
        "folders": list(known.folders),
        "digests": list(map(known.digests.__getitem__, known.files)),
        "numbers": [base64.b64encode(one.numbers).decode() for one in (known.files, known.folders)],
    }
    row = b"%s %s" % (tree.encode(), to_json(body))
    return b"%s %s" % (digest(row).encode(), row)


def recalled(memory: Memory, tree: str) -> Known:
    """What is known of ``tree``; nothing where its row was damaged."""
    seal, _, row = memory.get(tree, b"").partition(b" ")
    if seal != digest(row).encode():
        return Known()
    body: dict[str, Any] = from_json(row.partition(b" ")[2])
    files, folders = body["files"], body["folders"]
    of_files, of_folders = map(base64.b64decode, body["numbers"])
    digests = dict(zip(files, body["digests"], strict=True))
    return Known(standing(files, of_files), digests, standing(folders, of_folders), body["manifest"])


def load_memory(folder: disk.Folder, name: str) -> Memory:
    """What was remembered; nothing where the file is missing or of another version."""
    if os.name != "posix":
        return {}  # Windows does not tell when a file was changed last
    try:
        first, *rows = disk.read_file(folder, name).split(b"\n")
    except (OSError, ValueError):
        return {}
    if first != _FORMAT:
        return {}
    return {row.split(b" ", 2)[1].decode("ascii", "replace"): row for row in rows if row.count(b" ", 0, 200) > 1}


def save_memory(folder: disk.Folder, name: str, memory: Memory) -> None:
    """Remember for the next time."""
    disk.write_file(folder, name, b"\n".join((_FORMAT, *memory.values(), b"")))
