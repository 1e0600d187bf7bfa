"""Values and schemas as jsonschema judges them: every violation, at its place, in an editor's words."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from toolshelf.codec import Value, freeze
from toolshelf.data.positions import Path, Positions
from toolshelf.data.schema_words import violations_of
from toolshelf.problems import Problem, error, warning

_FORMATS: Final = FormatChecker(Draft202012Validator.FORMAT_CHECKER.checkers)


@_FORMATS.checks("date-time", raises=ValueError)
def _is_datetime(value: object) -> bool:
    """RFC 3339, or the same without a zone: a site's dates have the site's time zone."""
    return not isinstance(value, str) or (len(value) > 10 and bool(datetime.datetime.fromisoformat(value)))


def judge(value: Value, schema: Value, positions: Positions) -> tuple[Problem, ...]:
    """What ``toolshelf.data.schema.violations`` promises, of a frozen ``schema`` and whatever the value."""
    instance, problems = plain(value), []
    try:
        faults = list(_validator(schema).iter_errors(instance))
        # Text that is no web address at all need not be told that it lacks "https://" as well.
        formless = {tuple(fault.absolute_path) for fault in faults if fault.validator == "format"}
        for fault in faults:
            if fault.validator == "pattern" and tuple(fault.absolute_path) in formless:
                continue
            for found in violations_of(fault, instance):
                where = positions.locate_key(found.path) if found.at_key else positions.locate(found.path)
                problems.append(error("schema", found.message, where.line, where.column, hint=found.hint))
    except (Unresolvable, RecursionError):
        message = (
            "The schema of this file refers to itself without end, or to what it does not hold, so not all was checked."
        )
        problems.append(error("schema", message))
    return tuple(dict.fromkeys(sorted(problems)))


def judge_schema(schema: Value, positions: Positions) -> tuple[Problem, ...]:
    """What ``toolshelf.data.schema.schema_problems`` promises."""
    if not isinstance(schema, Mapping | bool):
        return (
            error("schema", "A schema must hold keys with values, in braces.", 1, hint='write { "type": "array" }'),
        )
    document = plain(schema)
    meta = validator_for(document, default=Draft202012Validator).META_SCHEMA
    problems = judge(schema, freeze(meta), positions)
    if problems:
        return problems
    resolver = REGISTRY.resolver_with_root(DRAFT202012.create_resource(document))
    found = list(problems)
    for path, key, target in _strings(document):
        where = positions.locate((*path, key))
        if key in ("$ref", "$dynamicRef"):
            try:
                resolver.lookup(target)
            except (Unresolvable, ValueError):
                message = f'The reference "{target}" leads to nothing in this schema.'
                hint = "schemas are not fetched: put the part under $defs in this file and refer to #/$defs/name"
                found.append(error("schema", message, where.line, where.column, hint=hint))
        elif key == "format" and target not in _FORMATS.checkers:
            message = f"The format '{target}' is not checked here."
            hint = f"checked are {', '.join(sorted(_FORMATS.checkers))}"
            found.append(warning("schema", message, where.line, where.column, hint=hint))
    return tuple(sorted(found))


def plain(value: object) -> Any:  # noqa: ANN401 (whatever JSON can say)
    """``value`` in the types that JSON has: lists for tuples, and dates as the text that was typed."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@functools.lru_cache(maxsize=64)
def _validator(schema: Value) -> Validator:
    # With a registry of its own, which holds only the published meta-schemas, the library fetches nothing.
    document = plain(schema)
    return validator_for(document, default=Draft202012Validator)(document, registry=REGISTRY, format_checker=_FORMATS)


def _strings(value: Any, path: Path = ()) -> Iterator[tuple[Path, str, str]]:  # noqa: ANN401
    """Every key of a schema whose value is text: its path, the key, the text."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str):
                yield path, key, item
            elif key not in ("const", "enum", "examples", "default"):
                yield from _strings(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _strings(item, (*path, position))
