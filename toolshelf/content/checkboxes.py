"""Task lists: each checkbox, which nobody can tick here, is labelled by the text of its item."""

from __future__ import annotations

from toolshelf.content.placeholders import Placeholders
from toolshelf.patterns import regex

_TAG = regex(r"<(/?)([a-z][a-z0-9-]*)[^<>]*>")
_VOID = frozenset({"br", "img", "wbr"})
# fmt: off
_PHRASING = _VOID | frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
        "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    }
)
# fmt: on


def expand_checkboxes(html: str, placeholders: Placeholders) -> str:
    """Sanitised ``html`` with the boxes of its task lists, each in the label that names it."""
    parts: list[str] = []
    position = 0
    for match in placeholders.pattern.finditer(html):
        item = placeholders.all[int(match[1])]
        if item.kind == "checkbox" and match.start() >= position:
            end = _end_of_text(html, match.end())
            checked = ' checked=""' if item.source else ""
            box = f'<label><input type="checkbox" disabled=""{checked}> '
            parts += [html[position : match.start()], box, html[match.end() : end].strip(), "</label>"]
            position = end
    parts.append(html[position:])
    return "".join(parts)


def _end_of_text(html: str, start: int) -> int:
    """Where the running text that begins at ``start`` ends: at the next block, and never within an element."""
    depth = 0
    whole = start
    for tag in _TAG.finditer(html, start):
        if depth == 0:
            whole = tag.start()
        name = tag[2]
        if name not in _PHRASING:
            break
        if name not in _VOID:
            depth += -1 if tag[1] else 1
        if depth < 0:
            break
        if depth == 0:
            whole = tag.end()
    return whole
