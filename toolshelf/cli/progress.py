"""How far a long build has come: one line on a terminal, written over again and gone before anything else is told."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from typing import Final, Self, TextIO

_WORDS: Final = {"parse": "Reading", "render": "Rendering"}
"""What the stages do that take long."""
_PATIENCE: Final = 1.0
"""Seconds after which a build is long."""
_PAUSE: Final = 0.1
"""Seconds between two lines: more often nobody can read them."""


class Progress:
    """A context in which a stopwatch tells of its stages; see `Stopwatch`."""

    def __init__(self, stream: TextIO, shown: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._shown = shown
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._width = 0
        """Columns that the line at present takes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._write("")

    def tell(self, stage: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` pages of a stage are done, if it is time to say something."""
        if not self._shown or stage not in _WORDS or (now := self._clock()) < self._next:
            return
        self._next = now + _PAUSE
        columns = shutil.get_terminal_size().columns
        self._write(f"{_WORDS[stage]} {done:,} of {total:,} pages"[: columns - 1])

    def _write(self, text: str) -> None:
        """``text`` in place of what stands there: with blanks, as every terminal knows them."""
        if text or self._width:
            blanks = " " * (self._width - len(text))
            self._stream.write(f"\r{text}{blanks}" if text else f"\r{blanks}\r")
            self._stream.flush()
            self._width = len(text)


def is_watched(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether somebody looks at ``stream`` who wants one line of it written over again."""
    return stream.isatty() and not environment.get("CI") and environment.get("TERM") != "dumb"
