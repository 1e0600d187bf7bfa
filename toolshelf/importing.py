"""Move a site in from another generator: read it, write it, build it aside, and report what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from toolshelf.importers.moved import Moved
from toolshelf.importers.parity import Parity, compare
from toolshelf.importers.pictures import leave_out_refused
from toolshelf.importers.report import README, REPORT, readme, report
from toolshelf.importers.writing import Written, write_new
from toolshelf.project import Project


def _jekyll(root: Path, as_of: datetime.date) -> Moved:
    from toolshelf.importers.jekyll.site import move

    return move(root, as_of)


def _gatsby_markdown(root: Path, _: datetime.date) -> Moved:
    from toolshelf.importers.gatsby_markdown import move

    return move(root)


def _mkdocs(root: Path, _: datetime.date) -> Moved:
    from toolshelf.importers.mkdocs import move

    return move(root)


GENERATORS: Final[Mapping[str, Callable[[Path, datetime.date], Moved]]] = {
    "jekyll": _jekyll,
    "gatsby-markdown": _gatsby_markdown,
    "mkdocs": _mkdocs,
}
"""What moves a site in as it is on a day, by the name of what it was made with."""


class Imported(Struct, frozen=True):
    """What an import did."""

    moved: Moved
    written: Written
    parity: Parity


def import_site(generator: str, source: Path, project: Project) -> Imported:
    """Move the site at ``source`` to the root of ``project``. Nothing that stands there is overwritten.

    Raises KeyError for a generator that is none of `GENERATORS`, ValueError, in a sentence, for a site that cannot be
    read, OSError, and what `build` raises.
    """
    moved = GENERATORS[generator](source, project.as_of)
    leave_out_refused(moved)
    written = write_new(project.root, moved.files)
    parity = compare(project.root, moved, project)
    told = write_new(project.root, {REPORT: report(moved, parity).encode(), README: readme(moved).encode()})
    every = Written(*(first + second for first, second in zip(written, told, strict=True)))
    return Imported(moved, every, parity)
