"""No input, however odd, makes a reader raise; and what is read can be digested and passed on."""

from __future__ import annotations

import csv
import io
import json
import pickle

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolshelf.codec import MISSING, digest, encode, freeze
from toolshelf.content.front_matter import read_front_matter
from toolshelf.data.collection_files import load_collections
from toolshelf.data.configuration import load_configuration, load_navigation
from toolshelf.data.csv_source import read_csv
from toolshelf.data.json_source import read_json
from toolshelf.data.yaml_source import read_yaml
from toolshelf.problems import Severity
from toolshelf.sources.text import decode

PIECES = st.sampled_from(
    [
        *(
            "---",
            "\n",
            "\n---\n",
            "...",
            ": ",
            "- ",
            "title: x\n",
            "a: b\n",
            "[",
            "]",
            "{",
            "}",
            ",",
            '"',
            "'",
            "|\n",
            ">",
        ),
        *(
            "&a ",
            "*a",
            "<<: ",
            "!t ",
            "\t",
            "  ",
            "#",
            "\r",
            "\r\n",
            "\x00",
            "\ufeff",
            "\u2028",
            "%YAML 1.1\n",
            "? ",
            "null",
        ),
        *(
            "date: ",
            "2026-13-40",
            "9" * 200,
            "<<<<<<< a\n",
            "=======\n",
            ">>>>>>> b\n",
            "+++\n",
            "\\u0000",
            "é",
            ";",
            "`",
        ),
    ]
)
JUMBLES = st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join)
BYTES = st.binary(max_size=60) | JUMBLES.map(lambda text: text.encode("utf-8", "surrogatepass"))

readers = pytest.mark.parametrize("read", [read_yaml, read_json, read_csv])
briefly = settings(derandomize=True, max_examples=250, deadline=None)


@readers
@briefly
@given(data=BYTES)
@example(data=b",")
def test_no_bytes_make_a_reader_raise_and_every_problem_lies_in_the_file(read, data):
    text, _ = decode(data)
    sourced = read(text)
    lines = text.count("\n") + 1
    assert all(0 <= problem.location.line <= lines for problem in sourced.problems), sourced.problems
    if sourced.value is MISSING:
        assert any(problem.severity is Severity.ERROR for problem in sourced.problems)
    assert freeze(sourced.value) == sourced.value
    assert pickle.loads(pickle.dumps(sourced)) == sourced
    digest(encode(sourced.value))


@readers
@briefly
@given(text=st.text(st.characters(), max_size=40))
def test_no_text_makes_a_reader_raise_even_undecoded(read, text):
    read(text)


@briefly
@given(data=BYTES)
@example(data=b",")
def test_no_bytes_make_front_matter_raise_and_nothing_of_the_body_is_lost(data):
    text, _ = decode(data)
    front = read_front_matter(text)
    lines = text.split("\n")
    assert front.body == "\n".join(lines[front.body_line - 1 :])
    assert all(0 <= problem.location.line <= len(lines) for problem in front.problems)
    assert pickle.loads(pickle.dumps(front)) == front
    digest(encode(front.meta))


@briefly
@given(data=BYTES)
@example(data=b",")
def test_no_bytes_make_a_loader_raise(data):
    config, _, _ = load_configuration(data)
    assert {"title", "url", "language", "description", "timezone", "official"} <= config.keys()
    load_navigation(data)
    load_collections({"data/a.yml": data, "data/b.csv": data, "data/c.json": data, "data/a.schema.json": data})


@briefly
@given(data=BYTES)
def test_decoded_text_has_one_line_ending_and_no_forbidden_character(data):
    text, _ = decode(data)
    assert not set(text) & {"\r", "\x00", "\x0b", "\x7f", "\x9f", "\ufffe"}
    assert decode(text.encode())[0] == text.lstrip("\ufeff")
    assert decode(text.encode())[1] == ()


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@briefly
@given(value=JSON_VALUES, indent=st.sampled_from([None, 2]))
def test_json_is_read_as_the_library_reads_it_and_every_value_is_where_positions_say(value, indent):
    text = json.dumps(value, indent=indent)
    sourced = read_json(text)
    assert sourced.value == freeze(json.loads(text))
    lines = text.split("\n")
    for path, (line, column) in sourced.positions.values.items():
        at = sourced.value
        for step in path:
            at = at[step]
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert freeze(json.JSONDecoder().raw_decode(rest)[0]) == at
    for path, (line, column) in sourced.positions.keys.items():
        assert lines[line - 1][column - 1 :].startswith(json.dumps(path[-1]))


CELLS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8).map(str.strip)


@briefly
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_csv_written_by_the_library_comes_back_without_its_empty_cells(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([("one", "two", "three"), *rows])
    text, _ = decode(stream.getvalue().encode())
    items = [{key: cell for key, cell in zip(("one", "two", "three"), row, strict=True) if cell} for row in rows]
    assert list(read_csv(text).value) == [item for item in items if item]
