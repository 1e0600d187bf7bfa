"""Redirects: former addresses of pages, which lead to where these stand now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.index import Index
from toolshelf.index.queries import Field

REDIRECT: Final = "redirect"
_TEMPLATE: Final = "redirect.html"


def _targets(index: Index) -> Iterator[Target]:
    for output, path in index.redirects.items():
        yield Target(output, REDIRECT, _TEMPLATE, path)


def _redirect(target: Target, drawing: Drawing) -> dict[str, object]:
    return {
        "target_url": drawing.ask(Field(target.subject, "url")),
        "target_canonical_url": drawing.ask(Field(target.subject, "canonical_url")),
    }


FEATURE: Final = Feature("redirects", {REDIRECT: Kind(_redirect)}, _targets, templates=frozenset({_TEMPLATE}))
