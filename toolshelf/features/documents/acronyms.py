"""Acronyms in Markdown: where each is used first, and whether its words stand beside it there.

That is read from the source, because only there does a use have a line.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from toolshelf.patterns import regex

_WORD: Final = regex(
    r"(?<![\w/.@#&-])([A-Z][A-Z0-9]*(?:[&/-][A-Z0-9]+)*[A-Z0-9])(?=(?:[\u2019']?s)?(?![\w@]|[./][A-Za-z0-9]))"
)
_FENCE: Final = regex(r" {0,3}(`{3,}|~{3,})")
_NOT_READ: Final = regex(
    r"`+[^`]*`+|<[^<>]*>|\]\([^()\s]*(?:\([^()]*\)[^()]*)*\)|\]\[[^\]]*\]|https?://\S+|\[\^[^\]]*\]:?|\{[%{:].*?[%}]?\}|&#?\w+;"
)
_KNOWN: Final = frozenset(
    {"AM", "CSS", "CSV", "DC", "DOI", "EU", "FAQ", "HTML", "ID", "JSON", "OK", "PDF", "PM", "TV", "UK", "UN", "URL"}
    | {"US", "USA", "XML", "YAML", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIV", "XV"}
)
"""What everybody reads, and Roman numerals."""
_SHOUTED: Final = 5
"""From how many letters on a word in capitals beside another one is taken for shouted."""


class Use(NamedTuple):
    """The first use of an acronym in a text."""

    acronym: str
    line: int
    column: int
    is_expanded: bool
    """Whether its words stand beside it: "Open Data (OD)", "OD (Open Data)" or "OD: Open Data"."""


def first_uses(text: str) -> list[Use]:
    """The first use of every acronym in ``text``, a Markdown file with its front matter, in their order."""
    lines = text.split("\n")
    begin = 0
    if lines and lines[0].rstrip() == "---":
        begin = next((number + 1 for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    found: dict[str, Use] = {}
    fence = ""
    for number, line in enumerate(lines[begin:], begin + 1):
        opened = _FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
            continue
        if fence or line.startswith("    "):
            continue
        read = _NOT_READ.sub(lambda match: " " * len(match[0]), line)
        for match in _WORD.finditer(read):
            word = match[1]
            if word not in found and word not in _KNOWN and not _shouted(read, match):
                found[word] = Use(word, number, match.start(1) + 1, _expanded(read, match))
    return list(found.values())


def _shouted(line: str, match: re.Match[str]) -> bool:
    word = match[1]
    if sum(sign.isalpha() for sign in word) < 2:
        return True
    if len(word) < _SHOUTED:
        return False
    before = re.search(r"([A-Za-z&]+)[\s:,*_]*$", line[: match.start()])
    after = re.match(r"[\s:,*_]*([A-Za-z&]+)", line[match.end() :])
    return any(beside is not None and beside[1].isupper() and len(beside[1]) > 1 for beside in (before, after)) or (
        len(word) > 2 * _SHOUTED
    )


def _expanded(line: str, match: re.Match[str]) -> bool:
    before, after = line[: match.start()], line[match.end() :]
    if re.search(r"\w[\"\u201d*_]*\s*[(\[][\"\u201c*_]*$", before) and re.match(
        r"(?:\u2019?s)?[\"\u201d*_]*(?:[;,)\]]| or )", after
    ):
        return True
    return (
        re.match(
            r"s?[*_]*\s*(?:\([\"\u201c*_]*[A-Za-z]|:[*_]*\s*[A-Z]|\s[\u2013\u2014-]\s[*_]*[A-Z]|[\u2013\u2014]\s*[A-Z])",
            after,
        )
        is not None
    )
