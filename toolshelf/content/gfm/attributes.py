"""Attribute lists, as kramdown reads them: ``{: .class #id key="value"}``, given to the element they stand at."""

from __future__ import annotations

import re
from html import escape, unescape

from toolshelf.content.gfm.source import Source
from toolshelf.content.placeholders import Placeholders
from toolshelf.patterns import regex

_PART = regex(
    r"""
    \#(?P<id>[^\s={}]+)
    | \.(?P<class>[^\s={}]+)
    | (?P<key>[^\s=\"']+)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>\S+))
    | (?P<word>\S+)
    """,
    re.VERBOSE,
)
_ATTRIBUTE = regex(r" ([^\s=>\"/]+)=\"([^\"]*)\"")
_OPENING = regex(r"<[a-z][a-z0-9]*")
_CLOSING = regex(r"</([a-z][a-z0-9]*)>\Z")
_VOID = regex(r"<(?:img|hr)(?: [^<>]*)?>\Z")


def apply_lists(html: str, source: Source, placeholders: Placeholders) -> str:
    """``html`` with the attributes of every list; a list that stands at no element stays text."""
    html = _apply_inline(html, source, placeholders) if source.lists else html
    return _apply_lines(html, source, placeholders) if source.lines else html


def _apply_inline(html: str, source: Source, placeholders: Placeholders) -> str:
    word = rf"{placeholders.prefix}[0-9]+z"
    chain = re.compile(rf"(?:\{{{word}\}})+")
    end_of_block = re.compile(rf"(?: ?{placeholders.prefix}[0-9]+p)?\s*</(h[1-6]|t[dh]|dt)>")
    position = 0
    while match := chain.search(html, position):
        position = match.end()
        numbers = [int(number) for number in re.findall(r"[0-9]+", match[0])]
        lists = [source.lists[number] for number in numbers if number in source.lists]
        if len(lists) != len(numbers):
            continue
        before = html[: match.start()]
        opening = _opening_before(before)
        if opening < 0 and (block := end_of_block.match(html, match.end())):
            before = before.rstrip()
            opening = _last_opening(before, block[1])
        if opening < 0:
            continue
        changed = _with_attributes(before, opening, lists, placeholders)
        position = len(changed)
        html = changed + html[match.end() :]
    return html


def _apply_lines(html: str, source: Source, placeholders: Placeholders) -> str:
    word = re.compile(rf"<\?{placeholders.prefix}([0-9]+)z\?>\n?")
    pending: list[str] = []
    position = 0
    while match := word.search(html, position):
        position = match.end()
        if int(match[1]) not in source.lines:
            continue
        direction, lists = source.lines[int(match[1])]
        before, after = html[: match.start()], html[match.end() :]
        position = match.end()
        if direction == "before":
            stripped = before.rstrip()
            opening = _opening_before(stripped)
            if opening >= 0:
                before = _with_attributes(stripped, opening, [lists], placeholders) + before[len(stripped) :]
                position = len(before) + len(match[0])
        elif direction == "after":
            pending.append(lists)
            opening = len(after) - len(after.lstrip())
            if _OPENING.match(after, opening):
                after = _with_attributes(after, opening, pending, placeholders)
                pending = []
        # The word stays, for what it has to tell of the list.
        html = f"{before}{match[0]}{after}"
    return html


def _opening_before(html: str) -> int:
    """Where the element begins that ``html`` ends with; -1 if it ends with none."""
    if closing := _CLOSING.search(html[-12:]):
        return _last_opening(html[: len(html) - len(closing[0])], closing[1])
    if html.endswith(">") and (void := _VOID.match(html, html.rfind("<"))):
        return void.start()
    return -1


def _last_opening(html: str, name: str) -> int:
    """Where the element ``name`` begins that is still open at the end of ``html``; -1 if there is none."""
    depth = 0
    for tag in reversed([*re.finditer(rf"<(/?){name}(?=[ >])", html)]):
        depth += 1 if tag[1] else -1
        if depth < 0:
            return tag.start()
    return -1


def _with_attributes(html: str, opening: int, lists: list[str], placeholders: Placeholders) -> str:
    """``html`` with the attributes of ``lists`` at the tag that begins at ``opening``."""
    end = html.index(">", opening)
    name = _OPENING.match(html, opening)
    assert name is not None
    attributes = dict(_ATTRIBUTE.findall(html[name.end() : end]))
    for part in _PART.finditer(" ".join(lists)):
        if part["id"]:
            attributes["id"] = escape(part["id"])
        elif part["class"]:
            attributes["class"] = f"{attributes.get('class', '')} {escape(part['class'])}".strip()
        elif part["key"]:
            value = part["double"] or part["single"] or part["bare"] or ""
            attributes[part["key"]] = escape(unescape(value))
        elif placeholders.pattern.fullmatch(part["word"]):
            attributes[part["word"]] = ""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return html[: name.end()] + written + html[end:]
