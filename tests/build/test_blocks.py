"""Rows in blocks: what is kept is read again, and a row that changes writes one block."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolshelf.build.blocks import Row, Table, table

NAMES = st.sampled_from([f"page-{number}" for number in range(200)] + ["é", "\ud800", ""])
RESTS = st.binary(max_size=2).map(lambda rest: rest.replace(b"\n", b""))
ROWS = st.dictionaries(NAMES, st.tuples(st.integers(0, 3), RESTS)).map(
    lambda rows: {name: Row([name, number], rest) for name, (number, rest) in rows.items()}
)


def kept(blocks, changed):
    """What is kept of a table once its ``changed`` blocks are written."""
    return {number: block for number, block in {**blocks, **changed}.items() if block}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(ROWS, min_size=1, max_size=6), st.booleans())
def test_whatever_rows_follow_each_other_what_is_kept_gives_the_last_ones(history, opened_anew):
    """And the blocks are those that a table writes that never held anything else."""
    current, blocks = Table(), {}
    for rows in history:
        current, changed = current.followed_by(rows)
        blocks = kept(blocks, changed)
        if opened_anew:
            current = table(blocks)
        assert current.rows == table(blocks).rows == rows
        assert blocks == kept({}, Table().followed_by(rows)[1])


def test_one_row_that_changes_writes_one_block_and_none_that_is_equal():
    rows = {f"page-{number}": Row([f"page-{number}", number], b"rest") for number in range(1000)}
    current, blocks = Table().followed_by(rows)
    assert len(blocks) > 10
    assert current.followed_by({name: Row(list(row.head), row.rest) for name, row in rows.items()})[1] == {}
    assert len(current.followed_by({**rows, "page-7": Row(["page-7", 0], b"rest")})[1]) == 1
    assert len(current.followed_by({name: row for name, row in rows.items() if name != "page-7"})[1]) == 1


@pytest.mark.parametrize("block", [b"", b'[["a"]]', b'[["a"]]\nrest\nmore', b"[1]\nrest"])
def test_bytes_that_are_no_block_are_refused(block):
    with pytest.raises((ValueError, LookupError, TypeError)):
        table({0: block})
