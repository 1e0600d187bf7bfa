"""Every value and key is found at its line and column in the file."""

from __future__ import annotations

import pytest

from toolshelf.data.csv_source import read_csv
from toolshelf.data.json_source import read_json
from toolshelf.data.yaml_source import read_yaml

TEXT = """\
- name: A
  links:
    - {url: x, text: y}
-   name: B
"""

PLACES = [
    ((), 1, 1),
    ((0,), 1, 3),
    ((0, "name"), 1, 9),
    ((0, "links", 0), 3, 7),
    ((0, "links", 0, "text"), 3, 22),
    ((1,), 4, 5),
    ((1, "name"), 4, 11),
    ((1, "url"), 4, 5),
    ((1, "url", "deeper", 3), 4, 5),
    ((9,), 1, 1),
]


@pytest.mark.parametrize(("path", "line", "column"), PLACES)
def test_a_yaml_value_is_located_or_its_nearest_parent(path, line, column):
    where = read_yaml(TEXT).positions.locate(path)
    assert (where.path, where.line, where.column) == ("", line, column)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [((0, "links"), 2, 3), ((0, "links", 0, "text"), 3, 16), ((1,), 4, 5), ((1, "url"), 4, 5)],
)
def test_a_yaml_key_is_located_or_else_its_value(path, line, column):
    where = read_yaml(TEXT).positions.locate_key(path)
    assert (where.line, where.column) == (line, column)


def test_lines_count_from_the_line_on_which_the_text_begins():
    assert read_yaml("a: b\n", first_line=7).positions.locate(("a",)).line == 7
    assert read_yaml("a: [\n", first_line=7).problems[0].location.line == 7
    assert read_yaml("a: \x07\n", first_line=7).problems[0].location.line == 7
    assert read_yaml("<<<<<<< x\n", first_line=7).problems[0].location.line == 7


def test_json_values_and_keys_are_located():
    positions = read_json('{\n  "a": [1,\n    {"b c": 2}]\n}').positions
    assert positions.locate(("a", 1, "b c")).line == 3
    assert positions.locate(("a", 1, "b c")).column == 13
    assert positions.locate_key(("a", 1, "b c")).column == 6


def test_a_csv_item_stands_at_the_line_on_which_its_row_begins():
    sourced = read_csv('name,note\nA,"one\ntwo"\n\nB,"active\n"\n')
    assert sourced.value == ({"name": "A", "note": "one\ntwo"}, {"name": "B", "note": "active"})
    assert [sourced.positions.locate((item, "note")).line for item in (0, 1)] == [2, 5]
