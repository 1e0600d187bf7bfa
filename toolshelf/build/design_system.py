"""The design system's files, prepared once: chosen, fingerprinted, and with a manifest that a build only reads."""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath, relpath
from typing import Final

from toolshelf.build import disk, fingerprint, lock, stylesheet
from toolshelf.codec import digest

PACKAGE: Final = "node_modules/@uswds/uswds"
PACKED: Final = Path(__file__).parent.parent / "design_system"
"""Where a wheel carries the prepared files."""

STYLES: Final = ("css/uswds.min.css",)
FILES: Final = (
    "img/icon-dot-gov.svg",
    "img/icon-https.svg",
    "img/lock.svg",
    "img/sprite.svg",
    "img/us_flag.svg",
    "img/us_flag_small.png",
    "img/usa-icons/close.svg",
    "img/usa-icons/search.svg",
    "js/uswds-init.min.js",
    "js/uswds.min.js",
)
"""What templates name. What the style sheets name is added: fonts (woff2) and icons."""

LICENSE: Final = "LICENSE.md"
"""Stands beside the prepared files wherever they are passed on."""
_MANIFEST: Final = "manifest.json"
_UNFINISHED: Final = "unfinished"
_STOPPED: Final = "A build that prepared the design system was stopped; the design system was prepared anew."
_WAIT: Final = 0.05
"""Seconds between two looks at whether another build has finished preparing."""


class DesignSystemMissingError(Exception):
    """The design system stands nowhere, or not whole; one sentence with the command to run."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One published file of the design system."""

    path: str
    """Relative to the output, fingerprinted: "assets/uswds/css/uswds.min.0123456789.css"."""
    integrity: str
    """The value of an ``integrity`` attribute."""


@dataclass(frozen=True, slots=True)
class DesignSystem:
    """The prepared files of one version of the design system."""

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


def prepared(root: Path, checkout: Path) -> DesignSystem:
    """The design system for the site in ``root``, built by the engine in ``checkout``.

    It comes from the node_modules of ``root``, else of ``checkout``, prepared into the cache beside
    them on first use, else from the wheel. Raises DesignSystemMissingError where there is none of
    these, and OSError where the cache cannot be written.
    """
    for folder in (root, checkout):
        package = folder / PACKAGE
        if (package / "package.json").is_file():
            target = folder / ".cache" / "toolshelf" / "design-system" / _key(package)
            return _read(target) or _prepare_into(target, package)
    packed = _read(PACKED)
    if packed is None:
        raise DesignSystemMissingError(
            "The design system is not installed: run `make setup`, or `npm ci` in the folder with package.json."
        )
    return packed


def prepare(package: Path, folder: Path) -> None:
    """Write the files of the npm ``package`` that sites need, its license and their manifest, into ``folder``.

    Raises DesignSystemMissingError where the package lacks one of them, or a style sheet refers to
    something outside it.
    """
    contents = {name: _content(package, name) for name in (*FILES, *STYLES)}
    named = {name: stylesheet.references(contents[name].decode("utf-8")) for name in STYLES}
    for style, references in named.items():
        for name in sorted({_target(style, reference) for reference in references}):
            contents.setdefault(name, _content(package, name))

    published = {name: fingerprint.fingerprinted(name, data) for name, data in contents.items()}
    for style in STYLES:

        def renamed(reference: str, style: str = style) -> str:
            return relpath(published[_target(style, reference)], dirname(style)) + _fragment(reference)

        contents[style] = stylesheet.with_references(contents[style].decode("utf-8"), renamed).encode("utf-8")
        published[style] = fingerprint.fingerprinted(style, contents[style])

    manifest = {}
    for name, data in sorted(contents.items()):
        path = f"assets/uswds/{published[name]}"
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        manifest[f"uswds/{name}"] = asdict(Asset(path, fingerprint.integrity(data)))
    (folder / LICENSE).write_bytes(_whole(package, LICENSE))
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _key(package: Path) -> str:
    """The folder name of what ``package`` is prepared into: its version, and a digest of how it is prepared."""
    version = str(json.loads((package / "package.json").read_bytes())["version"])
    recipe = b"".join(
        Path(str(part.__file__)).read_bytes() for part in (sys.modules[__name__], fingerprint, stylesheet)
    )
    return f"{PurePosixPath(version).name}-{digest(recipe)[:10]}"


def _read(folder: Path) -> DesignSystem | None:
    """What was prepared in ``folder``; None where nothing stands there or a file of it is not whole."""
    try:
        manifest = {name: Asset(**entry) for name, entry in json.loads((folder / _MANIFEST).read_bytes()).items()}
        if any(fingerprint.integrity((folder / one.path).read_bytes()) != one.integrity for one in manifest.values()):
            return None
    except (OSError, ValueError, TypeError):
        return None
    return DesignSystem(folder, {asset.path: folder / asset.path for asset in manifest.values()}, manifest)


def _prepare_into(target: Path, package: Path) -> DesignSystem:
    """Prepare ``package`` beside ``target`` and put it there in one step, so that no reader sees half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target.parent) as killed:
        if (done := _read(target)) is not None:  # another build was quicker
            return done
        unfinished = target.with_name(_UNFINISHED)
        for leftover in (unfinished, target):
            if leftover.exists():
                shutil.rmtree(leftover)
        prepare(package, unfinished)
        unfinished.rename(target)
    whole = _read(target)
    if whole is None:
        raise OSError(errno.EIO, "the prepared design system cannot be read back", str(target))
    return replace(whole, notes=(_STOPPED,)) if killed else whole


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Hold the lock of ``folder``, after any other build that prepares; gives whether the last one was killed."""
    handle = disk.open_folder(str(folder))
    try:
        with contextlib.ExitStack() as held:
            while True:
                try:
                    killed = held.enter_context(lock.hold(handle, "lock"))
                    break
                except lock.LockHeldError:
                    time.sleep(_WAIT)
            yield killed is not None
    finally:
        disk.close_folder(handle)


def _content(package: Path, name: str) -> bytes:
    data = _whole(package, f"dist/{name}")
    return _without_source_map(data) if name.endswith(".js") else data


def _whole(package: Path, name: str) -> bytes:
    file = package / name
    if not file.is_file():
        raise DesignSystemMissingError(f"The design system lacks {name}: run `npm ci` in {package.parents[2]}.")
    return file.read_bytes()


def _without_source_map(script: bytes) -> bytes:
    """``script`` without a last line that names its source map, which is not published."""
    body, comment, last = script.rstrip().rpartition(b"\n//# sourceMappingURL=")
    return body + b"\n" if comment and b"\n" not in last else script


def _target(style: str, reference: str) -> str:
    """The name of the file that ``reference`` in ``style`` means."""
    return normpath(join(dirname(style), reference.partition("#")[0].partition("?")[0]))


def _fragment(reference: str) -> str:
    _, mark, fragment = reference.partition("#")
    return mark + fragment
