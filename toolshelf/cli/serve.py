"""``serve``: show the site in a browser on this machine, and build and reload it whenever a file is saved."""

from __future__ import annotations

import argparse
import os
import sys

from toolshelf.cli import exits
from toolshelf.cli.build import as_day
from toolshelf.cli.report import Format, counts, tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime

    from toolshelf.serve.attempts import Attempt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``serve`` takes."""
    parser.add_argument("--port", type=_port, metavar="N", help="where browsers find it (8000, or the next free one)")
    parser.add_argument("--as-of", type=as_day, metavar="YYYY-MM-DD", help="the day the site is built for (today)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C, and give the exit code."""
    # Together they take longer to load than a build of a small site: only who serves waits for them.
    import contextlib
    import gc
    from pathlib import Path

    from toolshelf.serve.ports import PortTakenError
    from toolshelf.serve.server import AlreadyServedError, serve
    from toolshelf.sources.clock import moment

    gc.enable()  # it may run for days

    def as_of() -> datetime.date:
        return arguments.as_of or moment(os.environ)

    try:
        as_of()
    except ValueError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return exits.USAGE
    try:
        # Before and after the event loop, Ctrl-C is an exception as it is elsewhere.
        with contextlib.suppress(KeyboardInterrupt):
            serve(Path(arguments.root), arguments.port, as_of, _Console(arguments.root))
    except (PortTakenError, AlreadyServedError) as refused:
        sys.stderr.write(f"{refused}\n")
        return exits.SYSTEM
    sys.stderr.write("Stopped.\n")
    return exits.DONE


class _Console:
    """Tells of each build, and of the address as often as it is another."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._address = ""

    def __call__(self, address: str, attempt: Attempt) -> None:
        sys.stderr.write(attempt.traceback)
        report = attempt.report
        if report is None:
            sys.stderr.write(f"{attempt.stopped} (after {attempt.seconds:.2f} s)\n")
        else:
            for note in report.notes:
                sys.stderr.write(f"note: {note}\n")
            tell(report.problems, Format.TEXT, self._root)
            if report.published is None:
                sys.stderr.write(
                    f"Not built ({attempt.seconds:.2f} s): {counts(report.problems)}; shown is the site before.\n"
                )
            else:
                changed = f"{len(report.published.written)} written, {len(report.published.removed)} removed"
                sys.stderr.write(f"Built in {attempt.seconds:.2f} s: {changed}; {counts(report.problems)}.\n")
        if address != self._address:
            self._address = address
            sys.stderr.write(f"Serving {address} (Ctrl-C ends it)\n")
        sys.stderr.flush()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port, a number up to 65535")
    return int(text)
