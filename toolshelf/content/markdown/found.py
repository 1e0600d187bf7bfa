"""What comes to light while the blocks of a text are read, beside the blocks themselves."""

from __future__ import annotations

from msgspec import Struct, field

from toolshelf.content.notes import Note
from toolshelf.problems import Problem


class Found(Struct):
    """The footnotes that a text defines, and what is wrong with it."""

    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
