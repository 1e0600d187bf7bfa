"""What makes the output besides the site's own files: this package, the libraries it uses, and Python."""

from __future__ import annotations

import functools
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from toolshelf.codec import digest

_PACKAGE: Final = Path(__file__).resolve().parent.parent
LIBRARIES: Final = (
    "comrak",
    "fqdn",
    "idna",
    "jinja2",
    "jsonschema",
    "jsonschema-specifications",
    "markdown",
    "markupsafe",
    "nh3",
    "pymdown-extensions",
    "python-frontmatter",
    "pyyaml",
    "rapidfuzz",
    "referencing",
    "rfc3339-validator",
    "rfc3986-validator",
    "tinycss2",
)
"""Whose versions may change what is rendered or what is reported."""


@functools.cache
def fingerprint() -> str:
    """A digest that changes with the engine's code, its libraries' versions, and Python's minor version.

    Taken once in a process, which goes on with the code that it has loaded.
    """
    parts = [f"python {sys.version_info.major}.{sys.version_info.minor}"]
    parts += [f"{name} {_version(name)}" for name in LIBRARIES]
    code = sorted(file for file in _PACKAGE.rglob("*") if file.suffix in (".py", ".json") and file.is_file())
    parts += [f"{file.relative_to(_PACKAGE).as_posix()} {digest(file.read_bytes())}" for file in code]
    return digest("\n".join(parts).encode())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
