"""The schemas of tools, challenges and sprints: every rule has a value that breaks it, and is told at its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from typed import AUTHORIZED, BASES, OPEN_CHALLENGE, problems

from toolshelf.codec import FrozenDict
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.positions import Positions
from toolshelf.data.schema import violations

TABLE = [json.loads(line) for line in (Path(__file__).parent / "schema_rules.jsonl").read_text("utf-8").splitlines()]
"""A type, the rule, the line that is added to an item of that type (or the key that is taken out), what is told."""


def changed(kind: str, change: str) -> str:
    """The item of the type ``kind`` with ``change``: a line in place of the one with its key, or "-" and a key."""
    key = change.removeprefix("-").partition(":")[0].strip()
    kept = "".join(f"{line}\n" for line in BASES[kind].splitlines() if not line.startswith(f"{key}:"))
    return kept if change.startswith("-") else kept + change + ("" if change.endswith("\n") else "\n")


@pytest.mark.parametrize(("kind", "rule", "change", "told"), TABLE, ids=[f"{kind} {rule}" for kind, rule, *_ in TABLE])
def test_a_broken_rule_is_told_at_its_line_in_these_words(kind, rule, change, told):
    """What breaks one rule of a schema gives just this."""
    assert problems(kind, changed(kind, change)) == told


@pytest.mark.parametrize(
    ("kind", "text"), [*BASES.items(), ("tools", AUTHORIZED), ("challenges", OPEN_CHALLENGE)], ids=str
)
def test_nothing_is_said_of_an_item_that_keeps_to_them(kind, text):
    """The items that the tests begin with are right."""
    assert problems(kind, text) == []


def _properties(schema: FrozenDict, path: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    for key, about in schema.get("properties", {}).items():
        yield path + key, about
        inner = about.get("items") if isinstance(about.get("items"), FrozenDict) else about
        yield from _properties(inner, f"{path}{key}.")


@pytest.mark.parametrize("kind", BASES)
def test_every_key_that_a_schema_describes_stands_in_the_table(kind):
    """A key without a rule to break would need no schema."""
    tried = {rule.partition(":")[0] for of, rule, *_ in TABLE if of == kind}
    free = {"problem_statements.title", "problem_statements.challenge", "products.year"}
    missing = {path for path, _ in _properties(engine_schema(kind))} - tried - free
    assert {path for path in missing if not path.startswith("source.")} == set()


@pytest.mark.parametrize("kind", BASES)
def test_every_example_keeps_to_its_own_rule_and_every_key_says_what_it_holds(kind):
    """The examples of a schema are what an editor is told to write."""
    schema = engine_schema(kind)
    for path, about in _properties(schema):
        assert "description" in about or "$ref" in about or path == "products.year", path
        for example in about.get("examples", ()):
            shared = FrozenDict({**about, "$defs": schema.get("$defs", FrozenDict())})
            assert violations(example, shared, Positions()) == (), path
