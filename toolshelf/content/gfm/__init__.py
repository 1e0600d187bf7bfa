"""Markdown through comrak, many times faster than through Python-Markdown; the same fragments come out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.assembly import assemble
from toolshelf.content.fragment import Fragment
from toolshelf.content.gfm.attributes import apply_lists
from toolshelf.content.gfm.checks import refuse_deep, unclosed_blocks
from toolshelf.content.gfm.footnotes import SECTION, finish_footnotes, rename_labels, with_unused_notes
from toolshelf.content.gfm.markdown_in_html import close_elements, open_elements
from toolshelf.content.gfm.output import canonical, void_elements
from toolshelf.content.gfm.parser import to_html
from toolshelf.content.gfm.source import prepare
from toolshelf.content.note_names import names_beside
from toolshelf.content.notes import Note
from toolshelf.content.placeholders import insert
from toolshelf.data.conflicts import conflicts_in_markdown
from toolshelf.patterns import regex
from toolshelf.problems import Problem, ProblemError

__all__ = ["render_markdown"]

_NO_VARIABLES: Mapping[str, Value] = FrozenDict()
_RAW_HTML = regex(r"<[a-z/!?]", re.I)
"""What every raw tag, comment and declaration begins with (CommonMark 0.31, section 6.6)."""


def render_markdown(text: str, *, first_line: int = 1, variables: Mapping[str, Value] = _NO_VARIABLES) -> Fragment:
    """Render ``text``; arguments, result and promises are those of ``toolshelf.content.markdown``."""
    if refused := tuple(conflicts_in_markdown(text, first_line)):
        return Fragment(problems=refused)
    marked, placeholders = insert(text, first_line, variables)
    source = prepare(marked, first_line, placeholders)
    if source.notes:
        rename_labels(source, placeholders)
    defining = source.text
    try:
        open_elements(source, first_line, placeholders)
        html = void_elements(to_html(source.text))
        refuse_deep(html, text, first_line)
    except ProblemError as failure:
        return Fragment(problems=(failure.problem,))
    problems: list[Problem] = unclosed_blocks(html, text, first_line)
    notes: tuple[Note, ...] = ()
    if source.notes or SECTION in html:
        html, unused = with_unused_notes(html, source, placeholders)
        html, more, notes = finish_footnotes(
            void_elements(html), source, defining, placeholders, unused, names_beside(variables)
        )
        problems += more
    html = canonical(html, placeholders)
    if source.lists or source.lines:
        html = apply_lists(html, source, placeholders)
    if "?" in source.text:
        html = close_elements(html, placeholders)
    # Without raw HTML and attribute lists there is nothing in it but what comrak and we wrote ourselves.
    if source.lists or source.lines or _RAW_HTML.search(source.text):
        from toolshelf.content.sanitise import sanitise  # a library that few pages need, and so few builds of edits

        html, removed = sanitise(html, placeholders)
        problems += removed
    return assemble(html, placeholders, problems, notes)
