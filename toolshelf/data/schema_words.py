"""Schema violations in an editor's words: one sentence for each keyword of JSON Schema 2020-12."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from jsonschema.exceptions import ValidationError

from toolshelf.data.positions import Path
from toolshelf.spelling import nearest

_TYPES: Final = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "empty",
}
_FORMATS: Final = {
    "date": ("a date", "write year-month-day, for example 2026-11-20"),
    "date-time": ("a date with a time", "write for example 2026-11-20T14:30:00Z"),
    "email": ("an e-mail address", "write for example office@example.gov"),
    "idn-email": ("an e-mail address", "write for example office@example.gov"),
    "uri": ("a web address", "write it whole, for example https://www.example.gov/page"),
    "uri-reference": ("a web address or a path", "write a blank as %20"),
    "regex": ("a pattern", "check its brackets and backslashes"),
}
_LONGEST_QUOTE: Final = 60


class Violation(NamedTuple):
    """What is wrong with one value, before its place in the file is known."""

    path: Path
    """Of the value; with ``at_key``, of the key that is too much or has a wrong name."""
    message: str
    hint: str = ""
    at_key: bool = False


def violations_of(fault: ValidationError, root: object) -> Iterator[Violation]:
    """What ``fault``, found in the document ``root``, means for its author; alternatives are followed down."""
    path = _path(fault, root)
    schema: Mapping[str, Any] = fault.schema if isinstance(fault.schema, Mapping) else {}
    about = _About(path, root)
    wanted: Any = fault.validator_value
    value: Any = fault.instance
    keyword = str(fault.validator)
    if "propertyNames" in fault.absolute_schema_path and isinstance(value, str):
        yield Violation((*path, value), about.say(f"no key may be called {quoted(value)}"), _hint(schema), True)
    elif keyword in ("anyOf", "oneOf"):
        yield from _alternatives(fault, root, about)
    elif keyword == "required":
        for name in (name for name in wanted if name not in value):
            yield Violation(path, about.inside(f"'{name}' is missing"), _hint(_property(schema, name)))
    elif keyword == "additionalProperties" and wanted is False:
        known = list(schema.get("properties", {}))
        patterns = list(schema.get("patternProperties", {}))
        for name in value:
            if name not in known and not any(re.search(pattern, name) for pattern in patterns):
                right = nearest(name, known)
                hint = f"did you mean '{right}'?" if right else _known(known)
                yield Violation((*path, name), about.inside(f"the key '{name}' is not known"), hint, True)
    elif keyword in ("dependentRequired", "dependencies"):
        for name, others in wanted.items():
            if name in value and isinstance(others, Sequence):
                for other in (other for other in others if other not in value):
                    yield Violation(path, about.inside(f"'{other}' is missing, which '{name}' needs"))
    else:
        sentence, hint = _sentence(keyword, wanted, value, schema)
        yield Violation(path, about.say(f"{about.subject} {sentence}"), hint)


def _path(fault: ValidationError, root: object) -> Path:
    """Where ``fault`` is; the library leaves the last step out where a key's whole schema is ``false``."""
    path: Path = tuple(fault.absolute_path)
    value: Any = root
    for step in path:
        value = value[step]
    if fault.schema is False and isinstance(value, Mapping):
        path += tuple(key for key, item in value.items() if item is fault.instance)[:1]
    return path


class _About:
    """Names the value at a path: ``item 3 (FedRAMP Marketplace): 'url'``."""

    def __init__(self, path: Path, root: object) -> None:
        self._steps: list[str] = []
        value = root
        for step in path:
            value = value[step]  # type: ignore[index]  # the validator walked the same way
            self._steps.append(_item(step, value) if isinstance(step, int) else f"'{step}'")
        self.subject = self._steps[-1] if self._steps else "the file"

    def say(self, text: str) -> str:
        """A sentence about the value, after the names of what it stands in."""
        return _sentence_case([*self._steps[:-1], text])

    def inside(self, text: str) -> str:
        """A sentence about something in the value, after the value's own name."""
        return _sentence_case([*self._steps, text])


def _alternatives(fault: ValidationError, root: object, about: _About) -> Iterator[Violation]:
    """Follow the alternative that the author most likely meant: one whose type fits; else say all types."""
    schema: Mapping[str, Any] = fault.schema if isinstance(fault.schema, Mapping) else {}
    branches: dict[Any, list[ValidationError]] = {}
    for cause in fault.context or ():
        branches.setdefault(cause.relative_schema_path[0], []).append(cause)
    fitting = [causes for causes in branches.values() if not any(_is_other_kind(cause) for cause in causes)]
    if fitting:
        for cause in min(fitting, key=len):
            for found in violations_of(cause, root):
                yield found._replace(hint=found.hint or _hint(schema))
        return
    path: Path = tuple(fault.absolute_path)
    if not branches:
        yield Violation(path, about.say(f"{about.subject} fits more than one of the forms that exclude each other"))
        return
    choices: Any = fault.validator_value
    forms = [form for choice in choices if (form := _form(choice))]
    sentence = f"{about.subject} {described(fault.instance)}, but must be {_either(forms)}"
    yield Violation(path, about.say(sentence), _hint(schema))


def _is_other_kind(cause: ValidationError) -> bool:
    """Whether the value is not even of the kind that the alternative wants."""
    if cause.relative_path:
        return False
    wanted: Any = cause.validator_value
    if cause.validator == "enum":
        return not any(type(cause.instance) is type(choice) for choice in wanted)
    return cause.validator in ("type", "const")


def _form(schema: object) -> str:
    """What a value of ``schema`` is, in a few words; empty if the schema does not say it in its first level."""
    if not isinstance(schema, Mapping):
        return ""
    if "const" in schema:
        return quoted(schema["const"])
    if "enum" in schema:
        return _either([quoted(value) for value in schema["enum"]])
    if str(schema.get("format")) in _FORMATS:
        return _FORMATS[str(schema["format"])][0]
    return _types(schema["type"]) if "type" in schema else ""


def _sentence(keyword: str, wanted: Any, value: Any, schema: Mapping[str, Any]) -> tuple[str, str]:  # noqa: ANN401
    """What is said of a value that breaks ``keyword``, after its name, and the hint."""
    hint, exclusive = _hint(schema), keyword.startswith("exclusive")
    match keyword:
        case "type":
            return f"{described(value)}, but must be {_types(wanted)}", _type_hint(wanted, value) or hint
        case "enum":
            right = nearest(value, [name for name in wanted if isinstance(name, str)]) if isinstance(value, str) else ""
            choice = _either([quoted(name) for name in wanted])
            return f"{described(value)}, but must be {choice}", f"did you mean {quoted(right)}?" if right else hint
        case "const":
            return f"{described(value)}, but must be {quoted(wanted)}", hint
        case "format":
            name, example = _FORMATS.get(wanted, (f"of the form '{wanted}'", ""))
            return f"{described(value)}, but must be {name}", hint or example
        case "pattern":
            return (
                f"{described(value)}, which does not have the form that is asked for",
                hint or f"the form is {wanted}",
            )
        case "minLength" | "minItems" | "minProperties" if not value:
            return "is empty", hint
        case "minLength" | "maxLength":
            most = "at least" if keyword == "minLength" else "at most"
            return f"has {len(value)} characters, but must have {most} {wanted}", hint
        case "minItems" | "maxItems":
            most = "at least" if keyword == "minItems" else "at most"
            return f"has {len(value)} items, but must have {most} {wanted}", hint
        case "minProperties" | "maxProperties":
            most = "at least" if keyword == "minProperties" else "at most"
            return f"has {len(value)} keys, but must have {most} {wanted}", hint
        case "minimum" | "exclusiveMinimum":
            return f"{described(value)}, but must be {'more than' if exclusive else 'at least'} {wanted}", hint
        case "maximum" | "exclusiveMaximum":
            return f"{described(value)}, but must be {'less than' if exclusive else 'at most'} {wanted}", hint
        case "multipleOf":
            return f"{described(value)}, but must be a multiple of {wanted}", hint
        case "uniqueItems":
            return "holds one item twice", hint or "delete one of the two"
        case "contains" | "minContains" | "maxContains":
            return "does not have the items that are asked for", hint
        case _:
            return f"{described(value)}, which is not allowed here", hint


def described(value: object) -> str:
    """What ``value`` is, for a sentence: ``is the text "yes"``, ``is empty``, ``is a list``."""
    if value is None:
        return "is empty"
    if isinstance(value, bool):
        return f"is {quoted(value)}"
    if isinstance(value, str):
        return f"is the text {quoted(value)}" if value else "is empty"
    if isinstance(value, int | float):
        return f"is the number {quoted(value)}"
    return "is a list" if isinstance(value, list | tuple) else "holds keys with values"


def quoted(value: object) -> str:
    """``value`` as it may be typed, shortened if it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 2] + '…"'


def _type_hint(wanted: object, value: object) -> str:
    types = wanted if isinstance(wanted, list) else [wanted]
    if "string" in types and isinstance(value, int | float):
        return f'put it in quotes: "{quoted(value)}"'
    if "boolean" in types and isinstance(value, str):
        return "write true or false, without quotes"
    if {"number", "integer"} & set(types) and isinstance(value, str):
        return "write the number in plain digits, without quotes"
    if "string" in types and isinstance(value, list | dict):
        return "put text that begins with a bracket in quotes"
    if "array" in types and isinstance(value, str | int | float):
        return f"write it as a list: [{value}]"
    return ""


def _types(types: object) -> str:
    return _either([_TYPES.get(str(name), str(name)) for name in (types if isinstance(types, list) else [types])])


def _hint(schema: Mapping[str, Any]) -> str:
    """What the schema's author says of the value: an example, else the description's first sentence."""
    examples = schema.get("examples")
    if isinstance(examples, list) and examples:
        return f"for example {examples[0] if isinstance(examples[0], str) else quoted(examples[0])}"
    description = schema.get("description")
    return description.split(". ")[0].rstrip(".") if isinstance(description, str) else ""


def _property(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = schema.get("properties", {}).get(name)
    return found if isinstance(found, Mapping) else {}


def _item(position: int, value: object) -> str:
    if isinstance(value, Mapping):
        for key in ("name", "title", "id", "label"):
            if isinstance(value.get(key), str) and value[key]:
                return f"item {position + 1} ({value[key][:_LONGEST_QUOTE]})"
    return f"item {position + 1}"


def _known(names: Sequence[str]) -> str:
    return f"known keys are {', '.join(names)}" if names else ""


def _either(forms: Sequence[str]) -> str:
    forms = [form for form in dict.fromkeys(forms) if form != _TYPES["null"] or len(forms) == 1]
    if len(forms) < 2:
        return forms[0] if forms else "something else"
    return f"{', '.join(forms[:-1])} or {forms[-1]}"


def _sentence_case(steps: Sequence[str]) -> str:
    text = ": ".join([", ".join(steps[:-1]), steps[-1]] if len(steps) > 1 else steps)
    return f"{text[:1].upper()}{text[1:]}."
