"""Publish a site all at once: a build that fails, or is killed, leaves the old site or the new one whole.

The wanted files are brought together in a stage, a sibling of the output on the same file system; then the
two folders exchange their names at one instant. The tree that was swapped out stays as the next stage, so
that the next build writes no more than what changed since.

What is promised when the power fails: every file of the new tree is on the disk before the exchange, and
the exchange before `publish` returns, so that what stands after a crash is the old tree or the new one.
Where a system cannot exchange two folders at once, renames do it; killed between them the output is
missing until the next build or clean-up, whose first act is to put it back.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from toolshelf.build import disk, lock
from toolshelf.build.manifest import (
    Entry,
    Manifest,
    Memory,
    Seen,
    entries,
    entry,
    load_memory,
    save_memory,
    seen,
)
from toolshelf.build.output import OutputRefused, Place
from toolshelf.build.tree import (
    NOTHING,
    Descent,
    Tree,
    begin,
    bring,
    compare,
    empty,
    finish,
    is_exactly,
    is_unfinished,
    strangers,
    survey,
    whole,
)
from toolshelf.signatures import Signature

_NAMED: Final = 3
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
"""How many files a note names."""
_REASONS: Final = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the space that this account may use on the disk is full",
    errno.EACCES: "this account may not write there",
    errno.EPERM: "this account may not write there",
    errno.EROFS: "that disk can only be read",
    errno.EIO: "the disk reports an error",
    errno.EBUSY: "a disk is mounted on the folder, or another program holds it",
    errno.EXDEV: "a disk is mounted on the folder: the site is prepared beside it and needs to be on the same disk",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENAMETOOLONG: "a file's address is longer than the disk takes",
}


class PublishError(Exception):
    """The disk or the system did not do what was asked; the text is one sentence, and the old site stands."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing changed."""

    written: tuple[str, ...]
    """Files of the site that are new or have other bytes than what stood there, sorted."""
    removed: tuple[str, ...]
    """Files that stood in the output and do no longer, sorted."""
    notes: tuple[str, ...]
    """What was found and mended, a sentence each."""
    manifest: Manifest
    """Every file of the site."""
    standing: Mapping[str, Signature]
    """How each of them stood when it was last looked at."""


def publish(
    output: Path,
    files: Mapping[str, bytes],
    unchanged: Mapping[str, Entry] = _NONE,
    again: Callable[[str], bytes] = _NONE.__getitem__,
) -> Published:
    """Make ``output`` hold exactly ``files``: path relative to the output, with "/" → bytes.

    It also holds the ``unchanged`` files, whose bytes the caller has not at hand; those that do not stand in
    the output as they should are asked for with ``again``.

    Raises OutputRefused for an output that is not ours, PublishError where the disk or the system fails or
    another build is at work, ValueError for a path that would leave the output. After any of these the
    output is what it was.
    """
    wanted = entries(files, unchanged)
    with _session(output, "published and stays as it was") as (parent, place, notes):
        memory = load_memory(parent, place.memory)
        with _opened(parent, place.output, output) as (root, old):
            certain = compare(root, old, wanted, memory.get(old.identity, {}))
            standing = whole(old, wanted, certain)
            if is_exactly(old, wanted, standing):
                _remember(parent, place, memory, {**memory, old.identity: certain})
                return Published((), (), tuple(notes), wanted, _standing(certain, wanted))
            with Descent(root) as descent:
                contents = _Contents(files, unchanged, standing, descent, again)
                stage, prepared = _prepare(parent, place, output, wanted, contents, memory)
            _remember(parent, place, memory, {stage: prepared, old.identity: certain})
        _go_live(parent, place, exists=old is not NOTHING)
        return Published(
            tuple(sorted(wanted.keys() - standing)),
            tuple(sorted({*old.files, *old.others} - wanted.keys())),
            (*notes, *_tampering(output, old, wanted, standing)),
            wanted,
            _standing(prepared, wanted),
        )


class _Contents(Mapping[str, bytes]):
    """The bytes of the wanted files: those at hand, those that stand in the output, and the others made again."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        unchanged: Mapping[str, Entry],
        standing: set[str],
        descent: Descent,
        again: Callable[[str], bytes],
    ) -> None:
        self._files = files
        self._unchanged = unchanged
        self._standing = standing
        self._descent = descent
        self._again = again

    def __getitem__(self, path: str) -> bytes:
        if path in self._files:
            return self._files[path]
        if path not in self._standing:
            data = self._again(path)
            if entry(data) != self._unchanged[path]:
                raise ValueError(f"not the bytes that were promised: {path!r}")
            return data
        data = disk.read_file(*self._descent.beside(path))
        if entry(data) != self._unchanged[path]:
            raise OSError(errno.EAGAIN, "a file of the output changed while it was read", path)
        return data

    def __iter__(self) -> Iterator[str]:
        return iter({**self._files, **self._unchanged})

    def __len__(self) -> int:
        return len({**self._files, **self._unchanged})


def clean(output: Path) -> tuple[str, ...]:
    """Remove what `publish` made: the output, its stage, and what it remembers of them.

    Gives the names that were removed. Raises as `publish` does, and touches nothing that is not ours.
    """
    if not os.path.isdir(Place.of(output).parent):
        return ()
    with _session(output, "removed") as (parent, place, _):
        names = (place.output, place.stage, place.memory)
        found = tuple(name for name in names if disk.look(parent, name) is not None)
        with _opened(parent, place.output, output):
            pass  # refused, before anything is removed, where it is not ours
        if place.stage in found:
            _remove(parent, place.stage, output)
        if place.output in found:
            # Gone at one instant: whoever stops this finds an unfinished stage next time.
            disk.rename(parent, place.output, place.stage)
            _remove(parent, place.stage, output)
        if place.memory in found:
            disk.remove_file(parent, place.memory)
        return found


@contextlib.contextmanager
def _session(output: Path, unable: str) -> Iterator[tuple[disk.Folder, Place, list[str]]]:
    """The locked place of ``output``, with what a killed build left put right.

    Every failure of the system becomes a sentence: the output could not be ``unable``.
    """
    place = Place.of(output)
    try:
        disk.make_folders(place.parent)
        parent = disk.open_folder(place.parent)
        try:
            with lock.hold(parent, place.lock) as killed:
                yield parent, place, _recover(parent, place, output, killed)
        finally:
            disk.close_folder(parent)
    except lock.LockHeldError as held:
        who = f" ({held.owner})" if held.owner else ""
        raise PublishError(
            f"Another build{who} is writing “{output}”: wait until it has finished, or stop it."
        ) from held
    except OSError as failure:
        reason = _REASONS.get(failure.errno or 0) or f"the system says “{failure.strerror or failure}”"
        raise PublishError(f"“{output}” could not be {unable}, because {reason}.") from failure


def _recover(parent: disk.Folder, place: Place, output: Path, killed: lock.Owner | None) -> list[str]:
    """Put right what a killed build left, and say what it was."""
    found = []
    if disk.look(parent, place.spare) is not None:
        if disk.look(parent, place.output) is None:
            disk.rename(parent, place.spare, place.output)
            found.append("while it exchanged the old site for the new one; the old site was put back")
        elif disk.look(parent, place.stage) is None:
            disk.rename(parent, place.spare, place.stage)
            found.append("just after it had exchanged the old site for the new one; the new site is whole")
    if is_unfinished(parent, place.stage):
        _remove(parent, place.stage, output)
        found.append("while it prepared the site; its unfinished stage was removed, and the old site is whole")
    if killed is not None and not found:
        found.append("but the site is whole, and nothing had to be mended")
    who = f"The last build ({killed})" if killed else "The last build"
    return [f"{who} was stopped {what}." for what in found]


@contextlib.contextmanager
def _opened(parent: disk.Folder, name: str, output: Path) -> Iterator[tuple[disk.Folder, Tree]]:
    """The folder ``name`` and what stands in it; raises OutputRefused where that is not ours."""
    standing = disk.look(parent, name)
    if standing is None:
        yield parent, NOTHING
        return
    refusal = f"The site cannot be published to “{output}”, because “{name}”"
    if not stat.S_ISDIR(standing.st_mode):
        kind = "a symbolic link" if stat.S_ISLNK(standing.st_mode) else "a file"
        raise OutputRefused(f"{refusal} is {kind}: remove it, or choose another folder.")
    if standing.st_dev != os.stat(parent).st_dev:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), name)
    root = disk.open_folder(name, parent)
    try:
        if names := strangers(root):
            raise OutputRefused(
                f"{refusal} holds files that no build of ours put there ({_some(names)}): "
                "empty it yourself, or choose another folder."
            )
        yield root, survey(root)
    finally:
        disk.close_folder(root)


def _prepare(
    parent: disk.Folder,
    place: Place,
    output: Path,
    wanted: Mapping[str, Entry],
    files: Mapping[str, bytes],
    memory: Memory,
) -> tuple[str, Mapping[str, Seen]]:
    """Bring the stage to exactly ``files``, sealed and on the disk; gives the tree, and how each stands there."""
    if disk.look(parent, place.stage) is None:
        disk.make_folder(parent, place.stage)
    with _opened(parent, place.stage, output) as (root, tree):
        certain = compare(root, tree, wanted, memory.get(tree.identity, {}))
        kept = whole(tree, wanted, certain)
        begin(root, tree)
        written = bring(root, tree, kept, files)
        finish(root, wanted)
        disk.flush_tree(root)
    fresh = {path: seen(standing, wanted[path].digest) for path, standing in written.items()}
    return tree.identity, {path: certain[path] for path in kept} | fresh


def _remove(parent: disk.Folder, name: str, output: Path) -> None:
    with _opened(parent, name, output) as (root, tree):
        empty(root, tree)
    disk.remove_folder(parent, name)


def _go_live(parent: disk.Folder, place: Place, *, exists: bool) -> None:
    """Let the stage become the output; a failure after the exchange takes it back."""
    if exists:
        disk.exchange(parent, place.output, place.stage, place.spare)
    else:
        disk.rename(parent, place.stage, place.output)
    try:
        disk.flush_folder(parent)
    except OSError:
        if exists:
            disk.exchange(parent, place.output, place.stage, place.spare)
        else:
            disk.rename(parent, place.output, place.stage)
        raise


def _standing(files: Mapping[str, Seen], wanted: Manifest) -> dict[str, Signature]:
    return {path: Signature(*files[path][:4]) for path in wanted}


def _remember(parent: disk.Folder, place: Place, before: Memory, now: Memory) -> None:
    now = {tree: files for tree, files in now.items() if tree}
    if before != now:
        save_memory(parent, place.memory, now)


def _tampering(output: Path, old: Tree, wanted: Manifest, standing: set[str]) -> list[str]:
    """What somebody else did to the output since the last build."""
    if old.is_empty:
        return []
    if old.manifest is None:
        return [f"The list of files in “{output}” had been damaged; every file was compared again."]
    notes = []
    if strange := {*old.files, *old.others} - old.manifest.keys():
        notes.append(f"Files that no build had put into “{output}” were removed: {_some(strange)}.")
    lost = {path for path in wanted.keys() - standing if old.manifest.get(path) == wanted[path]}
    if lost:
        notes.append(
            f"Files in “{output}” had been changed or removed since the last build and were written again: "
            f"{_some(lost)}."
        )
    return notes


def _some(paths: Iterable[str]) -> str:
    """The first few of ``paths``, for a sentence."""
    ordered = [path.encode("utf-8", "replace").decode() for path in sorted(paths)]
    more = f" and {len(ordered) - _NAMED:,} more" if len(ordered) > _NAMED else ""
    return ", ".join(ordered[:_NAMED]) + more
