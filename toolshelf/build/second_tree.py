"""The tree that was swapped out, brought up to date at once by a build that has changed much of the site.

The next build takes it as its stage, and would have to write again all that this one wrote. Here nothing is written
twice: each file gets a second name. That both trees share its bytes is safe, as a file that is to change is removed
and made anew; and if somebody else writes into one of the two, it shows in how both stand.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from toolshelf.build import disk
from toolshelf.build.descent import Descent
from toolshelf.build.manifest import Wanted
from toolshelf.build.survey import Tree, whole
from toolshelf.build.tree import Changes, begin, bring, changed, finish
from toolshelf.codec import digest
from toolshelf.signatures import UNKNOWN, YOUNG, Signature, of

_MUCH: Final = 100
"""Fewer files the next build brings up to date without anybody noticing."""


def lags_behind(tree: Tree, site: Wanted) -> bool:
    """Whether much is to be done in ``tree`` until it is ``site``."""
    # Elsewhere it is not known how a tree stands, so that the next build reads all of it anyway.
    return disk.BY_DESCRIPTOR and len(site.files) + len(tree.files) - 2 * len(whole(tree, site)) > _MUCH


def catch_up(
    published: disk.Folder, now: Tree, root: disk.Folder, before: Tree, site: Wanted, manifest: bytes
) -> tuple[Tree, Tree, int]:
    """Bring the tree ``before``, at ``root``, to what is ``published``, which is ``site`` and stands as ``now``.

    Gives how the published tree stands then, as the second name of a file shows in it, how the other one does, and
    when the first was looked at, after all was done to it (nanoseconds since 1970).
    Raises OSError where files cannot have two names, or the disk fails: the other tree then stays unfinished.
    """
    kept = whole(before, site)
    begin(root, before)
    with Descent(published) as source:
        changes = bring(root, before, kept, site, _shared(source, now))
    moment = _settled()
    files = {path: _renamed(published, path, now.files[path]) for path in changes.written}
    files |= dict.fromkeys(_doubtful(published, now, site), UNKNOWN)
    changes.written.update({path: files[path] for path in changes.written})
    there = replace(now, doubtful=frozenset())
    there = changed(published, there, site.files.keys(), site, Changes(files, now.doubtful & now.folders.keys()))
    spare = changed(root, before, kept, site, changes)
    finish(root, manifest)
    return there, spare, moment


def _shared(source: Descent, now: Tree) -> Callable[[disk.Folder, str, str], Signature]:
    """Gives the file of a path that stands in ``source``, as ``now`` says, a second name in a folder."""

    def share(folder: disk.Folder, name: str, path: str) -> Signature:
        place = source.beside(path)
        standing = disk.look(*place)
        if standing is None or of(standing) != now.files[path]:
            raise OSError(errno.EAGAIN, "changed since it was written", path)
        disk.share_file(*place, folder, name)
        return UNKNOWN  # it is looked at once it can no longer change and look the same

    return share


def _settled() -> int:
    """Wait until whatever was changed until now can no longer change and look the same; give when that is."""
    time.sleep(YOUNG / 1e9 + 0.002)
    return time.time_ns()


def _renamed(folder: disk.Folder, path: str, before: Signature) -> Signature:
    """How a file stands that stood as ``before`` and has got another name since; UNKNOWN where more has happened."""
    found = os.stat(path, dir_fd=folder if isinstance(folder, int) else None, follow_symlinks=False)
    now = of(found)
    return now if now == before._replace(changed=now.changed) else UNKNOWN


def _doubtful(folder: disk.Folder, tree: Tree, site: Wanted) -> list[str]:
    """The files of ``tree`` that were too young to be certain, and are not as they should be."""
    with Descent(folder) as descent:
        return [
            path
            for path in sorted(tree.doubtful & tree.files.keys())
            if digest(disk.read_file(*descent.beside(path))) != site.digests[path]
        ]
