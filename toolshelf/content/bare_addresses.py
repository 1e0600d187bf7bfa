"""Bare addresses within raw links, of which Markdown makes links of their own."""

from __future__ import annotations

from toolshelf.content.placeholders import Placeholders
from toolshelf.patterns import regex

_ANCHOR = regex(r"<(/?)a(?=[ >])[^<>]*>")


def unnested_links(html: str, placeholders: Placeholders) -> str:
    """``html`` without the links that stand in raw ``<a>`` elements; only their words stay."""
    raw = f"<a {placeholders.prefix}"
    if raw not in html:
        return html
    parts: list[str] = []
    position = 0
    in_raw = inner = False
    for tag in _ANCHOR.finditer(html):
        if not in_raw or tag[0].startswith(raw) or (tag[1] and not inner):
            in_raw = tag[0].startswith(raw)
            continue
        inner = not tag[1]
        parts.append(html[position : tag.start()])
        position = tag.end()
    return "".join([*parts, html[position:]])
