"""Numbers of footnotes that two chapters of a document give to different texts, though its numbers run on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolshelf.content.notes import Note
from toolshelf.features.documents.books import Written
from toolshelf.features.documents.passages import notes_in
from toolshelf.index.gaps import filled
from toolshelf.index.pages import Page
from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

_NUMBER: Final = regex("[0-9]{1,9}")


def shared_labels(written: Written) -> Iterator[Problem]:
    """A warning for every number that an earlier chapter defines with another text; each chapter shows its own.

    Labels belong to their chapter, so that two may have the same, and nothing is told. Only numbers can run on through
    a document, and they do where no two chapters begin with the same one: else each counts anew.
    """
    defined: dict[str, list[Page]] = {}
    begun: list[int] = []
    for page in (written.head, *written.chapters):
        numbers = [label for label in page.row.notes if _NUMBER.fullmatch(label)]
        for label in numbers:
            defined.setdefault(label, []).append(page)
        begun += [min(map(int, numbers))] if numbers else []
    if len(set(begun)) < len(begun):
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
