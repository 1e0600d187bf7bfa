"""The Markdown of other generators as HTML, read by two libraries: what readers should see."""

from __future__ import annotations

import functools

import markdown
from markdown_it import MarkdownIt

from toolshelf.patterns import regex

_EXTENSIONS = ["extra", "sane_lists"]
_CONTAINERS = regex(r"<(article|aside|div|footer|header|main|section)((?:\s(?!markdown=)[^<>]*)?)>")


def as_html(text: str, *, inside: bool) -> str:
    """What ``text`` looks like; with ``inside``, containers hold Markdown."""
    if inside:
        text = _CONTAINERS.sub(r'<\1\2 markdown="1">', text)
    engine = _engine()
    engine.reset()
    return engine.convert(text)


def readings(text: str, *, inside: bool) -> tuple[str, ...]:
    """What ``text`` looks like as Python-Markdown and as CommonMark read it: other dialects stand between the two."""
    commonmark = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return as_html(text, inside=inside), str(commonmark.render(text))


@functools.cache
def _engine() -> markdown.Markdown:
    return markdown.Markdown(extensions=_EXTENSIONS)
