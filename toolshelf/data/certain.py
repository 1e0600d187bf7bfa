"""Values that certainly keep to a JSON Schema, told without the library that judges.

Most values keep to their schema, and a handful of keywords is all that says so: types, lists of texts, known keys.
Where such keywords suffice, this says "certainly"; of everything else, another keyword or a value that may break
one, it says nothing, and the library judges. So the library need not even be imported where nothing is wrong.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Mapping
from types import NoneType
from typing import Final, TypeAlias

from toolshelf.codec import FrozenDict, Value
from toolshelf.patterns import regex

Certainty: TypeAlias = Callable[[Value], bool]
"""True of a value only if it keeps to the schema; False says nothing."""

_TYPES: Final[Mapping[Value, frozenset[type]]] = {
    "string": frozenset({str, datetime.date, datetime.datetime}),  # schemas see a date as the text that was typed
    "number": frozenset({int, float}),
    "integer": frozenset({int}),
    "boolean": frozenset({bool}),
    "null": frozenset({NoneType}),
    "array": frozenset({tuple}),
    "object": frozenset({FrozenDict}),
}
_SINGLE: Final = frozenset({str, bool, int, float, NoneType})
_ANNOTATIONS: Final = frozenset(
    {
        "$schema",
        "$id",
        "$comment",
        "$defs",
        "title",
        "description",
        "examples",
        "default",
        "contentMediaType",
    }
)
_EXTENSION: Final = "x-"
"""What annotations begin with that JSON Schema does not know, such as those of facets."""
_REFERENCE: Final = regex(r"#/\$defs/([\w-]+)")
_FORMATS: Final[Mapping[Value, re.Pattern[str]]] = {
    "uri": regex(r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[A-Za-z0-9._~-]+)*/?"),
    "email": regex(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+"),
}
"""The plainest texts of a format; others may be of it too."""


@functools.lru_cache(maxsize=64)
def certainty(schema: Value) -> Certainty:
    """The test that tells of a value whether it certainly keeps to ``schema``."""
    test = _Tests(schema).of(schema)

    def certain(value: Value) -> bool:
        try:
            return test(value)
        except RecursionError:
            return False

    return certain


class _Tests:
    """One test for each schema and keyword within ``root``."""

    def __init__(self, root: Value) -> None:
        self.root = root
        self.referred: dict[str, Certainty] = {}

    def of(self, schema: Value) -> Certainty:
        if not isinstance(schema, FrozenDict):
            return lambda _: schema is True
        tests = [self.keyword(*pair, schema) for pair in schema.items() if not _is_annotation(pair[0])]
        return tests[0] if len(tests) == 1 else _all(tests)

    def keyword(self, name: str, wanted: Value, schema: FrozenDict) -> Certainty:
        match name, wanted:
            case "type", str() | tuple():
                names = wanted if isinstance(wanted, tuple) else (wanted,)
                types = frozenset[type]().union(*(_TYPES.get(each, ()) for each in names))
                return lambda value: type(value) in types
            case "const", _:
                return _is_one_of((wanted,))
            case "enum", tuple():
                return _is_one_of(wanted)
            case "minLength", int():
                return lambda value: type(value) is str and len(value) >= wanted
            case "maxLength", int():
                return lambda value: type(value) is str and len(value) <= wanted
            case "minItems", int():
                return lambda value: type(value) is tuple and len(value) >= wanted
            case "maxItems", int():
                return lambda value: type(value) is tuple and len(value) <= wanted
            case "minimum", int():
                return lambda value: isinstance(value, (int, float)) and type(value) is not bool and value >= wanted
            case "maximum", int():
                return lambda value: isinstance(value, (int, float)) and type(value) is not bool and value <= wanted
            case "pattern", str():
                return lambda value: type(value) is str and re.search(wanted, value) is not None
            case "not", {"pattern": str(pattern), **others} if not others:
                return lambda value: type(value) is str and re.search(pattern, value) is None
            case "format", "date":
                return lambda value: type(value) is datetime.date
            case "format", str() if wanted in _FORMATS:
                return lambda value: type(value) is str and _FORMATS[wanted].fullmatch(value) is not None
            case "anyOf", tuple():
                return _any([self.of(form) for form in wanted])
            case "items", FrozenDict() | bool():
                item = self.of(wanted)
                return lambda value: type(value) is tuple and all(map(item, value))
            case "uniqueItems", True:
                return lambda value: (
                    type(value) is tuple and all(type(one) is str for one in value) and len(set(value)) == len(value)
                )
            case "properties", FrozenDict():
                keys = {key: self.of(about) for key, about in wanted.items()}
                return lambda value: (
                    type(value) is FrozenDict and all(keys[key](inner) for key, inner in value.items() if key in keys)
                )
            case "required", tuple():
                return lambda value: type(value) is FrozenDict and all(key in value for key in wanted)
            case "additionalProperties", bool():
                known = frozenset(properties if isinstance(properties := schema.get("properties"), FrozenDict) else ())
                return lambda value: wanted or (type(value) is FrozenDict and value.keys() <= known)
            case "$ref", str():
                return lambda value: self.reference(wanted)(value)
        return lambda _: False

    def reference(self, target: str) -> Certainty:
        if target not in self.referred:
            found = _REFERENCE.fullmatch(target)
            definitions = self.root.get("$defs") if isinstance(self.root, FrozenDict) else None
            known = found and isinstance(definitions, FrozenDict) and definitions.get(found[1])
            self.referred[target] = self.of(known or False)
        return self.referred[target]


def _is_annotation(keyword: str) -> bool:
    return keyword in _ANNOTATIONS or keyword.startswith(_EXTENSION)


def _all(tests: list[Certainty]) -> Certainty:
    def certain(value: Value) -> bool:
        for test in tests:  # noqa: SIM110 (runs for every value of every page; the builtin takes twice as long)
            if not test(value):
                return False
        return True

    return certain


def _any(tests: list[Certainty]) -> Certainty:
    def certain(value: Value) -> bool:
        for test in tests:  # noqa: SIM110
            if test(value):
                return True
        return False

    return certain


def _is_one_of(choices: tuple[Value, ...]) -> Certainty:
    return lambda value: type(value) in _SINGLE and any(type(value) is type(one) and value == one for one in choices)
