"""How long each stage of a build takes and how much it does: the only place of a build that looks at a clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias, TypeVar

from msgspec import Struct

T = TypeVar("T")
Tell: TypeAlias = Callable[[str, int, int], None]
"""Is told, as often as something is done, the stage, how many things are done, and of how many."""

TOTAL: Final = "total"


class Lap(Struct):
    """What a stage has taken until now."""

    stage: str
    seconds: float = 0.0
    done: int = 0
    """Files, pages or outputs; 0 for stages that do one thing."""


def _nobody(stage: str, done: int, total: int) -> None:
    pass


class Stopwatch:
    """Runs from its making on; nothing of it gets into the site."""

    def __init__(self, tell: Tell = _nobody, clock: Callable[[], float] = time.perf_counter) -> None:
        self.tell = tell
        self._clock = clock
        self._laps: dict[str, Lap] = {}
        self._begun = self._looked = clock()
        self._lap = Lap("")

    def stage(self, name: str, done: int = 0) -> None:
        """Here the stage before ends, and ``name`` begins or goes on, with ``done`` things that it has done."""
        now = self._clock()
        self._lap.seconds += now - self._looked
        self._looked = now
        self._lap = self._laps.setdefault(name, Lap(name))
        self._lap.done += done

    def each(self, name: str, things: Iterable[T], total: int) -> Iterator[T]:
        """``things`` as they are, each counted for the stage ``name`` and told as one of ``total``.

        What comes after belongs to the stage before again.
        """
        before = self._lap.stage
        self.stage(name)
        lap = self._lap
        for number, thing in enumerate(things, 1):
            lap.done += 1
            self.tell(name, number, total)
            yield thing
        self.stage(before)

    @property
    def laps(self) -> tuple[Lap, ...]:
        """Every stage until now, in the order in which they began, and their `TOTAL`."""
        self.stage(self._lap.stage)
        stages = [lap for name, lap in self._laps.items() if name]
        return (*stages, Lap(TOTAL, self._looked - self._begun))

    def __str__(self) -> str:
        """Aligned lines of text: each stage, its seconds, and how many things it has done."""
        rows = [("stage", "seconds", "count")]
        rows += [(lap.stage, f"{lap.seconds:.2f}", f"{lap.done:,}" if lap.done else "") for lap in self.laps]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = (f"{name:<{widths[0]}}  {seconds:>{widths[1]}}  {count:>{widths[2]}}" for name, seconds, count in rows)
        return "".join(f"{line.rstrip()}\n" for line in lines)
