"""The folder of a Jekyll site on its host, which its authors write before addresses and Toolshelf adds by itself."""

from __future__ import annotations

import re

_BEFORE = (
    r"\]\(<?|^ {0,3}\[[^\[\]\n]+\]:[ \t]*<?"
    r"|(?:href|src|srcset|action|poster|cite|data-[\w-]+)\s*=\s*[\"']"
)
"""What stands before an address in Markdown and HTML."""


def text_below(text: str, baseurl: str) -> str:
    """``text``, Markdown or HTML, whose addresses on the site begin below ``baseurl``: "/toolkit", or ""."""
    if not baseurl or baseurl not in text:
        return text
    address = re.compile(rf"({_BEFORE}){re.escape(baseurl)}(?=[/\s\"'#?>)]|$)", re.MULTILINE)
    return address.sub(lambda match: match[1] + _root(text, match.end()), text)


def value_below(value: str, baseurl: str) -> str:
    """``value`` of front matter, likewise: it may be an address itself."""
    if baseurl and re.fullmatch(rf"{re.escape(baseurl)}(?:[/#?]\S*)?", value):
        below = value.removeprefix(baseurl)
        return below if below.startswith("/") else f"/{below}"
    return text_below(value, baseurl)


def _root(text: str, end: int) -> str:
    return "" if text[end : end + 1] == "/" else "/"
