"""``clean``: remove the output and what stands beside it, and the cache."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
from pathlib import Path

from toolshelf.build.publish import clean
from toolshelf.cli import exits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``clean`` takes."""
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the site was published (ROOT/_site)")


def run(arguments: argparse.Namespace) -> int:
    """Remove what builds have made, and give the exit code."""
    root: Path = arguments.root
    removed = list(clean(arguments.output or root / "_site"))
    cache = root / ".cache" / "toolshelf"
    if cache.is_dir():
        shutil.rmtree(cache)
        with contextlib.suppress(OSError):
            cache.parent.rmdir()  # unless something else is kept in it
        removed.append(".cache/toolshelf")
    sys.stderr.write(f"Removed {', '.join(removed)}.\n" if removed else "There was nothing to remove.\n")
    return exits.DONE
