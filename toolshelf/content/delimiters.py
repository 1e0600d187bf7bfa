"""Where front matter begins and ends: two lines of three dashes, or what an editor wrote instead.

A first line ``---`` may also be a rule across the page. Between "front matter that was never closed" and
"a rule with text below" nothing is guessed silently: the likelier reading is taken, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from toolshelf.patterns import regex
from toolshelf.problems import Problem, error

_BLANKS: Final = " \t\u00a0\ufeff\u200b"
_DASHES: Final = regex(r"[-\u2010-\u2015\u2212]{2,}")
"""A line of dashes, also of the longer ones that word processors make of two or three hyphens."""
_WRONG_END: Final = regex(r"[-\u2010-\u2015\u2212]{2,}\s*|\.\.\.\s*|---.*")
_WRONG_SIGNS: Final = ("-", ".", *map(chr, range(0x2010, 0x2016)), "\u2212")
"""With one of them it begins."""
_KEY: Final = regex(r"""["']?[\w.-]+( [\w.-]+){0,2}["']?[ \t]*:(\s|$)""")
_GLUED_KEY: Final = regex(r"(?!https?:)[\w-]+:\S")
_CONTINUES: Final = regex(r"[ \t]+\S|- |-$|#")
_THREE: Final = "write exactly three dashes, --- , on a line of their own"
_RULE: Final = 'write "key: value" lines, such as "title: My page"; for a rule across the page write *** instead of ---'


class Bounds(Struct, frozen=True):
    """Which lines of a file are front matter; line numbers are 0-based here."""

    block: range
    """The lines between the delimiters."""
    body: int
    """The body's first line."""
    problems: tuple[Problem, ...] = ()


def find_bounds(lines: Sequence[str]) -> Bounds | None:
    """The front matter in the ``lines`` of a file, or None if it has none and seems to want none."""
    start = next((number for number, line in enumerate(lines) if line.strip(_BLANKS)), None)
    if start is None:
        return None
    opening = lines[start].strip(_BLANKS)
    if opening == "---":
        return _closed(lines, start)
    if opening == "+++" and "+++" in (line.rstrip() for line in lines[start + 1 :]):
        end = next(n for n in range(start + 1, len(lines)) if lines[n].rstrip() == "+++")
        problem = error(
            "front-matter",
            "Front matter between lines of +++ (TOML) is not read here.",
            start + 1,
            1,
            hint="write it as YAML, with three dashes above and below: title: My page",
        )
        return Bounds(range(0), end + 1, (problem,))
    following = next((line for line in lines[start + 1 :] if line.strip(_BLANKS)), "")
    if (opening.startswith("---") or _DASHES.fullmatch(opening)) and _KEY.match(following):
        found = _closed(lines, start)
        message = "Front matter seems to begin here, but this is no line of three dashes."
        return Bounds(
            found.block, found.body, (error("front-matter", message, start + 1, 1, hint=_THREE), *found.problems)
        )
    return _unopened(lines, start)


def _closed(lines: Sequence[str], start: int) -> Bounds:
    """The front matter that the line ``start`` opens."""
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.rstrip(_BLANKS) == "---":
            return _prose(lines, start, Bounds(range(start + 1, number), number + 1))
        if line.startswith(_WRONG_SIGNS) and _WRONG_END.fullmatch(line):
            message = "The front matter seems to end here, but this is no line of three dashes."
            problem = error("front-matter", message, number + 1, 1, hint=_THREE)
            return _prose(lines, start, Bounds(range(start + 1, number), number + 1, (problem,)))
    return _unclosed(lines, start)


def _prose(lines: Sequence[str], start: int, bounds: Bounds) -> Bounds:
    """``bounds``, unless what stands between them is text and no front matter."""
    for number in bounds.block:
        line = lines[number].strip(_BLANKS)
        if not line or line.startswith("#"):
            continue
        if _KEY.match(line) or line[0] in "-{[\"'?!&*<>|@`%\t=:" or lines[number][0] in " \t":
            return bounds
        if _GLUED_KEY.match(line):
            key, _, value = line.partition(":")
            message = f"A blank is missing after the colon of '{key}'."
            problem = error("yaml", message, number + 1, len(key) + 1, hint=f'write "{key}: {value}"')
            return Bounds(range(0), bounds.body, (*bounds.problems, problem))
        message = "Text stands here between two lines of dashes, where front matter belongs."
        return Bounds(range(0), start, (error("front-matter", message, number + 1, 1, hint=_RULE),))
    return bounds


def _unclosed(lines: Sequence[str], start: int) -> Bounds:
    """The front matter that the line ``start`` opens and nothing closes: the lines that look like it."""
    end = _keys_end(lines, start + 1)
    if end < len(lines) and lines[end].strip(_BLANKS) == "---":
        message = "The dashes that end the front matter are indented."
        problem = error("front-matter", message, end + 1, 1, hint="begin the line with the dashes")
        return _prose(lines, start, Bounds(range(start + 1, end), end + 1, (problem,)))
    if not any(_KEY.match(lines[number]) for number in range(start + 1, end)):
        message = "The file begins with three dashes, which open front matter, but none follows."
        return Bounds(range(0), start, (error("front-matter", message, start + 1, 1, hint=_RULE),))
    message = "The front matter that begins here is not closed."
    hint = f"write a line of three dashes, --- , after line {end}"
    return Bounds(range(start + 1, end), end, (error("front-matter", message, start + 1, 1, hint=hint),))


def without_end(lines: Sequence[str], bounds: Bounds) -> Bounds | None:
    """What ``bounds`` are if their last line is a rule in the body, below front matter that nothing closes.

    None if that is unlikely: where keys follow down to the end, the text between is a slip in the front matter.
    """
    end = _keys_end(lines, bounds.block.start)
    if end >= bounds.block.stop or lines[end].strip():
        return None
    rest = [line for line in lines[end : bounds.block.stop] if line.strip()]
    if any(_KEY.match(line) for line in rest) and (_KEY.match(rest[-1]) or _CONTINUES.match(rest[-1])):
        return None
    return _unclosed(lines, bounds.block.start - 1)


def _keys_end(lines: Sequence[str], start: int) -> int:
    """The first line from ``start`` on that does not look like front matter: a blank one, a delimiter, prose."""
    for number in range(start, len(lines)):
        line = lines[number]
        if line.strip(_BLANKS) == "---" or not (_KEY.match(line) or _CONTINUES.match(line)):
            return number
    return len(lines)


def _unopened(lines: Sequence[str], start: int) -> Bounds | None:
    """Front matter without its first line: keys from the first line on, down to a line of three dashes."""
    if not re.match(r"[a-z_]+:(\s|$)", lines[start]):
        return None
    end = _keys_end(lines, start)
    if end == len(lines) or lines[end].rstrip() != "---":
        return None
    message = "Front matter seems to begin here, but the line of three dashes above it is missing."
    problem = error("front-matter", message, start + 1, 1, hint="write a line of three dashes, --- , above this line")
    return Bounds(range(start, end), end + 1, (problem,))
