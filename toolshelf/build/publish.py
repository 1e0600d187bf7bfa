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
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.build import disk
from toolshelf.build.descent import Descent
from toolshelf.build.lookout import Lookout, Moved
from toolshelf.build.manifest import (
    MANIFEST,
    UNFINISHED,
    Entry,
    Manifest,
    Wanted,
    encode_manifest,
    folders_of,
    promised,
    wanted,
)
from toolshelf.build.output import Place
from toolshelf.build.second_tree import catch_up, lags_behind
from toolshelf.build.standing import Standing
from toolshelf.build.survey import NOTHING, Tree, is_exactly, known_of, survey, whole
from toolshelf.build.tree import begin, bring, changed, clear, finish, is_unfinished, put_right, root_of
from toolshelf.build.tree import written as by_writing
from toolshelf.build.tree_memory import Known, Memory, identity, load_memory, recalled, remembered, save_memory
from toolshelf.build.workplace import PublishError, Workplace, go_live, occupied, opened, remove, some
from toolshelf.build.writing import Content, Destination, Written, writing
from toolshelf.codec import digest
from toolshelf.signatures import UNKNOWN, Signature, of

__all__ = ["PublishError", "Published", "Stage", "clean", "publish", "staging"]

_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_UNABLE: Final = "published and stays as it was"
_FEW: Final = 100
"""Of so many files one is read again in less time than the memory of all is written."""


class Published(Struct, frozen=True):
    """What publishing changed, and what stands in the output now."""

    written: tuple[str, ...]
    """Files of the site that are new or have other bytes than what stood there, sorted."""
    removed: tuple[str, ...]
    """Files that stood in the output and do no longer, sorted."""
    notes: tuple[str, ...]
    """What was found and mended, a sentence each."""
    manifest: Manifest
    """Every file of the site."""
    standing: Standing
    """How each of them stood when it was last looked at, and the manifest itself."""
    folders: Standing
    """How every folder stood when it held what the manifest says and nothing else; the root is "".

    UNKNOWN (toolshelf.signatures) for one into which somebody else put something meanwhile.
    """
    certain: int
    """Nanoseconds since 1970. The bytes of each file were certain at the latest when it was looked at, and that was
    then or later, but for the manifest, which was looked at as it was written."""
    told: str
    """The digest of the manifest's bytes."""


def publish(
    output: Path,
    files: Mapping[str, bytes],
    unchanged: Mapping[str, Entry | None] = _NONE,
    again: Callable[[str], Content] = _NONE.__getitem__,
    lookout: Lookout | None = None,
) -> Published:
    """Make ``output`` hold exactly ``files``: path relative to the output, with "/" → bytes.

    It also holds the ``unchanged`` files, whose bytes the caller has not at hand; those that do not stand in
    the output as they should are asked for with ``again``, once, and may come in pieces. So are those whose
    entry is None, because nobody has read them yet. A ``lookout`` has looked at the trees ahead.

    Raises OutputRefused for an output that is not ours, PublishError where the disk or the system fails or
    another build is at work, ValueError for a path that would leave the output. After any of these the
    output is what it was.
    """
    if unread := [path for path, entry in unchanged.items() if entry is None and path not in files]:
        with staging(output, unread, lookout) as stage:
            return stage.publish(files, unchanged, again)
    with occupied(output, _UNABLE, lookout) as work:
        return _publish(work, files, _known(unchanged), again, _NONE)


def _known(unchanged: Mapping[str, Entry | None]) -> Manifest:
    return {path: entry for path, entry in unchanged.items() if entry is not None}


class Stage:
    """A tree that is being prepared, into which any process may write; see `staging`."""

    def __init__(self, work: Workplace, place: Destination) -> None:
        self.place = place
        """For `writing`, in this process or another."""
        self.is_open = True
        """Whether it was not published."""
        self._work = work

    def publish(
        self,
        files: Mapping[str, bytes],
        unchanged: Mapping[str, Entry | None] = _NONE,
        again: Callable[[str], Content] = _NONE.__getitem__,
        written: Mapping[str, Written] = _NONE,
    ) -> Published:
        """Publish what `publish` would, and what was ``written`` into the stage; nobody may write any longer.

        What somebody took away again from the stage is asked for with ``again``. Raises ValueError as `publish`
        does, and OSError.
        """
        unread = sorted(path for path, entry in unchanged.items() if entry is None and path not in files)
        if unread:
            with writing(self.place) as write:
                written = {**written, **{path: write(path, again(path)) for path in unread}}
        published = _publish(self._work, files, _known(unchanged), again, written)
        self.is_open = False
        return published


@contextlib.contextmanager
def staging(output: Path, paths: Collection[str], lookout: Lookout | None = None) -> Iterator[Stage]:
    """A stage for ``output`` into which files may be written at any of ``paths`` before it is published.

    Left without publishing, and without an exception, it is put right, and the output stays as it is: nobody
    may be writing any longer. After an exception it stays marked as unfinished, so that whoever is still
    writing is not let in again; the next build removes it. Raises as `publish` does.
    """
    above = folders_of(paths)
    with occupied(output, _UNABLE, lookout) as work:
        with opened(work, work.place.output):
            pass  # refused, before anything is made, where it is not ours
        memory = load_memory(work.parent, work.place.memory)
        with _stage(work) as root:
            tree = survey(root, recalled(memory, _tree(root)), moved=_moved(work, memory, root))
            begin(root, tree)
            clear(root, tree, set(paths), above)
            mark = disk.look(root, UNFINISHED)
            assert mark is not None
            stage = Stage(work, Destination(work.place.parent, work.place.stage, tree.identity, of(mark)))
        yield stage
        if stage.is_open:
            _put_right(work)


def _publish(
    work: Workplace,
    files: Mapping[str, bytes],
    unchanged: Manifest,
    again: Callable[[str], Content],
    written: Mapping[str, Written],
) -> Published:
    memory = load_memory(work.parent, work.place.memory)
    with opened(work, work.place.output) as root:
        known = Known() if root is None else recalled(memory, _tree(root))
        site = wanted(files, {**unchanged, **{path: one.entry for path, one in written.items()}}, known)
        old = NOTHING if root is None else survey(root, known, site.files, _moved(work, memory, root))
        standing = whole(old, site)
        if root is not None and is_exactly(old, site, standing):
            _put_right(work)
            _remember(work, memory, {**memory, **_row(memory, old, old.manifest)})
            stands, folders = old.files.changed(old.own), old.folders.changed({"": old.root})
            certain, told = old.own[MANIFEST].changed, old.known.manifest or digest(old.manifest)
            return Published((), (), work.notes, site.files, stands, folders, certain, told)
        with contextlib.nullcontext() if root is None else Descent(root) as copied:
            contents = _Contents(files, site.files, again, standing, copied)
            published, folders, certain, told = _replace(work, memory, old, site, contents, written)
    return Published(
        tuple(sorted(site.files.keys() - standing)),
        tuple(sorted({*old.files, *old.others} - site.files.keys())),
        (*work.notes, *_tampering(work.output, old, site, standing)),
        site.files,
        published,
        folders,
        certain,
        told,
    )


def _replace(
    work: Workplace,
    memory: Memory,
    old: Tree,
    site: Wanted,
    contents: Callable[[str], Content],
    written: Mapping[str, Written],
) -> tuple[Standing, Standing, int, str]:
    """Let a stage with exactly ``site`` take the place of the ``old`` tree; tells how its files and folders stand.

    The old tree becomes the next stage. What else is told is `Published.certain` and `Published.told`.
    """
    with _stage(work) as root:
        known = _with(recalled(memory, _tree(root)), written)
        stage = survey(root, known, site.files, _moved(work, memory, root))
        kept = whole(stage, site)
        begin(root, stage)
        changes = bring(root, stage, kept, site, by_writing(contents))
        changes.written.update({path: written[path].signature for path in kept & written.keys()})
        manifest = encode_manifest(site.files)
        told = digest(manifest)
        own = finish(root, manifest)
        disk.flush_tree(root)
        new = changed(root, stage, kept, site, changes)
        lagging = lags_behind(old, site)
        if not lagging:
            row = remembered(new.identity, known_of(new, manifest))
            _remember(work, memory, {new.identity: row, **_row(memory, old)})
        go_live(work, exists=old is not NOTHING)
        certain = own.changed
        if lagging:
            new, certain = _caught_up(work, root, new, old, site, manifest) or (_unknown(new), certain)
    return new.files.changed({MANIFEST: own}), new.folders.changed({"": _root(work, site)}), certain, told


def _unknown(tree: Tree) -> Tree:
    return replace(tree, files=tree.files.changed(dict.fromkeys(tree.files, UNKNOWN)))


def _caught_up(
    work: Workplace, published: disk.Folder, now: Tree, old: Tree, site: Wanted, manifest: bytes
) -> tuple[Tree, int] | None:
    """Bring the next stage to what is ``published``, which stands as ``now``; tells how that stands then, and when.

    Where it fails the site is published none the less, and the next build has the more to do.
    """
    with contextlib.suppress(OSError):
        try:
            with _stage(work) as root:
                before = survey(root, Known()) if old is NOTHING else old
                now, spare, moment = catch_up(published, now, root, before, site, manifest)
        except OSError:
            _put_right(work)
            raise
        rows = {one.identity: remembered(one.identity, known_of(one, manifest)) for one in (now, spare)}
        save_memory(work.parent, work.place.memory, rows)
        return now, moment
    return None


@contextlib.contextmanager
def _stage(work: Workplace) -> Iterator[disk.Folder]:
    """The stage, which is made where there is none."""
    if disk.look(work.parent, work.place.stage) is None:
        disk.make_folder(work.parent, work.place.stage)
    with opened(work, work.place.stage) as root:
        assert root is not None
        yield root


def _put_right(work: Workplace) -> None:
    """Take the mark from a stage that is not to be published."""
    if is_unfinished(work.parent, work.place.stage):
        with _stage(work) as root:
            put_right(root)


def _with(known: Known, written: Mapping[str, Written]) -> Known:
    """What is known of a stage with what was ``written`` into it since."""
    return Known(
        known.files.changed({path: one.signature for path, one in written.items()}),
        {**known.digests, **{path: one.entry.digest for path, one in written.items()}},
        known.folders,
    )


def _root(work: Workplace, site: Wanted) -> Signature:
    """How the published folder itself stands, whose own times change when it gets its name."""
    try:
        root = disk.open_folder(work.place.output, work.parent)
        try:
            return root_of(root, site)
        finally:
            disk.close_folder(root)
    except OSError:
        return UNKNOWN  # the site is published all the same


class _Contents:
    """The bytes of the wanted files: those at hand, those that stand in the output, and the others made again."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        entries: Manifest,
        again: Callable[[str], Content],
        standing: Set[str],
        output: Descent | None,
    ) -> None:
        self._files = files
        self._entries = entries
        self._again = again
        self._standing = standing
        self._output = output

    def __call__(self, path: str) -> Content:
        if path in self._files:
            return self._files[path]
        if path in self._standing and self._output is not None:
            pieces: Content = disk.read_pieces(*self._output.beside(path))
            failure: Exception = OSError(errno.EAGAIN, "a file of the output changed while it was read", path)
        else:
            pieces = self._again(path)
            failure = ValueError(f"not the bytes that were promised: {path!r}")
        return promised(self._entries[path], [pieces] if isinstance(pieces, bytes) else pieces, failure)


def clean(output: Path) -> tuple[str, ...]:
    """Remove what `publish` made: the output, its stage, and what it remembers of them.

    Gives the names that were removed. Raises as `publish` does, and touches nothing that is not ours.
    """
    if not os.path.isdir(Place.of(output).parent):
        return ()
    with occupied(output, "removed") as work:
        place, parent = work.place, work.parent
        found = tuple(name for name in (place.output, place.stage, place.memory) if disk.look(parent, name) is not None)
        with opened(work, place.output):
            pass  # refused, before anything is removed, where it is not ours
        if place.stage in found:
            remove(work, place.stage)
        if place.output in found:
            # Gone at one instant: whoever stops this finds an unfinished stage next time.
            disk.rename(parent, place.output, place.stage)
            remove(work, place.stage)
        if place.memory in found:
            disk.remove_file(parent, place.memory)
        return found


def _moved(work: Workplace, memory: Memory, root: disk.Folder) -> Moved | None:
    """What has moved in the tree at ``root``, if somebody has looked ahead."""
    standing = os.stat(root)
    return None if work.lookout is None else work.lookout.moved(standing, memory.get(identity(standing), b""))


def _tree(root: disk.Folder) -> str:
    return identity(os.stat(root))


def _row(memory: Memory, tree: Tree, manifest: bytes = b"") -> Memory:
    """What is to be remembered of ``tree``: what is remembered of it, unless much of that is no longer true."""
    if tree is NOTHING:
        return {}
    if tree.identity in memory and len(tree.fresh) * _FEW <= len(tree.files):
        return {tree.identity: memory[tree.identity]}
    return {tree.identity: remembered(tree.identity, known_of(tree, manifest))}


def _remember(work: Workplace, before: Memory, now: Memory) -> None:
    if before != now:
        save_memory(work.parent, work.place.memory, now)


def _tampering(output: Path, old: Tree, site: Wanted, standing: Set[str]) -> list[str]:
    """What somebody else did to the output since the last build."""
    if old.is_empty:
        return []
    said = old.said()
    if said is None:
        return [f"The list of files in “{output}” had been damaged; every file was compared again."]
    notes = []
    if strange := {*old.files, *old.others} - said.keys():
        notes.append(f"Files that no build had put into “{output}” were removed: {some(strange)}.")
    lost = {path for path in site.files.keys() - standing if said.get(path) == site.files[path].digest}
    if lost:
        notes.append(
            f"Files in “{output}” had been changed or removed since the last build and were written again: "
            f"{some(lost)}."
        )
    return notes
