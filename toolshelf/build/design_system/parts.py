"""Parts of a prepared design system that take long to make and serve many themes: kept by what they are made of."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from toolshelf.build import fingerprint


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives, from ``file`` where it stands there whole, else made and put there."""
    seal = file.with_name(f"{file.name}.integrity")
    with contextlib.suppress(OSError):
        made = file.read_bytes()
        if seal.read_text("ascii") == fingerprint.integrity(made):
            return made
    made = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(made)
    seal.write_text(fingerprint.integrity(made), encoding="ascii")
    return made
