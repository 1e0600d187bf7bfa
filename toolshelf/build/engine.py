"""What makes the output besides the site's own files: this package, the libraries it uses, and Python.

To read all of the package and ask for every library's version takes a while: what came of it is remembered for as
long as the package's files and the folders of the libraries stand as they stood.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct

from toolshelf import places
from toolshelf.codec import digest
from toolshelf.signatures import are_settled, rows, rows_of_code

LIBRARIES: Final = (
    "brotli",
    "coloraide",
    "comrak",
    "defusedxml",
    "fonttools",
    "fqdn",
    "html5lib",
    "icalendar",
    "idna",
    "jinja2",
    "jsonschema",
    "jsonschema-specifications",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "orjson",
    "python-dateutil",
    "pillow",
    "pymdown-extensions",
    "pypdf",
    "python-frontmatter",
    "pyyaml",
    "rapidfuzz",
    "referencing",
    "rfc3339-validator",
    "rfc3986-validator",
    "tinycss2",
)
"""Whose versions may change what is rendered or what is reported."""


class Engine(Struct, frozen=True):
    """What makes the output."""

    fingerprint: str
    """Changes with the engine's code, its libraries' versions, and Python's minor version."""
    folders: tuple[str, ...]
    """Where its libraries are installed."""


def memory_beside(cache: Path) -> str:
    """Where builds with this ``cache`` remember the engine."""
    return str(cache.with_name("engine.json"))


@functools.cache
def engine(memory: str | None = None) -> Engine:
    """The engine, taken once in a process, which goes on with the code that it has loaded.

    ``memory`` is a file to remember it in; it only saves time.
    """
    if memory is None:
        return _read()[0]
    if (known := _recalled(memory)) is not None:
        return known
    found, standing = _read()
    if standing:
        with contextlib.suppress(OSError):
            _remember(memory, found, standing)
    return found


@functools.cache
def _read() -> tuple[Engine, str]:
    """The engine, and how it stood before: "" where it could be changed and look the same."""
    # Twenty modules, which a build needs only where something has changed.
    from importlib.metadata import PackageNotFoundError, distribution

    now = time.time_ns()
    parts = [f"python {sys.version_info.major}.{sys.version_info.minor}"]
    found = {}
    for name in LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = distribution(name)
    folders = tuple(dict.fromkeys(str(library.locate_file("")) for library in found.values()))
    standing = _standing(folders, now)
    parts += [f"{name} {found[name].version if name in found else 'none'}" for name in LIBRARIES]
    package = Path(places.PACKAGE)
    code = sorted(file for file in package.rglob("*") if file.suffix in (".py", ".json", ".mjs") and file.is_file())
    parts += [f"{file.relative_to(package).as_posix()} {digest(file.read_bytes())}" for file in code]
    return Engine(digest("\n".join(parts).encode()), folders), standing


def _standing(folders: Iterable[str], now_ns: int) -> str:
    """A digest of how the engine stands, whose libraries are in ``folders``, without opening any of it.

    It is "" where that does not tell whether something was changed.
    """
    try:
        stands = [*rows_of_code(places.PACKAGE), *rows("", folders, os.stat)]
    except (OSError, ValueError):
        return ""
    if not are_settled(stands, now_ns):
        return ""
    return digest(repr((tuple(sys.version_info), sys.path, stands)).encode("utf-8", "surrogatepass"))


def _recalled(memory: str) -> Engine | None:
    try:
        with open(memory, "rb") as file:
            seal, _, text = file.read().partition(b"\n")
        if seal != digest(text).encode():
            return None
        said = json.loads(text)
        known = Engine(said["fingerprint"], tuple(said["folders"]))
        return known if said["standing"] == _standing(known.folders, time.time_ns()) != "" else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _remember(memory: str, found: Engine, standing: str) -> None:
    said = {"fingerprint": found.fingerprint, "folders": found.folders, "standing": standing}
    text = json.dumps(said, separators=(",", ":")).encode()
    with open(f"{memory}.unfinished", "wb") as file:
        file.write(digest(text).encode() + b"\n" + text)
    os.replace(f"{memory}.unfinished", memory)
