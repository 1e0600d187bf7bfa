"""What joining a site needs of its collections: remembered, so that their items are only read for who shows them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from toolshelf.content.stored import dump_problems, load_problems
from toolshelf.data.collections import Collection
from toolshelf.index.items import Items, item_anchors
from toolshelf.problems import Problem

Remember: TypeAlias = Callable[[str, Sequence[object], Callable[[], Any]], Any]
"""Gives what the function gives, made of what JSON knows, perhaps from an earlier build: it follows from nothing but
the things before it, of which the first says what it is."""


def item_ids(
    collections: Mapping[str, Collection], origins: Mapping[str, str], remember: Remember
) -> dict[str, frozenset[str]]:
    """The ids that the items of each collection have where a page shows them; ``origins`` name their contents."""

    def ids(name: str) -> frozenset[str]:
        return frozenset(
            remember("item ids", [name, origins[name]], lambda: sorted(item_anchors(collections[name]).values()))
        )

    return {name: ids(name) for name in collections}


def items_found(
    items: Mapping[str, Items], origins: Mapping[str, str], given: Sequence[object], remember: Remember
) -> tuple[list[Problem], frozenset[str]]:
    """What is wrong with the items of all collections, and the source paths of the images that they show.

    They follow from their ``origins`` and from what else is ``given``: how texts are rendered, and where links lead.
    """
    problems: list[Problem] = []
    images: set[str] = set()

    def find(name: str) -> list[object]:
        return [dump_problems(items[name].problems), sorted(items[name].images)]

    for name in items:
        stored, shown = remember("items", [name, origins[name], *given], functools.partial(find, name))
        problems += load_problems(stored)
        images.update(shown)
    return problems, frozenset(images)
