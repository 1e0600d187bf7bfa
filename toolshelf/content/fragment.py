"""What a Markdown engine gives back: HTML in segments, with headings, links and includes still open.

Links are not resolved and includes are not expanded here, because a fragment knows neither its path
nor its site; the index fills the gaps, so a renamed file is not parsed again.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from toolshelf.codec import FrozenDict
from toolshelf.content.notes import Note
from toolshelf.problems import Problem


class Gap(NamedTuple):
    """A place in the HTML that the index fills: the ``position``-th heading, link or include."""

    kind: Literal["heading", "link", "include"]
    position: int


Segment: TypeAlias = str | Gap
"""Finished HTML, or a gap in it. A link's gap stands for the attribute's value, without its quotes."""


class Heading(Struct, frozen=True):
    """A heading of the body."""

    level: int
    """1 to 6, as written."""
    id: str
    text: str
    """Plain text: no markup, entities decoded."""
    content: tuple[Segment, ...]
    """The HTML between the tags."""
    attributes: str = ""
    """Further attributes as HTML, with a leading blank (`` class="lead"``), without the id."""
    line: int = 0


class Link(NamedTuple):
    """The target of an ``href`` or ``src``, as the author wrote it (entities decoded)."""

    target: str
    kind: Literal["link", "image"]
    line: int = 0
    column: int = 0
    text: str = ""
    """The link's text or the image's alternative text."""


class IncludeCall(Struct, frozen=True):
    """``{% include NAME key=value %}`` in content."""

    name: str
    arguments: FrozenDict
    line: int = 0
    block: bool = True
    """Whether it stands on lines of its own, outside any paragraph."""


class Fragment(Struct, frozen=True):
    """A rendered piece of Markdown."""

    body: tuple[Segment, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    includes: tuple[IncludeCall, ...] = ()
    ids: tuple[str, ...] = ()
    """Every id in the body in document order, headings' and footnotes' included: targets of fragments."""
    problems: tuple[Problem, ...] = ()
    """With an empty path."""
    notes: tuple[Note, ...] = ()
    """The footnotes that it shows, in their order."""
