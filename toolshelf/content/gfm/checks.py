"""What comrak reads without complaint and no author means."""

from __future__ import annotations

import re

from toolshelf.content.nesting import DEEPEST, too_deep
from toolshelf.problems import Problem, ProblemError, warning

_NESTING = re.compile(r"<(/?)(?:blockquote|ul|ol|dl)(?: start=\"[0-9]+\")?>")
_PREFIX = re.compile(r"^[ \t>*+.)0-9-]*", re.M)
_FENCE = re.compile(r"^[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)*(?:(`{3,})(?=[^`\n]*$)|(~{3,}))", re.M)
_LAST_CODE = re.compile(r"</code></pre>(?:\s|</(?:li|ul|ol|dl|dd|blockquote|div)>)*(?:<section class=\"footnotes\"|\Z)")


def refuse_deep(html: str, text: str, first_line: int) -> None:
    """Raise ``ProblemError`` if lists and quotations are nested deeper than anybody nests them."""
    if sum(html.count(name) for name in ("<blockquote>", "<ul>", "<ol", "<dl>")) <= DEEPEST:
        return
    depth = 0
    for tag in _NESTING.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            longest = max(_PREFIX.finditer(text), key=lambda match: match.end() - match.start())
            raise ProblemError(too_deep(first_line + text.count("\n", 0, longest.start())))


def unclosed_blocks(html: str, text: str, first_line: int) -> list[Problem]:
    """Warnings for a fence and for a comment that go on to the end of the text for want of their end."""
    problems = []
    if _LAST_CODE.search(html) and (fence := _open_fence(text)):
        problems.append(_unclosed("code block", f"end it with a line {fence[1] or fence[2]}", text, fence, first_line))
    start = html.rfind("<!--")
    if start >= 0 and html.find("-->", start) < 0:
        comment = list(re.finditer("<!--", text))[-1]
        problems.append(_unclosed("comment", "end it with -->", text, comment, first_line))
    return problems


def _open_fence(text: str) -> re.Match[str] | None:
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opening is None:
            opening = fence
        elif fence[0].strip(" \t>").startswith(opening[1] or opening[2]):
            line = text[fence.start() : text.find("\n", fence.end()) if "\n" in text[fence.end() :] else len(text)]
            if not line.strip(" \t>`~"):
                opening = None
    return opening


def _unclosed(what: str, hint: str, text: str, match: re.Match[str], first_line: int) -> Problem:
    sentence = f"The {what} that begins here never ends, so everything after it belongs to it."
    line = first_line + text.count("\n", 0, match.end())
    return warning("unclosed-block", sentence, line, hint=hint)
