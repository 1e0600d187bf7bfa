"""A build, from sources to a published tree: of an excerpt of the site where that is enough, else of all of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from toolshelf.build.ahead import NOTHING, Ahead
from toolshelf.build.cache import open_cache
from toolshelf.build.documents import AT_HAND
from toolshelf.build.executors import SERIAL, Workers
from toolshelf.build.output import check_output
from toolshelf.build.timings import Stopwatch
from toolshelf.excerpt import Excerpt
from toolshelf.means import Means, Show
from toolshelf.project import Project
from toolshelf.report import Report

if TYPE_CHECKING:
    from toolshelf.build.warm import Warm

__all__ = ["Project", "Report", "build"]


def build(
    project: Project,
    workers: Workers = SERIAL,
    watch: Stopwatch | None = None,
    warm: Warm | None = None,
    shown: Show | None = None,
    ahead: Ahead = NOTHING,
) -> Report:
    """Build the site and publish it, unless something is wrong with it; ``workers`` help where there is much to do.

    What somebody found out ``ahead`` just before is not looked at again.

    Who builds one site again and again keeps what is ``warm``. To be ``shown`` then, before all is published, are the
    files that were rendered, where nothing else of the site is another.

    Raises OutputRefused, DesignSystemMissingError, PublishError, ExecutorError, WorkersLostError and OSError for
    what is not the authors' doing.
    """
    check_output(project.output, project.root)
    with _undisturbed(), open_cache(project.cache) if warm is None else warm.cache(project.cache) as cache:
        means = Means(project, cache, workers, watch or Stopwatch(), warm, ahead, shown)
        try:
            parsed = 0
            if warm is None:
                excerpt = Excerpt(means)
                if (report := excerpt.build()) is not None:
                    return report
                cache.asked.clear()
                parsed = excerpt.parsed
            from toolshelf.whole_site import build_whole  # most edits need not wait until it is loaded

            report = build_whole(means)
            return replace(report, parsed=report.parsed + parsed)
        finally:
            AT_HAND.forget()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let nobody look for garbage: a build makes hardly any cycles, and the search takes a fifth of its time."""
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()
