"""``build``: render the site and publish it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from toolshelf import stamp
from toolshelf.cli import exits
from toolshelf.cli.report import Format, counted, counts, tell

TYPE_CHECKING = False  # typing takes longer to load than a build takes that has nothing to do
if TYPE_CHECKING:
    import datetime

    from toolshelf.build.timings import Stopwatch
    from toolshelf.problems import Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``build`` takes."""
    add_site_arguments(parser)
    parser.add_argument("--strict", action="store_true", help="let warnings stop the publication as errors do")
    parser.add_argument(
        "--strict-ato",
        action="store_true",
        help="let authorizations that have expired, or expire within 90 days, stop the publication",
    )
    parser.add_argument(
        "--format", type=Format, choices=list(Format), default=Format.TEXT, help="how problems are told (text)"
    )
    parser.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help="how many processes may help (all processors)"
    )
    parser.add_argument(
        "--executor",
        default="auto",
        metavar="NAME",
        help="who makes many pages: auto, serial, threads, processes or module:factory (auto)",
    )
    parser.add_argument("--timings", action="store_true", help="tell how long each stage took, and what it did")


def add_site_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what says which site it is."""
    parser.add_argument("--output", metavar="DIR", help="where the site is published (ROOT/_site)")
    parser.add_argument("--base-url", type=_address, metavar="URL", help="instead of url in data/site.yml")
    parser.add_argument("--as-of", type=as_day, metavar="YYYY-MM-DD", help="the day the site is built for (today)")
    parser.add_argument("--drafts", action="store_true", help="publish drafts and pages with a date to come, too")


def run(arguments: argparse.Namespace) -> int:
    """Build, tell the problems, and give the exit code."""
    watch = _stopwatch("stamp") if arguments.timings else None
    looked = stamp.look(arguments.root, _asked(arguments))
    if looked is not None and (said := stamp.recall(arguments.root, looked)) is not None:
        return done(arguments, _restored(said.problems), said.pages, 0, 0, watch)
    if watch is not None:
        watch.stage("load")
    # What a build needs takes much longer to load than all of the above takes.
    from toolshelf.build.lookout import MUCH, SOME, lookout

    trees = lookout(output_of(arguments), MUCH)
    try:
        from toolshelf.cli.building import build_anew

        trees = trees or lookout(output_of(arguments), SOME)
        return build_anew(arguments, looked, trees, watch)
    finally:
        if trees is not None:
            trees.end()


def _stopwatch(stage: str) -> Stopwatch:
    from toolshelf.build.timings import Stopwatch  # only who asks for it waits for it

    watch = Stopwatch()
    watch.stage(stage)
    return watch


def _restored(rows: Sequence[Sequence[str | int]]) -> Sequence[Problem]:
    if not rows:
        return ()  # most often, and then there is nothing to load
    from toolshelf.problems import from_row

    return [from_row(row) for row in rows]


def _asked(arguments: argparse.Namespace) -> list[str]:
    """The options that decide what is published or told."""
    day = arguments.as_of.isoformat() if arguments.as_of else ""
    said = (arguments.base_url or "", day, str(arguments.drafts), str(arguments.strict), str(arguments.strict_ato))
    return [os.path.abspath(output_of(arguments)), *said]


def output_of(arguments: argparse.Namespace) -> str:
    """Where the site is published."""
    output: str | None = arguments.output
    return output or os.path.normpath(os.path.join(arguments.root, "_site"))


def done(
    arguments: argparse.Namespace,
    problems: Sequence[Problem],
    pages: int,
    written: int,
    removed: int,
    watch: Stopwatch | None,
) -> int:
    """Tell of a site that stands whole, and what ``watch`` says of how it was built; give the exit code."""
    tell(problems, arguments.format, arguments.root)
    sys.stderr.write(
        f"Built {counted(pages, 'page')} into {output_of(arguments)}: {counted(written, 'file')} written, "
        f"{removed} removed; {counts(problems)}.\n"
    )
    if watch is not None:
        sys.stderr.write(str(watch))
    return exits.DONE


def as_day(text: str) -> datetime.date:
    """The day that an argument names."""
    import datetime  # only who names a day waits for it

    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day such as 2026-11-20") from None


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of processes, 1 or more")
    return int(text)


def _address(text: str) -> str:
    # Only who names an address waits for them.
    from urllib.parse import urlsplit

    from toolshelf.data.site_address import url_fault

    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"'{text}' is not an address such as https://example.gov/toolkit/")
    if fault := url_fault(text):
        raise argparse.ArgumentTypeError(fault.rstrip(".").replace("'url'", f"'{text}'"))
    return text
