"""Pictures that Toolshelf does not publish, as they are damaged, misnamed or hold a program: they are left out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from toolshelf.features.images.facts import Facts
from toolshelf.features.images.raster import make
from toolshelf.features.images.recipe import QUALITY, Recipe
from toolshelf.features.images.vector import vector_facts
from toolshelf.importers.moved import Moved
from toolshelf.index.links import is_image

_CONTENT: Final = "content/"
_LEAST: Final = Recipe((1,), True, 1, 1, QUALITY)
"""Reads the whole of a picture, and makes as little of it as can be."""


def leave_out_refused(moved: Moved) -> None:
    """Take the pictures that a build would refuse out of ``moved``, and say why."""
    for path in [path for path in moved.files if path.startswith(_CONTENT) and is_image(path)]:
        fault = _facts(path, moved.files[path]).fault
        if fault:
            old = path.removeprefix(_CONTENT)
            del moved.files[path]
            moved.addresses.pop(f"/{old}", None)
            moved.unanswered[f"/{old}"] = f"It is a picture that is not published: {fault}"
            moved.say(old, 0, "picture", f"This picture was left out: {fault}")


def _facts(path: str, data: bytes) -> Facts:
    ending = PurePosixPath(path).suffix.lower()
    return vector_facts(data) if ending == ".svg" else make(data, ending, _LEAST).facts
