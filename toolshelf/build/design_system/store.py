"""Where a prepared design system is kept: in the cache beside the packages that it comes from, or in the wheel."""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict, astuple, replace

from toolshelf import places
from toolshelf.build import disk, fingerprint, lock, stylesheet
from toolshelf.build.design_system import standing
from toolshelf.build.design_system.package import Package
from toolshelf.build.design_system.standing import DesignSystem, DesignSystemMissingError
from toolshelf.build.design_system.use import Use, use_of
from toolshelf.codec import digest
from toolshelf.content import policy
from toolshelf.sources.templates import load_theme

PACKED: Final = Path(places.PACKAGE) / "design_system"
"""Where a wheel carries it."""
_REDUCED: Final = "reduced"
"""There: what our own templates use."""
_WHOLE: Final = "whole"
"""There: all of its styles, for templates that use others."""
_WORDS: Final = "words.json"
"""There: the names of all styles, and what our own templates use."""
_OTHERS: Final = (
    "uswds/img/sprite.svg",
    "uswds/img/us_flag.svg",
    "uswds/img/usa-icons/search.svg",
    "uswds/js/banner.js",
    "uswds/js/page.js",
    "uswds/js/uswds-init.min.js",
    "uswds/js/uswds.min.js",
)
"""What templates of a site may name that ours do not."""
_PARTS: Final = "parts"
"""In the cache: what takes long to make, and is the same for many themes."""
_UNFINISHED: Final = "unfinished"
_STOPPED: Final = "A build that prepared the design system was stopped; the design system was prepared anew."
_WAIT: Final = 0.05
"""Seconds between two looks at whether another build has finished preparing."""


class Supply(Struct, frozen=True):
    """Where the design system of a site comes from."""

    key: str
    """Another one for another version, or for another way to prepare it."""
    package: Package | None
    """None where it comes from the wheel."""

    def vocabulary(self) -> frozenset[str]:
        """The names of all styles. Raises DesignSystemMissingError."""
        if self.package is not None:
            return self.package.vocabulary()
        return frozenset(_packed_words()["vocabulary"])

    def prepared(self, use: Use) -> DesignSystem:
        """What ``use`` names, made now if it has not been made before.

        Raises DesignSystemMissingError where it stands nowhere, TokenError where it has not such a token, and OSError
        where the cache cannot be written.
        """
        if self.package is None and use.tokens:
            raise DesignSystemMissingError(
                "The colors and typefaces of `theme` in data/site.yml are made by npm packages: run `npm ci` in a "
                "folder with the package.json of Toolshelf, or leave the key out."
            )
        if self.package is None:
            return _packed(use)
        target = _cache(self.package) / f"{self.key}-{_digest(use)}"
        return _read(target, use) or _prepare_into(target, self.package, use)


def supply(root: Path, checkout: Path) -> Supply | None:
    """Where the site in ``root``, built by the engine in ``checkout``, has its design system from; None if nowhere.

    That is the node_modules of ``root``, else of ``checkout``, else the wheel.
    """
    for folder in (root, checkout):
        if package := Package.below(folder):
            recipe = digest("\n".join([*_recipe(), *package.tools()]).encode())
            return Supply(f"{package.version}-{recipe[:10]}", package)
    return Supply("packed", None) if (PACKED / _WORDS).is_file() else None


def pack(source: Supply | None, folder: Path) -> None:
    """Write into ``folder`` what a wheel carries. Raises DesignSystemMissingError."""
    from toolshelf.build.design_system.prepare import prepare

    package = needed(source).package
    assert package is not None
    parts = _cache(package) / _PARTS
    vocabulary = package.vocabulary()
    use = use_of(load_theme({}, PACKED), vocabulary)
    assert use is not None
    prepare(package.folder, folder / _REDUCED, use, parts)
    prepare(package.folder, folder / _WHOLE, replace(use, files=tuple({*use.files, *_OTHERS})), parts, whole=True)
    words = {"vocabulary": sorted(vocabulary), "use": asdict(use)}
    (folder / _WORDS).write_text(json.dumps(words) + "\n", encoding="utf-8")


def needed(source: Supply | None) -> Supply:
    """``source``, where there is one. Raises DesignSystemMissingError."""
    if source is None:
        raise DesignSystemMissingError(
            "The design system is not installed: run `make setup`, or `npm ci` in the folder with package.json."
        )
    return source


def _packed(use: Use) -> DesignSystem:
    """What the wheel carries for ``use``: styles reduced to those of our templates where these are enough."""
    ours = _packed_words()["use"]
    enough = all({*getattr(use, name)} <= {*ours[name]} for name in ("files", "words", "fonts"))
    folder = PACKED / (_REDUCED if enough else _WHOLE)
    if (found := _read(folder, use)) is None:
        raise DesignSystemMissingError("The design system of this installation is damaged: install Toolshelf again.")
    return found


def _packed_words() -> Any:  # noqa: ANN401 - whatever JSON holds
    return json.loads((PACKED / _WORDS).read_bytes())


@functools.cache
def _recipe() -> tuple[str, ...]:
    """The code that a prepared design system depends on."""
    own = Path(__file__).parent
    others = (fingerprint, stylesheet, policy)
    files = (*sorted(own.glob("*.py")), *sorted(own.glob("*.mjs")), *(Path(str(other.__file__)) for other in others))
    return tuple(digest(file.read_bytes()) for file in files)


def _read(folder: Path, use: Use) -> DesignSystem | None:
    """Of what was prepared in ``folder``, that which ``use`` names; None where it is not whole."""
    manifest = standing.read(folder)
    return None if manifest is None else standing.chosen(folder, manifest, use.files)


def _cache(package: Package) -> Path:
    return package.modules.parent / places.CACHE / "design-system"


def _digest(use: Use) -> str:
    return digest(json.dumps(astuple(use)).encode())[:10]


def _prepare_into(target: Path, package: Package, use: Use) -> DesignSystem:
    """Prepare ``package`` beside ``target`` and put it there in one step, so that no reader sees half of it."""
    from toolshelf.build.design_system.prepare import prepare  # needed once for each use of the design system

    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target.parent) as killed:
        if (done := _read(target, use)) is not None:  # another build was quicker
            return done
        unfinished = target.with_name(_UNFINISHED)
        for leftover in (unfinished, target):
            if leftover.exists():
                shutil.rmtree(leftover)
        prepare(package.folder, unfinished, use, target.parent / _PARTS)
        unfinished.rename(target)
    whole = _read(target, use)
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
