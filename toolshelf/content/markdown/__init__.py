"""Markdown, as editors know it from GitHub, with template tags, to a fragment of clean HTML."""

from __future__ import annotations

from collections.abc import Mapping

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.assembly import assemble
from toolshelf.content.fragment import Fragment
from toolshelf.content.markdown.blocks import normalise
from toolshelf.content.markdown.engine import discard, engine
from toolshelf.content.markdown.expansion import expand_html
from toolshelf.content.markdown.finished import finished
from toolshelf.content.markdown.guards import endless_brackets
from toolshelf.content.note_names import names_beside
from toolshelf.content.notes import footnote_problems
from toolshelf.content.placeholders import insert
from toolshelf.content.segments import plain
from toolshelf.data.conflicts import conflicts_in_markdown
from toolshelf.patterns import regex
from toolshelf.problems import Problem, ProblemError, error

__all__ = ["plain_text", "render_markdown"]

_BETWEEN_BLOCKS = regex(r"(<(?:p|li|dt|dd|td|th|h[1-6]|div|br)[ >])")
_NO_VARIABLES: Mapping[str, Value] = FrozenDict()


def render_markdown(text: str, *, first_line: int = 1, variables: Mapping[str, Value] = _NO_VARIABLES) -> Fragment:
    """Render ``text``, whose lines end with LF and whose first line is line ``first_line`` of its file.

    ``variables`` holds what ``{{ page.… }}`` and ``{{ site.… }}`` may show. The same arguments give
    the same fragment, in any thread. Nothing is raised for what an author wrote: it is reported in the
    fragment's problems, without a path.
    """
    if refused := tuple(conflicts_in_markdown(text, first_line)):
        return Fragment(problems=refused)
    try:
        marked, placeholders = insert(text, first_line, variables)
        blocks, found = normalise(marked, first_line, placeholders)
        if refused := endless_brackets(blocks, text, first_line, placeholders):
            return Fragment(problems=refused)
        processor = engine(blocks, placeholders)
        html, is_plain = processor.convert(blocks, placeholders, names_beside(variables))
        html, only_code = expand_html(html, placeholders)
        used = tuple(processor.footnotes.footnote_order)
        notes = processor.footnotes.shown(found.notes)
    except ProblemError as failure:
        return Fragment(problems=(failure.problem,))
    except RecursionError:
        discard()
        sentence = "The text is nested too deeply to be read."
        return Fragment(problems=(error("too-deep", sentence, first_line),))
    removed: list[Problem] = []
    clean = finished(html) if is_plain and only_code else None
    if clean is None:
        from toolshelf.content.sanitise import sanitise  # a library that few pages need, and so few builds of edits

        clean, removed = sanitise(html, placeholders)
    return assemble(clean, placeholders, [*removed, *found.problems, *footnote_problems(found.notes, used)], notes)


def plain_text(html: str) -> str:
    """``html``, sanitised HTML, as one line of plain text: no markup, entities decoded."""
    return plain([_BETWEEN_BLOCKS.sub(r" \1", html)])
