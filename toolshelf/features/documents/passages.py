"""The HTML of chapters: their footnotes and sections numbered, and as parts of one page, where no id clashes.

What is read here is what the engines and the assembly have written, which is of one canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Final, NamedTuple

from msgspec.structs import replace

from toolshelf.content.fragment import Heading
from toolshelf.patterns import regex

_NOTES: Final = regex(r'(<section aria-label="[^"]*)(" class="footnote" role="doc-endnotes">)')
"""What the footnotes of a page begin with."""
_LIST: Final = regex(rf"({_NOTES.pattern}\s*<hr>\s*)<ol>")
_REFERENCE: Final = regex(
    r'(<a aria-label="[^"0-9]*)([0-9]+)(" class="footnote-ref" href="#[^"]*" role="doc-noteref">)[0-9]+(?=</a>)'
)
_WAY_BACK: Final = regex(r'(<a aria-label="[^"0-9]*)([0-9]+)(?=(?:-[0-9]+)?" class="footnote-backref")')
_WAYS_BACK: Final = r'(?:&nbsp;)?(?:<a aria-label="[^"]*" class="footnote-backref"[^>]*>↩</a> ?)+'
_ALL_WAYS_BACK: Final = regex(f"<p>{_WAYS_BACK}</p>|{_WAYS_BACK}")
_TAG: Final = regex(r'<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)+>')
_ID: Final = regex(r' id="([^"]*)"')
_IDS: Final = regex(r' (headers|aria-(?:labelledby|describedby|controls|details|flowto|owns|errormessage))="([^"]*)"')
_NOTE_LINK: Final = regex(r'( class="footnote-(?:back)?ref" href="#)([^"]*)"')
_LISTS: Final = regex(r"<(/?)(ol|ul|li)\b([^>]*)>")
_NOTE: Final = regex(r' id="fn-([^"]*)"')


def renumbered(html: str, before: int) -> str:
    """``html`` with the numbers of its footnotes ``before`` higher."""
    if not before or 'class="footnote' not in html:
        return html
    html = _REFERENCE.sub(lambda m: f"{m[1]}{int(m[2]) + before}{m[3]}{int(m[2]) + before}", html)
    html = _WAY_BACK.sub(lambda m: f"{m[1]}{int(m[2]) + before}", html)
    return _LIST.sub(lambda m: f'{m[1]}<ol start="{before + 1}">', html)


def named(html: str, title: str) -> str:
    """``html`` with a name for its footnotes that tells them from those of other chapters on the same page."""
    return _NOTES.sub(lambda m: f"{m[1]}: {escape(title)}{m[2]}", html)


def rebound(html: str, ids: Mapping[str, str]) -> str:
    """``html`` with the ``ids`` that it has where all chapters stand on one page, by those that it has alone."""

    def one(identifier: str) -> str:
        return escape(ids.get(unescape(identifier), unescape(identifier)))

    def tag(match: re.Match[str]) -> str:
        found = _ID.sub(lambda m: f' id="{one(m[1])}"', match[0])
        found = _IDS.sub(lambda m: f' {m[1]}="{" ".join(map(one, m[2].split()))}"', found)
        return _NOTE_LINK.sub(lambda m: f'{m[1]}{one(m[2])}"', found)

    return _TAG.sub(tag, html)


def free_ids(pages: Iterable[tuple[str, Iterable[str]]], taken: Iterable[str]) -> list[dict[str, str]]:
    """For every page, given by its own name and its ids, these ids as they are where all pages are one.

    An id stays what it is, unless it is ``taken`` or an earlier page has it.
    """
    used = set(taken)
    found: list[dict[str, str]] = []
    for name, ids in pages:
        own: dict[str, str] = {}
        for identifier in dict.fromkeys(ids):
            free, number = identifier, 1
            while free in used:
                free = f"{name}--{identifier}" if number == 1 else f"{name}--{identifier}-{number}"
                number += 1
            used.add(free)
            own[identifier] = free
        found.append(own)
    return found


def section_numbers(levels: Sequence[int], chapter: str) -> list[str]:
    """The numbers of headings with these ``levels`` in the chapter with this number; "" where it has none."""
    if not chapter:
        return [""] * len(levels)
    counts: list[int] = []
    above: list[int] = []
    numbers = []
    for level in levels:
        while above and above[-1] > level:
            above.pop()
            counts.pop()
        if not above or above[-1] < level:
            above.append(level)
            counts.append(0)
        counts[-1] += 1
        numbers.append(".".join([chapter, *map(str, counts)]))
    return numbers


def with_number(heading: Heading, number: str, deeper: int = 0) -> Heading:
    """``heading`` with its ``number``, some levels ``deeper``."""
    shown = (f"{number_html(number)}", *heading.content) if number else heading.content
    return replace(heading, content=shown, level=min(heading.level + deeper, 6))


def number_html(number: str) -> str:
    """A number before a heading."""
    return f'<span class="toolshelf-number">{number}</span> ' if number else ""


class FoundNote(NamedTuple):
    """A footnote of a page."""

    key: str
    html: str
    """Its text, without the ways back to its references and without ids."""


def notes_in(html: str, address: Callable[[str], str]) -> list[FoundNote]:
    """The footnotes at the end of ``html``, a whole page; ``address`` gives that of an id of the page."""
    *before, notes = _NOTES.split(html)
    if not before:
        return []
    found: list[FoundNote] = []
    depth = 0
    key, begin = "", 0
    for match in _LISTS.finditer(notes):
        if match[2] != "li":
            depth += -1 if match[1] else 1
        elif depth == 1 and not match[1] and (note := _NOTE.search(match[3])):
            key, begin = unescape(note[1]), match.end()
        elif depth == 1 and match[1] and key:
            found.append(FoundNote(key, _alone(notes[begin : match.start()], address)))
            key = ""
        if depth == 0 and match[1] and match[2] == "ol":
            break
    return found


def _alone(html: str, address: Callable[[str], str]) -> str:
    html = _ALL_WAYS_BACK.sub("", html).replace("<p></p>", "")
    html = _TAG.sub(lambda match: _ID.sub("", match[0]), html)
    return _NOTE_LINK.sub(lambda m: f'{m[1][:-1]}{escape(address(unescape(m[2])))}"', html).strip()
