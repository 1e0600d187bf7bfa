"""What was found out about the files of a build before it was loaded."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from toolshelf.build.lookout import Lookout
from toolshelf.stamp import Look


class Ahead(Struct, frozen=True):
    """What a build need not find out again."""

    sources: Look | None = None
    """How the sources stand."""
    trees: Lookout | None = None
    """Who looks at the trees of the last builds."""


NOTHING: Final = Ahead()
