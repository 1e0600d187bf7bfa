"""In which sizes, formats and qualities a picture is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from toolshelf.codec import Value

_SETTING: Final = "images"
"""The key of data/site.yml; with false, pictures are published as they are."""
QUALITY: Final = 76
"""Of WebP and JPEG, from 1 to 100, where the site sets none."""
BUDGET: Final = 1000
"""Kilobytes (1,000 bytes) of pictures that a page may show, where the site sets no other number."""
_THUMBNAILS: Final = (160, 320, 640)
"""A list shows 80 pixels, a card about 300; screens have up to three dots for each."""
_PICTURES: Final = (320, 640, 960, 1440, 1920)
"""A text is at most 720 pixels wide, and as wide as the screen on phones."""
_CHANGE: Final = 1
"""Counts the changes of how pictures are made that the other fields do not show."""


class Recipe(NamedTuple):
    """What becomes of a picture. Made of what JSON knows."""

    sizes: tuple[int, ...]
    """Pixels, rising. A larger size than the picture's own is not made."""
    boxed: bool
    """Whether a size bounds width and height, and not the width alone."""
    fallback: int
    """The one of ``sizes`` in which browsers get it that know neither WebP nor ``srcset``."""
    weighed: int
    """The one of ``sizes`` that most visitors load, whose bytes count against the budget of a page."""
    quality: int
    change: int = _CHANGE


def thumbnail_recipe(quality: int) -> Recipe:
    """For pictures of items."""
    return Recipe(_THUMBNAILS, True, 320, 320, quality)


def picture_recipe(quality: int) -> Recipe:
    """For pictures in texts."""
    return Recipe(_PICTURES, False, 960, 960, quality)


def quality(config: Mapping[str, Value]) -> int:
    """The quality that the site wants."""
    return _number(config, "quality", QUALITY)


def budget(config: Mapping[str, Value]) -> int:
    """How many bytes of pictures a page may show."""
    return 1000 * _number(config, "budget", BUDGET)


def _number(config: Mapping[str, Value], key: str, default: int) -> int:
    settings = config.get(_SETTING)
    found = settings.get(key) if isinstance(settings, Mapping) else None
    return found if isinstance(found, int) else default
