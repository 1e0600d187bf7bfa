"""The ``toolshelf`` command: reads the verb, runs it, and turns what stops it into a sentence and an exit code."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from toolshelf import __version__
from toolshelf.cli import exits

_DEFAULT = "build"
_OF_THE_COMMAND = ("-h", "--help", "--version")
"""Options that need no verb; all others belong to one."""
_VERBS = ("build", "serve", "new", "list", "import", "accept", "explain", "clean")
"""Each has a module, which is loaded when it is asked for."""


def command() -> int:
    """`main` as the whole of a process, which ends after it; all that it holds is left to the system to clear away.

    Python would look for garbage meanwhile, and clear away every single value at the end: a tenth of a small build.
    """
    gc.disable()
    ended: list[int] = []
    atexit.register(_leave, ended)  # first, and so it is called last: after what processes share was cleared away
    ended.append(main())
    return ended[0]


def _leave(ended: Sequence[int]) -> None:
    """End this process with the code of a command that has ``ended``."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return  # whoever read it has gone, which Python has its own way to end with
    if ended:
        os._exit(ended[0])


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with ``argv`` (sys.argv without the program where None) and give its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or (given[0].startswith("-") and given[0] not in _OF_THE_COMMAND):
        given = [_DEFAULT, *given]
    try:
        arguments = _parsed(given)
    except SystemExit as stopped:
        return exits.USAGE if stopped.code else exits.DONE
    return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    try:
        return int(import_module(f"toolshelf.cli.{arguments.verb}").run(arguments))
    except KeyboardInterrupt:
        return _stop("Stopped; what was published before is unchanged.", exits.INTERRUPTED)
    except ModuleNotFoundError:
        raise  # whoever started the command knows how its packages are installed
    except Exception as failure:
        return _failed(failure)


def _failed(failure: Exception) -> int:
    # By now it does not matter what takes long to load.
    import traceback

    from toolshelf.build.design_system import DesignSystemMissingError
    from toolshelf.build.executors import ExecutorError, WorkersLostError
    from toolshelf.build.output import OutputRefused
    from toolshelf.build.publish import PublishError

    if isinstance(failure, (OutputRefused, DesignSystemMissingError, ExecutorError)):
        return _stop(str(failure), exits.USAGE)
    if isinstance(failure, (PublishError, WorkersLostError)):
        return _stop(str(failure), exits.SYSTEM)
    if isinstance(failure, OSError):
        named = f" “{failure.filename}”" if failure.filename else ""
        return _stop(f"The system stopped this{named}: {failure.strerror or failure}.", exits.SYSTEM)
    traceback.print_exception(failure)
    return _stop("This is a bug in Toolshelf: please report it with the lines above.", exits.BUG)


def _stop(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


def _parsed(given: Sequence[str]) -> argparse.Namespace:
    """Raises SystemExit where it has told what is wrong, or what was asked for."""
    verb = given[0]
    if verb in _VERBS:
        # Of its own, as a parser of all verbs takes a third of the time of a build that has nothing to do.
        parser = argparse.ArgumentParser(
            prog=f"toolshelf {verb}", description=_described(verb), allow_abbrev=False, formatter_class=_of_80_columns
        )
        _declare(verb, parser)
        parser.formatter_class = argparse.HelpFormatter
        return parser.parse_args(given[1:], argparse.Namespace(verb=verb))
    parser = argparse.ArgumentParser(
        prog="toolshelf", description="Publishes an innovation toolkit as a static site.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"toolshelf {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in _VERBS:
        verbs.add_parser(name, help=_described(name))
    return parser.parse_args(given)


def _of_80_columns(prog: str) -> argparse.HelpFormatter:
    """For the declarations, which argparse formats to check them: to measure the terminal it loads a lot."""
    return argparse.HelpFormatter(prog, width=80)


def _declare(verb: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", type=_folder, default=".", metavar="DIR", help="the site's folder (this one)")
    import_module(f"toolshelf.cli.{verb}").add_arguments(parser)


def _described(verb: str) -> str:
    return (import_module(f"toolshelf.cli.{verb}").__doc__ or "").partition(": ")[2].strip()


def _folder(text: str) -> str:
    if not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"there is no folder '{text}'")
    if not os.access(text, os.R_OK | os.X_OK):
        raise argparse.ArgumentTypeError(f"the folder '{text}' cannot be read")
    return text
