"""``list``: print the items of a collection, as a table, as JSON or as CSV; nothing is published."""

from __future__ import annotations

import argparse
import io
import os
import sys

from toolshelf.cli import exits
from toolshelf.cli.build import as_day

TYPE_CHECKING = False  # every verb loads this module to be described
if TYPE_CHECKING:
    from toolshelf.listing import Condition

_FORMATS = ("table", "json", "csv")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``list`` takes."""
    parser.add_argument("collection", metavar="COLLECTION", help="a list in data/, such as tools")
    parser.add_argument(
        "--where",
        type=_condition,
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="only items that have this value, for instance ato.status=authorized; several must all hold",
    )
    parser.add_argument("--as-of", type=as_day, metavar="YYYY-MM-DD", help="the day whose states are told (today)")
    parser.add_argument("--drafts", action="store_true", help="print drafts, too")
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="how the items are printed (table)")


def run(arguments: argparse.Namespace) -> int:
    """Print the items on stdout and the problems of the data on stderr, and give the exit code."""
    from pathlib import Path

    from toolshelf.cli.report import Format, tell
    from toolshelf.listing import UnknownNameError, as_csv, as_json, as_table, list_items
    from toolshelf.project import Project
    from toolshelf.sources.clock import moment

    root = Path(arguments.root)
    try:
        as_of = arguments.as_of or moment(os.environ)
        project = Project(root=root, output=root / "_site", as_of=as_of, drafts=arguments.drafts)
        listing = list_items(project, arguments.collection, arguments.where)
    except (UnknownNameError, ValueError) as unknown:
        sys.stderr.write(f"{unknown}\n")
        return exits.USAGE
    tell(listing.problems, Format.TEXT, arguments.root)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What programs read is UTF-8 with the line ends that its format wants, whatever the system's are.
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    write = {"table": as_table, "json": as_json, "csv": as_csv}[arguments.format]
    sys.stdout.write(write(listing.items))
    return exits.PROBLEMS if listing.failed else exits.DONE


def _condition(text: str) -> Condition:
    from toolshelf.listing import Condition

    try:
        return Condition.of(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None
