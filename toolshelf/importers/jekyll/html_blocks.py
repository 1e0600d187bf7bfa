"""Raw HTML as kramdown reads it, written so that GitHub's Markdown reads the same.

kramdown takes an element as a whole, from its first tag to its last, whatever lines stand between. GitHub's Markdown
ends raw HTML at a blank line, and what is indented below it becomes code. So blank lines and indentation go,
but from where the author asked for Markdown inside the element (``markdown="1"``) and where blanks count.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from toolshelf.patterns import regex

_BLOCK: Final = regex(
    r" {0,3}<(address|article|aside|blockquote|button|center|details|dialog|div|dl|fieldset|figure|footer|form|h[1-6]"
    r"|header|hgroup|iframe|main|nav|ol|p|section|table|ul|video|script|style)(?=[\s>])",
    re.IGNORECASE,
)
_FENCE: Final = regex(r" {0,3}(`{3,}|~{3,})")
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_BLANKS_COUNT: Final = frozenset({"pre", "textarea", "script", "style"})
_CONTAINERS: Final = regex(r"<(article|aside|blockquote|details|div|footer|header|main|section)((?:\s[^<>]*)?)>")


class _Depth(HTMLParser):
    """Which elements are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[tuple[str, bool]] = []
        """Each with whether Markdown is asked for in it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append((tag, dict(attrs).get("markdown") in ("1", "block", "span")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return None

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self.open]
        if tag in names:  # what HTML lets people leave open, such as <p> and <li>, ends with what is around it
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    @property
    def in_markdown(self) -> bool:
        """Whether Markdown is asked for at this place."""
        return any(asked for _, asked in self.open)

    @property
    def blanks_count(self) -> bool:
        """Whether this place is one where blanks are part of the text."""
        return any(name in _BLANKS_COUNT for name, _ in self.open)


def as_github_reads(text: str, *, markdown_inside: bool) -> str:
    """``text``, Markdown of kramdown, with its raw HTML blocks in the form that GitHub's Markdown reads alike.

    With ``markdown_inside``, the content of containers is Markdown, as kramdown's ``parse_block_html`` has it.
    """
    return "\n".join(_blocks(text.split("\n"), markdown_inside))


def one_block(html: str) -> str:
    """The whole of ``html`` as one raw HTML block."""
    return "\n".join(["<div>", *_flat(html.split("\n")), "</div>"])


def _blocks(lines: list[str], markdown_inside: bool) -> Iterator[str]:
    number = 0
    while number < len(lines):
        if fence := _FENCE.match(lines[number]):
            end = _end_of_fence(lines, number, fence[1])
            yield from lines[number:end]
        elif _BLOCK.match(lines[number]) and (end := _end_of_element(lines, number)) > number:
            block = lines[number:end]
            if markdown_inside and not any("markdown=" in line for line in block):
                yield from _with_markdown(block)
            else:
                yield from _flat(block)
                if end < len(lines) and lines[end].strip():
                    yield ""
        else:
            end = number + 1
            yield lines[number]
        number = end


def _end_of_fence(lines: list[str], start: int, fence: str) -> int:
    close = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}\s*")
    for number in range(start + 1, len(lines)):
        if close.fullmatch(lines[number]):
            return number + 1
    return len(lines)


def _end_of_element(lines: list[str], start: int) -> int:
    """The line after the element that begins on the line ``start``; that line itself where it never ends."""
    depth = _Depth()
    for number in range(start, len(lines)):
        depth.feed(lines[number] + "\n")
        if not depth.open and not depth.rawdata.strip():
            return number + 1
    return start


def _flat(lines: list[str]) -> Iterator[str]:
    depth = _Depth()
    for line in lines:
        keep = depth.in_markdown or depth.blanks_count
        depth.feed(line + "\n")
        if keep:
            yield line if line.strip() or depth.in_markdown else "&#8203;"
        elif line.strip():
            yield line.strip() if not depth.blanks_count else line.lstrip()
            if depth.in_markdown and not keep:
                yield ""


def _with_markdown(block: list[str]) -> Iterator[str]:
    """``block`` with Markdown asked for in its containers, and not indented."""
    for line in textwrap.dedent("\n".join(block)).split("\n"):
        yield _CONTAINERS.sub(r'<\1\2 markdown="1">', line)
