"""Fragments as plain HTML, for tests: links filled with their targets, includes as comments."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest

from toolshelf.content.engines import Engine, render_markdown
from toolshelf.content.fragment import Fragment, Segment

ENGINES: tuple[Engine, ...] = ("markdown", "gfm")
both = pytest.mark.parametrize("engine", ENGINES)
VARIABLES = {
    "site": {"title": "Tools & *Tips*", "url": "https://tools.example.gov/", "contact": {"email": "x@example.gov"}},
    "page": {"title": "<b>R&D</b>", "number": 7, "bad": "javascript:alert(1)", "tags": ("a", "b"), "nothing": None},
}
_ATTRIBUTE = re.compile(r" [^\s=>]+=\"[^\"]*\"")
_WITH_ATTRIBUTES = re.compile(rf"<([a-z][a-z0-9]*)((?:{_ATTRIBUTE.pattern})+)>")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def render(text: str, engine: Engine = "markdown", first_line: int = 1) -> Fragment:
    return render_markdown(text, engine, first_line=first_line, variables=VARIABLES)


def as_html(fragment: Fragment, segments: Iterable[Segment] | None = None) -> str:
    """The HTML of ``fragment`` with its gaps filled."""
    parts = []
    for segment in fragment.body if segments is None else segments:
        if isinstance(segment, str):
            parts.append(segment)
        elif segment.kind == "link":
            parts.append(html.escape(fragment.links[segment.position].target))
        elif segment.kind == "include":
            call = fragment.includes[segment.position]
            parts.append(f"<!--{call.name} {'block' if call.block else 'inline'}-->")
        else:
            heading = fragment.headings[segment.position]
            name = f"h{heading.level}"
            content = as_html(fragment, heading.content)
            parts.append(f'<{name} id="{html.escape(heading.id)}"{heading.attributes}>{content}</{name}>')
    return "".join(parts)


def to_html(text: str, engine: Engine = "markdown") -> str:
    """``text`` rendered, on one line without blanks between the elements."""
    return "".join(line.strip() for line in as_html(render(text, engine)).splitlines())


def ordered(html: str) -> str:
    """``html`` with the attributes of every element in the order of their names, which engines may choose."""

    def sort(tag: re.Match[str]) -> str:
        return f"<{tag[1]}{''.join(sorted(_ATTRIBUTE.findall(tag[2])))}>"

    return _WITH_ATTRIBUTES.sub(sort, html)


def problems(text: str, engine: Engine = "markdown") -> list[str]:
    """What is reported about ``text``: code and place."""
    return [
        f"{problem.code} {problem.location.line}:{problem.location.column}".removesuffix(":0")
        for problem in render(text, engine).problems
    ]


class Balance(HTMLParser):
    """Fails on an element that is closed without being open; ``open`` holds what was never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice in <{tag}>"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag
