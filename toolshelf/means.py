"""What one build works with: its project, what is known of it, who helps, and what was found out before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from toolshelf.build.ahead import NOTHING, Ahead
from toolshelf.build.cache import Cache
from toolshelf.build.executors import SERIAL, Workers
from toolshelf.build.timings import Stopwatch
from toolshelf.project import Project

if TYPE_CHECKING:
    from toolshelf.build.warm import Warm

Show: TypeAlias = Callable[[Mapping[str, bytes]], None]
"""Gets the bytes of outputs, by their paths."""


class Means(Struct, frozen=True, eq=False):
    """What one build works with."""

    project: Project
    cache: Cache
    workers: Workers = SERIAL
    """They help to parse, to check and to render."""
    watch: Stopwatch = field(default_factory=Stopwatch)
    warm: Warm | None = None
    """What is left of the build before, for who builds one site again and again."""
    ahead: Ahead = NOTHING
    """What was looked at just before, and need not be again."""
    shown: Show | None = None
    """Who wants to see the files that were rendered before all is published, where nothing else is another."""
