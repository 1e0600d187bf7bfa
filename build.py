"""Run the toolshelf command from a checkout: ``python build.py VERB``."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    SETUP = (
        "run `py -m venv .venv`, `.venv\\Scripts\\python -m pip install --require-hashes -r requirements.txt` and "
        "`npm ci --omit=dev` once, then `.venv\\Scripts\\python build.py`."
    )
else:
    SETUP = "run `make setup` once, then `.venv/bin/python build.py`."


def run() -> int:
    """Run the command and give its exit code; without the packages that it needs, say how to install them."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get this sentence, not a traceback
        sys.stderr.write(f"Toolshelf needs Python 3.11 or newer, and this is {sys.version.split()[0]}: {SETUP}\n")
        return 2
    try:
        from toolshelf.cli import command

        return command()  # which loads most of them only once there is something to do
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "toolshelf":
            raise
        sys.stderr.write(f"Toolshelf's packages are not installed in this Python ({missing.name}): {SETUP}\n")
        return 2


if __name__ == "__main__":
    sys.exit(run())
