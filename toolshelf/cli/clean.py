"""``clean``: remove the output and what stands beside it, and the cache."""

from __future__ import annotations

import argparse
import sys

from toolshelf import places
from toolshelf.cli import exits
from toolshelf.cli.build import output_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``clean`` takes."""
    parser.add_argument("--output", metavar="DIR", help="where the site was published (ROOT/_site)")


def run(arguments: argparse.Namespace) -> int:
    """Remove what builds have made, and give the exit code."""
    # Every verb loads this module; only who removes something waits for what that needs.
    import contextlib
    import shutil
    from pathlib import Path

    from toolshelf.build.publish import clean

    removed = list(clean(Path(output_of(arguments))))
    cache = Path(arguments.root, places.CACHE)
    if cache.is_dir():
        shutil.rmtree(cache)
        with contextlib.suppress(OSError):
            cache.parent.rmdir()  # unless something else is kept in it
        removed.append(places.CACHE)
    sys.stderr.write(f"Removed {', '.join(removed)}.\n" if removed else "There was nothing to remove.\n")
    return exits.DONE
