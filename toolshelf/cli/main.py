"""The ``toolshelf`` command: reads the verb, runs it, and turns what stops it into a sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from toolshelf import __version__
from toolshelf.build.design_system import DesignSystemMissingError
from toolshelf.build.output import OutputRefused
from toolshelf.build.publish import PublishError
from toolshelf.cli import build, clean, exits, explain, serve

_DEFAULT = "build"
_OF_THE_COMMAND = ("-h", "--help", "--version")
"""Options that need no verb; all others belong to one."""
_VERBS = {"build": build, "serve": serve, "clean": clean, "explain": explain}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with ``argv`` (sys.argv without the program where None) and give its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or (given[0].startswith("-") and given[0] not in _OF_THE_COMMAND):
        given = [_DEFAULT, *given]
    try:
        arguments = _parser().parse_args(given)
    except SystemExit as stopped:
        return exits.USAGE if stopped.code else exits.DONE
    return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    try:
        return int(_VERBS[arguments.verb].run(arguments))
    except (OutputRefused, DesignSystemMissingError) as refused:
        return _stop(str(refused), exits.USAGE)
    except PublishError as failed:
        return _stop(str(failed), exits.SYSTEM)
    except OSError as failed:
        named = f" “{failed.filename}”" if failed.filename else ""
        return _stop(f"The system stopped this{named}: {failed.strerror or failed}.", exits.SYSTEM)
    except KeyboardInterrupt:
        return _stop("Stopped; what was published before is unchanged.", exits.INTERRUPTED)
    except Exception:
        traceback.print_exc()
        return _stop("This is a bug in Toolshelf: please report it with the lines above.", exits.BUG)


def _stop(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="toolshelf", description="Publishes an innovation toolkit as a static site.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"toolshelf {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, verb in _VERBS.items():
        described = (verb.__doc__ or "").partition(": ")[2].strip()
        one = verbs.add_parser(name, help=described, description=described, allow_abbrev=False)
        one.add_argument("--root", type=_folder, default=Path(), metavar="DIR", help="the site's folder (this one)")
        verb.add_arguments(one)
    return parser


def _folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder '{text}'")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise argparse.ArgumentTypeError(f"the folder '{text}' cannot be read")
    return folder
