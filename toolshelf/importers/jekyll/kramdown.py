"""What kramdown knows and GitHub's Markdown does not, written in what both know, or left out.

Attribute lists give classes of the old theme, which mean nothing in the new one, so only ids are kept of them. A
list that kramdown fills with the headings (``{:toc}``) is the side navigation's task. Code is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from toolshelf.importers.code import code_lines, outside_code
from toolshelf.patterns import regex

_LIST: Final = regex(r"[ \t]?\{:(?![:/])(?P<inner>[^{}\n]*)\}")
_DEFINITION: Final = regex(r"^ {0,3}\{:[\w-]+:[^{}\n]*\}\s*$")
_EXTENSION: Final = regex(r"\{::(?P<name>\w+)(?P<rest>[^{}\n]*?)(?P<closed>/?)\}")
_END: Final = regex(r"\{:/(?P<name>\w*)\}")
_COMMENT: Final = regex(r"\{::comment\}.*?\{:/(?:comment)?\}", re.DOTALL)
_CONTENTS: Final = regex(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+[^\n]*\n[ \t]*\{:\s*toc[^{}\n]*\}[ \t]*$", re.MULTILINE)
_ID: Final = regex(r"(?:^|\s)#(?P<id>[^\s.#=}]+)")
_HEADING: Final = regex(r"^ {0,3}(?P<level>#{1,6})[ \t]*(?P<text>[^\n]*?)[ \t]*#*[ \t]*$")
_NAMED: Final = regex(r"\{:?\s*#[^{}]+\}\s*$")


def as_github_reads(text: str, wanted: Collection[str], say: Callable[[str, str], None]) -> tuple[str, bool]:
    """``text`` without what kramdown alone knows, and whether it asks for a list of its headings.

    ``wanted`` are the fragments that links of the site name: a heading keeps the id that kramdown gave it where it is
    one of these and would get another. ``say`` is told each list of attributes, and what was left out of it.
    """
    if _COMMENT.search(text):
        text = _COMMENT.sub("", text)
    lists_headings = bool(_CONTENTS.search(text))
    text = without_contents(text)
    code = code_lines(text)
    lines = text.split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if number in code:
            kept.append(line)
            continue
        if "{:" in line:
            if _DEFINITION.fullmatch(line):
                say(line, line.strip())
                continue
            changed = outside_code(line, lambda part: _without_lists(part, say))
            if not changed.strip():
                continue
            line = changed
        kept.append(_with_id(line, wanted) if line.lstrip().startswith("#") else line)
    return "\n".join(kept), lists_headings


def without_contents(text: str) -> str:
    """``text`` without the list in place of which kramdown writes the headings."""
    return _CONTENTS.sub("", text)


def heading_id(text: str) -> str:
    """The id that kramdown gives to a heading (kramdown, converter/base.rb, basic_generate_id)."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "")
    plain = re.sub(r"^[^a-zA-Z]+", "", plain)
    return re.sub(r"[^a-zA-Z0-9 -]", "", plain).replace(" ", "-").lower()


def _without_lists(text: str, say: Callable[[str, str], None]) -> str:
    def kept(match: re.Match[str]) -> str:
        named = _ID.search(match["inner"])
        if rest := _ID.sub("", match["inner"]).strip():
            say(match[0].strip(), rest)
        return f" {{: #{named['id']}}}" if named else ""

    text = _EXTENSION.sub("", _END.sub("", text))
    return _LIST.sub(kept, text)


def _with_id(line: str, wanted: Collection[str]) -> str:
    heading = _HEADING.match(line)
    if heading is None or not heading["text"] or _NAMED.search(heading["text"]):
        return line
    name = heading_id(heading["text"])
    from toolshelf.content.slugs import slugify

    if name in wanted and name != slugify(heading["text"]):
        return f"{heading['level']} {heading['text']} {{: #{name}}}"
    return line
