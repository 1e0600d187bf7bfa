"""What real files hold and must be read as it stands."""

from __future__ import annotations

import pytest

from toolshelf.data.yaml_source import read_yaml

READS = [
    ("title: Investigations\t\nnext: x\n", {"title": "Investigations", "next": "x"}),
    ("a:\tb\n", {"a": "b"}),
    ("links: [{url: https://a.gov/x?y=z, name: A}]\n", {"links": ({"url": "https://a.gov/x?y=z", "name": "A"},)}),
    ("images:\n  - {\n  url: 'a.jpg',\n  alt: 'A'\n  }\n", {"images": ({"url": "a.jpg", "alt": "A"},)}),
    ('text: "One.\n\nTwo\nthree."\n', {"text": "One.\nTwo three."}),
    ("a: b # a comment\u00a0with a no-break space\n", {"a": "b"}),
    ("#\u00a0comment\na: b\n", {"a": "b"}),
    ("text: one\u2028two\nnext: x\n", {"text": "one two", "next": "x"}),
    ("text: one\x85two\n", {"text": "one two"}),
    ("url: https://a.gov/#!/products\n", {"url": "https://a.gov/#!/products"}),
    ("---\na: b\n", {"a": "b"}),
    ("---\na: b\n...\n", {"a": "b"}),
    ("", None),
    ("# nothing yet\n", None),
    ("[]\n", ()),
]


@pytest.mark.parametrize(("text", "value"), READS)
def test_real_yaml_is_read_without_complaint(text, value):
    sourced = read_yaml(text)
    assert sourced.value == value
    assert sourced.problems == ()


def test_an_odd_line_separator_does_not_shift_the_lines_below():
    assert read_yaml("a: one\u2028two\nb: [\n").problems[0].location.line == 2
