"""A prepared design system as it stands in a folder: its files, and a manifest that a build only reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from toolshelf.build import fingerprint

_MANIFEST: Final = "manifest.json"


class DesignSystemMissingError(Exception):
    """The design system stands nowhere, or not whole; one sentence with the command to run."""


class Asset(Struct, frozen=True):
    """One file of the design system."""

    path: str
    """Relative to the output, fingerprinted: "assets/uswds/css/uswds.min.0123456789.css"."""
    integrity: str
    """The value of an ``integrity`` attribute."""
    needs: tuple[str, ...] = ()
    """The files that it refers to, by name."""


class DesignSystem(Struct, frozen=True):
    """The prepared files that one theme is drawn with."""

    folder: Path
    """Where they stand."""
    files: Mapping[str, Path]
    """Output-relative path of each file to publish, and where it stands on disk."""
    manifest: Mapping[str, Asset]
    """Each file by its logical name, as templates write it: "uswds/css/uswds.min.css"."""
    notes: tuple[str, ...] = ()
    """What was found and mended, a sentence each."""


NONE: Final = DesignSystem(Path(), {}, {})
"""For a theme that does without."""


def write(folder: Path, contents: Mapping[str, bytes], needs: Mapping[str, tuple[str, ...]]) -> None:
    """Put ``contents`` (by logical name) into ``folder`` as they will be published, with a manifest.

    ``needs`` holds the files that each refers to; those must bear their published names in it already.
    """
    manifest = {}
    for name, data in sorted(contents.items()):
        path = f"assets/{fingerprint.fingerprinted(name, data)}"
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        manifest[name] = asdict(Asset(path, fingerprint.integrity(data), needs.get(name, ())))
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Asset] | None:
    """The files that were prepared in ``folder``; None where nothing stands there or a file of it is not whole."""
    try:
        manifest = {
            name: Asset(entry["path"], entry["integrity"], tuple(entry["needs"]))
            for name, entry in json.loads((folder / _MANIFEST).read_bytes()).items()
        }
        if any(fingerprint.integrity((folder / one.path).read_bytes()) != one.integrity for one in manifest.values()):
            return None
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    return manifest


def chosen(folder: Path, manifest: Mapping[str, Asset], names: Iterable[str]) -> DesignSystem:
    """Of what stands in ``folder``, the files ``names`` and whatever they refer to."""
    found: dict[str, Asset] = {}
    ahead = sorted(set(names), reverse=True)
    while ahead:
        name = ahead.pop()
        if name in manifest and name not in found:
            found[name] = manifest[name]
            ahead += manifest[name].needs
    return DesignSystem(folder, {asset.path: folder / asset.path for asset in found.values()}, found)
