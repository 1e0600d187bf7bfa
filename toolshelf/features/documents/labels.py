"""Labels of footnotes that two chapters of a document give to different texts, though its labels run on."""

from __future__ import annotations

from collections.abc import Iterator

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
    defined: dict[str, list[tuple[Page, int]]] = {}
    for page in (written.head, *written.chapters):
        for label, line in page.row.notes:
            defined.setdefault(label, []).append((page, line))
    if len(defined.get(_FIRST, ())) > 1:
        return
    for label, places in defined.items():
        if len(places) == 1:
            continue
        first, line = places[0]
        text = _text(first, label)
        for page, own_line in places[1:]:
            if _text(page, label) != text:
                message = (
                    f"Footnote [^{label}] has another text in {first.path}, line {line}; each chapter shows its own."
                )
                hint = "give one of them another label, unless both are meant"
                yield warning("footnote-duplicate", message, own_line, path=page.path, hint=hint)


def _text(page: Page, label: str) -> str:
    document = page.document
    key = next((note.key for note in document.fragment.notes if note.label == label), "")
    html = filled(document.outline.body, document.outline.headings, [link.target for link in page.facts.links])
    return next((note.html for note in notes_in(html, str) if note.key == key), "")
