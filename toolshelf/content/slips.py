"""Slips of the pen that Markdown shows as text, or reads in another way than other programs do."""

from __future__ import annotations

import re
from html import unescape

from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

_BEFORE = regex(r"\[[^<>]*\]\((?:<a href=\"[^\"]*\">)?((?:https?://|mailto:|tel:)?)\Z")
_TARGET = regex(r"([^()\s]*\s[^()]{0,300})\)")
_TAG = regex(r"<[^<>]*>")


def refused_target(html: str, start: int, end: int) -> str:
    """The address in round brackets around the mark from ``start`` to ``end``, if a blank in it makes it mere text."""
    before = _BEFORE.search(html, max(0, start - 500), start)
    match = _TARGET.match(html, end)
    return unescape(_TAG.sub("", before[1] + match[1])) if before and match else ""


def blank_in(target: str, line: int, column: int) -> Problem:
    """A warning for the address ``target``, which holds a blank."""
    shown = " ".join(target.split())
    sentence = f'The address "{shown}" contains a blank, so other programs do not see a link.'
    hint = "write %20 for the blank, or put the address in <…>"
    if "\n" in target:
        sentence = f'The address "{shown}" goes on in the next line, so it is no link.'
        hint = "write the address in one line"
    elif address := re.search(r"https?://|mailto:", shown):
        # A blank may be meant in a file's name; in a whole address it is a slip.
        hint = f"write {shown[address.start() :]} alone" if address.start() else "remove the blank"
    return warning("broken-link-syntax", sentence, line, column, hint=hint)


def stray_list(line: int, column: int) -> Problem:
    """A warning for an attribute list that stands at no element."""
    sentence = "This attribute list belongs to nothing, so it is shown as text."
    hint = "write it right behind the link, image or word it belongs to, without a blank between"
    return warning("attribute-list", sentence, line, column, hint=hint)
