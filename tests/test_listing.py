"""The items of a collection as data: which are listed, and how they are written."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import write

from toolshelf.cli.main import main
from toolshelf.codec import FrozenDict
from toolshelf.listing import as_csv, as_json, as_table

TOOLS = """\
- name: One
  status: Production
  tags: [Open data, Prizes]
  ato: {status: authorized, expires: 2027-01-31}
  source: Where it stands
- name: Two
  status: Beta
  owner: {email: a@b.gov}
  active: true
- name: Three
  status: production
  count: 2
"""
NAMES = ["One", "Two", "Three"]


def told(tmp_path, capsys, *arguments: str) -> tuple[int, str, str]:
    write(tmp_path, {"data/tools.yml": TOOLS, "content/index.md": "# Home\n"})
    code = main(["list", *arguments, "--root", str(tmp_path)])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ([], NAMES),
        (["status=Production"], ["One", "Three"]),
        (["name = two"], ["Two"]),
        (["tags=prizes"], ["One"]),
        (["ato.status=authorized"], ["One"]),
        (["ato.expires=2027-01-31"], ["One"]),
        (["active=true"], ["Two"]),
        (["count=2"], ["Three"]),
        (["status=production", "tags=Open data"], ["One"]),
        (["status=none"], []),
    ],
)
def test_an_item_is_listed_where_every_condition_holds(tmp_path, capsys, conditions, names):
    """Dots lead into mappings, one of several values is enough, and upper and lower case are alike."""
    where = [part for condition in conditions for part in ("--where", condition)]
    code, out, err = told(tmp_path, capsys, "tools", "--format", "json", *where)
    assert (code, err) == (0, "")
    items = json.loads(out)
    assert [item["name"] for item in items] == names
    assert all("source" in item for item in items)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["tool"], "There is no collection 'tool' in data/: did you mean tools?\n"),
        (["tools", "--where", "statu=x"], "No item has a field 'statu': did you mean status?\n"),
        (["tools", "--where", "status"], "'status' is no condition such as status=Production"),
    ],
)
def test_a_slip_on_the_command_line_is_told_in_a_sentence(tmp_path, capsys, arguments, sentence):
    """With the nearest name, on stderr, and with the exit code of a wrong command line."""
    code, out, err = told(tmp_path, capsys, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err


def test_a_data_file_with_an_error_is_told_and_fails(tmp_path, capsys):
    """Nothing is printed that programs could take for the list."""
    write(tmp_path, {"data/tools.yml": "- name: [\n"})
    assert main(["list", "tools", "--format", "json", "--root", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == "[]\n"
    assert said.err.startswith("data/tools.yml:")


def test_a_table_shows_what_tells_items_apart_and_no_control_characters(tmp_path, capsys):
    """One line an item, in columns."""
    code, out, _ = told(tmp_path, capsys, "tools")
    assert code == 0
    assert out.splitlines() == ["name   status", "One    Production", "Two    Beta", "Three  production"]
    assert as_table((FrozenDict({"name": "a\x1b[31m\nb" + "c" * 99}),)).splitlines()[1] == "a [31m b" + "c" * 39 + "…"


SCALARS = st.none() | st.booleans() | st.integers() | st.dates() | st.text()
ITEMS = st.lists(st.dictionaries(st.text(min_size=1), SCALARS, min_size=1).map(FrozenDict), max_size=4)


@given(ITEMS)
def test_json_gives_back_what_the_items_hold(items):
    """Dates as texts."""
    assert [list(item) for item in json.loads(as_json(items))] == [list(item) for item in items]


@given(st.lists(st.builds(lambda a, b: FrozenDict({"a": a, "b": b}), st.text(), st.text()), min_size=1, max_size=4))
def test_no_cell_of_a_csv_is_a_formula_and_each_can_be_read_back(items):
    """Whatever texts hold."""
    head, *rows = csv.reader(io.StringIO(as_csv(items), newline=""))
    assert head == ["a", "b"]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
        [str(value).removeprefix("'") for value in item.values()] for item in items
    ]
