"""``new``: write a page or an item to begin with, as a draft with a comment on every key."""

from __future__ import annotations

import argparse
import sys

from toolshelf.cli import exits

_KINDS = ("page", "tool", "challenge", "sprint", "case-study")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``new`` takes."""
    parser.add_argument("kind", choices=_KINDS, help="what is new")
    parser.add_argument("title", metavar="TITLE", help="what it is called, in quotes where it has blanks")


def run(arguments: argparse.Namespace) -> int:
    """Write the file, say where, and give the exit code. What stands there is left as it is."""
    from pathlib import Path

    from toolshelf.cli.today import today
    from toolshelf.scaffolding.files import NoNameError, new_file

    root = Path(arguments.root)
    try:
        config, day = today(root)
        made = new_file(arguments.kind, arguments.title, day.as_of, root, str(config["url"]))
    except (NoNameError, ValueError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return exits.USAGE
    file = root / made.path
    if file.exists() or file.is_symlink():
        sys.stderr.write(f"There is {made.path} already, and it was left as it is: choose another title.\n")
        return exits.USAGE
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(made.text)
    sys.stdout.write(f"{made.path}\n")
    sys.stderr.write(
        f"Wrote {made.path}. It is a draft: fill it in, look at it with serve, and take out 'draft: true' to publish "
        "it.\n"
    )
    return exits.DONE
