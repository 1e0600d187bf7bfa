"""Values against JSON Schemas (draft 2020-12 unless a schema names another): every violation, at its place.

The library that judges takes longer to import than a small site takes to build, so it is imported by the first value
that may break its schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolshelf.codec import Value, freeze
from toolshelf.data.certain import certainty
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem


def violations(value: Value, schema: Mapping[str, Any], positions: Positions) -> tuple[Problem, ...]:
    """An error for each violation of ``schema`` in ``value``, sorted by place, with an empty path.

    Dates are compared as the text that was typed. ``schema`` must have passed ``schema_problems``: a reference
    that leads nowhere ends the check (it is never fetched). Formats are checked. Never raises.
    """
    frozen = freeze(schema)
    if certainty(frozen)(value):
        return ()
    from toolshelf.data.validator import judge

    return judge(value, frozen, positions)


def schema_problems(schema: Value, positions: Positions) -> tuple[Problem, ...]:
    """What is wrong with a schema itself, whose parts stand at ``positions`` of its own file.

    Errors: it is no JSON Schema, or a ``$ref`` leads nowhere (schemas are never fetched). Warnings: a format that
    is not checked. Never raises.
    """
    from toolshelf.data.validator import judge_schema

    return judge_schema(schema, positions)
