"""Fill the gaps of a fragment: links with addresses, headings with their tags; includes stay open."""

from __future__ import annotations

import html
from collections.abc import Sequence

from toolshelf.content.fragment import Gap, Heading, Segment


def filled(body: Sequence[Segment], headings: Sequence[Heading], addresses: Sequence[str]) -> str:
    """The HTML of ``body`` without its includes; ``addresses`` are those of its links."""
    return "".join(part for part in split_at_includes(body, headings, addresses) if isinstance(part, str))


def split_at_includes(
    body: Sequence[Segment], headings: Sequence[Heading], addresses: Sequence[str]
) -> tuple[str | int, ...]:
    """The HTML of ``body`` between its includes, and the numbers of the includes."""
    parts: list[str | int] = []
    run: list[str] = []
    for segment in _flat(body, headings):
        if isinstance(segment, Gap) and segment.kind == "include":
            parts += ["".join(run), segment.position]
            run = []
        else:
            run.append(segment if isinstance(segment, str) else html.escape(addresses[segment.position]))
    return (*parts, "".join(run))


def levels_at_includes(body: Sequence[Segment], headings: Sequence[Heading]) -> dict[int, int]:
    """The level that a heading drawn by each include needs, so that the page's outline has no hole."""
    levels: dict[int, int] = {}
    above = 1
    for segment in body:
        if isinstance(segment, Gap) and segment.kind == "heading":
            above = headings[segment.position].level
        elif isinstance(segment, Gap) and segment.kind == "include":
            levels[segment.position] = min(above + 1, 6)
    return levels


def _flat(body: Sequence[Segment], headings: Sequence[Heading]) -> list[Segment]:
    """``body`` with its headings written out; links and includes stay gaps."""
    flat: list[Segment] = []
    for segment in body:
        if isinstance(segment, str):
            flat.append(segment)
        elif segment.kind == "heading":
            heading = headings[segment.position]
            flat.append(f'<h{heading.level} id="{html.escape(heading.id)}"{heading.attributes}>')
            flat.extend(heading.content)
            flat.append(f"</h{heading.level}>")
        else:
            flat.append(segment)
    return flat
