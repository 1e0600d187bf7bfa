"""Collections: which files are read under which names, and what is said of the others."""

from __future__ import annotations

import pytest

from toolshelf.data.collection_files import load_collections

SCHEMA = b'{"type": "array", "items": {"type": "object", "required": ["url"]}}'

OPEN = (
    b'{"$ref": "#/$defs/tools", "$defs": {"tools": {"items": {"allOf": [{"$ref": "#/$defs/tool"}]}},'
    b' "tool": {"properties": {"name": {"type": "string"}, "more": {"$ref": "#"}}}}}'
)


def test_every_format_becomes_a_collection_named_by_its_path():
    files = {
        "data/a.yml": b"- name: x\n",
        "data/b.yaml": b"key: x\n",
        "data/c.json": b'[{"name": "x"}]',
        "data/deep/er/d.csv": b"\xef\xbb\xbfname,n\r\nx,007\r\n",
        "data/E.YML": b"- text\n",
        "data/f.g.yml": b"[]",
        "data/site.yml": b"[",
        "data/navigation.yml": b"[",
    }
    collections, problems, broken = load_collections(files)
    assert problems == ()
    assert broken == frozenset()
    assert {name: collection.items for name, collection in collections.items()} == {
        "E": ("text",),
        "a": ({"name": "x"},),
        "b": {"key": "x"},
        "c": ({"name": "x"},),
        "deep/er/d": ({"name": "x", "n": "007"},),
        "f.g": (),
    }
    assert all(collections[name].name == name and files[collections[name].path] for name in collections)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"data/a.yml": b"[]", "data/a.json": b"[]"},
            ["data/a.json collision data/a.yml", "data/a.yml collision data/a.json"],
        ),
        (
            {"data/a.yml": b"[]", "data/A.csv": b"x\n"},
            ["data/A.csv collision data/a.yml", "data/a.yml collision data/A.csv"],
        ),
        (
            {"data/a.yml": b"[]", "data/a.yaml": b"[]"},
            ["data/a.yaml collision data/a.yml", "data/a.yml collision data/a.yaml"],
        ),
        ({"data/x.schema.json": b"{}"}, ["data/x.schema.json unused-schema data/x.yml"]),
        ({"data/notes.txt": b"x"}, ["data/notes.txt unread-file .yml"]),
        ({"data/a.yml": b"# later\n"}, ["data/a.yml empty-data nothing"]),
        ({"data/a.csv": b""}, ["data/a.csv empty-data nothing"]),
        ({"data/a.yml": b"a: [\n"}, ["data/a.yml:1 yaml bracket"]),
        ({"data/a.yml": b"a: \xff\n"}, ["data/a.yml:1 encoding FF"]),
        ({"data/a.yml": b"\xff\xfea\x00"}, ["data/a.yml:1 encoding UTF-16"]),
        (
            {"data/a.yml": b"- url: /a/\n  nmae: x\n", "data/a.schema.json": OPEN},
            ["data/a.yml:2 misspelt-key 'name' is"],
        ),
        ({"data/a.json": b"[]", "data/a.schema.json": b"{"}, ["data/a.schema.json:1 json bracket"]),
        (
            {"data/a.yml": b"- x: 1\n- url: 2\n", "data/a.schema.json": SCHEMA},
            ["data/a.yml:1 schema Item 1: 'url' is missing"],
        ),
        (
            {"data/a.csv": b"url,x\n,1\ny,\n", "data/a.schema.json": SCHEMA},
            ["data/a.csv:2 schema Item 1: 'url' is missing"],
        ),
        (
            {"data/a.json": b'[\n{"x": 1}]', "data/a.schema.json": SCHEMA},
            ["data/a.json:2 schema Item 1: 'url' is missing"],
        ),
    ],
)
def test_a_fault_names_its_file_and_line(files, said):
    _, problems, _ = load_collections(files)
    assert len(problems) == len(said), problems
    for problem, expected in zip(problems, said, strict=True):
        place, code, part = expected.split(" ", 2)
        assert str(problem.location).startswith(place)
        assert (problem.code, part in problem.message) == (code, True), problem


def test_a_file_that_cannot_be_read_is_absent_and_named_as_broken():
    collections, _, broken = load_collections({"data/a.yml": b"a: [", "data/b.yml": b"[]", "data/B.json": b"[]"})
    assert dict(collections) == {}
    assert broken == {"a", "b", "B"}


def test_a_file_that_breaks_its_schema_is_still_there():
    collections, problems, broken = load_collections({"data/a.yml": b"- x: 1\n", "data/a.schema.json": SCHEMA})
    assert problems
    assert collections["a"].items == ({"x": 1},)
    assert broken == frozenset()


def test_the_order_of_the_files_changes_nothing():
    files = {"data/b.yml": b"- x: [\n", "data/a.yml": b"[]", "data/a.json": b"[", "data/z.schema.json": b"{}"}
    assert load_collections(files) == load_collections(dict(reversed(files.items())))
