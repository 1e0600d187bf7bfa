"""Problems as text for people, as JSON for programs, and as annotations for GitHub Actions."""

from __future__ import annotations

import enum
import io
import json
import os
import sys
from collections.abc import Sequence

TYPE_CHECKING = False  # problems take longer to load than a build takes that has nothing to do and none to tell
if TYPE_CHECKING:
    from toolshelf.problems import Problem


@enum.unique
class Format(enum.StrEnum):
    """How problems are told."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def tell(problems: Sequence[Problem], form: Format, root: str) -> None:
    """Tell ``problems``: text to stderr, data to stdout."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # what programs read is UTF-8, whatever the terminal's language
    match form:
        case Format.TEXT:
            sys.stderr.write(as_text(problems))
        case Format.JSON:
            sys.stdout.write(as_json(problems))
        case Format.GITHUB:
            sys.stdout.write(as_github(problems, root))


def counts(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are, in words."""
    errors = sum(1 for problem in problems if problem.severity == "error")
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"


def counted(count: int, noun: str) -> str:
    """So many of what ``noun`` names."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def as_text(problems: Sequence[Problem]) -> str:
    """One line a problem: ``path:line:column: severity[code]: sentence (hint)``."""
    return "".join(f"{_one_line(str(problem))}\n" for problem in problems)


def as_json(problems: Sequence[Problem]) -> str:
    """One array of objects; a line or column that is not known is null."""
    told = [
        {
            "path": problem.location.path,
            "line": problem.location.line or None,
            "column": problem.location.column or None,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Sequence[Problem], root: str) -> str:
    """Workflow commands that annotate lines; paths are relative to the repository that holds ``root``."""
    prefix = _below_repository(root)
    return "".join(_annotation(problem, prefix) for problem in problems)


def _annotation(problem: Problem, prefix: str) -> str:
    place = problem.location
    properties = {"file": prefix + place.path, "line": place.line, "col": place.column, "title": problem.code}
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    sentence = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return f"::{problem.severity.value} {written}::{_data(sentence)}\n"


def _data(text: str) -> str:
    """``text`` escaped as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """``text`` escaped as a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _below_repository(root: str) -> str:
    folder = resolved = os.path.realpath(root)
    while not os.path.exists(os.path.join(folder, ".git")):
        if folder == (folder := os.path.dirname(folder)):
            return ""
    below = os.path.relpath(resolved, folder).replace(os.sep, "/")
    return "" if below == "." else f"{below}/"


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
