"""Markdown within HTML blocks: ``<div markdown="1">``, as kramdown reads it.

CommonMark reads Markdown in a block of HTML only between blank lines, so those are what is written.
"""

from __future__ import annotations

import re

from toolshelf.content.gfm.fences import fenced_blocks
from toolshelf.content.gfm.source import Source
from toolshelf.content.nesting import DEEPEST, too_deep
from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.patterns import regex
from toolshelf.problems import ProblemError

_MAYBE = regex(r"\smarkdown\s*=", re.I)


def open_elements(source: Source, first_line: int, placeholders: Placeholders) -> None:
    """Let comrak read the content of every element that says its content is Markdown."""
    if "<" not in source.text or not (source.everywhere or _MAYBE.search(source.text)):
        return
    lines = list(enumerate(source.text.split("\n"), first_line - 1))
    source.text = "\n".join(_opened(lines, source.everywhere, placeholders, 0))


def _opened(lines: list[tuple[int, str]], everywhere: bool, placeholders: Placeholders, depth: int) -> list[str]:
    from toolshelf.content.html_blocks import markdown_element  # its patterns take long to compile, and few texts ask

    if depth > DEEPEST:
        raise ProblemError(too_deep(lines[0][0]))
    written: list[str] = []
    offset = 0
    blocks = list(fenced_blocks("\n".join(line for _, line in lines)))
    index = 0
    while index < len(lines):
        line = lines[index][1]
        text = line.lstrip(" ")
        in_code = any(block.start <= offset < block.end for block in blocks)
        element = None
        if text.startswith("<") and not in_code:
            element = markdown_element([(lines[index][0], text), *lines[index + 1 :]], everywhere)
        count = element.count if element else 1
        offset += sum(len(words) + 1 for _, words in lines[index : index + count])
        if element is None:
            written.append(line)
            index += 1
            continue
        index += count
        indent = " " * (len(line) - len(text))
        opening = f"<?{placeholders.add(Placeholder('html', element.opening))}?>"
        closing = f"<?{placeholders.add(Placeholder('html', element.closing))}?>"
        if element.inline:
            words = " ".join(part.strip() for _, part in element.inner).strip()
            gone = placeholders.add(Placeholder("gone"))
            written += ["", f"{indent}{gone}{opening}{words}{closing}{element.rest}", ""]
        else:
            inner = _opened(element.inner, everywhere, placeholders, depth + 1)
            parts = ["", opening, "", *inner, "", closing, "", element.rest.strip(), ""]
            written += [f"{indent}{part}" if part else "" for part in parts]
    return written


def close_elements(html: str, placeholders: Placeholders) -> str:
    """``html`` with the elements back in their places, and every other word out of its ``<?…?>``."""
    word = rf"{placeholders.prefix}[0-9]+z"

    def written(match: re.Match[str]) -> str:
        item = placeholders.all[int(match[2])]
        return item.source if item.kind == "html" else match[1]

    # A paragraph that consists of one element is that element.
    html = re.sub(rf"<p>{word}(<\?{word}\?>(?:(?!</p>).)*<\?{word}\?>)</p>", r"\1", html, flags=re.S)
    return re.sub(rf"(?:<|&lt;)\?({placeholders.prefix}([0-9]+)z)\?(?:>|&gt;)", written, html)
