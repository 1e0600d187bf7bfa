"""What comrak reads without complaint and no author means."""

from __future__ import annotations

import re

from toolshelf.content.gfm.fences import fenced_blocks
from toolshelf.content.nesting import DEEPEST, too_deep
from toolshelf.patterns import regex
from toolshelf.problems import Problem, ProblemError, warning

_OPENING = regex(r"<(?:blockquote>|ul>|ol|dl>)")
_NESTING = regex(r"<(/?)(?:blockquote|ul|ol|dl)(?: start=\"[0-9]+\")?>")
_PREFIX = regex(r"^[ \t>*+.)0-9-]*", re.M)
_LAST_CODE = regex(r"</code></pre>(?:\s|</(?:li|ul|ol|dl|dd|blockquote|div)>)*(?:<section class=\"footnotes\"|\Z)")


def refuse_deep(html: str, text: str, first_line: int) -> None:
    """Raise ``ProblemError`` if lists and quotations are nested deeper than anybody nests them."""
    if len(_OPENING.findall(html)) <= DEEPEST:
        return
    depth = 0
    for tag in _NESTING.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            longest = max(_PREFIX.finditer(text), key=lambda match: match.end() - match.start())
            raise ProblemError(too_deep(first_line + text.count("\n", 0, longest.start())))


def unclosed_blocks(html: str, text: str, first_line: int) -> list[Problem]:
    """Warnings for a fence and for a comment that go on to the end of the text for want of their end."""
    problems: list[Problem] = []
    if _LAST_CODE.search(html):
        problems += [
            _unclosed("code block", f"end it with a line {block.fence}", text, block.start, first_line)
            for block in fenced_blocks(text)
            if not block.closed
        ]
    start = html.rfind("<!--")
    if start >= 0 and html.find("-->", start) < 0:
        problems.append(_unclosed("comment", "end it with -->", text, text.rfind("<!--"), first_line))
    return problems


def _unclosed(what: str, hint: str, text: str, start: int, first_line: int) -> Problem:
    sentence = f"The {what} that begins here never ends, so everything after it belongs to it."
    return warning("unclosed-block", sentence, first_line + text.count("\n", 0, start), hint=hint)
