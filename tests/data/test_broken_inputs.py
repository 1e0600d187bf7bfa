"""Broken data files, each with the place and the words that an editor gets."""

from __future__ import annotations

import re

import pytest

from toolshelf.data.csv_source import read_csv
from toolshelf.data.json_source import read_json
from toolshelf.data.yaml_source import read_yaml

YAML = [
    # an unclosed bracket or quote is reported where it opens
    ("a: [1, 2\nb: c\n", 1, 4, "yaml", "list that opens with ["),
    ("x: y\na: {b: c\nd: e\n", 2, 4, "yaml", "bracket { that opens"),
    ("a: 'x\nb: c\n", 1, 4, "yaml", "quote that opens here is not closed"),
    ('x: y\na: "x\nb: c\n', 2, 4, "yaml", "quote that opens here is not closed"),
    ("a: 'it's'\n", 1, 8, "yaml", "does not follow from the lines above"),
    ('a: "x" y\n', 1, 8, "yaml", "does not follow from the lines above"),
    ("a: [b]]\n", 1, 7, "yaml", "does not follow from the lines above"),
    ("a:\n  - [b, {c: d,\n", 2, 9, "yaml", "bracket that opens here is not closed"),
    # colons, dashes, indentation
    ("title: Sprints: a guide\n", 1, 15, "yaml", "colon stands here"),
    ("a: x\n b: y\n", 2, 3, "yaml", "colon stands here"),
    ("a: x\nfoo\nb: y\n", 2, None, "yaml", "This line has no colon"),
    ("a: x\nlayout:page\nb: y\n", 2, None, "yaml", "blank is missing after the colon of 'layout'"),
    ("a: - b\n", 1, 4, "yaml", "list begins here on the line of its key"),
    ("- a\nb: c\n", 2, 1, "yaml", "no item of the list"),
    ("a: x\n- b\n", 2, 1, "yaml", "does not follow from the lines above"),
    ("a:\n  - x\n y\n", 3, 2, "yaml", "does not follow from the lines above"),
    # tabs
    ("a:\n\tb: c\n", 2, 1, "yaml", "tab stands here"),
    ("a: x\n\tb: y\n", 2, 1, "yaml", "tab stands here"),
    ("a: |\n  x\n\ty\n", 3, 1, "yaml", "tab stands here"),
    ("- \tfoo\n", 1, 3, "yaml", "tab stands here"),
    # text that YAML takes for something else
    ("a: @x\n", 1, 4, "yaml", "cannot begin with @"),
    ("a: `x`\n", 1, 4, "yaml", "cannot begin with `"),
    ("a: %x\n", 1, 4, "yaml", "cannot begin with %"),
    ("%FOO\n---\na: b\n", 1, 1, "yaml", "begins with % is read as a directive"),
    ("a: **x** y\n", 1, None, "yaml", "begins with * or &"),
    ("a: ]\n", 1, 4, "yaml", "bracket or a comma stands here"),
    ("a: |x\n foo\n", 1, 5, "yaml", "line of | or >"),
    ('a: "\\d"\n', 1, 5, "yaml", "backslash in double quotes"),
    ('a: "\\ud800"\n', 1, None, "yaml", "names no character"),
    ("a: {{ page.x }}\n", 1, 5, "yaml", "where the name of a key should be"),
    ('"": b\n', 1, 1, "yaml", "name of the key before the colon is missing"),
    # guards
    ("a: &x y\nb: *x\n", 2, 4, "yaml-alias", "alias *x"),
    ("a: &a [*a]\n", 1, 8, "yaml-alias", "alias *a"),
    ("a: &x {b: c}\nd:\n  <<: *x\n", 3, None, "yaml-alias", "merge key <<"),
    ("a:\n  <<: {b: 1}\n", 2, 3, "yaml-alias", "merge key <<"),
    ("a: !md |\n x\n", 1, 4, "yaml-tag", "tag !md"),
    ("a: !!python/name:os.system x\n", 1, 4, "yaml-tag", "tag !!python/name:os.system"),
    ("a: !!binary aGk=\n", 1, 4, "yaml-tag", "tag !!binary"),
    ("a: !!seq x\n", 1, 4, "yaml-tag", "tag !!seq"),
    ("a: !!map [x]\n", 1, 4, "yaml-tag", "tag !!map"),
    ('a: !!str "x\\x00"\n', 1, 4, "control-character", "written with a backslash"),
    ("a: !!str " + "9" * 6000, 1, 4, "huge-number", "more than 100 digits"),
    ("a: !foo!bar x\n", 1, 4, "yaml", "read as a tag"),
    ("a: 1\nb: 2\na: [3]\n", 3, 1, "duplicate-key", "'a' stands here a second time (first in line 1)"),
    ("- url: x\n  name: y\n  url: z\n", 3, 3, "duplicate-key", "(first in line 1)"),
    ("a: x\n---\nb: y\n", 2, 1, "yaml", "second document"),
    ("a: " + "9" * 6000, 1, 4, "huge-number", "more than 100 digits"),
    ("a: " + "[" * 50_000, 1, None, "nesting", "50 levels deep"),
    ("- " * 50_000, 1, None, "nesting", "50 levels deep"),
    ("{a: " * 50_000, 1, None, "nesting", "50 levels deep"),
    ('a: "x\\x00"\n', 1, 4, "control-character", "written with a backslash"),
    ("a: b\nc: d\x07\n", 2, 5, "control-character", "U+0007"),
    ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n", 2, 1, "merge-conflict", "unresolved merge conflict"),
]

JSON = [
    ("[1,2", 1, 1, "json", "bracket [ that opens here is not closed"),
    ('{"a": [1,\n2}', 2, None, "json", "comma is missing"),
    ('[{"a": 1,\n"b": {"c": 2}', 1, 2, "json", "bracket { that opens here is not closed"),
    ("[1,\n2,\n]", 2, 2, "json", "comma stands after the last item"),
    ('{"a": 1,}', 1, 8, "json", "comma stands after the last item"),
    ('{"a": 1\n"b": 2}', 1, 7, "json", "comma is missing after this place"),
    ('{"a" 1}', 1, None, "json", "colon is missing"),
    ("['a']", 1, 2, "json", "single quotes"),
    ("[tru]", 1, 2, "json", "word stands here without quotes"),
    ("{a: 1}", 1, 2, "json", "key in double quotes is missing"),
    ('["x', 1, 2, "json", "quote that opens here is not closed"),
    ('["a\nb"]', 1, 4, "json", "inside quoted text"),
    ('["\\x"]', 1, 3, "json", "backslash begins a code"),
    ("// x\n[1]", 1, 1, "json", "comment stands here"),
    ("[1]\n[2]", 2, 1, "json", "goes on here after its value"),
    ("[1,\nNaN]", 2, 1, "json", "no number that JSON knows"),
    ("[1e999]", 1, 2, "huge-number", "too large"),
    ("[" + "9" * 6000 + "]", 1, 2, "huge-number", "too large"),
    ('["\\ud800"]', 1, 2, "control-character", "written with a backslash"),
    ('{"a": 1,\n "b": 2,\n "a": 3}', 3, 2, "duplicate-key", "(first in line 1)"),
    ("[" * 50_000, 1, 51, "nesting", "50 levels deep"),
    ('<<<<<<< HEAD\n["a"]\n=======\n["b"]\n>>>>>>> x\n', 1, 1, "merge-conflict", "unresolved merge conflict"),
]

CSV = [
    ("a,b\n1,2\n3\n", 3, 0, "csv", "has 1 cell, but the header has 2"),
    ('a,b\n"x\ny",2\n1,2,3\n', 4, 0, "csv", "has 3 cells, but the header has 2"),
    ("a,a\n1,2\n", 1, 0, "duplicate-key", "'a' stands twice"),
    ("a,,c\n1,2,3\n", 1, 0, "csv", "Column 2 has no name"),
    ("a;b\n1;2\n", 1, 0, "csv", "separated by semicolons"),
    ("a\tb\n1\t2\n", 1, 0, "csv", "separated by tabs"),
    ('a,b\n1,"x\n2,y\n', 2, 0, "csv", "quote that opens a cell of this row is not closed"),
    ('a,b\n1,2\n"x" y,3\n', 3, 0, "csv", "cell of this row cannot be read"),
    ("a,b\n1,\x01\n", 2, 3, "control-character", "U+0001"),
    ("a\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> x\n", 2, 1, "merge-conflict", "unresolved merge conflict"),
]

ROWS = [
    *((read_yaml, *row) for row in YAML),
    *((read_json, *row) for row in JSON),
    *((read_csv, *row) for row in CSV),
]
NAMES = [f"{row[0].__name__}-{row[1][:24]!r}" for row in ROWS]

PYTHON = re.compile(
    r"\b(None|NoneType|dict|str|int|float|bool|tuple|null|list index|mapping|sequence|scalar|regex|exception|traceback"
    r"|object|array|instance|property|properties|schema|token|expected|True|False|Error"
    r"|ValueError|KeyError)\b|<class"
)
"""Words of programmers. An editor knows text, numbers, lists, keys and values."""


@pytest.mark.parametrize(("read", "text", "line", "column", "code", "part"), ROWS, ids=NAMES)
def test_a_broken_file_is_reported_at_its_line_in_plain_words(read, text, line, column, code, part):
    problems = read(text).problems
    hit = [problem for problem in problems if problem.code == code and part in problem.message]
    assert hit, [str(problem) for problem in problems]
    assert hit[0].location.line == line
    if column is not None:
        assert hit[0].location.column == column


@pytest.mark.parametrize(("read", "text"), [row[:2] for row in ROWS], ids=NAMES)
def test_no_message_speaks_of_python(read, text):
    for problem in read(text).problems:
        assert not PYTHON.search(problem.message), problem.message
        assert problem.message.endswith(".") and problem.message[0].isupper()
        assert not PYTHON.search(problem.hint), problem.hint


def test_all_guards_speak_in_one_run():
    text = "a: 1\na: 2\nb: !x y\nc: &d e\nf: *d\ng: " + "9" * 200 + "\nh: {i: 1, i: 2}\n"
    assert [problem.location.line for problem in read_yaml(text).problems] == [2, 3, 5, 6, 7]


def test_an_anchor_that_nobody_uses_is_let_pass():
    assert read_yaml("a: &x y\n").value == {"a": "y"}
    assert read_yaml("a: &x y\n").problems == ()
    assert read_yaml("a: &x y\nb: &x z\n").value == {"a": "y", "b": "z"}


@pytest.mark.parametrize("value", ["!!str {b: c}", "!!str [b]", "!!map b", "!!map [b]", "!!seq b", "!!seq {b: c}"])
def test_a_tag_of_another_kind_of_value_is_refused(value):
    assert [problem.code for problem in read_yaml(f"a: {value}\n").problems] == ["yaml-tag"]


def test_a_tag_that_says_nothing_new_is_let_pass():
    text = "!!map\na: !!str 12\nb: ! 12\nc: !!seq [! x]\nd: !!str '12'\n"
    assert read_yaml(text).value == {"a": "12", "b": 12, "c": ("x",), "d": "12"}
    assert read_yaml(text).problems == ()
