"""A build that has something to do, or has to find out."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from toolshelf import places, stamp
from toolshelf.build.ahead import Ahead
from toolshelf.build.executors import ExecutorError, Workers
from toolshelf.build.lookout import Lookout
from toolshelf.build.timings import Stopwatch
from toolshelf.cli import exits
from toolshelf.cli.build import done, output_of
from toolshelf.cli.progress import Progress, is_watched
from toolshelf.cli.report import counts, tell
from toolshelf.pipeline import build
from toolshelf.project import Project
from toolshelf.sources.clock import moment
from toolshelf.stamping import leave_stamp


def build_anew(
    arguments: argparse.Namespace, looked: stamp.Look | None, trees: Lookout | None, timed: Stopwatch | None
) -> int:
    """Build, tell the problems, leave a stamp, and give the exit code.

    ``looked`` is from before, and so is who looks at the ``trees`` of the last builds; ``timed`` is the stopwatch of
    somebody who wants to be told what it says.
    """
    watch = timed or Stopwatch()
    try:
        asked = project(arguments, strict=arguments.strict, strict_ato=arguments.strict_ato)
        workers = Workers(arguments.executor, arguments.jobs)
    except (ValueError, ExecutorError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return exits.USAGE
    stamp.lay_aside(arguments.root)
    with _orderly_end(), Progress(sys.stderr, is_watched(sys.stderr, os.environ)) as progress, workers:
        watch.tell = progress.tell
        report = build(asked, workers, watch, ahead=Ahead(looked, trees))
    for note in report.notes:
        sys.stderr.write(f"note: {note}\n")
    if report.published is None:
        tell(report.problems, arguments.format, arguments.root)
        sys.stderr.write(
            f"{counts(report.problems)}: nothing was published, and what stood in {asked.output} is unchanged.\n"
        )
        if timed is not None:
            sys.stderr.write(str(timed))
        return exits.PROBLEMS
    watch.stage("stamp")
    if looked is not None:
        leave_stamp(arguments.root, asked, looked, report)
    written, removed = len(report.published.written), len(report.published.removed)
    return done(arguments, report.problems, report.pages, written, removed, timed)


@contextlib.contextmanager
def _orderly_end() -> Iterator[None]:
    """Let the system's wish that this process should end (SIGTERM) stop it as Ctrl-C does: nothing is left behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def project(arguments: argparse.Namespace, *, strict: bool = False, strict_ato: bool = False) -> Project:
    """The site that ``arguments`` name. Raises ValueError for a wrong SOURCE_DATE_EPOCH."""
    as_of = moment(os.environ)
    root = Path(arguments.root)
    return Project(
        root=root,
        output=Path(output_of(arguments)),
        base_url=arguments.base_url or "",
        as_of=arguments.as_of or as_of,
        drafts=arguments.drafts,
        strict=strict,
        strict_ato=strict_ato,
        cache=root / places.CACHE / "build.db",
    )
