"""Titles and descriptions that two pages share: whoever looks through a list of results cannot tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolshelf.index.addresses import stand_apart
from toolshelf.index.pages import Page
from toolshelf.problems import Location, Problem, warning

_REMEDIES = {
    "title": "say in the title what sets this page apart",
    "description": "say in one sentence what stands on this page and on no other",
}


def repeated_words(pages: Iterable[Page]) -> Iterator[Problem]:
    """A warning for every written page whose title or description another page has already."""
    first: dict[tuple[str, str], Page] = {}
    for page in pages:
        if page.is_not_found:
            continue
        for what, words in (("title", page.title), ("description", page.row.description)):
            other = first.setdefault((what, words), page) if words else page
            # Pages that collide are an error already.
            if other is not page and stand_apart([other.address.output, page.address.output]):
                yield from _told(what, words, other, page)


def _told(what: str, words: str, one: Page, other: Page) -> Iterator[Problem]:
    """Told of the page that somebody wrote, of the later one where both are."""
    page, named = (one, other) if other.generated else (other, one)
    if page.generated:
        return
    whose = f"the page at {named.url_path}" if named.generated else named.path
    message = f"This page has the same {what} as {whose}: '{words}'."
    yield warning(f"same-{what}", message, hint=_REMEDIES[what]).moved(Location(page.path, 1))
