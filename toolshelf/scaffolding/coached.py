"""Keys and values in YAML, with what a schema says of each key as a comment above it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

from toolshelf.codec import FrozenDict
from toolshelf.data.typed.item_files import required

_WIDTH: Final = 98
_PLACEHOLDERS: Final = {
    "uri": "https://www.example.gov/",
    "email": "office@example.gov",
    "date": "2026-01-31",
    "date-time": "2026-01-31T09:00:00-05:00",
}
"""What stands in for a value of a format."""
_SENTENCE: Final = "One or two sentences of your own: what it is, whom it serves, and what they do with it."
"""What stands in for a text that has to have a length."""


def coached(schema: FrozenDict, values: Mapping[str, Any], keys: Sequence[str]) -> str:
    """``values`` as YAML, and of the other ``keys`` an example each, commented out; ``schema`` says what they mean.

    A key that ``values`` holds with None gets a placeholder that keeps to the schema.
    """
    described = _properties(schema)
    lines: list[str] = []
    for key in [*values, *(key for key in keys if key not in values)]:
        about = _resolved(described.get(key), schema)
        lines += _comments(about)
        if key in values:
            value = placeholder(about, schema) if values[key] is None else values[key]
            lines += _dumped(key, value)
        else:
            lines += [f"# {line}" for line in _example(key, about, schema)]
    return "\n".join(lines) + "\n"


def known(schema: FrozenDict) -> list[str]:
    """All keys that ``schema`` describes, in its order."""
    return [*_properties(schema)]


def placeholder(about: FrozenDict, schema: FrozenDict) -> Any:  # noqa: ANN401 - YAML holds any value
    """A value that keeps to ``about``, the schema of a key, and that nobody takes for a fact."""
    about = _resolved(about, schema)
    if isinstance(choices := about.get("enum"), tuple):
        return choices[0]
    kind = about.get("type")
    if isinstance(kind, tuple):
        kind = "string" if "string" in kind else kind[0]
    if kind == "array":
        return [placeholder(_mapping(about.get("items")), schema)]
    if kind == "object":
        inner = _properties(about)
        return {key: placeholder(_mapping(inner.get(key)), schema) for key in required(about)}
    if (format_ := about.get("format")) in _PLACEHOLDERS:
        return _PLACEHOLDERS[str(format_)]
    if isinstance(least := about.get("minLength"), int) and least > len("To be written"):
        return _SENTENCE
    if isinstance(examples := about.get("examples"), tuple) and examples and ("pattern" in about or kind != "string"):
        return _plain(examples[0])
    if isinstance(options := about.get("anyOf"), tuple) and options:
        return placeholder(_mapping(options[0]), schema)
    return {"boolean": False, "integer": 0, "number": 0}.get(str(kind), "To be written")


def _example(key: str, about: FrozenDict, schema: FrozenDict) -> Iterator[str]:
    """An example of ``key``, with comments on the keys within."""
    inner = _properties(about)
    if not inner:
        examples = about.get("examples")
        value = _plain(examples[0]) if isinstance(examples, tuple) and examples else placeholder(about, schema)
        if isinstance(value, str) and value.startswith(f"{key}:"):
            yield value  # the engine's own schemas show the whole line
        else:
            yield from _dumped(key, value)
        return
    yield f"{key}:"
    for name, part in inner.items():
        told = _resolved(part, schema)
        for line in [*_comments(told), *_example(name, told, schema)]:
            yield f"  {line}"


def _comments(about: FrozenDict) -> list[str]:
    told = str(about.get("description") or "").rstrip(".")
    lines = textwrap.wrap(f"{told}." if told else "", _WIDTH)
    choices = about.get("enum") or _mapping(about.get("items")).get("enum")
    if isinstance(choices, tuple):
        lines += textwrap.wrap(f"One of: {'; '.join(map(str, choices))}.", _WIDTH)
    return [f"# {line}" for line in lines]


def _dumped(key: str, value: Any) -> list[str]:  # noqa: ANN401 - YAML holds any value
    flow = isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value)
    if flow:
        shown = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=4096).strip()
        return [f"{key}: {shown}"]
    text = yaml.safe_dump({key: value}, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text.rstrip("\n").split("\n")


def _resolved(about: object, schema: FrozenDict) -> FrozenDict:
    """``about``, or what it refers to within ``schema``, under its own description."""
    found = _mapping(about)
    if isinstance(name := found.get("$ref"), str) and name.startswith("#/$defs/"):
        other = _mapping(_mapping(schema.get("$defs")).get(name.rpartition("/")[2]))
        return FrozenDict({**other, **{key: value for key, value in found.items() if key != "$ref"}})
    return found


def _properties(about: FrozenDict) -> FrozenDict:
    return _mapping(about.get("properties"))


def _mapping(value: object) -> FrozenDict:
    return value if isinstance(value, FrozenDict) else FrozenDict()


def _plain(value: object) -> Any:  # noqa: ANN401 - YAML holds any value
    if isinstance(value, FrozenDict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
