"""Where blocks of raw HTML begin and end, as CommonMark and GitHub read them (CommonMark 0.31, section 4.6)."""

from __future__ import annotations

import re

from msgspec import Struct

from toolshelf.patterns import regex

_BLOCK_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    "|menuitem|nav|noframes|ol|optgroup|option|p|param|picture|search|section|source|summary|table|tbody|td|tfoot|th"
    "|thead|title|tr|track|ul|video|audio"
)
_KINDS = (
    (
        regex(r"<(?:script|pre|style|textarea)(?=[\s>]|$)", re.I),
        regex(r"</(?:script|pre|style|textarea)>", re.I),
    ),
    (regex(r"<!--"), regex(r"-->")),
    (regex(r"<\?"), regex(r"\?>")),
    (regex(r"<!\[CDATA\["), regex(r"\]\]>")),
    (regex(r"<![A-Za-z]"), regex(r">")),
)
_BLOCK = regex(rf"</?(?:{_BLOCK_NAMES})(?=[\s>]|/>|$)", re.I)
_WHOLE_TAG = regex(
    r"(?:<[a-z][\w-]*+(?:\s++[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?)*\s*+/?>|</[a-z][\w-]*+\s*+>)\s*",
    re.I,
)
BLANK = regex(r"\s*\Z")
"""The end of the blocks that go on to a blank line."""
_MARKDOWN = regex(r"<([a-z][\w-]*)\b[^<>]*?\smarkdown\s*=\s*[\"']?(?:1|block|span)\b[^<>]*>", re.I)
_ANY_BLOCK = regex(rf"<((?:{_BLOCK_NAMES})(?=[\s>]))[^<>]*>", re.I)
_SECTION = regex(r"<(/?)(?:div|section|article|aside|figure|details|table|ul|ol|dl|main|nav|header|footer)\b", re.I)
_INLINE_CONTENT = frozenset({"p", "span", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "a"})


class MarkdownElement(Struct, frozen=True):
    """An element whose content is Markdown: its opening tag, its content and what closes it."""

    opening: str
    inner: list[tuple[int, str]]
    closing: str
    rest: str
    """What stands behind the closing tag on its line."""
    count: int
    """How many lines all that takes."""
    inline: bool
    """Whether only running text may stand in it."""


def block_end(text: str, in_paragraph: bool) -> re.Pattern[str] | None:
    """What ends the HTML block that ``text`` (a line without its indentation) begins; None if it begins none."""
    if not text.startswith("<"):
        return None
    for start, end in _KINDS:
        if start.match(text):
            return end
    if _BLOCK.match(text) or (not in_paragraph and _WHOLE_TAG.fullmatch(text)):
        return BLANK
    return None


def leaves_open(html: str) -> int:
    """How many more elements with block content ``html`` opens than it closes."""
    return sum(-1 if match[1] else 1 for match in _SECTION.finditer(html))


def markdown_element(lines: list[tuple[int, str]], everywhere: bool) -> MarkdownElement | None:
    """The element with ``markdown="1"`` (or, ``everywhere``, any block element) that ``lines`` begin with."""
    match = (_ANY_BLOCK if everywhere else _MARKDOWN).match(lines[0][1])
    if match is None:
        return None
    name = match[1].lower()
    tag = re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^<>]*>", re.I)
    depth = 0
    for index, (_, text) in enumerate(lines):
        for found in tag.finditer(text):
            depth += -1 if found[1] else 1
            if depth == 0:
                first = lines[0][1][match.end() : found.start() if index == 0 else None]
                inner = [(lines[0][0], first), *lines[1:index]]
                if index:
                    inner.append((lines[index][0], text[: found.start()]))
                rest = text[found.end() :]
                return MarkdownElement(match[0], _dedent(inner), found[0], rest, index + 1, name in _INLINE_CONTENT)
    return None


def _dedent(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    first, *others = [(number, text.expandtabs(4)) for number, text in lines]
    margin = min((len(text) - len(text.lstrip()) for _, text in others if text.strip()), default=0)
    return [(first[0], first[1].strip()), *((number, text[margin:]) for number, text in others)]
