"""``accept``: turn an issue that was made with the form into a data file, ready for a pull request."""

from __future__ import annotations

import argparse
import sys

from toolshelf.cli import exits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``accept`` takes."""
    parser.add_argument("issue", metavar="ISSUE.md", help="the text of the issue, as GitHub has it")


def run(arguments: argparse.Namespace) -> int:
    """Write the data file and say where, or tell what is wrong with the issue; give the exit code."""
    from pathlib import Path

    from toolshelf.cli.report import Format, tell
    from toolshelf.cli.today import today
    from toolshelf.suggestions.accepting import NotAFormError, accept

    root = Path(arguments.root)
    try:
        issue = Path(arguments.issue).read_text("utf-8-sig")
        _, day = today(root)
        accepted = accept(issue, arguments.issue, root, day)
    except FileNotFoundError:
        sys.stderr.write(f"There is no file '{arguments.issue}'.\n")
        return exits.USAGE
    except (NotAFormError, ValueError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return exits.USAGE
    tell(accepted.problems, Format.TEXT, arguments.root)
    if not accepted.path:
        sys.stderr.write("Nothing was written: change the issue, or write the item by hand.\n")
        return exits.PROBLEMS
    file = root / accepted.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(accepted.text, "utf-8", newline="\n")
    sys.stdout.write(f"{accepted.path}\n")
    return exits.DONE
