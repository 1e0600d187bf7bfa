"""The pictures in a page's HTML: where their tags stand, and what is written in place of them."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Final

from toolshelf.codec import FrozenDict, Value
from toolshelf.patterns import regex

_IMAGE: Final = regex(r"<img ([^<>]*)>")
"""As the serialiser writes it: attributes hold neither of the two signs."""
_ATTRIBUTE: Final = regex(r'([a-z][a-z0-9-]*)="([^"]*)"')
_COLUMN: Final = "(min-width: 64em) 45rem, 100vw"
"""How wide a text is."""


def split_at_pictures(text: str, sources: Mapping[str, str]) -> list[Value]:
    """``text`` between the pictures of the site, which ``sources`` knows by their address, and a part for each of them.

    A tag that names several candidates by itself stays as it is, and so does all that stands in a ``picture``.
    """
    if not sources or "<img " not in text:
        return [text]
    parts: list[Value] = []
    start = 0
    for match in _IMAGE.finditer(text):
        given = dict(_ATTRIBUTE.findall(match[1]))
        source = sources.get(html.unescape(given.get("src", "")))
        if not source or "srcset" in given or _inside_picture(text, match.start()):
            continue
        parts += [text[start : match.start()], FrozenDict({"picture": source, "tag": match[0]})]
        start = match.end()
    return [*parts, text[start:]]


def _inside_picture(text: str, position: int) -> bool:
    return text.rfind("<picture", 0, position) > text.rfind("</picture", 0, position)


def picture_tag(tag: str, view: FrozenDict, *, lazy: bool) -> str:
    """``tag``, an ``img`` of a page, with the sizes and measures that ``view`` tells of its picture."""
    given = dict(_ATTRIBUTE.findall(tag))
    own = {key: html.unescape(value) for key, value in given.items()}
    width, height = view["width"], view["height"]
    attributes = {**own, "src": str(view["src"])}
    if isinstance(width, int) and isinstance(height, int) and width and height:
        attributes |= _measures(own, width, height)
    attributes.setdefault("loading", "lazy" if lazy else "eager")
    attributes.setdefault("decoding", "async")
    image = f"<img {_written(attributes)}>"
    sources = view["sources"]
    if not isinstance(sources, tuple) or not sources:
        return image
    sizes = f"{own['width']}px" if own.get("width", "").isdigit() else _COLUMN
    lines = "".join(f"<source {_written({**one, 'sizes': sizes})}>" for one in sources if isinstance(one, FrozenDict))
    return f"<picture>{lines}{image}</picture>"


def _measures(own: Mapping[str, str], width: int, height: int) -> dict[str, str]:
    """Width and height for the tag; where the author gave one of them, the other in proportion."""
    if own.get("width", "").isdigit() and "height" not in own:
        return {"height": str(max(1, round(int(own["width"]) * height / width)))}
    if own.get("height", "").isdigit() and "width" not in own:
        return {"width": str(max(1, round(int(own["height"]) * width / height)))}
    return {} if "width" in own else {"width": str(width), "height": str(height)}


def _written(attributes: Mapping[str, Value]) -> str:
    return " ".join(f'{key}="{html.escape(str(value))}"' for key, value in attributes.items())
