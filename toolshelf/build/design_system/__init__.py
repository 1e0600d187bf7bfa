"""The design system that a theme is drawn with: what the theme uses of it, chosen and prepared once."""

from __future__ import annotations

from toolshelf.build.design_system.standing import NONE, Asset, DesignSystem, DesignSystemMissingError
from toolshelf.build.design_system.store import PACKED, Supply, needed, pack, supply
from toolshelf.build.design_system.use import Use, use_of

__all__ = [
    "NONE",
    "PACKED",
    "Asset",
    "DesignSystem",
    "DesignSystemMissingError",
    "Supply",
    "Use",
    "needed",
    "pack",
    "supply",
    "use_of",
]
