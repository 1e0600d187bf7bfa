"""What is stored comes back exactly, and two values that a template can tell apart are never stored alike."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolshelf.codec import MISSING, FrozenDict, decode, encode

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec=None), max_size=4),
    st.dates(),
    # Nobody can type which of two hours is meant where a clock is put back.
    st.datetimes(timezones=st.sampled_from((None, datetime.UTC))).map(lambda moment: moment.replace(fold=0)),
    st.just(MISSING),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple), st.dictionaries(st.text(max_size=3), inner, max_size=3).map(FrozenDict)
    ),
    max_leaves=8,
)


def seen(value):
    """All that a template can tell of a value: its type, and the order of its keys."""
    if isinstance(value, FrozenDict):
        return "mapping", [(key, seen(inner)) for key, inner in value.items()]
    if isinstance(value, tuple):
        return "list", [seen(inner) for inner in value]
    return type(value).__name__, repr(value)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(VALUES)
def test_what_is_stored_comes_back_as_it_was(value):
    assert seen(decode(encode(value))) == seen(value)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(VALUES, VALUES)
def test_two_values_are_stored_alike_only_if_nothing_tells_them_apart(one, other):
    assert (encode(one) == encode(other)) == (seen(one) == seen(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FrozenDict({"a": 1, "b": 2}), FrozenDict({"b": 2, "a": 1})),
        ((), FrozenDict()),
        (1, True),
        (1, 1.0),
        ("1", 1),
        (None, MISSING),
        (datetime.date(2026, 11, 20), "2026-11-20"),
        (datetime.datetime(2026, 11, 20), datetime.date(2026, 11, 20)),
        (("a", "b"), ("ab",)),
        (2**53, float(2**53)),
    ],
)
def test_what_is_nearly_the_same_is_stored_otherwise(one, other):
    assert encode(one) != encode(other)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="not a canonical value"):
        encode(value)
