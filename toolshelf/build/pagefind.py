"""Pagefind, the npm package that makes search indexes: where its command stands, and one run of it."""

from __future__ import annotations

import errno
import json
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct

from toolshelf import places

_COMMANDS: Final = ("pagefind_extended", "pagefind")
"""The first also knows where words of Chinese and Japanese end."""
_SYSTEMS: Final = {"linux": "linux", "darwin": "darwin", "win32": "windows"}
_MACHINES: Final = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_NOT_NEEDED: Final = ("pagefind-component-ui", "pagefind-highlight", "pagefind-modular-ui", "pagefind-ui")
"""What it adds for pages that do not bring a search page of their own."""


class Pagefind(Struct, frozen=True):
    """The command of one version."""

    command: Path
    version: str

    def index(self, documents: Path, output: Path, ignored: Iterable[str]) -> dict[str, bytes]:
        """The files of an index over the HTML ``documents``, by path; made in ``output``, an empty folder.

        Elements that match the selectors ``ignored`` are not read. Raises OSError where Pagefind fails.
        """
        import subprocess  # takes a while to load, and most builds make no index

        done = subprocess.run(
            [
                *(self.command, "--silent", "--site", documents, "--output-path", output),
                *("--exclude-selectors", ", ".join(ignored)),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().rpartition("\n")[2]
            raise OSError(errno.EIO, f"Pagefind could not make the search index ({said})", str(self.command))
        files = {file.relative_to(output).as_posix(): file for file in sorted(output.rglob("*")) if file.is_file()}
        return {path: file.read_bytes() for path, file in files.items() if not path.startswith(_NOT_NEEDED)}


def installed(root: Path, checkout: Path) -> Pagefind | None:
    """Pagefind in the node_modules of ``root``, else of ``checkout``; None where it stands in neither."""
    name = f"{_SYSTEMS.get(sys.platform, '')}-{_MACHINES.get(platform.machine().lower(), '')}"
    ending = ".exe" if sys.platform == "win32" else ""
    for folder in (root, checkout):
        package = folder / places.SEARCH
        try:
            version = str(json.loads((package / "package.json").read_bytes())["version"])
        except (OSError, ValueError, LookupError):
            continue
        for command in _COMMANDS:
            file = package.parent / "@pagefind" / name / "bin" / f"{command}{ending}"
            if file.is_file():
                return Pagefind(file.absolute(), version)
    return None
