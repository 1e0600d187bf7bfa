"""The tokens of a theme: colours and typefaces of the design system by name, as `theme` of data/site.yml has them.

Sass compiles the design system's style sheet anew for each set of them. What our own style sheets need of a set stands
in custom properties, `--theme-link` and so on, from which the contrasts are taken as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from toolshelf.codec import FrozenDict, Value
from toolshelf.patterns import regex

FAMILY: Final = regex(r"(?P<family>[a-z]+(?:-[a-z]+)*)-\d{1,2}v?")
"""A colour: "blue-warm-60v" is grade 60 of the family "blue-warm", vivid."""
ENOUGH: Final = 4.5
"""The contrast of text with what it stands on (WCAG 2.2, 1.4.3)."""
OURS: Final = {
    "gray": "#f0f0f0",
    "dark-paper": "#1b1b1b",
    "dark-shade": "#2e2e2a",
    "band": "#25294d",
    "band-text": "#fff",
    "band-accent": "#d49f36",
}
"""The colours of toolshelf.css and dark.css that stand where a theme has no token of its own, and the gray of the
design system's banner: what is strong enough on it is so on its light blue boxes and on white."""

Tokens = tuple[tuple[str, str], ...]
"""Each key of `theme` with its token, sorted; () for the design system's own."""


class TokenError(Exception):
    """The design system has no such token; the text is what Sass says, and the line that it says it of."""


class Pair(Struct, frozen=True):
    """Text on a ground, each by the name of its property."""

    keys: tuple[str, ...]
    """The keys of `theme` that decide; the first of them that is written is to be changed."""
    text: str
    ground: str
    said: str
    """What stands on what, in words: "links on white"."""


PAIRS: Final = (
    Pair(("primary",), "link", "gray", "links and buttons on light gray"),
    Pair(("primary",), "link-hover", "gray", "links under the pointer on light gray"),
    Pair(("primary",), "link-dark", "dark-paper", "links on a dark screen"),
    Pair(("primary",), "link-dark", "dark-shade", "links in boxes on a dark screen"),
    Pair(("band_text", "band"), "band-text", "band", "the title on its band"),
    Pair(("band_accent", "band"), "band-accent", "band", "the subtitle on its band"),
)
_DEFAULTS: Final = {"primary": "blue-60v", "headings": "merriweather", "text": "source-sans-pro"}
_BAND: Final = ("band", "band_text", "band_accent")


def tokens_of(theme: Value) -> Tokens:
    """The tokens in ``theme`` of the configuration, whatever else is in it."""
    if not isinstance(theme, FrozenDict):
        return ()
    return tuple(sorted((key, str(theme[key])) for key in (*_DEFAULTS, *_BAND) if theme.get(key)))


def sass(tokens: Tokens) -> str:
    """A style sheet in Sass that is the design system's with ``tokens``."""
    chosen = {**_DEFAULTS, **dict(tokens)}
    found = FAMILY.fullmatch(chosen["primary"])
    family = found["family"] if found else chosen["primary"]
    settings = {
        "image-path": "../img",
        "font-path": "../fonts",
        "color-primary": chosen["primary"],
        "color-primary-vivid": chosen["primary"],
        "color-primary-dark": f"{family}-70",
        "color-primary-darker": f"{family}-80",
        "color-primary-light": f"{family}-30",
        "color-primary-lighter": f"{family}-10",
        "font-type-serif": chosen["headings"],
        "font-type-sans": chosen["text"],
    }
    properties = {
        "link": 'color("primary")',
        "link-hover": 'color("primary-dark")',
        "link-dark": f'color("{family}-20")',
        "link-dark-hover": f'color("{family}-10")',
        "font-headings": 'font-family("heading")',
    }
    properties |= {key.replace("_", "-"): f'color("{chosen[key]}")' for key in _BAND if key in chosen}
    given = [f'$theme-{name}: "{value}"' for name, value in settings.items()]
    given += ["$theme-show-compile-warnings: false", "$theme-show-notifications: false"]
    settled = ",\n  ".join(given)
    root = "".join(f"  --theme-{name}: #{{{value}}};\n" for name, value in properties.items())
    return f'@use "uswds-core" as * with (\n  {settled}\n);\n@forward "uswds";\n:root {{\n{root}}}\n'


def colors(css: str) -> dict[str, str]:
    """The custom properties of `sass` in the style sheet that came of it, without their prefix."""
    return dict(re.findall(r"--theme-([a-z-]+):\s*([^;}]+)", css))


def too_weak(properties: Mapping[str, str]) -> Iterator[tuple[Pair, float]]:
    """The pairs among ``properties`` whose contrast is not `ENOUGH`, with it."""
    from coloraide import Color  # only a site with a theme of its own needs it

    for pair in PAIRS:
        text, ground = ({**OURS, **properties}[name] for name in (pair.text, pair.ground))
        contrast = Color(text).contrast(ground, method="wcag21")
        if contrast < ENOUGH:
            yield pair, contrast
