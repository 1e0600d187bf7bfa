"""What the pictures of a page weigh: a warning for each page that asks its readers for too many bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

from toolshelf.features.images.facts import Facts
from toolshelf.index.index import Index
from toolshelf.problems import Problem, warning

CODE: Final = "heavy-pictures"
_NAMED: Final = 3
"""How many pictures a warning names: a few are most of the weight."""


def budget_problems(
    index: Index,
    texts: Mapping[str, Sequence[str]],
    collections: Mapping[str, Set[str]],
    includes: Set[str],
    facts: Mapping[str, Facts],
    budget: int,
) -> Iterator[Problem]:
    """A warning for every page whose pictures weigh more than ``budget`` bytes.

    ``texts`` names the pictures that the text and the front matter of a page show, by its path; ``collections``
    those of the items of each collection, which a page shows that has one of ``includes``.
    """
    for path, page in index.site.pages.items():
        shown = set(texts.get(path, ()))
        if page.row.uses and not includes.isdisjoint(page.row.includes):
            shown.update(*(collections.get(use[0], ()) for use in page.row.uses))
        weights = {one: facts[one].weight for one in shown if one in facts}
        if (total := sum(weights.values())) > budget:
            heaviest = sorted(weights, key=lambda one: (-weights[one], one))[:_NAMED]
            named = ", ".join(f"{one} ({_kilobytes(weights[one])})" for one in heaviest)
            yield warning(
                CODE,
                f"The pictures of this page weigh {_kilobytes(total)}, more than {_kilobytes(budget)}; "
                f"the heaviest {'is' if len(heaviest) == 1 else 'are'} {named}.",
                path=path,
                hint="show fewer or simpler ones, or allow more with images: {budget: …} in data/site.yml",
            )


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1000):,} KB"
