"""Template tags in content: found before Markdown runs, never executed.

Three things mean something: ``{% include NAME key=value %}``, ``{{ site.KEY }}``/``{{ page.KEY }}``
and ``{% raw %}``. Everything else in double braces is the author's mistake, or an example in code;
which of the two is known only after Markdown, so a tag carries its problems until then.
"""

from __future__ import annotations

import datetime
import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Literal

from msgspec import Struct

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.content import foreign_tags
from toolshelf.content.foreign_tags import TO_SHOW
from toolshelf.patterns import regex
from toolshelf.problems import Problem, error

_QUOTED = regex(r"\"[^\"]*\"|'[^']*'")
_INCLUDE = regex(r"include\s+(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|(?P<bare>[^\s=\"'{}]+))(?P<rest>.*)", re.S)
_ARGUMENT = regex(r"\s*([A-Za-z_][\w-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'={}]+))(?=\s|$)")
_VARIABLE = regex(r"(?:site|page)(?:\.[A-Za-z_][\w-]*)+")
_END_RAW = regex(r"\{%-?\s*endraw\s*-?%\}")
_BEFORE_BLOCK = regex(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*")
_BASE_PATHS = frozenset({"site.baseurl", "site.base_url"})
_NO_ARGUMENTS = FrozenDict()
_WITH_BREAK = (1).__add__
"""The length of a line with the line feed at its end."""


class Tag(Struct, frozen=True):
    """One template tag as it stands in the source."""

    kind: Literal["include", "variable", "raw", "unknown"]
    start: int
    """Offset of its first character in the text."""
    end: int
    line: int
    column: int
    name: str = ""
    """Of an include: what is included."""
    arguments: FrozenDict = _NO_ARGUMENTS
    text: str = ""
    """Of a variable: its value as plain text."""
    problems: tuple[Problem, ...] = ()
    alone: bool = False
    """Whether nothing else stands on its lines but the marker of a list or a quotation."""


class Lines:
    """Turns offsets of a text into lines and columns."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first = first_line

    @functools.cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(map(_WITH_BREAK, map(len, self._text.split("\n"))), initial=0))

    def locate(self, offset: int) -> tuple[int, int]:
        """The line (from the file's first) and column, 1-based, of ``offset``."""
        index = bisect_right(self._starts, offset) - 1
        return index + self._first, offset - self._starts[index] + 1


def find_tags(text: str, lines: Lines, variables: Mapping[str, Value]) -> Iterator[Tag]:
    """Every template tag of ``text`` in order; what stands between raw and endraw is skipped."""
    position = 0
    while (start := text.find("{", position)) >= 0:
        opening = text[start : start + 2]
        if opening not in ("{{", "{%"):
            position = start + 1
            continue
        line, column = lines.locate(start)
        end, body = _extent(text, start, "}}" if opening == "{{" else "%}")
        if end < 0:
            sentence = f'"{opening}" opens a template tag that is never closed.'
            yield Tag("unknown", start, start + 2, line, column, problems=(_unknown(sentence, line, column),))
            position = start + 2
            continue
        if opening == "{%" and body == "raw":
            closing = _END_RAW.search(text, end)
            problem = _unknown("{% raw %} is never closed.", line, column, "write {% endraw %} after the text")
            yield Tag("raw", start, end, line, column, problems=() if closing else (problem,))
            if closing:
                yield Tag("raw", closing.start(), closing.end(), *lines.locate(closing.start()))
                end = closing.end()
        elif opening == "{%":
            yield _statement(body, text, start, end, line, column, variables)
        else:
            yield _variable(body, text, start, end, line, column, variables)
        position = end


def _extent(text: str, start: int, closing: str) -> tuple[int, str]:
    """Where the tag that opens at ``start`` ends, and what it says; -1 if it does not end."""
    stop = text.find(closing, start + 2)
    if stop < 0:
        return -1, ""
    while closing == "}}" and text.startswith("}", stop + 2):
        stop += 1
    body = text[start + 2 : stop]
    # A tag does not reach into the next one, nor (outside its quotes) out of a code span.
    opening = text[start : start + 2]
    if opening in body or "`" in _QUOTED.sub("", body):
        return -1, ""
    return stop + 2, body.removeprefix("-").removesuffix("-").strip()


def _statement(
    body: str, text: str, start: int, end: int, line: int, column: int, variables: Mapping[str, Value]
) -> Tag:
    match = _INCLUDE.fullmatch(body)
    if match is None:
        word = re.match(r"\w*", body)
        name = word.group() if word else ""
        sentence, hint = foreign_tags.statement(name)
        return Tag("unknown", start, end, line, column, problems=(_unknown(sentence, line, column, hint),))
    arguments, problems = _arguments(match["rest"], line, column, variables)
    name = match["double"] or match["single"] or match["bare"]
    alone = _is_alone(text, start, end)
    kind: Literal["include", "unknown"] = "unknown" if problems else "include"
    return Tag(kind, start, end, line, column, name, arguments, problems=problems, alone=alone)


def _arguments(
    rest: str, line: int, column: int, variables: Mapping[str, Value]
) -> tuple[FrozenDict, tuple[Problem, ...]]:
    arguments: dict[str, Value] = {}
    problems: list[Problem] = []
    position = 0
    while rest[position:].strip():
        match = _ARGUMENT.match(rest, position)
        if match is None:
            shown = rest[position:].strip().split()[0]
            hint = 'write key="text", key=word or key=page.name, without braces'
            problems.append(_unknown(f"The include cannot use {shown!r} as an argument.", line, column, hint))
            break
        key, double, single, bare = match.groups()
        if bare is None:
            arguments[key] = double if double is not None else single
        elif _VARIABLE.fullmatch(bare):
            value = _look_up(bare, variables)
            if value is MISSING:
                problems.append(_missing(bare, line, column, variables))
            else:
                arguments[key] = value
        else:
            arguments[key] = bare
        position = match.end()
    return FrozenDict(arguments), tuple(problems)


def _variable(
    body: str, text: str, start: int, end: int, line: int, column: int, variables: Mapping[str, Value]
) -> Tag:
    problem: Problem | None = None
    shown = ""
    if not _VARIABLE.fullmatch(body):
        sentence, hint = foreign_tags.braces(body)
        problem = _unknown(sentence, line, column, hint)
        return Tag("unknown", start, end, line, column, problems=(problem,))
    if body not in _BASE_PATHS:
        value = _look_up(body, variables)
        if value is MISSING:
            problem = _missing(body, line, column, variables)
        elif isinstance(value, (tuple, dict)):
            sentence = f"{{{{ {body} }}}} is a list or a group of values, not a text."
            problem = error("unknown-variable", sentence, line, column, hint="name one of its values")
        else:
            shown = scalar_text(value)
            if body == "site.url" and text.startswith("/", end):
                shown = shown.rstrip("/")
    return Tag("variable", start, end, line, column, text=shown, problems=(problem,) if problem else ())


def scalar_text(value: Value) -> str:
    """``value``, which is no list and no mapping, as an author would write it."""
    if value is None or value is MISSING:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _look_up(name: str, variables: Mapping[str, Value]) -> Value:
    if variables.get(name.split(".")[0]) is MISSING:
        return None  # nobody could read these values, which is told where they stand
    value: Value | Mapping[str, Value] = variables
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return MISSING
        value = value[part]
    return value if not isinstance(value, Mapping) or isinstance(value, FrozenDict) else FrozenDict(value)


def _missing(name: str, line: int, column: int, variables: Mapping[str, Value]) -> Problem:
    import difflib  # for slips alone

    root, *_ = name.split(".")
    group = variables.get(root)
    known = [f"{root}.{key}" for key in group] if isinstance(group, Mapping) else []
    nearest = difflib.get_close_matches(name, known, 1)
    place = "data/site.yml" if root == "site" else "the front matter of the page"
    hint = f"did you mean {nearest[0]}?" if nearest else f"add it to {place}, or remove the braces"
    return error("unknown-variable", f"There is no value named {name}.", line, column, hint=hint)


def lost_problems(tag: Tag) -> tuple[Problem, ...]:
    """What is wrong with ``tag`` where nothing of it can show."""
    if tag.kind != "include":
        return tag.problems
    sentence = "The include stands where it cannot show anything."
    hint = "put it on a line of its own"
    return (*tag.problems, error("unknown-tag", sentence, tag.line, tag.column, hint=hint))


def _unknown(sentence: str, line: int, column: int, hint: str = TO_SHOW) -> Problem:
    return error("unknown-tag", sentence, line, column, hint=hint)


def _is_alone(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    stop = text.find("\n", end)
    after = text[end : stop if stop >= 0 else len(text)]
    return bool(_BEFORE_BLOCK.fullmatch(before)) and not after.strip()
