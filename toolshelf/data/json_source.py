"""JSON through the standard library's parser, with the place of every value and key."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from json import decoder, scanner
from typing import Any, Final, TypeAlias

from msgspec import Struct

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.data.conflicts import conflicts_in_data
from toolshelf.data.limits import MAX_DEPTH, MAX_DIGITS
from toolshelf.data.positions import Path, Positions, Sourced, Spot
from toolshelf.patterns import regex
from toolshelf.problems import Problem, error
from toolshelf.sources.text import forbidden_characters

_TOKEN: Final = regex(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_SENTENCES: Final = {
    "Expecting ',' delimiter": ("A comma is missing after this place.", "separate items and pairs with commas"),
    "Expecting ':' delimiter": ("A colon is missing after the key.", 'write "key": value'),
    "Expecting value": ("A value is missing here.", "text stands in double quotes; no comma follows the last item"),
    "Expecting property name enclosed in double quotes": (
        "A key in double quotes is missing here.",
        "keys stand in double quotes; no comma follows the last pair",
    ),
    "Illegal trailing comma before end of object": ("A comma stands after the last pair.", "delete the comma"),
    "Illegal trailing comma before end of array": ("A comma stands after the last item.", "delete the comma"),
    "Unterminated string starting at": ("The quote that opens here is not closed.", "add the closing quote"),
    "Invalid control character at": ("A line ends, or a tab stands, inside quoted text.", "write \\n or \\t instead"),
    "Invalid \\escape": ("A backslash begins a code here, and this is none.", "write two backslashes"),
    "Invalid \\uXXXX escape": ("The code that begins here is not complete.", "write \\u and four digits or letters"),
    "Extra data": ("The file goes on here after its value has ended.", "a file holds one list or one pair of braces"),
}


class _Placed(Struct, frozen=True):
    """A value with the offsets where it starts and ends."""

    content: Any
    """A scalar, a list of placed values, or a list of pairs of a key and a placed value."""
    start: int
    end: int


_Scan: TypeAlias = Callable[[str, int], tuple[Any, int]]


class _Decoder(json.JSONDecoder):
    """The library's decoder in its Python form, whose parts can be told to note where each value stands."""

    def __init__(self) -> None:
        super().__init__(parse_constant=_no_number, parse_float=float, parse_int=_whole_number)
        self.parse_object = self._object
        self.parse_array = self._array
        self.scan_once = _placing(scanner.py_make_scanner(self))  # type: ignore[attr-defined]  # not in the stubs

    @staticmethod
    def _object(opening: tuple[str, int], strict: bool, scan: _Scan, *_: object) -> tuple[Any, int]:
        pairs, end = decoder.JSONObject(opening, strict, _placing(scan), None, _Pairs)  # type: ignore[attr-defined]
        return pairs if isinstance(pairs, _Pairs) else _Pairs(), end

    @staticmethod
    def _array(opening: tuple[str, int], scan: _Scan) -> tuple[Any, int]:
        found: tuple[Any, int] = decoder.JSONArray(opening, _placing(scan))  # type: ignore[attr-defined]
        return found


class _Pairs(list[tuple[str, _Placed]]):
    """A mapping as it stands in the file: duplicate keys and all."""


def _placing(scan: _Scan) -> _Scan:
    def placed(text: str, start: int) -> tuple[_Placed, int]:
        content, end = scan(text, start)
        return _Placed(content, start, end), end

    return placed


def _no_number(_: str) -> float:
    return math.nan


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= MAX_DIGITS else math.inf


class _Reading:
    """Turns placed values into values and positions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.values: dict[Path, Spot] = {}
        self.keys: dict[Path, Spot] = {}
        self.problems: list[Problem] = []
        self.readable = True

    def spot(self, offset: int) -> Spot:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def refuse(self, code: str, message: str, offset: int, hint: str) -> None:
        self.problems.append(error(code, message, *self.spot(offset), hint=hint))
        self.readable = False

    def value(self, placed: _Placed, path: Path) -> Value:
        self.values[path] = self.spot(placed.start)
        content = placed.content
        if isinstance(content, _Pairs):
            return self.mapping(content, placed.start + 1, path)
        if isinstance(content, list):
            return tuple(self.value(item, (*path, position)) for position, item in enumerate(content))
        if isinstance(content, float) and math.isnan(content):
            self.refuse("json", "This word is no number that JSON knows.", placed.start, "write a number")
        elif isinstance(content, float) and math.isinf(content):
            hint = "put it in quotes if it is not meant as a number"
            self.refuse("huge-number", "This number is too large to be one.", placed.start, hint)
        elif isinstance(content, str) and next(forbidden_characters(content), None):
            message = "This text holds an invisible control character, written with a backslash."
            self.refuse("control-character", message, placed.start, "delete it")
        frozen: Value = content
        return frozen

    def mapping(self, pairs: _Pairs, start: int, path: Path) -> Value:
        items: dict[str, Value] = {}
        for key, placed in pairs:
            way = (*path, key)
            spot = self.spot(self.text.index('"', start))
            start = placed.end
            if key in items:
                message = f"The key '{key}' stands here a second time (first in line {self.keys[way][0]})."
                self.problems.append(error("duplicate-key", message, *spot, hint="keep one of the two"))
                continue
            if next(forbidden_characters(key), None):
                self.refuse("control-character", "This key holds an invisible control character.", start, "delete it")
            self.keys[way] = spot
            items[key] = self.value(placed, way)
        return FrozenDict(items)


def read_json(text: str) -> Sourced:
    """Read the JSON document ``text``; an empty one is None. Lines end with a line feed. Never raises.

    Problems: a syntax error (the first one: JSON cannot be read on after it), duplicate keys, words and numbers
    that JSON does not know, control characters, nesting of more than 50 levels.
    """
    if not text.strip():
        return Sourced(None)
    if faults := (*conflicts_in_data(text), *forbidden_characters(text)):
        return Sourced(problems=faults)
    reading = _Reading(text)
    opened: list[int] = []
    for token in _TOKEN.finditer(text):
        if token.group() in "[{":
            opened.append(token.start())
            if len(opened) > MAX_DEPTH:
                message = f"Lists and keys are nested more than {MAX_DEPTH} levels deep here."
                reading.refuse("nesting", message, token.start(), "check the brackets")
                return Sourced(problems=tuple(reading.problems))
        elif token.group() in "]}" and opened:
            opened.pop()
    try:
        document: _Placed = _Decoder().decode(text)
    except json.JSONDecodeError as fault:
        reading.refuse("json", *_explained(fault, text, opened))
        return Sourced(problems=tuple(reading.problems))
    value = reading.value(document, ())
    return Sourced(
        value if reading.readable else MISSING, Positions(reading.values, reading.keys), tuple(reading.problems)
    )


def _explained(fault: json.JSONDecodeError, text: str, opened: list[int]) -> tuple[str, int, str]:
    """The sentence, the offset of the place to mend, and the hint for a syntax error."""
    before, here = text[: fault.pos].rstrip(), text[fault.pos : fault.pos + 1]
    if not text[fault.pos :].strip() and opened:
        return f"The bracket {text[opened[-1]]} that opens here is not closed.", opened[-1], "add the closing bracket"
    if here and here in "]}" and before.endswith(","):
        return "A comma stands after the last item.", len(before) - 1, "delete the comma"
    if text.startswith(("//", "/*", "#"), fault.pos):
        return "A comment stands here; JSON has none.", fault.pos, "delete it, or write the file as YAML"
    if here == "'":
        return "Text stands in single quotes here.", fault.pos, "JSON wants double quotes"
    if here.isalpha() and fault.msg == "Expecting value":
        return "A word stands here without quotes.", fault.pos, "put text in double quotes"
    sentence, hint = _SENTENCES.get(fault.msg, ("This place cannot be read as JSON.", "check quotes and commas"))
    return sentence, max(len(before) - 1, 0) if fault.msg == "Expecting ',' delimiter" else fault.pos, hint
