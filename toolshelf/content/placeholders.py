"""Words that stand for something while Markdown runs, and mark the places of links and raw HTML.

A placeholder consists of letters and digits, so Markdown and the sanitiser carry it along like any
other word. Where it lands afterwards tells what it stood in: a code span, a link's target, an
element, running text. That is exact, where searching the source a second time would be a guess.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from toolshelf.codec import Value
from toolshelf.content.tags import Lines, Tag, find_tags

Kind = Literal[
    "tag", "rest", "link", "element", "reference", "html", "attributes", "checkbox", "heading", "gone",
    "verbatim", "code",
]  # fmt: skip
IN_CODE = frozenset({"tag", "rest", "verbatim", "code"})
"""The kinds that code shows as the author wrote them; "verbatim" does so everywhere."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What one placeholder stands for."""

    kind: Kind
    source: str = ""
    """What to write in its place within code; for "html" the HTML itself; for "link" the "(" before it."""
    line: int = 0
    column: int = 0
    tag: Tag | None = None
    alone: bool = False


_NOT_IN_HTML = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PLACES = re.compile(
    r"""
    (?P<definition> ^[ \t>]*(?:(?:[-+*]|\d+[.)])[ \t]+)*\[\^[^\]\n]+\]: )
    | (?P<reference> \[\^[^\]\n]+\] )
    | (?P<link> (?: \]\([ \t]*\n?[ \t]*<?(?=[^\s<>]|\Z)
                  | ^[ \t>]*\[[^\]\n]*\]:[ \t]*<?(?=[^\s<>]|\Z)
                  | <(?=[\w.+-]+@)
                  | \b(?:href|src|poster|srcset)[ \t]*=[ \t]*["']? )
                (?:https?://|mailto:|tel:)?
              | \b(?:https?://|mailto:|tel:) )
    | (?P<element> <[a-z][a-z0-9-]*(?=[\s/>]) )
    | (?P<attributes> \{:(?=[^:/{}\n][^{}\n]*\}) )
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


class Placeholders:
    """The placeholders of one text."""

    def __init__(self, text: str) -> None:
        self.prefix = "zqx"
        lowered = text.lower()
        while self.prefix in lowered:
            self.prefix += "x"
        self.all: list[Placeholder] = []
        self.quoted: set[int] = set()
        """The numbers of those that turned out to stand in code or in a comment."""
        # The last letter says which blanks belong to the placeholder and disappear with it: none after
        # "z", the one before it with "p", those on both sides with "q".
        self.source_pattern = rf"(?: (?={self.prefix}[0-9]+[pq]))?{self.prefix}(?:[0-9]+)(?:z|p|q ?)"
        self.pattern = re.compile(self.source_pattern.replace("(?:[0-9]+)", "([0-9]+)"))

    def add(self, placeholder: Placeholder) -> str:
        """The word that stands for ``placeholder`` from now on."""
        self.all.append(placeholder)
        return f"{self.prefix}{len(self.all) - 1}z"

    def replace(self, number: int, source: str) -> None:
        """Let the placeholder ``number`` stand for ``source``, where the author's own words come back."""
        self.all[number] = dataclasses.replace(self.all[number], source=source)

    def find(self, text: str) -> list[Placeholder]:
        """The placeholders in ``text``, in order."""
        return [self.all[int(match[1])] for match in self.pattern.finditer(text)]

    def restore(self, text: str) -> str:
        """``text`` as the author wrote it."""
        if self.prefix not in text:
            return text
        self.quoted.update(int(match[1]) for match in self.pattern.finditer(text))
        return self.original(text)

    def original(self, text: str) -> str:
        """``text`` as the author wrote it, though nothing says yet that it is code."""
        return self.pattern.sub(self._source, text) if self.prefix in text else text

    def _source(self, match: re.Match[str]) -> str:
        placeholder = self.all[int(match[1])]
        return placeholder.source if placeholder.kind in IN_CODE else ""

    def strip(self, text: str) -> str:
        """``text`` without its placeholders."""
        if self.prefix not in text:
            return text
        return self.pattern.sub("", text)


def insert(text: str, first_line: int, variables: Mapping[str, Value]) -> tuple[str, Placeholders]:
    """``text`` with every template tag replaced and every link and element marked; as many lines as before.

    Characters that HTML forbids are left out; the reader of the file has reported them.
    """
    text = _NOT_IN_HTML.sub("", text)
    placeholders = Placeholders(text)
    lines = Lines(text, first_line)
    parts: list[str] = []
    position = 0
    for tag in find_tags(text, lines, variables):
        parts.append(_mark(text, position, tag.start, lines, placeholders))
        parts.append(_replace(tag, text[tag.start : tag.end], placeholders))
        position = tag.end
    parts.append(_mark(text, position, len(text), lines, placeholders))
    return "".join(parts), placeholders


def _replace(tag: Tag, source: str, placeholders: Placeholders) -> str:
    first, *others = source.split("\n")
    words = [placeholders.add(Placeholder("tag", first, tag.line, tag.column, tag, tag.alone))]
    for other in others:
        body = other.lstrip(" \t")
        word = placeholders.add(Placeholder("rest", body, alone=tag.alone))
        words.append(other[: len(other) - len(body)] + word)
    return "\n".join(words)


def _mark(text: str, start: int, end: int, lines: Lines, placeholders: Placeholders) -> str:
    parts: list[str] = []
    position = start
    for match in _PLACES.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "definition" or (kind == "reference" and text.startswith("![", match.start() - 1)):
            continue
        place = match.start() if kind in ("element", "attributes") else match.end()
        if kind == "reference":
            place = match.start()
        line, column = lines.locate(min(place, len(text) - 1))
        parts.append(text[position : match.end()])
        position = match.end()
        if kind == "element":
            word = placeholders.add(Placeholder("element", "", line, column))
            parts.append(f" {word[:-1]}p")
        elif kind == "attributes":
            word = placeholders.add(Placeholder("element", "", line, column))
            parts.append(f" {word[:-1]}q ")
        elif kind == "reference":
            parts.append(placeholders.add(Placeholder("reference", match[0][2:-1], line, column)))
        else:
            # Only a target in round brackets alone ends at a blank.
            bracket = "(" if match[0].startswith("](") and "<" not in match[0] else ""
            parts.append(placeholders.add(Placeholder("link", bracket, line, column)))
    parts.append(text[position:end])
    return "".join(parts)
