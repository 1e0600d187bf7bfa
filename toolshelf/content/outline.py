"""A page has one H1: decide which heading of the body it is, and how deep the others stand."""

from __future__ import annotations

import html
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.content.fragment import Fragment, Gap, Heading, Segment
from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

_TAG = regex(r"<[^>]*>")


class Outline(Struct, frozen=True):
    """The body without its title, and the title."""

    title: str
    """Plain text; "" where neither front matter nor a heading gives one."""
    heading: Heading | None
    """The heading that the page's H1 takes over, or None where the body has none."""
    body: tuple[Segment, ...]
    headings: tuple[Heading, ...]
    """All headings of the fragment, so that gaps keep their numbers, with their levels as shown."""
    problems: tuple[Problem, ...]

    @property
    def shown(self) -> tuple[Heading, ...]:
        """The headings that stand in the body, in order."""
        return tuple(self.headings[position] for position in _heading_positions(self.body))


def outline(fragment: Fragment, title: str) -> Outline:
    """Take the body's title out of the body, so that the page shows exactly one H1.

    The first H1 becomes the page's H1 with its id and its words, unless a heading stands before it. A
    page without ``title`` is called after its first heading, of whatever level. Every other H1 steps
    down to H2, a heading that leaves out levels steps up to the next one, and one without words goes.
    """
    positions = _heading_positions(fragment.body)
    empty = {position for position in positions if _is_empty(fragment.headings[position])}
    order = [position for position in positions if position not in empty]
    taken = order[0] if order and (fragment.headings[order[0]].level == 1 or not title) else None
    own = None if taken is None else fragment.headings[taken]
    headings = list(fragment.headings)
    problems = [_empty(headings[position]) for position in sorted(empty)]
    above = [own.level if own else 1]
    for position in order:
        heading = headings[position]
        if position == taken:
            continue
        level = max(heading.level, 2)
        skips = level > above[-1] + 1
        above = [above[0], *(upper for upper in above[1:] if upper < level), level]
        if heading.level != min(len(above), 6):
            headings[position] = replace(heading, level=min(len(above), 6))
        if heading.level == 1:
            problems.append(_second_title(heading))
        elif skips:
            problems.append(_skipped(heading, len(above)))
    gone = {Gap("heading", position) for position in (*empty, *(() if taken is None else (taken,)))}
    body = tuple(segment for segment in fragment.body if segment not in gone) if gone else fragment.body
    return Outline(title or (own.text if own else ""), own, body, tuple(headings), tuple(problems))


def _is_empty(heading: Heading) -> bool:
    return not heading.text and all(isinstance(one, str) and not one.strip() for one in heading.content)


def _empty(heading: Heading) -> Problem:
    hint = "write its words after the number signs, or remove them"
    return warning("empty-heading", "This heading has no words, so it is not shown.", heading.line, hint=hint)


def _second_title(heading: Heading) -> Problem:
    message = f"The heading '{heading.text}' is a second title, so it is shown one level down."
    return warning("second-h1", message, heading.line, hint="write it with ##")


def _skipped(heading: Heading, level: int) -> Problem:
    message = f"The heading '{heading.text}' leaves out a level, so it is shown as level {level}."
    return warning("skipped-heading-level", message, heading.line, hint=f"write it with {'#' * level}")


def plain_title(text: str) -> str:
    """A title as typed, without markup and with its entities decoded once: ``R&amp;D`` is "R&D"."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _heading_positions(body: Sequence[Segment]) -> list[int]:
    return [segment.position for segment in body if isinstance(segment, Gap) and segment.kind == "heading"]
