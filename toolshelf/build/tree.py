"""Bringing one tree of files on the disk to what is wanted.

Nothing here follows a symbolic link below the tree's root, whoever put it there and whenever.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Set
from typing import TypeAlias

from msgspec import Struct, field

from toolshelf.build import disk
from toolshelf.build.descent import Descent
from toolshelf.build.manifest import MANIFEST, UNFINISHED, Wanted, encode_manifest, folders, wanted
from toolshelf.build.survey import Tree, above, young
from toolshelf.signatures import UNKNOWN, Signature, of


class Changes(Struct):
    """What was changed in a tree."""

    written: dict[str, Signature] = field(default_factory=dict)
    """How each file stood that was written."""
    touched: set[str] = field(default_factory=set)
    """The folders in which a name came or went, and those whose mode was set."""


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


def put_right(root: disk.Folder) -> None:
    """Take the mark from a tree that will not be finished: whatever stands in it, the next build brings it on."""
    disk.rename(root, UNFINISHED, MANIFEST)


def clear(root: disk.Folder, tree: Tree, paths: Set[str], above: Set[str]) -> None:
    """Make the folders ``above`` the files ``paths``, and remove whatever stands in the way of either."""
    blocked = tree.folders.keys() & paths
    inside = {path for path in (*tree.files, *tree.folders) if blocked and not blocked.isdisjoint(folders([path]))}
    with Descent(root) as descent:
        for path in sorted((tree.files.keys() & (above | inside)) | tree.others):
            disk.remove_file(*descent.beside(path))
        for path in sorted(blocked | (tree.folders.keys() & inside), reverse=True):
            disk.remove_folder(*descent.beside(path))
        for path in sorted(above - (tree.folders.keys() - tree.closed)):
            disk.make_folder(*descent.beside(path))


Put: TypeAlias = Callable[[disk.Folder, str, str], Signature]
"""Makes a file in a folder, by its name there and its path, and tells how it stands."""


def written(content: Callable[[str], bytes | Iterable[bytes]]) -> Put:
    """What writes the ``content`` of each path."""
    return lambda folder, name, path: of(disk.write_file(folder, name, content(path)))


def bring(root: disk.Folder, tree: Tree, kept: Set[str], wanted: Wanted, put: Put) -> Changes:
    """Remove what is not ``wanted`` or not ``kept``, and ``put`` the rest there."""
    changes = Changes()
    with Descent(root) as descent:
        for path in sorted((tree.files.keys() - kept) | tree.others):
            disk.remove_file(*descent.beside(path))
            changes.touched.add(above(path))
        for path in sorted(tree.folders.keys() - wanted.folders, reverse=True):
            disk.remove_folder(*descent.beside(path))
            changes.touched.add(above(path))
        for path in sorted(wanted.folders - (tree.folders.keys() - tree.closed)):
            disk.make_folder(*descent.beside(path))
            changes.touched.update((path, above(path)))
        for path in sorted(wanted.files.keys() - kept):
            changes.written[path] = put(*descent.beside(path), path)
            changes.touched.add(above(path))
    return changes


def finish(root: disk.Folder, manifest: bytes) -> Signature:
    """Seal a tree in which every file of ``manifest`` stands; tells how the manifest itself does."""
    standing = disk.write_file(root, MANIFEST, manifest)
    disk.remove_file(root, UNFINISHED)
    return of(standing)


def empty(root: disk.Folder, tree: Tree) -> None:
    """Remove all that stands in a tree; the mark that it is ours goes last, so that a kill leaves it known."""
    begin(root, tree)
    bring(root, tree, frozenset(), wanted({}), written(lambda _: b""))
    disk.remove_file(root, UNFINISHED)


def changed(root: disk.Folder, tree: Tree, kept: Set[str], wanted: Wanted, changes: Changes) -> Tree:
    """What stands at ``root`` now that `bring` made these ``changes``.

    Every folder in which it did something is listed once more: one that holds something else has got it from
    somebody else meanwhile, so that it is not known how it stands.
    """
    moment = time.time_ns()
    touched = changes.touched & wanted.folders
    with Descent(root) as descent:
        listed = {path: _if_clean(descent.to(path), f"{path}/", wanted) for path in sorted(touched)}
    return Tree(
        identity=tree.identity,
        files=tree.files.changed(changes.written, tree.files.keys() - kept - changes.written.keys()),
        digests=wanted.digests,
        folders=tree.folders.changed(listed, tree.folders.keys() - wanted.folders),
        doubtful=(tree.doubtful & (kept | wanted.folders)) | young(changes.written, moment) | young(listed, moment),
    )


def root_of(root: disk.Folder, wanted: Wanted) -> Signature:
    """How the root of a finished tree stands; UNKNOWN where it holds something that is not ``wanted``."""
    return _if_clean(root, "", wanted)


def _if_clean(folder: disk.Folder, prefix: str, wanted: Wanted) -> Signature:
    """How ``folder``, whose paths begin with ``prefix``, stands, if nothing but what is ``wanted`` is in it."""
    standing = of(os.stat(folder))  # first: whatever comes into the folder later changes it
    paths = {prefix + name for name in os.listdir(folder)} - {MANIFEST}
    return standing if all(path in wanted.files or path in wanted.folders for path in paths) else UNKNOWN
