"""Braces that another generator would have run, and that are text: written so that nobody takes them for tags."""

from __future__ import annotations

from toolshelf.codec import FrozenDict
from toolshelf.content.markdown import render_markdown

_TAGS = frozenset({"unknown-tag", "unknown-variable"})
_ROUNDS = 20


def without_tags(text: str) -> str:
    """``text``, Markdown, in which no brace outside code begins a tag of Toolshelf: it is written as an entity."""
    if "{%" not in text and "{{" not in text:
        return text
    for _ in range(_ROUNDS):
        fragment = render_markdown(text, variables=FrozenDict())
        places = sorted(
            {
                (problem.location.line, problem.location.column)
                for problem in fragment.problems
                if problem.code in _TAGS and problem.location.column
            },
            reverse=True,
        )
        changed = text
        for line, column in places:
            changed = _escaped(changed, line, column)
        for call in fragment.includes:
            column = changed.split("\n")[call.line - 1].find("{%") + 1
            changed = _escaped(changed, call.line, column) if column else changed
        if changed == text:
            return text
        text = changed
    return text


def _escaped(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    written = lines[line - 1]
    place = column - 1
    if written[place : place + 2] in ("{{", "{%"):
        lines[line - 1] = f"{written[:place]}&#123;{written[place + 1 :]}"
    return "\n".join(lines)
