"""An issue that somebody has filled in a form for, read as the values of an item.

GitHub writes the answers as Markdown: a heading of the third level for each field, and the answer below it. What
people write is text and stays text: a heading within an answer is a part of that answer.
"""

from __future__ import annotations

import datetime
import itertools
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from markdown_it import MarkdownIt

from toolshelf.importers.braces import without_tags
from toolshelf.importers.code import code_lines, outside_code
from toolshelf.patterns import regex
from toolshelf.suggestions.fields import Field, Shape

_NOTHING: Final = ("_no response_", "none", "")
"""What GitHub writes for a field that was left empty."""
_HTML: Final = regex(r"<(?=[A-Za-z/!?])")
_PICTURE: Final = regex(r"!\[")
_LIST_MARK: Final = regex(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+")


class Answer(NamedTuple):
    """What was answered to one field."""

    field: Field
    text: str
    line: int
    """Of the issue, 1-based, on which the answer begins."""


def answers(issue: str, asked: Sequence[Field]) -> list[Answer]:
    """The answers of ``issue``, in the order in which a form has ``asked``.

    A heading counts where it is the next field of the form, or a later one; anything else is part of an answer.
    """
    text = issue.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    places: list[tuple[int, int, Field]] = []
    following = list(asked)
    tokens = MarkdownIt("commonmark").parse(text)
    for token, inline in itertools.pairwise(tokens):
        if token.type != "heading_open" or token.tag != "h3" or token.level or token.map is None:
            continue
        later = [number for number, field in enumerate(following) if field.label == inline.content.strip()]
        if later:
            places.append((token.map[0], token.map[1], following[later[0]]))
            del following[: later[0] + 1]
    if not places:
        return []
    ends = [first for first, _, _ in places[1:]] + [len(lines)]
    found: list[Answer] = []
    for (_, start, field), end in zip(places, ends, strict=True):
        while start < end and not lines[start].strip():
            start += 1
        written = _printable("\n".join(lines[start:end])).strip()
        if written.casefold() not in _NOTHING:
            found.append(Answer(field, written, start + 1))
    return found


def values(given: Sequence[Answer]) -> Mapping[str, Any]:
    """The item that the answers make, by key."""
    return {one.field.key: _value(one) for one in given}


def _value(answer: Answer) -> Any:  # noqa: ANN401 - YAML holds any value
    field, text = answer.field, answer.text
    match field.shape:
        case Shape.LINES:
            return [line for one in text.split("\n") if (line := _LIST_MARK.sub("", one).strip())]
        case Shape.CHOICES:
            return _chosen(text, field.choices)
        case Shape.TEXT:
            return _as_text(text)
    line = " ".join(text.split())
    if field.is_date:
        try:
            return datetime.date.fromisoformat(line)
        except ValueError:
            return line
    return line


def _as_text(text: str) -> str:
    """``text``, Markdown, without raw HTML, pictures from elsewhere or tags: outside code their signs are text."""
    code = code_lines(text)
    lines = text.split("\n")
    return without_tags(
        "\n".join(line if number in code else outside_code(line, _inert) for number, line in enumerate(lines))
    )


def _inert(part: str) -> str:
    return _PICTURE.sub("[", _HTML.sub("&lt;", part))


def _chosen(text: str, choices: Sequence[str]) -> list[str]:
    """The ``choices`` that stand in ``text``, between commas; some hold commas themselves."""
    rest = " ".join(text.split())
    found: list[str] = []
    while rest:
        chosen = next((one for one in sorted(choices, key=len, reverse=True) if rest.startswith(one)), None)
        if chosen is None:
            chosen = rest.partition(",")[0]
        found.append(chosen.strip())
        rest = rest[len(chosen) :].lstrip(", ")
    return found


def _printable(text: str) -> str:
    """``text`` without characters that cannot be shown, but for line ends and tabs."""
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs", "Cn"))
