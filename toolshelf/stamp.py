"""The stamp of a build: by it the next one sees that there is nothing to do, before it loads what a build needs.

A stamp says how all stood that a build was about to read, and how all stands that it has left in the output. Where
everything still stands so, a build could only say again what the last one said, and that is in the stamp, too.

What is compared is what the system tells of a file without opening it. A file that was changed only just before it
was looked at can be changed again and look the same: among what is read such a file means that there is no stamp;
in the output, where a build has just written, such files are *doubtful*, and their content is looked at as well.

Only what loads in an instant is imported here: no typing, pathlib or dataclasses.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from toolshelf import places
from toolshelf.signatures import (
    Row,
    are_settled,
    digest_of,
    digest_of_numbers,
    packed,
    rows,
    rows_below,
    rows_of_code,
)

FILE = f"{places.CACHE}/stamp.json"
"""Below the root."""
_STARTED = time.time_ns()
"""About when this process did; it goes on with the code that it has loaded."""
_DAMAGE = (OSError, ValueError, LookupError, TypeError)
"""Whatever shape damage takes."""

Doubtful = tuple[str, int, str]
"""A file or folder of the output whose signature alone does not tell that it is as it was published: its path, its
mode, and the digest of its bytes; of a folder, that of its names (`digest_of_names`)."""


class Look:
    """All that a build is about to read, as it stood before the build read it."""

    __slots__ = ("began", "digest", "is_settled", "moment", "root", "sources")

    def __init__(
        self, *, root: str, sources: Sequence[Row], digest: str, began: int, moment: int, is_settled: bool
    ) -> None:
        self.root = root
        """Without symbolic links."""
        self.sources = sources
        """How every file stands in the folders of a site below the root, in the order of their paths."""
        self.digest = digest
        self.began = began
        """When it was looked at, nanoseconds since 1970."""
        self.moment = moment
        """Seconds since 1970: the moment that the site is built for, unless a day is asked for."""
        self.is_settled = is_settled
        """Whether none of it can have changed since and look the same."""


class Said:
    """What a build has said, for the next one to repeat."""

    __slots__ = ("pages", "problems")

    def __init__(self, pages: int, problems: Sequence[Sequence[str | int]]) -> None:
        self.pages = pages
        self.problems = problems
        """Path, line, column, code, message, hint and severity of each."""


def look(root: str, asked: Sequence[str]) -> Look | None:
    """How all stands that a build of ``root`` will read; ``asked`` is what it is asked for besides.

    None where that cannot be told without reading: where a symbolic link stands among the sources, a folder cannot
    be read, or the system does not keep the time of a file's change (Windows gives that of its creation).
    """
    if os.name != "posix":
        return None
    began = time.time_ns()
    root = os.path.realpath(root)
    engine: list[Row] = []
    sources: list[Row] = []
    try:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        moment = began // 1_000_000_000 if epoch is None else int(epoch)
        engine = [*rows_of_code(places.PACKAGE), *rows_below(places.built_in_templates(), "__pycache__")]
        for folder in (root, places.CHECKOUT):
            packages = (places.DESIGN_SYSTEM, *places.TOOLS, places.SEARCH)
            engine += rows("", [f"{folder}/{package}/package.json" for package in packages], os.stat)
        for folder in places.FOLDERS:
            sources += rows_below(f"{root}/{folder}", ".")
    except (OSError, ValueError):
        return None
    python = [sys.version, sys.executable, *sys.path, os.environ.get("PYTHONTZPATH", ""), str(os.geteuid())]
    return Look(
        root=root,
        sources=sources,
        digest=_digest(packed((list(asked), python, engine, sources))),
        began=began,
        moment=moment,
        is_settled=are_settled(engine, min(began, _STARTED)) and are_settled(sources, began),
    )


def recall(root: str, looked: Look) -> Said | None:
    """What the last build said, if another one had nothing to do; None where that is not certain."""
    file = f"{root}/{FILE}"
    try:
        with open(file, "rb") as opened:
            mine = os.fstat(opened.fileno())
            data = opened.read()
        if not data.startswith(_beginning(looked.digest)):
            return None  # something was edited, and then the rest need not even be read
        body = json.loads(_unsealed(data, looked.digest))
        first, last = body["day"] or (looked.moment, looked.moment + 1)
        if not first <= looked.moment < last:
            return None
        if body["besides"] != digest_of(rows("", body["besides at"], os.stat)):
            return None
        output = body["output"]
        if body["published"] != digest_of(rows(output, body["published at"], os.lstat)):
            return None
        if not all(is_whole(output, *one) for one in body["doubtful"]):
            return None
        # Whoever changes the output takes a lock or lays the stamp aside before, and so does not go unseen.
        if any(map(os.path.lexists, body["absent"])) or not os.path.samestat(os.lstat(file), mine):
            return None
        return Said(body["pages"], body["problems"])
    except _DAMAGE:
        return None


def lay_aside(root: str) -> None:
    """Before anything is changed: the stamp does not outlive what it tells of."""
    try:
        os.unlink(f"{root}/{FILE}")
    except OSError:
        return  # none, or none that can be removed: then it tells of what will no longer stand so


def leave(
    root: str,
    looked: Look,
    said: Said,
    *,
    day: tuple[int, int] | None,
    besides: Sequence[Row],
    output: str,
    published: Mapping[str, tuple[int, int, int, int]],
    doubtful: Iterable[Doubtful],
    absent: Sequence[str],
) -> None:
    """Leave a stamp for the next build.

    ``day``: from when until when it is the same day, seconds since 1970; None where a day was asked for.
    ``besides``: what else a build stands on, such as its libraries. ``published``: how every file and folder of
    ``output`` stands; "/a.html" is a file in it, and "", the output itself, comes last. ``absent``: what stands
    where another build is at work, or was stopped.
    """
    from toolshelf.codec import to_json  # who leaves a stamp has loaded a build

    body = {
        "day": day,
        "besides at": [row[0] for row in besides],
        "besides": digest_of(besides),
        "output": output,
        "published at": list(published),
        "published": digest_of_numbers(list(published.values())),
        "doubtful": list(doubtful),
        "absent": absent,
        "pages": said.pages,
        "problems": said.problems,
    }
    file = f"{root}/{FILE}"
    unfinished = f"{file}.unfinished"
    with open(unfinished, "wb") as opened:
        opened.write(_sealed(to_json(body), looked.digest))
    os.replace(unfinished, file)


def digest_of_names(names: Iterable[str]) -> str:
    """A digest of what stands in a folder."""
    return _digest("\0".join(sorted(names)).encode("utf-8", "surrogateescape"))


def is_whole(folder: str, path: str, mode: int, digest: str) -> bool:
    """Whether the content of what is doubtful in ``folder`` is what was published."""
    standing = os.lstat(folder + path)
    if stat.S_IMODE(standing.st_mode) != mode:
        return False
    if stat.S_ISDIR(standing.st_mode):
        return digest_of_names(os.listdir(folder + path)) == digest
    with open(folder + path, "rb") as opened:
        return stat.S_ISREG(standing.st_mode) and _digest(opened.read()) == digest


def _digest(data: bytes) -> str:
    """As `toolshelf.codec.digest` makes it."""
    return blake2b(data, digest_size=16).hexdigest()


def _beginning(looked: str) -> bytes:
    """How the stamp of a build begins, given the digest of what was looked at before it."""
    return b'{"toolshelf":"stamp 2","looked":"%s","seal":"' % looked.encode()


def _sealed(text: bytes, looked: str) -> bytes:
    return b'%s%s"}\n%s' % (_beginning(looked), _digest(text).encode(), text)


def _unsealed(data: bytes, looked: str) -> bytes:
    """What was sealed. Raises ValueError where a single byte was changed."""
    text = data.partition(b"\n")[2]
    if data != _sealed(text, looked):
        raise ValueError("this stamp was changed")
    return text
