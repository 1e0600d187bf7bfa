"""Marks that extensions of Python-Markdown know and GitHub's Markdown does not, written as HTML, or left out.

Of attribute lists only ids are kept, as classes and styles of the old theme mean nothing in the new one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pymdownx.keymap_db import aliases, keymap  # type: ignore[import-untyped]

from toolshelf.importers.code import code_lines, fence_lines, in_words, outside_code
from toolshelf.patterns import regex

_ATTRIBUTE: Final = r"""(?:[#.][\w:.-]+|[\w:@-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+))"""
_LIST: Final = rf"(?P<list>\{{:?[ \t]*(?P<inner>{_ATTRIBUTE}(?:[ \t]+(?:{_ATTRIBUTE}|[\w-]+))*)[ \t]*\}})"
_ALONE: Final = regex(rf"[ \t]*{_LIST}[ \t]*")
_AT_END: Final = regex(rf"(?P<before>[ \t]*(?:#{{1,6}}[ \t]|[-*+][ \t]|\d+[.)][ \t]).*?)[ \t]+{_LIST}[ \t]*#*[ \t]*")
"""At a heading or at an item of a list."""
_BEHIND: Final = regex(rf"(?:(?<=[)\]*_>])|\A(?!\s)|[ \t]*(?={{:(?![ \t]*#[\w-]+}}))){_LIST}")
"""At a link, a picture, words or code, which end right before it; with a colon anywhere, as it is nothing else."""
_ID: Final = regex(r"(?:^|\s)#(?P<id>[^\s.#=]+)")
_CONTENTS: Final = regex(r"[ \t]*\[TOC\][ \t]*")
_MARK: Final = regex(r"(?<![\w=])==(?![\s=])(.+?)(?<![\s=])==(?![\w=])")
_KEY: Final = r"""(?:"[^"\n]+"|'[^'\n]+'|[\w-]+)"""
_KEYS: Final = regex(rf"(?<![\w+])\+\+({_KEY}(?:\+{_KEY})*)\+\+(?![\w+])")
_FENCE: Final = regex(r"(?P<before>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)")
_LANGUAGE: Final = regex(r"\{[ \t]*\.(?P<name>[\w+#-]+)")
_TITLE: Final = regex(r"""(?<=\s)title=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
_ASKED: Final = regex(r"""(<[a-zA-Z][^<>]*?\s)markdown(?:=["']?(?:block|span|1)["']?)?(?=[\s>])""")
"""An element whose content is Markdown."""


def as_github_reads(text: str, say: Callable[[str, str], None]) -> tuple[str, bool]:
    """``text`` without what Python-Markdown alone knows, and whether it asks for a list of its headings.

    ``say`` is told each list of attributes, and what was left out of it.
    """
    code, fences = code_lines(text), fence_lines(text)
    contents = False
    kept: list[str] = []

    def attributes(match: re.Match[str]) -> str:
        named = _ID.search(match["inner"])
        if rest := _ID.sub("", match["inner"]).strip():
            say(match["list"], rest)
        return f"{{: #{named['id']}}}" if named else ""

    for number, line in enumerate(text.split("\n")):
        if number in code:
            kept += _fence(line) if number in fences else [line]
        elif _CONTENTS.fullmatch(line):
            contents = True
        elif alone := _ALONE.fullmatch(line):
            kept += filter(None, [attributes(alone)])
        else:
            if "{" in line and (at_end := _AT_END.fullmatch(line)):
                line = f"{at_end['before']} {attributes(at_end)}".rstrip()
            if "{" in line:
                line = outside_code(line, lambda part: _BEHIND.sub(attributes, part))
            line = outside_code(line, lambda part: _ASKED.sub(r'\1markdown="1"', part))
            kept.append(in_words(line, _as_html) if "==" in line or "++" in line else line)
    return "\n".join(kept), contents


def _fence(line: str) -> list[str]:
    """The first line of a block of code: its language alone, and its title above it."""
    fence = _FENCE.fullmatch(line)
    if fence is None:
        return [line]
    before, info = fence["before"], fence["info"]
    title = _TITLE.search(f" {info}")
    if language := _LANGUAGE.match(info):
        info = language["name"]
    shown = [f"{before}**{title['double'] or title['single']}**", before.rstrip()] if title else []
    return [*shown, f"{before}{fence['fence']}{'' if '=' in info.split(' ')[0] else info.split(' ')[0]}"]


def _as_html(words: str) -> str:
    return _KEYS.sub(_keys, _MARK.sub(r"<mark>\1</mark>", words))


def _keys(match: re.Match[str]) -> str:
    names = [_key(one) for one in re.findall(_KEY, match[1])]
    return match[0] if None in names else "+".join(f"<kbd>{name}</kbd>" for name in names)


def _key(written: str) -> str | None:
    """What stands on the key; None where nobody knows it."""
    if written[0] in "\"'":
        return written[1:-1]
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", written).lower()
    found = keymap.get(aliases.get(name, name))
    return None if found is None else str(found)
