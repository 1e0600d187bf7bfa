"""One tree of files on the disk: what stands in it, and bringing it to what is wanted.

Nothing here follows a symbolic link below the tree's root, whoever put it there and whenever.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from toolshelf.build import disk
from toolshelf.build.manifest import (
    MANIFEST,
    OWN_NAMES,
    UNFINISHED,
    Entry,
    Manifest,
    Seen,
    decode_manifest,
    encode_manifest,
    folders,
    identity,
    is_manifest,
    seen,
)
from toolshelf.codec import digest


class Descent:
    """Opens folders of a tree one below the other, and keeps open only those on the way to the last one."""

    def __init__(self, root: disk.Folder) -> None:
        self._chain: list[tuple[str, disk.Folder]] = [("", root)]

    def __enter__(self) -> Descent:
        return self

    def __exit__(self, *_: object) -> None:
        self.to("")

    def to(self, path: str) -> disk.Folder:
        """The folder ``path`` ("" is the root), open until the next call; raises OSError for a symbolic link."""
        while (here := self._chain[-1][0]) and path != here and not path.startswith(f"{here}/"):
            disk.close_folder(self._chain.pop()[1])
        for name in path[len(here) :].split("/"):
            if name:
                above, folder = self._chain[-1]
                self._chain.append((f"{above}/{name}" if above else name, disk.open_folder(name, folder)))
        return self._chain[-1][1]

    def beside(self, path: str) -> tuple[disk.Folder, str]:
        """The folder of the file ``path``, and the file's name in it."""
        above, _, name = path.rpartition("/")
        return self.to(above), name


@dataclass(frozen=True, slots=True)
class Tree:
    """What stands in a folder."""

    identity: str
    """The folder itself, whatever it is called; "" where there is none."""
    files: Mapping[str, os.stat_result]
    """Regular files by path, without the files that name the tree as ours."""
    folders: Mapping[str, os.stat_result]
    others: tuple[str, ...]
    """Symbolic links, sockets and whatever else no build writes."""
    own: frozenset[str]
    """Which of the files that name the tree as ours stand at its root."""
    manifest: Manifest | None = None
    """None where there is none, or it was changed."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.files or self.folders or self.others or self.own)


NOTHING: Final = Tree("", {}, {}, (), frozenset())
"""What stands where there is no folder."""


def strangers(root: disk.Folder) -> list[str]:
    """The names at ``root`` if no build of ours made it; empty if one did, or if nothing stands there."""
    names = os.listdir(root)
    if UNFINISHED in names or (MANIFEST in names and is_manifest(disk.read_file(root, MANIFEST))):
        return []
    return sorted(names)


def survey(root: disk.Folder) -> Tree:
    """Look at everything below ``root`` without opening a file, except the manifest."""
    files: dict[str, os.stat_result] = {}
    found_folders: dict[str, os.stat_result] = {}
    others: list[str] = []
    own: set[str] = set()
    with Descent(root) as descent:
        waiting = [""]
        while waiting:
            above = waiting.pop()
            prefix = f"{above}/" if above else ""
            with os.scandir(descent.to(above)) as listing:
                for found in listing:
                    path = prefix + found.name
                    standing = found.stat(follow_symlinks=False)
                    if stat.S_ISDIR(standing.st_mode):
                        found_folders[path] = standing
                        waiting.append(path)
                    elif not stat.S_ISREG(standing.st_mode):
                        others.append(path)
                    elif path in OWN_NAMES:
                        own.add(path)
                    else:
                        files[path] = standing
        data = disk.read_file(root, MANIFEST) if MANIFEST in own else b""
    mark = identity(os.stat(root))
    return Tree(mark, files, found_folders, tuple(sorted(others)), frozenset(own), decode_manifest(data))


def compare(root: disk.Folder, tree: Tree, wanted: Manifest, known: Mapping[str, Seen]) -> dict[str, Seen]:
    """The files of ``tree`` whose bytes are known for certain, reading those that might be as wanted."""
    certain: dict[str, Seen] = {}
    with Descent(root) as descent:
        for path, standing in tree.files.items():
            if (said := known.get(path)) is not None and said.still(standing):
                certain[path] = said
            elif (entry := wanted.get(path)) is not None and entry.size == standing.st_size:
                certain[path] = seen(standing, digest(disk.read_file(*descent.beside(path))))
    return certain


def whole(tree: Tree, wanted: Manifest, certain: Mapping[str, Seen]) -> set[str]:
    """The wanted files that stand in ``tree`` byte for byte and can be read by everybody."""
    return {
        path
        for path, entry in wanted.items()
        if (said := certain.get(path)) is not None
        and said.digest == entry.digest
        and said.size == entry.size
        and _has_mode(tree.files[path], disk.FILE_MODE)
    }


def is_exactly(tree: Tree, wanted: Manifest, kept: set[str]) -> bool:
    """Whether ``tree``, in which ``kept`` are whole, is what is wanted and nothing besides."""
    return (
        tree.own == {MANIFEST}
        and tree.manifest == wanted
        and not tree.others
        and kept == wanted.keys() == tree.files.keys()
        and tree.folders.keys() == folders(wanted)
        and all(_has_mode(standing, disk.FOLDER_MODE) for standing in tree.folders.values())
    )


def is_unfinished(parent: disk.Folder, name: str) -> bool:
    """Whether a tree stands at ``name`` that a build began to change and did not end."""
    found = disk.look(parent, name)
    if found is None or not stat.S_ISDIR(found.st_mode):
        return False
    with Descent(parent) as descent:
        return disk.look(descent.to(name), UNFINISHED) is not None


def begin(root: disk.Folder, tree: Tree) -> None:
    """Mark a tree as unfinished before anything in it is touched."""
    if MANIFEST in tree.own:
        disk.rename(root, MANIFEST, UNFINISHED)
    elif UNFINISHED not in tree.own:
        disk.write_file(root, UNFINISHED, encode_manifest({}))


def bring(root: disk.Folder, tree: Tree, kept: set[str], files: Mapping[str, bytes]) -> dict[str, os.stat_result]:
    """Remove what is not among ``files`` or not ``kept``, write the rest; tells how each written file stands."""
    wanted_folders = folders(files)
    written: dict[str, os.stat_result] = {}
    with Descent(root) as descent:
        for path in sorted([*(tree.files.keys() - kept), *tree.others]):
            disk.remove_file(*descent.beside(path))
        for path in sorted(tree.folders.keys() - wanted_folders, reverse=True):
            disk.remove_folder(*descent.beside(path))
        for path in sorted(wanted_folders):
            standing = tree.folders.get(path)
            if standing is None or not _has_mode(standing, disk.FOLDER_MODE):
                disk.make_folder(*descent.beside(path))
        for path in sorted(files.keys() - kept):
            written[path] = disk.write_file(*descent.beside(path), files[path])
    return written


def finish(root: disk.Folder, manifest: Mapping[str, Entry]) -> None:
    """Seal a tree in which every file of ``manifest`` stands."""
    disk.write_file(root, MANIFEST, encode_manifest(manifest))
    disk.remove_file(root, UNFINISHED)


def empty(root: disk.Folder, tree: Tree) -> None:
    """Remove all that stands in a tree; the mark that it is ours goes last, so that a kill leaves it known."""
    begin(root, tree)
    bring(root, tree, set(), {})
    disk.remove_file(root, UNFINISHED)


def _has_mode(standing: os.stat_result, mode: int) -> bool:
    return not disk.HAS_MODES or stat.S_IMODE(standing.st_mode) == mode
