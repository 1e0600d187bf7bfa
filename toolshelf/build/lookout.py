"""Another process that looks at what stands in the output and in the next stage, while this one loads a build.

To look at thousands of files takes as long as to load what a build needs, and neither waits for the other. It is
only a look ahead: whoever publishes asks for it by what was remembered of a tree, so that what another build has
changed meanwhile is looked at again, and without it, all is.

For large trees it is begun before a build is loaded, so hardly anything is imported here.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys

Moved = tuple[list[str], list[str]]
"""The files, and the folders, that do not stand as they are remembered, or not at all."""

# Elsewhere a process cannot be split safely, or takes longer to begin than all of this.
_CAN = sys.platform == "linux"
_KILL = 9
MEMORY = ".memory"
"""How the name of the file ends in which is remembered how the trees beside it stand."""
MUCH = 1 << 20
"""Bytes of that file, for some 5,000 files: to look at as many takes as long as to load a build."""
SOME = 1 << 17
"""The same for some 600 files. A process for these is begun once the build is loaded, which it then need not do."""


class Lookout:
    """The other process. It ends by itself once it has told what it found; `end` it all the same."""

    __slots__ = ("_found", "_pipe", "_process")

    def __init__(self, process: int, pipe: int) -> None:
        self._process = process
        self._pipe = pipe
        self._found: dict[str, tuple[bytes, list[str], list[str]]] | None = None

    def moved(self, root: os.stat_result, row: bytes) -> Moved | None:
        """What has moved in the tree whose folder stands like ``root``, and of which ``row`` is remembered.

        None where the other process has not looked at it, or went by another row, and after that was told once:
        whoever asks is about to change the tree. Waits for it.
        """
        tree = _name_of(root)
        if self._found is None:
            self._found = self._heard()
        seen, files, folders = self._found.pop(tree, (b"", [], []))
        return (files, folders) if seen and seen == seal_of(row) else None

    def _heard(self) -> dict[str, tuple[bytes, list[str], list[str]]]:
        said = bytearray()
        while piece := os.read(self._pipe, 1 << 16):
            said += piece
        try:
            found: dict[str, tuple[bytes, list[str], list[str]]] = marshal.loads(said)
        except (EOFError, ValueError, TypeError):
            return {}  # it was stopped before it had told all
        return found

    def end(self) -> None:
        """Stop the process, whatever it does."""
        os.close(self._pipe)
        with contextlib.suppress(OSError):
            os.kill(self._process, _KILL)
            os.waitpid(self._process, 0)


def lookout(output: str, least: int) -> Lookout | None:
    """Begin to look at the trees of ``output``; None for less than the ``least``, and without a second processor."""
    if not _CAN or len(os.sched_getaffinity(0)) < 2:
        return None
    try:
        if os.path.getsize(f"{os.path.abspath(output)}{MEMORY}") < least:
            return None
        hear, tell = os.pipe()
    except OSError:
        return None  # nothing is remembered, or too much is open
    try:
        process = os.fork()
    except OSError:  # too many processes
        os.close(hear)
        os.close(tell)
        return None
    if process == 0:
        try:
            _look(output, tell)
        finally:
            os._exit(0)  # whatever happened: who hears nothing looks for itself
    os.close(tell)
    return Lookout(process, hear)


def _name_of(root: os.stat_result) -> str:
    """Another one for a folder that was emptied, or made anew with the number of one that was removed."""
    return f"{root.st_dev}:{root.st_ino}:{root.st_mtime_ns}:{root.st_ctime_ns}"


def seal_of(row: bytes) -> bytes:
    """The digest with which a remembered row begins."""
    return row.partition(b" ")[0]


def _look(output: str, tell: int) -> None:
    # Both processes load this, each by itself: it is less than one of them saves.
    from pathlib import Path

    from toolshelf.build import disk
    from toolshelf.build.output import Place
    from toolshelf.build.tree_memory import identity, load_memory, recalled

    place = Place.of(Path(output))
    parent = disk.open_folder(place.parent)
    memory = load_memory(parent, place.memory)
    found = {}
    for name in (place.stage, place.output):
        with contextlib.suppress(OSError):
            root = disk.open_folder(name, parent)
            standing = os.stat(root)
            tree = identity(standing)
            known = recalled(memory, tree)
            moved = known.files.moved(root), known.folders.moved(root)
            found[_name_of(standing)] = (seal_of(memory.get(tree, b"")), *moved)
    with open(tell, "wb") as pipe:
        pipe.write(marshal.dumps(found))
