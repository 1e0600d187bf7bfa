"""Pack the prepared design system into the wheel and the source archive, so that neither needs Node.js later."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DesignSystemHook(BuildHookInterface[Any]):
    """Adds the design system where it is installed; a wheel built without it says at run time what to install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files; ``build_data`` takes what to add."""
        sys.path.insert(0, self.root)
        from toolshelf.build.design_system import PACKED, DesignSystemMissingError, prepared

        root = Path(self.root)
        try:
            folder = prepared(root, root).folder
        except DesignSystemMissingError as missing:
            self.app.display_warning(str(missing))
            return
        if folder != PACKED and version != "editable":
            build_data["force_include"][str(folder)] = "toolshelf/design_system"
