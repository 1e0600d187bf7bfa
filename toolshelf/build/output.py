"""Where a site is published: the names beside the output, and the places that must never become one."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from toolshelf.build.lookout import MEMORY

_SOURCES = ("content", "data", "templates")


class OutputRefused(Exception):  # noqa: N818 - a refusal is what it is
    """The output folder is not one that we may replace; the text is a sentence with its remedy."""


class Place(Struct, frozen=True):
    """An output and its siblings. Only the output is published; the others never need to be kept."""

    parent: str
    """The folder that holds them all, with its symbolic links resolved."""
    output: str
    """Names in ``parent``, as are all the following."""

    @classmethod
    def of(cls, output: Path) -> Place:
        """The place of ``output``, which need not exist. Raises OutputRefused for the top of a disk."""
        parent, name = os.path.split(os.path.abspath(output))
        if not name:
            raise OutputRefused(f"The site cannot be published to “{output}” itself: name a folder in it.")
        return cls(os.path.realpath(parent), name)

    @property
    def stage(self) -> str:
        """The tree that is prepared, and between two builds the site before this one."""
        return f"{self.output}.stage"

    @property
    def spare(self) -> str:
        """Holds the output for an instant where the system cannot exchange two folders at once."""
        return f"{self.output}.exchange"

    @property
    def lock(self) -> str:
        """Names the process that publishes."""
        return f"{self.output}.lock"

    @property
    def memory(self) -> str:
        """Which files were already compared; without it all are read again."""
        return f"{self.output}{MEMORY}"


def check_output(output: Path, root: Path) -> None:
    """Refuse an output that would put the site's own sources at risk.

    ``root`` is the folder with content/, data/ and templates/. Raises OutputRefused where the output, or
    one of its siblings, is one of these, holds one of them or stands in one.
    """
    place = Place.of(output)
    top = Path(os.path.realpath(root))
    sources = [Path(os.path.realpath(top / name)) for name in _SOURCES]
    for name in (place.output, place.stage, place.spare):
        folder = Path(os.path.realpath(os.path.join(place.parent, name)))
        for source in (top, *sources):
            if _holds(folder, source):
                raise OutputRefused(
                    f"The site cannot be published to “{output}”, because “{source}” would be replaced with it: "
                    "choose a folder of its own, such as _site."
                )
        for source in sources:
            if _holds(source, folder):
                raise OutputRefused(
                    f"The site cannot be published to “{output}”, because what stands in “{source}” is read as "
                    "a source of the site: choose a folder beside it, such as _site."
                )


def _holds(folder: Path, other: Path) -> bool:
    """Whether ``other`` is ``folder`` or stands in it, whatever the letter case they are written in."""
    for candidate in (other, *other.parents):
        if candidate == folder:
            return True
        if str(candidate).casefold() == str(folder).casefold() and candidate.exists() and folder.exists():
            return candidate.samefile(folder)
    return False
