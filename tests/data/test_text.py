"""From bytes to text: marks, line endings, encodings, control characters."""

from __future__ import annotations

import pytest

from toolshelf.sources.text import decode


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\nb\n", "a\nb\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\r\r\nb", "a\n\nb"),
        (b"\xef\xbb\xbfa", "a"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", "a"),
        ("é ß \u200b \u00a0 \U0001f600\t".encode(), "é ß \u200b \u00a0 \U0001f600\t"),
    ],
)
def test_text_has_no_mark_and_one_line_ending(data, text):
    assert decode(data) == (text, ())


@pytest.mark.parametrize(
    ("data", "place", "code", "part"),
    [
        (b"ab\xff\n", "1:3", "encoding", "the byte FF"),
        (b"one\r\nt\xc3\xa9\xe9 x\n", "2:3", "encoding", "the byte E9"),
        (b"one\rtwo\r\x93quoted\x94\r", "3:1", "encoding", "the byte 93"),
        (b"\xef\xbb\xbf\xc3", "1:1", "encoding", "the byte C3"),
        (b"\xed\xa0\x80", "1:1", "encoding", "the byte ED"),
        (b"\xff\xfea\x00", "1:1", "encoding", "UTF-16"),
        (b"\xfe\xff\x00a", "1:1", "encoding", "UTF-16"),
        (b"a\n\x00", "2:1", "control-character", "U+0000"),
        (b"a\nb\x0bc\n", "2:2", "control-character", "U+000B"),
        (b"a\x7f", "1:2", "control-character", "U+007F"),
        ("a\nxx\x92".encode(), "2:3", "control-character", "U+0092"),
        ("\uffff".encode(), "1:1", "control-character", "U+FFFF"),
    ],
)
def test_what_is_no_text_is_reported_at_its_place(data, place, code, part):
    text, (problem,) = decode(data)
    assert str(problem.location) == place
    assert (problem.code, part in problem.message) == (code, True)
    assert problem.hint
    assert "\x00" not in text


def test_faults_of_both_kinds_are_told_in_one_run():
    assert [str(problem.location) for problem in decode(b"\xff\n\x01\nok\n\xfe\n")[1]] == ["1:1", "2:1", "4:1"]


def test_a_picture_called_md_is_told_in_ten_sentences():
    problems = decode(bytes(range(128, 256)) * 50 + b"\x00\n" * 500)[1]
    assert len(problems) == 10
    assert "more lines" in problems[-1].message
