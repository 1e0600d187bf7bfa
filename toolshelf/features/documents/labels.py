"""Labels of footnotes that two chapters of a document give to different texts, though its labels run on."""

from __future__ import annotations

from collections.abc import Iterator

from toolshelf.content.notes import Note
from toolshelf.features.documents.books import Written
from toolshelf.features.documents.passages import notes_in
from toolshelf.index.gaps import filled
from toolshelf.index.pages import Page
from toolshelf.problems import Problem, warning

_FIRST = "1"
"""The label that chapters share where each begins anew, which is nobody's mistake."""


def shared_labels(written: Written) -> Iterator[Problem]:
    """A warning for every label that an earlier chapter defines with another text; each chapter shows its own.

    Where chapters count their footnotes anew, labels are bound to be the same, and nothing is told.
    """
    defined: dict[str, list[Page]] = {}
    for page in (written.head, *written.chapters):
        for label in page.row.notes:
            defined.setdefault(label, []).append(page)
    if len(defined.get(_FIRST, ())) > 1:
        return
    for label, pages in defined.items():
        if len(pages) == 1:
            continue
        first, *others = ((page, _note(page, label)) for page in pages)
        text = _text(*first)
        for page, note in others:
            if _text(page, note) != text:
                message = (
                    f"Footnote [^{label}] has another text in {first[0].path}, line {first[1].line}; "
                    "each chapter shows its own."
                )
                hint = "give one of them another label, unless both are meant"
                yield warning("footnote-duplicate", message, note.line, path=page.path, hint=hint)


def _note(page: Page, label: str) -> Note:
    return next(note for note in page.document.fragment.notes if note.label == label)


def _text(page: Page, note: Note) -> str:
    document = page.document
    html = filled(document.outline.body, document.outline.headings, [link.target for link in page.facts.links])
    return next((found.html for found in notes_in(html, str) if found.key == note.key), "")
