"""``explain``: say why an output would be made anew or would not, and what it depends on; nothing is published."""

from __future__ import annotations

import argparse
import sys

from toolshelf.cli import exits
from toolshelf.cli.build import add_site_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``explain`` takes."""
    parser.add_argument("name", metavar="OUTPUT", help="a file of the published site, such as about/index.html")
    add_site_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Explain one output on stdout, and give the exit code."""
    # Every verb loads this module; only who wants to know waits for what that needs.
    from toolshelf.cli.building import project
    from toolshelf.explaining import UnknownOutputError, explain
    from toolshelf.problems import Severity

    try:
        explanation, problems = explain(project(arguments), arguments.name)
    except (UnknownOutputError, ValueError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return exits.USAGE
    sys.stdout.write(str(explanation))
    if any(problem.severity is Severity.ERROR for problem in problems):
        sys.stdout.write("The site has errors, so nothing is published until they are mended: build tells them.\n")
    return exits.DONE
