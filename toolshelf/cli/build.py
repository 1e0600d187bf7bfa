"""``build``: render the site and publish it."""

from __future__ import annotations

import argparse
import datetime
import io
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from toolshelf.cli import exits
from toolshelf.cli.report import Format, as_github, as_json, as_text
from toolshelf.data.configuration import url_fault
from toolshelf.pipeline import Project, Report, build
from toolshelf.problems import Severity
from toolshelf.sources.clock import moment

CACHE = Path(".cache", "toolshelf", "build.db")
"""Below the root: what builds know of earlier ones."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``build`` takes."""
    add_site_arguments(parser)
    parser.add_argument("--strict", action="store_true", help="let warnings stop the publication as errors do")
    parser.add_argument(
        "--format", type=Format, choices=list(Format), default=Format.TEXT, help="how problems are told (text)"
    )


def add_site_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what says which site it is."""
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the site is published (ROOT/_site)")
    parser.add_argument("--base-url", type=_address, metavar="URL", help="instead of url in data/site.yml")
    parser.add_argument("--as-of", type=as_day, metavar="YYYY-MM-DD", help="the day the site is built for (today)")
    parser.add_argument("--drafts", action="store_true", help="publish drafts and pages with a date to come, too")


def run(arguments: argparse.Namespace) -> int:
    """Build, tell the problems, and give the exit code."""
    root: Path = arguments.root
    try:
        asked = project(arguments, strict=arguments.strict)
    except ValueError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return exits.USAGE
    output = asked.output
    report = build(asked)
    for note in report.notes:
        sys.stderr.write(f"note: {note}\n")
    tell(report, arguments.format, root)
    if report.published is None:
        sys.stderr.write(f"{counts(report)}: nothing was published, and what stood in {output} is unchanged.\n")
        return exits.PROBLEMS
    written, removed = len(report.published.written), len(report.published.removed)
    sys.stderr.write(
        f"Built {_number(report.pages, 'page')} into {output}: {_number(written, 'file')} written, "
        f"{removed} removed; {counts(report)}.\n"
    )
    return exits.DONE


def project(arguments: argparse.Namespace, *, strict: bool = False) -> Project:
    """The site that ``arguments`` name. Raises ValueError for a wrong SOURCE_DATE_EPOCH."""
    as_of = moment(os.environ)
    root: Path = arguments.root
    return Project(
        root=root,
        output=arguments.output or root / "_site",
        base_url=arguments.base_url or "",
        as_of=arguments.as_of or as_of,
        drafts=arguments.drafts,
        strict=strict,
        cache=root / CACHE,
    )


def tell(report: Report, form: Format, root: Path) -> None:
    """Tell the problems of ``report``: text to stderr, data to stdout."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # what programs read is UTF-8, whatever the terminal's language
    match form:
        case Format.TEXT:
            sys.stderr.write(as_text(report.problems))
        case Format.JSON:
            sys.stdout.write(as_json(report.problems))
        case Format.GITHUB:
            sys.stdout.write(as_github(report.problems, root))


def counts(report: Report) -> str:
    """How many errors and warnings there are, in words."""
    errors = sum(1 for problem in report.problems if problem.severity is Severity.ERROR)
    return f"{_number(errors, 'error')}, {_number(len(report.problems) - errors, 'warning')}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def as_day(text: str) -> datetime.date:
    """The day that an argument names."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day such as 2026-11-20") from None


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"'{text}' is not an address such as https://example.gov/toolkit/")
    if fault := url_fault(text):
        raise argparse.ArgumentTypeError(fault.rstrip(".").replace("'url'", f"'{text}'"))
    return text
