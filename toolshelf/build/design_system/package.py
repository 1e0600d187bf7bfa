"""The design system as npm installs it: its version, its files, and the names of its styles."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from typing import Final

from msgspec import Struct

from toolshelf import places
from toolshelf.build.design_system.standing import DesignSystemMissingError
from toolshelf.patterns import regex

STYLES: Final = "css/uswds.min.css"
LICENSE: Final = "LICENSE.md"
"""Stands beside the prepared files wherever they are passed on."""
_CLASS: Final = regex(r"(?<=\.)-?[A-Za-z_](?:[\w-]|\\.)*")


class Package(Struct, frozen=True):
    """The npm package @uswds/uswds in a folder of packages."""

    folder: Path

    @classmethod
    def below(cls, root: Path) -> Package | None:
        """The one that is installed in ``root``, if one is."""
        folder = root.resolve() / places.DESIGN_SYSTEM
        return cls(folder) if (folder / "package.json").is_file() else None

    @property
    def modules(self) -> Path:
        """The folder of packages that it stands in, with those that prepare it."""
        return self.folder.parents[1]

    @property
    def version(self) -> str:
        """Such as "3.14.0"; nothing in it leads to another folder."""
        return PurePosixPath(str(json.loads((self.folder / "package.json").read_bytes())["version"])).name

    def tools(self) -> tuple[str, ...]:
        """The versions of the packages that prepare it, "none" for one that is not installed."""
        manifests = [self.modules.parent / tool / "package.json" for tool in places.TOOLS]
        return tuple(str(json.loads(each.read_bytes())["version"]) if each.is_file() else "none" for each in manifests)

    def vocabulary(self) -> frozenset[str]:
        """The names of all its styles: "usa-button", "tablet:grid-col-6"."""
        sheet = self.content(STYLES).decode("utf-8")
        return frozenset(name.replace("\\", "") for name in _CLASS.findall(sheet))

    def has(self, name: str) -> bool:
        """Whether it publishes a file of this name, "img/lock.svg"."""
        return normpath(name) == name and not name.startswith("..") and (self.folder / "dist" / name).is_file()

    def content(self, name: str) -> bytes:
        """The file that it publishes as ``name``. Raises DesignSystemMissingError."""
        data = self.whole(f"dist/{name}")
        return _without_source_map(data) if name.endswith(".js") else data

    def whole(self, name: str) -> bytes:
        """Any file of it, as it is. Raises DesignSystemMissingError."""
        file = self.folder / name
        if not file.is_file():
            raise DesignSystemMissingError(f"The design system lacks {name}: run `npm ci` in {self.modules.parent}.")
        return file.read_bytes()


def target(sheet: str, reference: str) -> str:
    """The name of the file that ``reference`` in the style sheet ``sheet`` means."""
    return normpath(join(dirname(sheet), reference.partition("#")[0].partition("?")[0]))


def _without_source_map(script: bytes) -> bytes:
    """``script`` without a last line that names its source map, which is not published."""
    body, comment, last = script.rstrip().rpartition(b"\n//# sourceMappingURL=")
    return body + b"\n" if comment and b"\n" not in last else script
