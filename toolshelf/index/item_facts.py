"""What joining a site needs of its collections: remembered, so that their items are only read for who shows them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct, field

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


class Found(Struct, frozen=True):
    """What there is to say of the items of all collections."""

    problems: list[Problem] = field(default_factory=list)
    images: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The source paths of the images that each collection shows."""
    unpictured: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of the items of each that have none."""

    @property
    def shown(self) -> frozenset[str]:
        """The source paths of all images that items show."""
        return frozenset().union(*self.images.values())


def items_found(
    items: Mapping[str, Items], origins: Mapping[str, str], given: Sequence[object], remember: Remember
) -> Found:
    """What is wrong with the items of all collections, which images they show, and which of them have none.

    They follow from their ``origins`` and from what else is ``given``: how texts are rendered, and where links lead.
    """
    problems: list[Problem] = []
    images: dict[str, frozenset[str]] = {}
    unpictured: dict[str, tuple[str, ...]] = {}

    def find(name: str) -> list[object]:
        one = items[name]
        return [dump_problems(one.problems), sorted(one.images), one.unpictured]

    for name in items:
        stored, shown, without = remember("items", [name, origins[name], *given], functools.partial(find, name))
        problems += load_problems(stored)
        images[name] = frozenset(shown)
        unpictured[name] = tuple(without)
    return Found(problems, images, unpictured)
