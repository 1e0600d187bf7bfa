"""The picture of an item that has none: its initials on a colour that follows from its name."""

from __future__ import annotations

import html
import unicodedata
from typing import Final, NamedTuple

from toolshelf.codec import digest
from toolshelf.patterns import regex

FOLDER: Final = "assets/placeholders/"
SIDE: Final = 160
"""Pixels."""
COLOURS: Final = ("#1a4480", "#0b4778", "#154c21", "#3d4551", "#54278f", "#6f3331", "#0f4461", "#5c410a")
"""White on them has a contrast of 7:1 or more, so that the letters can be read by everybody."""
_WORD: Final = regex(r"[^\W_]+")


class Placeholder(NamedTuple):
    """Items of the same initials and colour share one."""

    initials: str
    colour: str

    @property
    def output(self) -> str:
        """Where it is published."""
        return f"{FOLDER}{digest(repr(tuple(self)).encode())[:10]}.svg"


def placeholder(name: str) -> Placeholder:
    """The placeholder of an item that is called ``name``."""
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    initials = "".join(word[0].upper()[0] for word in words[:2]) or "?"
    return Placeholder(initials, COLOURS[int(digest(name.encode("utf-8", "surrogatepass"))[:8], 16) % len(COLOURS)])


def drawn(one: Placeholder) -> str:
    """The picture, as SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{one.colour}"/>'
        f'<text x="{SIDE // 2}" y="{SIDE // 2}" dy="0.35em" text-anchor="middle" fill="#fff" font-size="64"'
        f' font-weight="700" font-family="Public Sans, Source Sans Pro, Helvetica Neue, Arial, sans-serif">'
        f"{html.escape(one.initials)}</text></svg>\n"
    )
