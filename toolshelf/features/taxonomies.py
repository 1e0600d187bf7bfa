"""Taxonomies: the lists of the terms of each, and the lists of the pages of each term."""

from __future__ import annotations

from typing import Final

from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.queries import Select, Terms
from toolshelf.index.terms import LIST, TERM


def _term(target: Target, drawing: Drawing) -> dict[str, object]:
    return {"page": drawing.page(target.subject), "pages": drawing.pages(Select(target.subject))}


def _terms(target: Target, drawing: Drawing) -> dict[str, object]:
    return {"page": drawing.page(target.subject), "terms": drawing.ask(Terms(target.subject))}


FEATURE: Final = Feature(
    "taxonomies",
    {TERM: Kind(_term, shows_page=True), LIST: Kind(_terms, shows_page=True)},
    templates=frozenset({"term.html", "terms.html"}),
)
