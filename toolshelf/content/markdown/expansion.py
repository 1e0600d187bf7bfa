"""Code and raw HTML, which Markdown has not seen, come back into what it wrote."""

from __future__ import annotations

import re

from toolshelf.content.placeholders import Placeholders


def expand_html(html: str, placeholders: Placeholders) -> str:
    """``html`` with code and raw HTML put back in their places, before it is sanitised.

    Whatever that does to the nesting, such as a block in a paragraph, the sanitiser mends.
    """
    if not any(item.kind == "html" for item in placeholders.all):
        return html

    def alone(match: re.Match[str]) -> str:
        found = placeholders.find(match[2])
        if any(item.kind != "html" for item in found):
            return match[0]
        source = "\n".join(item.source for item in found)
        return source.replace("<pre", f"<pre{match[1]}", 1) if source.startswith("<pre><code") else source

    def inline(match: re.Match[str]) -> str:
        item = placeholders.all[int(match[1])]
        return item.source if item.kind == "html" else match[0]

    html = re.sub(rf"<p((?: [^<>]*)?)>((?:\s|{placeholders.source_pattern})+)</p>", alone, html)
    return placeholders.pattern.sub(inline, html)
