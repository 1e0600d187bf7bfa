"""Schema violations: every one, at its place, naming the item and the key in plain words."""

from __future__ import annotations

import json
import re
import socket

import pytest

from toolshelf.codec import freeze
from toolshelf.data.json_source import read_json
from toolshelf.data.misspelt import misspelt_keys
from toolshelf.data.positions import Positions
from toolshelf.data.schema import schema_problems, violations
from toolshelf.data.yaml_source import read_yaml

TOOL = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "dependentRequired": {"ato": ["source"]},
        "propertyNames": {"maxLength": 12},
        "patternProperties": {"^x-": True},
        "properties": {
            "name": {"type": "string", "minLength": 2, "maxLength": 30, "description": "What it is called. In full."},
            "url": {"type": "string", "format": "uri", "pattern": "^https://"},
            "mail": {"type": "string", "format": "email"},
            "status": {"enum": ["open", "closed"]},
            "kind": {"const": "tool"},
            "since": {"type": "string", "format": "date"},
            "seen": {"type": "string", "format": "date-time"},
            "users": {"type": "integer", "minimum": 1, "exclusiveMaximum": 10},
            "share": {"type": "number", "maximum": 1, "exclusiveMinimum": 0, "multipleOf": 0.25},
            "free": {"type": "boolean"},
            "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3, "uniqueItems": True},
            "link": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["url"]}]},
            "either": {"oneOf": [{"type": "string"}, {"type": "string", "maxLength": 3}]},
            "meta": {"type": "object", "minProperties": 1, "maxProperties": 2},
            "ato": {"type": "string"},
            "source": {"type": "string", "examples": ["https://a.gov/list"]},
            "never": False,
        },
    },
}

ROWS = [
    ("- url: https://a.gov/", 1, 3, "Item 1: 'name' is missing."),
    ("- name: Ab\n- name: Cd\n- nmae: Ef", 3, 3, "Item 3: 'name' is missing."),
    ("- name: Ab\n- name: Cd\n- nmae: Ef", 3, 3, "Item 3: the key 'nmae' is not known."),
    ("- title: FedRAMP Marketplace\n  url: 7", 1, 3, "Item 1 (FedRAMP Marketplace): 'name' is missing."),
    ("- name: FedRAMP\n  url: 7", 2, 8, "Item 1 (FedRAMP): 'url' is the number 7, but must be text."),
    ("- name: Ab\n  url: a b", 2, 8, "Item 1 (Ab): 'url' is the text \"a b\", but must be a web address."),
    ("- name: Ab\n  url: http://a.gov", 2, 8, "does not have the form that is asked for"),
    ("- name: Ab\n  mail: a.gov", 2, 9, "must be an e-mail address"),
    ("- name: Ab\n  status: opne", 2, 11, '\'status\' is the text "opne", but must be "open" or "closed".'),
    ("- name: Ab\n  kind: toll", 2, 9, 'must be "tool"'),
    ("- name: Ab\n  since: 2026-13-40", 2, 10, "must be a date"),
    ("- name: Ab\n  since: 2026-11-20 10:00", 2, 10, "must be a date"),
    ("- name: Ab\n  seen: 2026-11-20", 2, 9, "must be a date with a time"),
    ("- name: Ab\n  users: many", 2, 10, "must be a whole number"),
    ("- name: Ab\n  users: 1.5", 2, 10, "is the number 1.5, but must be a whole number"),
    ("- name: Ab\n  users: 0", 2, 10, "must be at least 1"),
    ("- name: Ab\n  users: 10", 2, 10, "must be less than 10"),
    ("- name: Ab\n  share: 0", 2, 10, "must be more than 0"),
    ("- name: Ab\n  share: 2", 2, 10, "must be at most 1"),
    ("- name: Ab\n  share: 0.3", 2, 10, "must be a multiple of 0.25"),
    ("- name: Ab\n  free: yes", 2, 9, "'free' is the text \"yes\", but must be true or false."),
    ("- name: Ab\n  tags: []", 2, 9, "'tags' is empty."),
    ("- name: Ab\n  tags: [a, b, c, d]", 2, 9, "has 4 items, but must have at most 3"),
    ("- name: Ab\n  tags: [a, a]", 2, 9, "'tags' holds one item twice."),
    ("- name: Ab\n  tags:\n    - a\n    - 7", 4, 7, "Item 1 (Ab), 'tags': item 2 is the number 7, but must be text."),
    ("- name: Ab\n  tags: a", 2, 9, "must be a list"),
    ("- name: Ab\n  link: 7", 2, 9, "'link' is the number 7, but must be text or keys with values."),
    ("- name: Ab\n  link:\n    text: x", 3, 5, "Item 1 (Ab), 'link': 'url' is missing."),
    ("- name: Ab\n  either: abc", 2, 11, "fits more than one of the forms"),
    ("- name: Ab\n  meta: {}", 2, 9, "'meta' is empty."),
    ("- name: Ab\n  meta: {a: 1, b: 2, c: 3}", 2, 9, "has 3 keys, but must have at most 2"),
    ("- name: Ab\n  ato: x", 1, 3, "'source' is missing, which 'ato' needs"),
    ("- name: Ab\n  never: x", 2, 10, "Item 1 (Ab): 'never' is the text \"x\", which is not allowed here."),
    ("- name: Ab\n  x-quite-a-long-name: y", 2, 3, 'No key may be called "x-quite-a-long-name"'),
    ("- name: A", 1, 9, "has 1 characters, but must have at least 2"),
    ("- name: ''", 1, 9, "'name' is empty."),
    ("- name:", 1, 8, "'name' is empty, but must be text."),
    ("- name: Ab\n- Cd", 2, 3, 'Item 2 is the text "Cd", but must be keys with values.'),
    ("name: Ab", 1, 1, "The file holds keys with values, but must be a list."),
]

PYTHON = re.compile(
    r"\b(None|NoneType|dict|str|int|float|bool|tuple|null|mapping|sequence|scalar|regex|object|array|property|properties"
    r"|schema|token|expected|True|False|Error|required|instance|valid under)\b"
)


@pytest.mark.parametrize(("text", "line", "column", "part"), ROWS, ids=[row[3][:50] for row in ROWS])
def test_a_violation_stands_at_its_value_in_plain_words(text, line, column, part):
    sourced = read_yaml(text)
    found = violations(sourced.value, TOOL, sourced.positions)
    hit = [problem for problem in found if part in problem.message]
    assert len(hit) == 1, [str(problem) for problem in found]
    assert (hit[0].location.line, hit[0].location.column) == (line, column)
    for problem in found:
        assert not PYTHON.search(problem.message), problem.message


def test_a_good_collection_has_no_violation():
    text = "- {name: Ab, url: 'https://a.gov/#!/x', since: 2026-11-20, seen: 2026-11-20 10:00, users: 3, free: true}"
    sourced = read_yaml(text)
    assert violations(sourced.value, TOOL, sourced.positions) == ()


def test_all_violations_come_in_one_run_sorted_by_place():
    sourced = read_yaml("- url: 7\n  users: x\n- name: 3\n  tags: 4\n")
    lines = [problem.location.line for problem in violations(sourced.value, TOOL, sourced.positions)]
    assert lines == [1, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("- {name: Ab, status: opne}", 'did you mean "open"?'),
        ("- {name: Ab, soruce: x}", "did you mean 'source'?"),
        ("- {name: 7}", 'put it in quotes: "7"'),
        ("- {name: Ab, free: 'yes'}", "write true or false, without quotes"),
        ("- {name: Ab, users: '7'}", "write the number in plain digits, without quotes"),
        ("- {name: [x]}", "put text that begins with a bracket in quotes"),
        ("- {name: Ab, tags: x}", "write it as a list: [x]"),
        ("- {url: 'https://a.gov'}", "What it is called"),
        ("- {name: Ab, source: []}", "put text that begins with a bracket in quotes"),
        ("- {name: Ab, since: soon}", "write year-month-day, for example 2026-11-20"),
    ],
)
def test_the_hint_says_what_to_write(text, hint):
    sourced = read_yaml(text)
    assert hint in [problem.hint for problem in violations(sourced.value, TOOL, sourced.positions)]


BROKEN = [
    ('{\n "type": "arry"}', 2, "'type' is the text \"arry\""),
    ('{\n "items": {"pattern": "("}}', 2, "'pattern'"),
    ('{\n "required": "name"}', 2, "'required' is the text"),
    ('{\n "properties": {\n  "a": {"minLength": -1}}}', 3, "'minLength'"),
    ('{\n "items": {"$ref": "#/$defs/tool"}}', 2, 'reference "#/$defs/tool" leads to nothing'),
    ('{\n "$ref": "https://schemas.example.gov/tool.json"}', 2, "leads to nothing in this schema"),
    ('{\n "items": {"format": "shoe-size"}}', 2, "'shoe-size' is not checked"),
    ("[]", 1, "must hold keys with values"),
]


@pytest.mark.parametrize(("text", "line", "part"), BROKEN, ids=[row[2][:30] for row in BROKEN])
def test_a_broken_schema_is_reported_at_its_own_line(text, line, part):
    sourced = read_json(text)
    found = schema_problems(sourced.value, sourced.positions)
    assert [problem.location.line for problem in found if part in problem.message] == [line], found


def test_no_schema_is_ever_fetched(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a schema was fetched")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    schema = freeze({"items": {"$ref": "https://schemas.example.gov/tool.json"}})
    (found,) = violations(("a",), schema, Positions())
    assert "not all was checked" in found.message


def test_a_schema_without_end_ends():
    (found,) = violations((), freeze({"$ref": "#"}), Positions())
    assert "without end" in found.message


def test_older_drafts_are_read_as_what_they_are():
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {"type": "string"}}}
    schema |= {"items": {"$ref": "#/definitions/a"}}
    sourced = read_json(json.dumps(schema))
    assert schema_problems(sourced.value, sourced.positions) == ()
    assert len(violations((1, "a", 2), sourced.value, Positions())) == 2


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("Title", "title"),
        ("TITLE", "title"),
        ("titel", "title"),
        ("tilte", "title"),
        ("titl", "title"),
        ("titlee", "title"),
        ("redirect-from", "redirect_from"),
        ("title", ""),
        ("client_name", ""),
        ("excerpt", ""),
    ],
)
def test_a_key_one_slip_from_a_known_one_is_a_warning_with_the_right_spelling(key, meant):
    sourced = read_yaml(f"x: y\n{key}: z\n")
    found = misspelt_keys(sourced.value, {"title", "redirect_from"}, sourced.positions)
    assert [(str(problem.location), str(problem.severity), problem.hint) for problem in found] == (
        [("2:1", "warning", f"write '{meant}'")] if meant else []
    )


def test_a_key_beside_the_known_one_is_a_name_of_its_own():
    sourced = read_yaml("image: a.jpg\nimages: [b.jpg]\n")
    assert misspelt_keys(sourced.value, {"images"}, sourced.positions) == ()
