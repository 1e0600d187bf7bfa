"""The line of an old file on which something stands, of which only the words are known."""

from __future__ import annotations

from toolshelf.importers.lines import Lines


def test_what_stands_there_twice_has_two_lines():
    """What a loop repeats has the last again, and what an include has written has none."""
    lines = Lines("{: .a}\nx\n{: .a}\n{: .b}\n", 5)
    assert [lines.of(one) for one in ("{: .a}", "{: .a}", "{: .a}", "{: .b}", "{: .c}")] == [5, 7, 7, 8, 0]
