"""The headings of a body below the title of its page: one level deeper where the body has headings of the first level.

Themes of other generators print the title of a page above its body. Here the first heading of the first level is the
page's own, and would take the place of the title.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt

from toolshelf.patterns import regex

_DEEPEST: Final = 6
_FIRST: Final = regex(r"<h1[\s>]", re.IGNORECASE)
_TAG: Final = regex(r"(</?h)([1-5])(?=[\s>])", re.IGNORECASE)
_ATX: Final = regex(r"#{1,6}(?=[ \t]|$)")


def below_title(body: str, *, title_stands_above: bool) -> str:
    """``body``, Markdown, whose headings stand below a title.

    A heading of the first level at its very beginning is left as the page's own, unless ``title_stands_above``.
    """
    tokens = MarkdownIt("commonmark").parse(body)
    headings = [token for token in tokens if token.type == "heading_open" and token.level == 0 and token.map]
    if not any(token.tag == "h1" for token in headings):
        return body
    if not title_stands_above and tokens[0].tag == "h1" and sum(token.tag == "h1" for token in headings) == 1:
        return body
    lines = body.split("\n")
    for token in headings:
        assert token.map is not None
        first, end = token.map
        level = "#" * min(int(token.tag[1]) + 1, _DEEPEST)
        if token.markup.startswith("#"):
            lines[first] = _ATX.sub(level, lines[first], count=1)
        else:  # underlined
            text = " ".join(line.strip() for line in lines[first : end - 1])
            lines[first:end] = [f"{level} {text}", *[""] * (end - first - 1)]
    return "\n".join(lines)


def html_below_title(html: str) -> str:
    """``html`` whose headings stand below a title, where it has more than one of the first level."""
    if len(_FIRST.findall(html)) < 2:
        return html
    return _TAG.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", html)
