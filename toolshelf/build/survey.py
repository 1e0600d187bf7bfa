"""What stands in a tree of files on the disk, and which of it is as wanted.

A folder that stands as it did when it was listed is not listed again, and a file that stands as it did when it
was read is not read again: both are only looked at. Nothing is opened through a symbolic link.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Mapping, Set
from itertools import chain
from types import MappingProxyType
from typing import Final, TypeVar

from msgspec import Struct, field

from toolshelf.build import disk
from toolshelf.build.descent import Descent
from toolshelf.build.lookout import Moved
from toolshelf.build.manifest import MANIFEST, OWN_NAMES, UNFINISHED, Manifest, Wanted, decode_manifest, is_manifest
from toolshelf.build.standing import Standing
from toolshelf.build.tree_memory import NO_DIGEST, Known, identity
from toolshelf.codec import digest
from toolshelf.signatures import UNKNOWN, Signature, is_settled, of

V = TypeVar("V")
_NONE: Final[Manifest] = MappingProxyType({})


class _Found(Struct):
    """What was found so far, besides what stands as the memory tells."""

    files: dict[str, Signature] = field(default_factory=dict)
    folders: dict[str, Signature] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    own: dict[str, Signature] = field(default_factory=dict)
    root: Signature = UNKNOWN
    lost: set[str] = field(default_factory=set)
    """Files and folders that do not stand as the memory tells, or not at all."""
    files_seen: set[str] = field(default_factory=set)
    """In the folders that were listed; likewise the next."""
    folders_seen: set[str] = field(default_factory=set)
    strange: set[str] = field(default_factory=set)
    """Folders with a name in them that the memory does not know."""


class Tree(Struct, frozen=True):
    """What stands in a folder."""

    identity: str = ""
    """The folder itself, whatever it is called; empty where there is none."""
    root: Signature = UNKNOWN
    files: Standing = field(default_factory=Standing)
    """Regular files by path, without the files that name the tree as ours."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Of those files whose bytes are known for certain."""
    folders: Standing = field(default_factory=Standing)
    others: Set[str] = frozenset()
    """Symbolic links, sockets and whatever else no build writes."""
    closed: Set[str] = frozenset()
    """Files and folders that have not the mode that we give them."""
    own: Mapping[str, Signature] = field(default_factory=dict)
    """The files that name the tree as ours."""
    fresh: Set[str] = frozenset()
    """Files and folders that do not stand as the memory tells."""
    doubtful: Set[str] = frozenset()
    """Those of them that may change once more and look the same."""
    manifest: bytes = b""
    known: Known = field(default_factory=Known)
    """What the memory told."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.files or self.folders or self.others or self.own)

    def said(self) -> Mapping[str, str] | None:
        """The digest of every file that was in the tree when it was published; None where nothing tells it."""
        if self.known.manifest and self.known.manifest == digest(self.manifest):
            return self.known.digests
        manifest = decode_manifest(self.manifest)
        return None if manifest is None else {path: entry.digest for path, entry in manifest.items()}


NOTHING: Final = Tree()
"""What stands where there is no folder."""


def strangers(root: disk.Folder) -> list[str]:
    """The names at ``root`` if no build of ours made it; empty if one did, or if nothing stands there."""
    names = os.listdir(root)
    if UNFINISHED in names or (MANIFEST in names and is_manifest(disk.read_file(root, MANIFEST))):
        return []
    return sorted(names)


def survey(root: disk.Folder, known: Known, wanted: Manifest = _NONE, moved: Moved | None = None) -> Tree:
    """Look at everything below ``root``, of which ``known`` is remembered; somebody saw what of it has ``moved``.

    No file is opened but the manifest, and those whose bytes are not known and may be as ``wanted``.
    """
    moment = time.time_ns()
    with Descent(root) as descent:
        found = _find(descent, root, known, moved)
        files = known.files.changed(found.files, found.lost - found.files.keys())
        digests = without(known.digests, found.lost)
        for path in sorted(files.keys() - digests.keys() - found.closed):
            entry = wanted.get(path)
            if entry is not None and entry.size == files[path].size:
                digests[path] = digest(disk.read_file(*descent.beside(path)))
        manifest = disk.read_file(root, MANIFEST) if MANIFEST in found.own else b""
    return Tree(
        identity=identity(os.stat(root)),
        root=found.root,
        files=files,
        digests=digests,
        folders=known.folders.changed(found.folders, found.lost - found.folders.keys()),
        others=found.others,
        closed=found.closed,
        own=found.own,
        fresh=found.files.keys() | found.folders.keys(),
        doubtful=young(found.files, moment) | young(found.folders, moment),
        manifest=manifest,
        known=known,
    )


def young(standing: Mapping[str, Signature], moment: int) -> set[str]:
    """The paths that, at ``moment`` (nanoseconds since 1970), may change once more and look the same."""
    return {path for path, signature in standing.items() if not is_settled(signature, moment)}


def whole(tree: Tree, wanted: Wanted) -> set[str]:
    """The ``wanted`` files that stand in ``tree`` byte for byte and can be read by everybody."""
    digests = tree.digests
    return {path for path, digest in wanted.digests.items() if digests.get(path) == digest} - tree.closed


def is_exactly(tree: Tree, wanted: Wanted, kept: Set[str]) -> bool:
    """Whether ``tree``, in which ``kept`` are whole, is what is wanted and nothing besides."""
    return (
        tree.own.keys() == {MANIFEST}
        and not tree.others
        and not tree.closed
        and kept == wanted.files.keys() == tree.files.keys()
        and tree.folders.keys() == wanted.folders
        and tree.said() == wanted.digests
    )


def known_of(tree: Tree, manifest: bytes) -> Known:
    """What is to be remembered of ``tree``, whose ``manifest`` tells of just these files (empty: it does not)."""
    unread = tree.files.keys() - tree.digests.keys()
    unsure = unread | tree.doubtful | tree.closed | {above(path) for path in tree.others}
    return Known(
        tree.files.changed(dict.fromkeys(tree.files.keys() & unsure, UNKNOWN)),
        {**tree.digests, **dict.fromkeys(unread, NO_DIGEST)},
        tree.folders.changed(dict.fromkeys(tree.folders.keys() & unsure, UNKNOWN)),
        digest(manifest) if manifest else "",
    )


def without(mapping: Mapping[str, V], paths: Iterable[str]) -> dict[str, V]:
    """``mapping`` without ``paths``."""
    rest = dict(mapping)
    for path in paths:
        rest.pop(path, None)
    return rest


def above(path: str) -> str:
    """The folder of ``path``; the root is ""."""
    return path.rpartition("/")[0]


def _find(descent: Descent, root: disk.Folder, known: Known, moved: Moved | None) -> _Found:
    """Look at all that is ``known``, and list the root and every folder in which something may be otherwise."""
    files, folders = moved or (known.files.moved(root), known.folders.moved(root))
    found = _Found(lost={*files, *folders})
    waiting = sorted({"", *folders, *map(above, files)}, reverse=True)  # the last one is next: from the root down
    listed: set[str] = set()
    while waiting:
        folder = waiting.pop()
        if folder not in listed and _is_reached(folder, listed, found.folders_seen):
            waiting += sorted(_list(descent, folder, known, found), reverse=True)
            listed.add(folder)
    if found.strange:
        # Where a system takes two letter cases for one name, it found what is known under the other one.
        for paths, seen in ((known.files, found.files_seen), (known.folders, found.folders_seen)):
            found.lost.update(path for path in paths if above(path) in found.strange and path not in seen)
    if gone := (known.folders.keys() & found.lost) - found.folders.keys():
        found.lost.update(path for path in chain(known.files, known.folders) if _is_below(path, gone))
    return found


def _list(descent: Descent, folder: str, known: Known, found: _Found) -> list[str]:
    """Note what stands in ``folder``; gives the folders in it that are to be listed next."""
    handle = descent.to(folder)
    standing = os.stat(handle)  # first: whatever comes into the folder later changes it
    if folder:
        _note(found, found.folders, folder, standing, disk.FOLDER_MODE)
    else:
        found.root = of(standing)
    deeper = []
    with os.scandir(handle) as listing:
        for entry in listing:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if path not in known.files and path not in known.folders and path not in OWN_NAMES:
                found.strange.add(folder)
            if entry.is_dir(follow_symlinks=False):
                found.folders_seen.add(path)
                if path in found.lost or path not in known.folders:
                    deeper.append(path)
                continue
            if path not in found.lost and path in known.files and entry.is_file(follow_symlinks=False):
                found.files_seen.add(path)
                continue
            standing = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(standing.st_mode):
                found.others.add(path)
            elif path in OWN_NAMES:
                found.own[path] = of(standing)
            else:
                found.files_seen.add(path)
                _note(found, found.files, path, standing, disk.FILE_MODE)
    return deeper


def _note(found: _Found, kind: dict[str, Signature], path: str, standing: os.stat_result, mode: int) -> None:
    kind[path] = of(standing)
    if disk.HAS_MODES and stat.S_IMODE(standing.st_mode) != mode:
        found.closed.add(path)


def _is_reached(folder: str, listed: Set[str], seen: Set[str]) -> bool:
    """Whether nothing that was listed so far tells that there is no such folder."""
    while folder:
        if folder not in seen and above(folder) in listed:
            return False
        folder = above(folder)
    return True


def _is_below(path: str, folders: Set[str]) -> bool:
    while path := above(path):
        if path in folders:
            return True
    return False
