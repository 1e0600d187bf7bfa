"""What is certain of a value without the library that judges it: never more than the library says."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolshelf.codec import FrozenDict, freeze
from toolshelf.data.certain import certainty
from toolshelf.data.engine_schemas import engine_schema, properties
from toolshelf.data.positions import Positions
from toolshelf.data.validator import judge

NAMES = ("name", "url", "children", "title", "x")
TEXTS = (
    st.sampled_from(["", "a", "true", "No", "en", "es-MX", "https://a.example/b", "http://a", "https://a b", "a@b.gov"])
    | st.text(max_size=6)
    | st.from_regex(r"https?://[a-z.:/%?#A-Z0-9 -]{0,20}|[\w.+-]{1,8}@[\w.-]{1,8}", fullmatch=True)
)
SINGLE = st.none() | st.booleans() | st.integers(-2, 2) | st.just(1.0) | st.dates() | st.datetimes() | TEXTS
VALUES = st.recursive(
    SINGLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
).map(freeze)
TYPES = st.sampled_from(["string", "number", "integer", "boolean", "null", "array", "object"])


def _schemas(inner):
    return st.fixed_dictionaries(
        {},
        optional={
            "description": st.just("a"),
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "const": SINGLE.map(lambda value: value if not isinstance(value, datetime.date) else None),
            "enum": st.lists(st.sampled_from([1, True, False, 0, None, "a", 1.0]), min_size=1, max_size=3),
            "minLength": st.integers(0, 2),
            "maxLength": st.integers(0, 2),
            "pattern": st.sampled_from(["^a", "b$", "^[a-z]{2}$"]),
            "format": st.sampled_from(["uri", "email", "date", "date-time"]),
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
            "items": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "uniqueItems": st.booleans(),
            "properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
            "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
            "additionalProperties": inner,
            "patternProperties": st.dictionaries(st.just("^n"), inner, max_size=1),
            "$ref": st.just("#/$defs/a"),
        },
    )


SCHEMAS = st.recursive(st.booleans() | _schemas(st.booleans()), _schemas, max_leaves=6)


@settings(derandomize=True, max_examples=1500, deadline=None)
@given(schema=SCHEMAS, definition=SCHEMAS, value=VALUES)
@example(schema={"$ref": "#/$defs/a"}, definition={"$ref": "#/$defs/a"}, value="a")
@example(schema={"anyOf": [{"minLength": 1}]}, definition=True, value=datetime.date(2026, 1, 1))
@example(schema={"enum": [1]}, definition=True, value=True)
@example(schema={"pattern": "^a"}, definition=True, value=1)
def test_what_is_certain_is_no_violation(schema, definition, value):
    whole = freeze({**schema, "$defs": {"a": definition}} if isinstance(schema, dict) else schema)
    assert not certainty(whole)(value) or judge(value, whole, Positions()) == ()


@pytest.mark.parametrize("name", ["front_matter", "site", "navigation"])
@settings(derandomize=True, max_examples=400, deadline=None)
@given(data=st.data())
def test_what_is_certain_of_an_authors_keys_is_no_violation(name, data):
    schema = engine_schema(name)
    keys = st.sampled_from(sorted(properties(schema)) if "properties" in schema else NAMES)
    value = FrozenDict(data.draw(st.dictionaries(keys, VALUES, max_size=3)))
    assert not certainty(schema)(value) or judge(value, schema, Positions()) == ()


USUAL = {
    "title": "Innovation",
    "description": None,
    "layout": "page",
    "permalink": "/a/",
    "redirect_from": ["/b/"],
    "weight": 10,
    "tags": ["open data", "prizes"],
    "sidenav": "header",
    "anchors": ["Innovation", {"name": "Toolkit", "children": ["A"]}],
    "subnav": None,
    "toc": True,
    "language": "es",
    "images": [{"url": "a.jpg", "alt": None}],
    "specs": ["USWDS"],
    "a key of one's own": datetime.date(2026, 11, 20),
}


@pytest.mark.parametrize("key", USUAL)
def test_usual_front_matter_is_certain(key):
    assert certainty(engine_schema("front_matter"))(freeze({key: USUAL[key]}))


@pytest.mark.parametrize("module", ["jsonschema", "rapidfuzz", "markdown", "html.parser"])
def test_a_usual_page_needs_no_library_that_tells_what_is_wrong(module):
    """A build in which one page has changed is over before such a library is imported."""
    front = b"---\ntitle: A\ntags: [b, c]\nanchors:\n  - d\ndate: 2026-11-20\n---\n"
    page = front + b"\n## E\n\n[f](g.md) *h*\n\n- i[^1]\n\n[^1]: j\n"
    code = (
        "import sys; from toolshelf.codec import FrozenDict; from toolshelf.content.document import parse;"
        "site = FrozenDict({'markdown': FrozenDict({'engine': 'gfm'})});"
        f"document = parse({page!r}, site); assert not document.problems, document.problems;"
        f"sys.exit({module!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
