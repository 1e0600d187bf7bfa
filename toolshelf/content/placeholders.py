"""Words that stand for something while Markdown runs, and mark the places of links and raw HTML.

A placeholder consists of letters and digits, so Markdown and the sanitiser carry it along like any
other word. Where it lands afterwards tells what it stood in: a code span, a link's target, an
element, running text. That is exact, where searching the source a second time would be a guess.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.codec import Value
from toolshelf.content.tags import Lines, Tag, find_tags, lost_problems
from toolshelf.patterns import regex
from toolshelf.problems import Problem

Kind = Literal[
    "tag", "rest", "link", "element", "reference", "html", "attributes", "checkbox", "heading", "gone",
    "verbatim", "code",
]  # fmt: skip
IN_CODE = frozenset({"tag", "rest", "verbatim", "code"})
"""The kinds that code shows as the author wrote them; "verbatim" does so everywhere."""


class Placeholder(Struct, frozen=True):
    """What one placeholder stands for."""

    kind: Kind
    source: str = ""
    """What to write in its place within code; for "html" the HTML itself; for "link" the "(" before it."""
    line: int = 0
    column: int = 0
    tag: Tag | None = None
    alone: bool = False
    problems: tuple[Problem, ...] = ()
    """What is to be told unless it turns out to stand in code or in a comment."""


_IN_HTML_TEXT = b"\t\n" + bytes(range(0x20, 0x7F))
"""All ASCII that may stand in HTML, which bytes tell many times faster than a pattern."""
_NOT_IN_HTML = regex(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SCHEME = "(?:https?://|mailto:|tel:)?"
_ELSEWHERE = rf"""
    # All these begin with one of five signs, which prose rarely holds: the search hardly stops in it.
    [\[\]<{{:]
    (?: (?<=\[)\^(?P<label>[^\]\n]+)\]
      | (?P<target> (?<=\])\([ \t]*\n?[ \t]*(?P<angle><?)(?=[^\s<>]|\Z) {_SCHEME} )
      | (?P<definition> (?<=\[)[^\]\n]*\]:[ \t]*<?(?=[^\s<>]|\Z) {_SCHEME} )
      | (?P<mail> (?<=<)(?=[\w.+-]+@) )
      | (?P<element> (?<=<)[a-z][a-z0-9-]*(?=[\s/>]) )
      | (?P<attributes> (?<=\{{):(?=[^:/{{}}\n][^{{}}\n]*\}}) )
      | (?P<bare> (?<=\bhttp:)// | (?<=\bhttps:)// | (?<=\bmailto:) | (?<=\btel:) )
    )
"""
_IN_HTML = rf"(?P<html> \b(?:href|src|poster|srcset)[ \t]*=[ \t]*[\"']?{_SCHEME})"
_FLAGS = re.VERBOSE | re.IGNORECASE
_PLACES = regex(_ELSEWHERE, _FLAGS)
_PLACES_WITH_HTML = regex(f"{_IN_HTML} | {_ELSEWHERE}", _FLAGS)
_TARGET = regex(r"(?:href|src|poster|srcset)[ \t]*=")
_BEFORE_NOTE = regex(r"[ \t>]*(?:(?:[-+*]|[0-9]+[.)])[ \t]+)*")


class Placeholders:
    """The placeholders of one text, which is given in lower case."""

    def __init__(self, text: str) -> None:
        self.prefix = "zqx"
        while self.prefix in text:
            self.prefix += "x"
        self.all: list[Placeholder] = []
        self.quoted: set[int] = set()
        """The numbers of those that turned out to stand in code or in a comment."""
        # The last letter says which blanks belong to the placeholder and disappear with it: none after
        # "z", the one before it with "p", the one behind it with "b", those on both sides with "q".
        self.source_pattern = rf"(?: (?={self.prefix}[0-9]+[pq]))?{self.prefix}(?:[0-9]+)(?:z|p|[qb] ?)"
        self.pattern, self.word = _patterns(self.prefix, self.source_pattern)

    def add(self, placeholder: Placeholder) -> str:
        """The word that stands for ``placeholder`` from now on."""
        self.all.append(placeholder)
        return f"{self.prefix}{len(self.all) - 1}z"

    def replace(self, number: int, source: str) -> None:
        """Let the placeholder ``number`` stand for ``source``, where the author's own words come back."""
        self.all[number] = replace(self.all[number], source=source)

    def find(self, text: str) -> list[Placeholder]:
        """The placeholders in ``text``, in order."""
        return [self.all[number] for number in self.numbers(text)]

    def numbers(self, text: str) -> list[int]:
        """The numbers of the placeholders in ``text``, in order."""
        return [int(number) for number in self.word.findall(text)]

    def restore(self, text: str) -> str:
        """``text`` as the author wrote it."""
        if self.prefix not in text:
            return text
        self.quoted.update(self.numbers(text))
        return self.original(text)

    def original(self, text: str) -> str:
        """``text`` as the author wrote it, though nothing says yet that it is code."""
        return self.pattern.sub(self._source, text) if self.prefix in text else text

    def _source(self, match: re.Match[str]) -> str:
        placeholder = self.all[int(match[1])]
        return placeholder.source if placeholder.kind in IN_CODE else ""

    def lost(self) -> list[Problem]:
        """What is wrong with the tags of which nothing showed, such as those inside an HTML tag."""
        unseen = [item.tag for number, item in enumerate(self.all) if item.tag and number not in self.quoted]
        return [problem for tag in unseen for problem in lost_problems(tag)]

    def strip(self, text: str) -> str:
        """``text`` without its placeholders."""
        if self.prefix not in text:
            return text
        return self.pattern.sub("", text)


@functools.lru_cache(maxsize=16)
def _patterns(prefix: str, source_pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a placeholder with its blanks, and what finds only its number, which is many times faster."""
    return re.compile(source_pattern.replace("(?:[0-9]+)", "([0-9]+)")), re.compile(rf"{prefix}([0-9]+)[zpqb]")


def insert(text: str, first_line: int, variables: Mapping[str, Value]) -> tuple[str, Placeholders]:
    """``text`` with every template tag replaced and every link and element marked; as many lines as before.

    Characters that HTML forbids are left out; the reader of the file has reported them.
    """
    if not text.isascii() or text.encode().translate(None, _IN_HTML_TEXT):
        text = _NOT_IN_HTML.sub("", text)
    lowered = text.lower()
    placeholders = Placeholders(lowered)
    lines = Lines(text, first_line)
    # Addresses in tags and attribute lists begin with a letter, so looking for them takes much longer.
    pattern = _PLACES_WITH_HTML if "=" in text and _TARGET.search(lowered) else _PLACES
    parts: list[str] = []
    position = 0
    for tag in find_tags(text, lines, variables):
        _mark(text, position, tag.start, lines, placeholders, pattern, parts)
        parts.append(_replace(tag, text[tag.start : tag.end], placeholders))
        position = tag.end
    _mark(text, position, len(text), lines, placeholders, pattern, parts)
    return "".join(parts), placeholders


def _replace(tag: Tag, source: str, placeholders: Placeholders) -> str:
    first, *others = source.split("\n")
    words = [placeholders.add(Placeholder("tag", first, tag.line, tag.column, tag, tag.alone))]
    for other in others:
        body = other.lstrip(" \t")
        word = placeholders.add(Placeholder("rest", body, alone=tag.alone))
        words.append(other[: len(other) - len(body)] + word)
    return "\n".join(words)


def _mark(
    text: str,
    start: int,
    end: int,
    lines: Lines,
    placeholders: Placeholders,
    pattern: re.Pattern[str],
    parts: list[str],
) -> None:
    """Write ``text`` from ``start`` to ``end``, with its links and elements marked, to ``parts``."""
    position = search = start
    while match := pattern.search(text, search, end):
        kind = match.lastgroup
        search = match.end()
        if kind == "label":
            if text.startswith("!", match.start() - 1) or _defines_note(text, match):
                continue
            place = match.start()
        elif kind == "definition" and text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t>"):
            search = match.start() + 1
            continue
        else:
            place = match.start() if kind in ("element", "attributes") else match.end()
        line, column = lines.locate(min(place, len(text) - 1))
        parts.append(text[position : match.end()])
        position = match.end()
        if kind == "element":
            word = placeholders.add(Placeholder("element", "", line, column))
            parts.append(f" {word[:-1]}p")
        elif kind == "attributes":
            word = placeholders.add(Placeholder("element", "", line, column))
            parts.append(f" {word[:-1]}q ")
        elif kind == "label":
            parts.append(placeholders.add(Placeholder("reference", match["label"], line, column)))
        else:
            # Only a target in round brackets alone ends at a blank.
            bracket = "(" if kind == "target" and not match["angle"] else ""
            parts.append(placeholders.add(Placeholder("link", bracket, line, column)))
    parts.append(text[position:end])


def _defines_note(text: str, match: re.Match[str]) -> bool:
    if not text.startswith(":", match.end()):
        return False
    return _BEFORE_NOTE.fullmatch(text, text.rfind("\n", 0, match.start()) + 1, match.start()) is not None
