"""Pack the prepared design system into the wheel and the source archive, so that neither needs Node.js later."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DesignSystemHook(BuildHookInterface[Any]):
    """Adds the design system where it is installed; a wheel built without it says at run time what to install."""

    _folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files; ``build_data`` takes what to add."""
        sys.path.insert(0, self.root)
        from toolshelf.build.design_system import PACKED, DesignSystemMissingError, pack, supply

        root = Path(self.root)
        source = supply(root, root)
        if version == "editable" or (source is not None and source.package is None):
            return  # it stands in the checkout, or comes with this source archive
        self._folder = Path(tempfile.mkdtemp())
        try:
            pack(source, self._folder)
        except DesignSystemMissingError as missing:
            self.app.display_warning(str(missing))
            return
        build_data["force_include"][str(self._folder)] = PACKED.relative_to(root).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling after it has collected them."""
        if self._folder is not None:
            shutil.rmtree(self._folder)
