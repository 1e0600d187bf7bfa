"""What is new and what is gone between two versions of a text, passage by passage."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final

from toolshelf.codec import FrozenDict
from toolshelf.patterns import regex

_NOTE: Final = regex(
    r'<sup id="fnref[^"]*">.*?</sup>|<a aria-label="[^"]*" class="footnote-backref"[^>]*>[^<]*</a>', re.DOTALL
)
_END: Final = regex(
    r"</?(?:p|li|ul|ol|h[1-6]|t[dhr]|table|thead|tbody|d[dtl]|pre|blockquote|section|figure|div)\b[^>]*>|<hr>"
)
_TAG: Final = regex(r"<(?:[^<>\"]|\"[^\"]*\")*>")
_WORDS: Final = regex(r"\S+\s*")
_ALIKE: Final = 0.5
"""From which likeness on two passages are shown as one that was changed."""


def passages(html: str) -> list[str]:
    """The paragraphs, items, headings and cells of ``html`` as plain text, without the numbers of footnotes."""
    found = (" ".join(unescape(_TAG.sub("", part)).split()) for part in _END.split(_NOTE.sub("", html)))
    return [text for text in found if text]


def differences(before: Sequence[str], now: Sequence[str]) -> Iterator[FrozenDict]:
    """Each passage that was added, removed or changed: its ``kind``, and its parts, each with a kind and a text."""
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        old, new = list(before[first:last]), list(now[start:end])
        while old and new and (parts := _changed(old[0], new[0])):
            yield FrozenDict({"kind": "changed", "parts": parts})
            del old[0], new[0]
        yield from (FrozenDict({"kind": "removed", "parts": (_part("removed", text),)}) for text in old)
        yield from (FrozenDict({"kind": "added", "parts": (_part("added", text),)}) for text in new)


def _part(kind: str, text: str) -> FrozenDict:
    return FrozenDict({"kind": kind, "text": text})


def _changed(before: str, now: str) -> tuple[FrozenDict, ...]:
    """The words of a passage that has become another one; () where the two are not alike."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ()
    parts = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            parts.append(_part("same", "".join(new[start:end])))
            continue
        if first < last:
            parts.append(_part("removed", "".join(old[first:last])))
        if start < end:
            parts.append(_part("added", "".join(new[start:end])))
    return tuple(parts)
