"""What unquoted words of YAML become: text as typed, but for a few that everybody agrees on."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolshelf.data.scalars import typed
from toolshelf.data.yaml_source import read_yaml

AS_TYPED = [
    "no",
    "yes",
    "NO",
    "Yes",
    "on",
    "off",
    "True",
    "FALSE",
    "Null",
    "y",
    "n",
    "12:30",
    "12:30:45",
    "010",
    "05301",
    "1.10",
    "1.50",
    "1e3",
    "1_000",
    ".5",
    "5.",
    "+1",
    "0x1F",
    "0o10",
    "0b1",
    "-0",
    "1.0.0",
    ".inf",
    "-.inf",
    ".nan",
    "=",
    "2026-13-40",
    "2026-02-30",
    "2026-1-5",
    "2026-W01",
    "1,000",
    "١٢",
    "0000-01-01",
    "1e16",
    "10000000000000000.0",
    "0.1000000000000000055511151231257827",
    "2026-11-20T25:00",
    "--1",
    "1-",
]

TYPED = [
    ("true", True),
    ("false", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("0", 0),
    ("7", 7),
    ("-12", -12),
    ("1.0", 1.0),
    ("1.5", 1.5),
    ("-0.25", -0.25),
    ("20261120", 20261120),
    ("9007199254740993", 9007199254740993),
    ("2026-11-20", datetime.date(2026, 11, 20)),
    ("2026-11-20 10:00", datetime.datetime(2026, 11, 20, 10, 0)),
    ("2026-11-20T10:00:30Z", datetime.datetime(2026, 11, 20, 10, 0, 30, tzinfo=datetime.UTC)),
    (
        "2026-11-20T10:00:30-05:00",
        datetime.datetime(2026, 11, 20, 10, 0, 30, tzinfo=datetime.timezone(-datetime.timedelta(hours=5))),
    ),
]


@pytest.mark.parametrize("text", AS_TYPED)
def test_everything_else_is_text_as_typed(text):
    assert read_yaml(f"key: {text}\n").value == {"key": text}
    assert read_yaml(f"- {text}\n").value == (text,)


@pytest.mark.parametrize(("text", "value"), TYPED)
def test_booleans_null_plain_numbers_and_iso_dates_are_typed(text, value):
    found = read_yaml(f"key: {text}\n").value["key"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", [*AS_TYPED, *(text for text, _ in TYPED)])
def test_quotes_make_text_of_everything(text):
    assert read_yaml(f"key: '{text}'\n").value == {"key": text}


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.from_regex(r"[-+]?[0-9_.]{1,20}(e[0-9]{1,3})?", fullmatch=True))
def test_a_number_prints_back_exactly_as_typed(text):
    value = typed(text)
    assert str(value) == text


@pytest.mark.parametrize("key", ["no", "on", "2026", "010", "2026-11-20", "null", "~", "1.10"])
def test_keys_are_text_as_typed(key):
    assert read_yaml(f"{key}: x\n").value == {key: "x"}
