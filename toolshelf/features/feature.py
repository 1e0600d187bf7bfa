"""What a feature is: the pages and outputs that it adds to a site, its questions, and how its outputs are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol, TypeAlias

from msgspec import Struct

from toolshelf.codec import Value
from toolshelf.index.additions import Derived, Ground, Made, Maker
from toolshelf.index.index import Index, Query
from toolshelf.index.queries import Listed, Select


class Target(NamedTuple):
    """One output that is rendered."""

    output: str
    """Relative to the output folder, with "/"."""
    kind: str
    """What it is, which decides who draws it: a key of `Feature.kinds`."""
    template: str = ""
    """"" for one that no template draws."""
    subject: str = ""
    """The path of the page it shows or leads to."""


class PageFields(Protocol):
    """``page`` in templates: its fields by name, each of which is a question."""

    def __getattr__(self, name: str) -> Value:
        """The field. Raises AttributeError where the page has none of that name."""


class Drawing(Protocol):
    """What a render may do: ask, and look at pages. Everything it is told is recorded."""

    def ask(self, query: Query) -> Value:
        """The answer to ``query``."""

    def page(self, path: str, body: str = "body", shown: Counter[str] | None = None) -> PageFields:
        """``page`` in templates, whose content is the field ``body`` with its includes drawn.

        Where several pages are drawn as one, ``shown`` counts how often they show each collection.
        """

    def pages(self, query: Listed | Select) -> tuple[PageFields, ...]:
        """The pages that ``query`` selects."""

    def timestamp(self, day: object) -> str:
        """A date as RFC 3339 wants it, in UTC and to the second. Raises ProblemError for anything else."""


Draw: TypeAlias = Callable[[Target, Drawing], "Mapping[str, object] | bytes"]
"""What the template of a target is given besides what all are given; or, where it has none, the bytes."""


class Kind(Struct, frozen=True):
    """A kind of targets."""

    draw: Draw
    """A function of a module; pure."""
    shows_page: bool = False
    """Whether such a target is one of the site's pages: its subject."""


def nothing(ground: Ground) -> Made:
    """What a feature adds that adds no pages."""
    return Made()


def no_targets(index: Index) -> Iterable[Target]:
    """The targets of a feature that has none but its pages."""
    return ()


class Feature(Struct, frozen=True):
    """One feature, under one name."""

    name: str
    kinds: Mapping[str, Kind]
    """By name, which no other feature uses."""
    targets: Callable[[Index], Iterable[Target]] = no_targets
    """Its outputs that are no pages; pure."""
    make: Callable[[Ground], Made] = nothing
    """What it adds while the site is joined; pure."""
    fields: Mapping[str, Derived] = {}
    """Fields of pages that it derives, by name."""
    questions: tuple[Callable[..., Query], ...] = ()
    """Its own kinds of questions, besides those of `toolshelf.index.queries`."""
    templates: frozenset[str] = frozenset()
    """The names of the templates at the top that draw its own pages alone: no author can choose them as a layout."""

    @property
    def maker(self) -> Maker:
        """The feature as joining sees it."""
        return Maker(self.name, self.make, self.fields, self.templates)
