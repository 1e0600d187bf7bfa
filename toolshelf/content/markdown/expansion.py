"""Code and raw HTML, which Markdown has not seen, come back into what it wrote."""

from __future__ import annotations

import re

from toolshelf.content.placeholders import Placeholders

_CODE = "<pre><code"


def expand_html(html: str, placeholders: Placeholders) -> tuple[str, bool]:
    """``html`` with code and raw HTML put back in their places, before it is sanitised, and whether it was all code.

    Whatever raw HTML does to the nesting, such as a block in a paragraph, the sanitiser mends; code that stands in a
    paragraph counts as raw HTML therefore.
    """
    sources = {number: item.source for number, item in enumerate(placeholders.all) if item.kind == "html"}
    if not sources:
        return html, True
    placed: set[int] = set()

    def alone(match: re.Match[str]) -> str:
        numbers = placeholders.numbers(match[2])
        if not sources.keys() >= set(numbers):
            return match[0]
        placed.update(numbers)
        source = "\n".join(sources[number] for number in numbers)
        return source.replace("<pre", f"<pre{match[1]}", 1) if source.startswith(_CODE) else source

    def inline(match: re.Match[str]) -> str:
        return sources.get(int(match[1]), match[0])

    html = re.sub(rf"<p((?: [^<>]*)?)>((?:\s|{placeholders.source_pattern})+)</p>", alone, html)
    if placed == sources.keys() and all(source.startswith(_CODE) for source in sources.values()):
        return html, True
    return placeholders.word.sub(inline, html), False
