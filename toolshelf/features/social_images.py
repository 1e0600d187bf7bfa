"""Pictures of pages for social media: one for the site, one for each section, and one for every page that asks."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from toolshelf import places
from toolshelf.codec import FrozenDict, Value
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.additions import Derived, Ground, Made
from toolshelf.index.bases import Scope
from toolshelf.index.index import Index
from toolshelf.index.pages import HOME, Page
from toolshelf.index.queries import Asset, Config, Field

if TYPE_CHECKING:
    from PIL import ImageFont

_NAME: Final = "social_images"
_KIND: Final = "social image"
_FOLDER: Final = "assets/social/"
_STYLES: Final = "uswds/css/uswds.min.css"

SIZE: Final = (1200, 630)
"""Pixels: what social media ask for (ogp.me names no size; 1.91 to 1 is not cropped)."""
_MARGIN: Final = 80
_GROUND, _ACCENT, _INK, _QUIET = "#25294d", "#d49f36", "#ffffff", "#dfe1e2"
_SIZES: Final = (84, 72, 60, 50, 42)
"""Of the title, in pixels: the largest with which it needs no more than so many lines."""
_LINES: Final = 4
_FONT: Final = "Latin-Merriweather-Bold"
_FONTS: Final = (
    Path(places.CHECKOUT, places.DESIGN_SYSTEM, "dist", "fonts", "merriweather"),
    Path(places.PACKAGE, "design_system", "assets", "uswds", "fonts", "merriweather"),
)
"""Where the font stands: in the design system, or in what a wheel carries of it."""


def _make(ground: Ground) -> Made:
    """Which pages have a picture of their own, with its output."""
    if ground.config.get(_NAME) is False:
        return Made({})
    chosen: dict[str, str] = {}
    names: set[str] = set()
    for path, page in ground.pages.items():
        if path.startswith("content/") and (page.is_index or page.row.social_image) and not page.is_not_found:
            output = f"{_FOLDER}{path.removeprefix('content/').rpartition('.')[0] or 'index'}.png"
            if output.casefold() not in names:  # else the pages collide as well, which is told of these
                names.add(output.casefold())
                chosen[path] = output
    return Made(
        chosen, outputs=[(output, "a picture for social media that Toolshelf makes") for output in chosen.values()]
    )


def _targets(index: Index) -> Iterator[Target]:
    if _STYLES in index.assets:  # a theme of its own draws its own
        for path, output in index.features[_NAME].items():
            yield Target(output, _KIND, subject=path)


def _picture(index: Index, page: Page) -> Value:
    """The picture of ``page``, its own or that of its section or the site: its absolute address and its words."""
    if _STYLES not in index.assets:
        return None
    chosen = index.features[_NAME]
    for step in (page, *reversed(index.sections.trail(page))):
        if step.path in chosen:
            return FrozenDict({"url": index.absolute(index.site.url(chosen[step.path])), "alt": step.title})
    return None


def _draw(target: Target, drawing: Drawing) -> bytes:
    site, page = str(drawing.ask(Config("title"))), str(drawing.ask(Field(target.subject, "title")))
    drawing.ask(Asset(_STYLES))  # another version of the design system has other fonts
    return picture(page, "" if target.subject == HOME or page == site else site)


@functools.lru_cache(maxsize=64)
def picture(title: str, site: str) -> bytes:
    """A PNG of `SIZE` with the ``title``, and the name of the ``site`` above it; the same for the same words."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, _GROUND)
    canvas = ImageDraw.Draw(image)
    width, height = SIZE[0] - 2 * _MARGIN, SIZE[1] - 2 * _MARGIN
    canvas.rectangle((0, SIZE[1] - 16, *SIZE), fill=_ACCENT)
    if site:
        small = _font(36)
        canvas.text((_MARGIN, _MARGIN), _cut(site, small, width), font=small, fill=_QUIET)
    for size in _SIZES:
        font = _font(size)
        lines = _lines(title, font, width)
        if len(lines) <= _LINES:
            break
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], _cut(" ".join(lines[_LINES - 1 :]), font, width)]
    step = size * 5 // 4
    top = _MARGIN + max((height - step * len(lines)) // 2, 60 if site else 0)
    for number, line in enumerate(lines):
        canvas.text((_MARGIN, top + step * number), _cut(line, font, width), font=font, fill=_INK)
    saved = io.BytesIO()
    image.quantize(32).save(saved, "PNG", optimize=True)
    return saved.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    for folder in _FONTS:
        for file in sorted(folder.glob(f"{_FONT}*.woff2")):
            return ImageFont.truetype(io.BytesIO(file.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)
    return ImageFont.load_default(size)


def _lines(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` pixels, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    """As much of ``text`` as ``width`` pixels hold."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


FEATURE: Final = Feature(
    _NAME,
    {_KIND: Kind(_draw)},
    _targets,
    _make,
    fields={"social_picture": Derived(_picture, Scope.SECTION)},
)
