"""A build that has something to do, or has to find out."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from toolshelf import places, stamp
from toolshelf.cli import exits
from toolshelf.cli.build import done, output_of
from toolshelf.cli.report import counts, tell
from toolshelf.pipeline import build
from toolshelf.project import Project
from toolshelf.sources.clock import moment
from toolshelf.stamping import leave_stamp


def build_anew(arguments: argparse.Namespace, looked: stamp.Look | None) -> int:
    """Build, tell the problems, leave a stamp, and give the exit code; ``looked`` is from before."""
    try:
        asked = project(arguments, strict=arguments.strict)
    except ValueError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return exits.USAGE
    stamp.lay_aside(arguments.root)
    report = build(asked)
    for note in report.notes:
        sys.stderr.write(f"note: {note}\n")
    if report.published is None:
        tell(report.problems, arguments.format, arguments.root)
        sys.stderr.write(
            f"{counts(report.problems)}: nothing was published, and what stood in {asked.output} is unchanged.\n"
        )
        return exits.PROBLEMS
    if looked is not None:
        leave_stamp(arguments.root, asked, looked, report)
    written, removed = len(report.published.written), len(report.published.removed)
    return done(arguments, report.problems, report.pages, written, removed)


def project(arguments: argparse.Namespace, *, strict: bool = False) -> Project:
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
        cache=root / places.CACHE / "build.db",
    )
