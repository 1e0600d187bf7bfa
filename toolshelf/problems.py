"""What is wrong, where, and what to do about it: problems are values, never log lines."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace


@enum.unique
class Severity(enum.StrEnum):
    """How much a problem weighs: an error stops the publication, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Location(Struct, frozen=True, order=True):
    """A place in an author's file."""

    path: str = ""
    """Relative to the site's root, always with "/"; empty while a stage does not know its file."""
    line: int = 0
    """1-based; 0 means the whole file."""
    column: int = 0
    """1-based; 0 means the whole line."""

    def at(self, path: str) -> Location:
        """The same line and column in the file ``path``."""
        return replace(self, path=path)

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


class Problem(Struct, frozen=True, order=True):
    """One sentence about an author's file, with its place and, where known, the remedy."""

    location: Location
    code: str
    """Stable and searchable: "broken-link", "schema", "collision", …"""
    message: str
    """One sentence about the author's file, not about our code."""
    hint: str = ""
    severity: Severity = field(default=Severity.ERROR)

    def at(self, path: str) -> Problem:
        """The same problem in the file ``path``, unless it already names one."""
        if self.location.path:
            return self
        return self.moved(self.location.at(path))

    def moved(self, location: Location) -> Problem:
        """The same problem at ``location``, for a boundary that knows the place better."""
        return replace(self, location=location)

    def as_row(self) -> tuple[str | int, ...]:
        """All of it in a row, for a file; `from_row` takes it back."""
        place = self.location
        return (place.path, place.line, place.column, self.code, self.message, self.hint, self.severity.value)

    def __str__(self) -> str:
        text = f"{self.location}: {self.severity}[{self.code}]: {self.message}"
        return f"{text} ({self.hint})" if self.hint else text


def from_row(row: Sequence[Any]) -> Problem:
    """The problem that `Problem.as_row` made ``row`` of. Raises ValueError or TypeError for another row."""
    path, line, column, code, message, hint, severity = row
    return Problem(Location(path, line, column), code, message, hint, Severity(severity))


def without_echoes(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """``problems`` sorted, each once, without the warnings at the very place of an error.

    A value of the wrong kind is an error where it is read, and a warning for whoever then misses it.
    """
    wrong = {problem.location for problem in problems if problem.severity is Severity.ERROR and problem.location.column}
    return tuple(sorted({one for one in problems if one.severity is Severity.ERROR or one.location not in wrong}))


class ProblemError(Exception):
    """Carries a problem out of deep code to the boundary of its stage, which makes it a value again."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def error(code: str, message: str, line: int = 0, column: int = 0, *, path: str = "", hint: str = "") -> Problem:
    """An error at ``line``:``column`` of ``path``."""
    return Problem(Location(path, line, column), code, message, hint)


def warning(code: str, message: str, line: int = 0, column: int = 0, *, path: str = "", hint: str = "") -> Problem:
    """A warning at ``line``:``column`` of ``path``."""
    return Problem(Location(path, line, column), code, message, hint, Severity.WARNING)
