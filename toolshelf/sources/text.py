"""From a file's bytes to text: one encoding, one line ending, and no character that HTML, XML or YAML forbids."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final

from toolshelf.patterns import regex
from toolshelf.problems import Problem, error

_REPLACEMENT: Final = "\ufffd"
_MOST_REPORTED: Final = 10
"""A picture that was renamed to ".md" has thousands of faults and needs one sentence, not thousands."""

_UTF16: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FORBIDDEN: Final = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What neither XML 1.0 nor YAML lets stand in a document, and the controls that HTML calls a parse error."""
_HARMLESS: Final = b"\t\n\r" + bytes(range(0x20, 0x7F))
"""All that ASCII text may hold, which bytes tell many times faster than a pattern."""


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of ``data`` (UTF-8) without byte order mark, with every line ending as a line feed.

    Bytes that are no UTF-8 and forbidden control characters stand as U+FFFD in the text, so that later
    stages may read on; each line that holds one is an error (the first ten lines; the rest is counted).
    Never raises.
    """
    if data.startswith(_UTF16):
        hint = 'save the file again with the encoding "UTF-8"'
        return "", (error("encoding", "The file is saved as UTF-16, which is not read here.", 1, 1, hint=hint),)
    try:
        faults: list[Problem] = []
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, faults = _decode_with_faults(data)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not data.translate(None, _HARMLESS) or not (faults or _FORBIDDEN.search(text)):
        return text, ()
    problems = [*faults, *forbidden_characters(text)]
    return _FORBIDDEN.sub(_REPLACEMENT, text), tuple(_shortened(sorted(problems)))


def forbidden_characters(text: str, first_line: int = 1) -> Iterator[Problem]:
    """An error for each line of ``text`` (lines end with a line feed) that holds a forbidden character.

    ``first_line`` is the file's line on which ``text`` begins.
    """
    if not _FORBIDDEN.search(text):
        return
    for number, line in enumerate(text.split("\n"), first_line):
        if found := _FORBIDDEN.search(line):
            yield error(
                "control-character",
                f"An invisible control character (U+{ord(found.group()):04X}) stands in this line.",
                number,
                found.start() + 1,
                hint="delete it; it often comes along when text is pasted from another program",
            )


def _decode_with_faults(data: bytes) -> tuple[str, list[Problem]]:
    """Decode line by line: no byte of a multi-byte UTF-8 character is a line feed or a carriage return."""
    lines: list[str] = []
    faults: list[Problem] = []
    for number, line in enumerate(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError as fault:
            lines.append(line.decode("utf-8", "replace"))
            before = line[: fault.start].decode("utf-8").lstrip("\ufeff")
            faults.append(
                error(
                    "encoding",
                    f"This line is not UTF-8 text (the byte {line[fault.start]:02X} makes no character).",
                    number,
                    len(before) + 1,
                    hint='save the file again with the encoding "UTF-8"',
                )
            )
    return "\n".join(lines), faults


def _shortened(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= _MOST_REPORTED:
        return problems
    kept, rest = problems[: _MOST_REPORTED - 1], problems[_MOST_REPORTED - 1 :]
    first = rest[0].location
    summary = f"{len(rest)} more lines from here on hold characters that cannot be read."
    return [*kept, error(rest[0].code, summary, first.line, first.column, hint="is this really a text file?")]
