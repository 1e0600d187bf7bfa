"""Taxonomies: pages grouped into terms by a key of their front matter, and the pages that list the groups."""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolshelf.codec import FrozenDict
from toolshelf.data.configuration import CONFIGURATION, taxonomies
from toolshelf.data.positions import Positions
from toolshelf.index.addresses import Address, term_address
from toolshelf.index.pages import Page, title_of
from toolshelf.problems import Location, Problem, ProblemError, warning

TERM, LIST = "term", "terms"
"""The kinds of pages that list the pages of a term, and the terms of a taxonomy."""
_KEY = "taxonomies"
"""The key of the configuration that names the keys of front matter."""
Drawn = Callable[[str, Address, str], Page]
"""Makes a page that nobody wrote, of its path, address and title."""


class Use(NamedTuple):
    """A page names a term."""

    path: str
    """Of the page."""
    line: int
    column: int
    taxonomy: str
    name: str
    """As typed."""

    @property
    def place(self) -> Location:
        """Where it is named."""
        return Location(self.path, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Term:
    """Pages that name the same thing."""

    taxonomy: str
    name: str
    """As most pages spell it."""
    page: Page
    """The page that lists them."""
    paths: tuple[str, ...]
    """Of the pages, the newest first, and those without a date at the end."""


@dataclass(slots=True)
class Taxonomies:
    """All terms, and the pages that list them."""

    lists: dict[str, Page] = field(default_factory=dict)
    """The page that lists the terms of each taxonomy."""
    terms: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    """Of each taxonomy, by name."""
    of_page: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    """The terms of each page, by its path, in the order in which it names them."""
    by_path: dict[str, Term] = field(default_factory=dict)
    """Each term by the path of the page that lists its pages."""
    makers: list[tuple[str, Location]] = field(default_factory=list)
    """The output of each page that lists something, and where it was asked for."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def pages(self) -> dict[str, Page]:
        """Every page that lists something, by its path."""
        listing = [*self.lists.values(), *(term.page for term in self.by_path.values())]
        return {page.path: page for page in listing}

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each page that lists something, by its path."""
        return {**{page.path: LIST for page in self.lists.values()}, **dict.fromkeys(self.by_path, TERM)}

    @property
    def above(self) -> dict[str, Page | None]:
        """The page above each page that lists something, by its path; None stands for the home page."""
        lists: dict[str, Page | None] = {page.path: None for page in self.lists.values()}
        return lists | {term.page.path: self.lists[key] for key, terms in self.terms.items() for term in terms}


def uses(page: Page, taxonomies: Collection[str]) -> list[Use]:
    """The terms of ``taxonomies`` that ``page`` names. Pure."""
    return [Use(page.path, line, column, key, name) for key, name, line, column in page.row.terms if key in taxonomies]


def build_taxonomies(
    config: FrozenDict, positions: Positions, pages: Mapping[str, Page], newest: Sequence[str], drawn: Drawn
) -> Taxonomies:
    """The taxonomies that ``config`` asks for, over ``pages`` (by path); ``newest`` are the paths of the dated ones.

    ``drawn`` makes the pages that list something.
    """
    built = Taxonomies()
    for number, key in enumerate(taxonomies(config)):
        _list_terms(built, key, positions.locate((_KEY, number)).at(CONFIGURATION), drawn)
    named: list[Use] = []
    for page in pages.values():
        if not page.is_not_found:
            named += uses(page, built.lists)
    folded = functools.cache(_folded)
    groups: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for use in named:
        groups[use.taxonomy, folded(use.name)].append(use)
    rank = {path: number for number, path in enumerate(dict.fromkeys([*newest, *pages]))}
    terms = {of: term for of, group in sorted(groups.items()) if (term := _term(built, group, rank, drawn))}
    built.by_path = {term.page.path: term for term in terms.values()}
    built.terms = {key: tuple(term for term in terms.values() if term.taxonomy == key) for key in built.lists}
    of_page: dict[str, dict[str, Term]] = defaultdict(dict)
    for use in named:
        if term := terms.get((use.taxonomy, folded(use.name))):
            of_page[use.path][term.page.path] = term
    built.of_page = {path: tuple(found.values()) for path, found in of_page.items()}
    return built


def _list_terms(built: Taxonomies, taxonomy: str, place: Location, drawn: Drawn) -> None:
    """Add the page that lists the terms of ``taxonomy``, which is asked for at ``place``."""
    try:
        page = drawn(taxonomy, term_address(taxonomy), title_of(taxonomy))
    except ProblemError as refused:
        built.problems.append(refused.problem.moved(place))
        return
    built.lists[taxonomy] = page
    built.makers.append((page.address.output, place))


def _term(built: Taxonomies, group: Sequence[Use], rank: Mapping[str, int], drawn: Drawn) -> Term | None:
    """The term that ``group`` names, if it can have an address; what is wrong with it is added to ``built``."""
    spelling = _usual(group)
    name = " ".join(spelling.split())
    try:
        address = term_address(group[0].taxonomy, name)
    except ProblemError as refused:
        built.problems += [refused.problem.moved(use.place) for use in group]
        return None
    built.problems += _other_spellings(group, spelling)
    built.makers.append((address.output, group[0].place))
    page = drawn(address.url_path.strip("/"), address, name)
    return Term(group[0].taxonomy, name, page, tuple(sorted({use.path for use in group}, key=rank.__getitem__)))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _usual(group: Iterable[Use]) -> str:
    """The spelling that most uses have; of several, the first in the order of characters."""
    times = Counter(use.name for use in group)
    return min(times, key=lambda name: (-times[name], name))


def _other_spellings(group: Sequence[Use], usual: str) -> Iterator[Problem]:
    example = next(use.path for use in group if use.name == usual)
    for use in group:
        if use.name != usual:
            message = f"'{use.name}' is written '{usual}' in {example}, and both are one term."
            yield warning("term-spelling", message, hint=f"write '{usual}'").moved(use.place)
