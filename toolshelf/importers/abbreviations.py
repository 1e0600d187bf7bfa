"""Abbreviations that a page spells out once (``*[HTML]: Hyper Text``), spelled out in HTML wherever they stand.

kramdown and Python-Markdown take the line away and let each of the words tell what it stands for.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from toolshelf.importers.code import code_lines, in_words, raw_lines
from toolshelf.patterns import regex

_SPELLED: Final = regex(r" {0,3}\*\[(?P<name>[^\[\]\n]+)\]:[ \t]*(?P<meaning>[^\n]*)")


def as_github_reads(text: str) -> str:
    """``text`` with ``<abbr>`` around its abbreviations. Code, addresses and raw HTML are not touched."""
    if "*[" not in text:
        return text
    code = code_lines(text)
    meanings: dict[str, str] = {}
    kept: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number not in code and (spelled := _SPELLED.fullmatch(line)):
            meanings[spelled["name"].strip()] = spelled["meaning"].strip()
        else:
            kept.append(line)
    if not meanings:
        return text
    text = "\n".join(kept)
    names = "|".join(re.escape(name) for name in sorted(meanings, key=len, reverse=True))
    used = re.compile(rf"(?<!\w)(?:{names})(?!\w)")

    def marked(match: re.Match[str]) -> str:
        meaning = meanings[match[0]]
        return f'<abbr title="{escape(meaning)}">{match[0]}</abbr>' if meaning else match[0]

    raw = raw_lines(text)
    lines = text.split("\n")
    return "\n".join(
        line if number in raw else in_words(line, lambda part: used.sub(marked, part))
        for number, line in enumerate(lines)
    )
