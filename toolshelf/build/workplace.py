"""The place where a site is published: locked, put right after a killed build, and with failures as sentences."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from toolshelf.build import disk, lock
from toolshelf.build.lookout import Lookout
from toolshelf.build.output import OutputRefused, Place
from toolshelf.build.survey import strangers, survey
from toolshelf.build.tree import empty, is_unfinished
from toolshelf.build.tree_memory import Known

_NAMED: Final = 3
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


class Workplace(Struct, frozen=True):
    """A locked output and what stands beside it."""

    output: Path
    """As it was asked for."""
    place: Place
    parent: disk.Folder
    notes: tuple[str, ...]
    """What a killed build had left and was put right, a sentence each."""
    lookout: Lookout | None = None
    """Who has looked at the trees ahead."""


@contextlib.contextmanager
def occupied(output: Path, unable: str, lookout: Lookout | None = None) -> Iterator[Workplace]:
    """The locked place of ``output``, with what a killed build left put right.

    Every failure of the system becomes a PublishError: the output could not be ``unable``. Raises
    OutputRefused for an output that is not ours.
    """
    place = Place.of(output)
    try:
        disk.make_folders(place.parent)
        parent = disk.open_folder(place.parent)
        try:
            with lock.hold(parent, place.lock) as killed:
                work = Workplace(output, place, parent, ())
                yield Workplace(output, place, parent, tuple(_recover(work, killed)), lookout)
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


@contextlib.contextmanager
def opened(work: Workplace, name: str) -> Iterator[disk.Folder | None]:
    """The folder ``name`` beside the output, None where there is none; OutputRefused where it is not ours."""
    standing = disk.look(work.parent, name)
    if standing is None:
        yield None
        return
    refusal = f"The site cannot be published to “{work.output}”, because “{name}”"
    if not stat.S_ISDIR(standing.st_mode):
        kind = "a symbolic link" if stat.S_ISLNK(standing.st_mode) else "a file"
        raise OutputRefused(f"{refusal} is {kind}: remove it, or choose another folder.")
    if standing.st_dev != os.stat(work.parent).st_dev:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), name)
    root = disk.open_folder(name, work.parent)
    try:
        if names := strangers(root):
            raise OutputRefused(
                f"{refusal} holds files that no build of ours put there ({some(names)}): "
                "empty it yourself, or choose another folder."
            )
        yield root
    finally:
        disk.close_folder(root)


def remove(work: Workplace, name: str) -> None:
    """Remove the folder ``name`` beside the output with all that is in it."""
    with opened(work, name) as root:
        if root is not None:
            empty(root, survey(root, Known()))
    disk.remove_folder(work.parent, name)


def go_live(work: Workplace, *, exists: bool) -> None:
    """Let the stage become the output; a failure after the exchange takes it back."""
    parent, place = work.parent, work.place
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


def some(paths: Iterable[str]) -> str:
    """The first few of ``paths``, for a sentence."""
    ordered = [path.encode("utf-8", "replace").decode() for path in sorted(paths)]
    more = f" and {len(ordered) - _NAMED:,} more" if len(ordered) > _NAMED else ""
    return ", ".join(ordered[:_NAMED]) + more


def _recover(work: Workplace, killed: lock.Owner | None) -> list[str]:
    """Put right what a killed build left, and say what it was."""
    parent, place = work.parent, work.place
    found = []
    if disk.look(parent, place.spare) is not None:
        if disk.look(parent, place.output) is None:
            disk.rename(parent, place.spare, place.output)
            found.append("while it exchanged the old site for the new one; the old site was put back")
        elif disk.look(parent, place.stage) is None:
            disk.rename(parent, place.spare, place.stage)
            found.append("just after it had exchanged the old site for the new one; the new site is whole")
    if is_unfinished(parent, place.stage):
        remove(work, place.stage)
        found.append("while it prepared the site; its unfinished stage was removed, and the old site is whole")
    if killed is not None and not found:
        found.append("but the site is whole, and nothing had to be mended")
    who = f"The last build ({killed})" if killed else "The last build"
    return [f"{who} was stopped {what}." for what in found]
