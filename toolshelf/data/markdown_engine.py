"""The Markdown engine "gfm", whose library does not exist for every system."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, error


@cache
def gfm_is_installed() -> bool:
    """Whether this computer has the library behind it."""
    return find_spec("comrak") is not None


def names_gfm(config: Mapping[str, Value]) -> bool:
    """Whether ``markdown.engine`` of the configuration is "gfm"."""
    settings = config.get("markdown")
    return isinstance(settings, FrozenDict) and settings.get("engine") == "gfm"


def engine_problems(config: Mapping[str, Value], positions: Positions) -> list[Problem]:
    """An error where the configuration names an engine that is not installed."""
    if not names_gfm(config) or gfm_is_installed():
        return []
    where = positions.locate(("markdown", "engine"))
    sentence = "The Markdown engine 'gfm' is not installed on this computer."
    hint = "install the package comrak, or write engine: markdown, which is slower and needs nothing"
    return [error("missing-engine", sentence, where.line, where.column, hint=hint)]
