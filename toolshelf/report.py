"""What a build says in the end."""

from __future__ import annotations

from msgspec import Struct

from toolshelf.build.publish import Published
from toolshelf.problems import Problem


class Report(Struct, frozen=True):
    """What a build found and did."""

    problems: tuple[Problem, ...]
    """Sorted."""
    pages: int = 0
    """How many the site has."""
    parsed: int = 0
    """How many sources were parsed, because nothing was known of them."""
    rendered: tuple[str, ...] = ()
    """The outputs that were rendered, because an answer had changed or they were lost."""
    published: Published | None = None
    """None where nothing was published."""
    notes: tuple[str, ...] = ()
    """What earlier builds had left behind and was mended, a sentence each."""
    inputs: tuple[str, ...] = ()
    """Files outside of the sources on which the site depends."""
    timezone: str = "UTC"
    """The zone whose day the site is built for."""
