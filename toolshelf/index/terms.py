"""Taxonomies: pages grouped into terms by a key of their front matter, and the pages that list the groups."""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from toolshelf.codec import FrozenDict
from toolshelf.data.configuration import CONFIGURATION, taxonomies
from toolshelf.data.positions import Positions
from toolshelf.index.addresses import Address, term_address
from toolshelf.index.lazy import Lazy
from toolshelf.index.pages import Page, title_of
from toolshelf.problems import Location, Problem, ProblemError, warning

TERM, LIST = "term", "terms"
"""The kinds of pages that list the pages of a term, and the terms of a taxonomy."""
_KEY = "taxonomies"
"""The key of the configuration that names the keys of front matter."""
Drawn = Callable[[str, Address, str], Page]
"""Makes a page that nobody wrote, of its path, address and title."""


class Use(Struct, frozen=True):
    """A page names a term."""

    path: str
    """Of the page."""
    named: Sequence[Any]
    """As its row says it: the taxonomy, the name as typed, line and column."""

    @property
    def name(self) -> str:
        """As typed."""
        name: str = self.named[1]
        return name

    @property
    def place(self) -> Location:
        """Where it is named."""
        return Location(self.path, *self.named[2:])


class _Group:
    """All uses of one term. There are many thousands, of which hardly one is ever looked at."""

    __slots__ = ("named", "spellings")

    def __init__(self) -> None:
        self.named: list[tuple[str, Sequence[Any]]] = []
        """What a `Use` is made of, in the order of the pages."""
        self.spellings: list[str] = []
        """Every one that somebody has typed, once."""

    @property
    def usual(self) -> str:
        """The spelling that most uses have."""
        return self.spellings[0] if len(self.spellings) == 1 else usual(use.name for use in self.uses())

    def uses(self) -> Iterator[Use]:
        """Each of them."""
        return (Use(path, named) for path, named in self.named)


class Term(Struct, frozen=True):
    """Pages that name the same thing."""

    taxonomy: str
    name: str
    """As most pages spell it."""
    page: Page
    """The page that lists them."""


class Taxonomies(Struct):
    """All terms, and the pages that list them."""

    lists: dict[str, Page] = field(default_factory=dict)
    """The page that lists the terms of each taxonomy."""
    terms: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    """Of each taxonomy, by name."""
    named: dict[tuple[str, str], Term] = field(default_factory=dict)
    """Each term by its taxonomy and what all spellings of its name have in common."""
    by_path: dict[str, Term] = field(default_factory=dict)
    """Each term by the path of the page that lists its pages."""
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those of the pages that name the term, by the path of the page that lists them: the newest first, and those
    without a date at the end."""
    makers: list[tuple[str, Location]] = field(default_factory=list)
    """The output of each page that lists something, and where it was asked for."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def pages(self) -> dict[str, Page]:
        """Every page that lists something, by its path."""
        listing = [*self.lists.values(), *(term.page for term in self.by_path.values())]
        return {page.path: page for page in listing}

    def of(self, page: Page) -> tuple[Term, ...]:
        """The terms of ``page``, in the order in which it names them."""
        if page.is_not_found:
            return ()
        found = (self.named.get((key, folded(name))) for key, name, *_ in page.row.terms)
        return tuple({term.page.path: term for term in found if term is not None}.values())

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each page that lists something, by its path."""
        return {**{page.path: LIST for page in self.lists.values()}, **dict.fromkeys(self.by_path, TERM)}

    @property
    def above(self) -> dict[str, Page | None]:
        """The page above each page that lists something, by its path; None stands for the home page."""
        lists: dict[str, Page | None] = {page.path: None for page in self.lists.values()}
        return lists | {term.page.path: self.lists[key] for key, terms in self.terms.items() for term in terms}


def build_taxonomies(
    config: FrozenDict, positions: Positions, pages: Mapping[str, Page], newest: Sequence[str], drawn: Drawn
) -> Taxonomies:
    """The taxonomies that ``config`` asks for, over ``pages`` (by path); ``newest`` are the paths of the dated ones.

    ``drawn`` makes the pages that list something.
    """
    built = Taxonomies()
    for number, key in enumerate(taxonomies(config)):
        _list_terms(built, key, positions.locate((_KEY, number)).at(CONFIGURATION), drawn)
    groups: dict[tuple[str, str], _Group] = defaultdict(_Group)
    typed: dict[tuple[str, str], list[tuple[str, Sequence[Any]]]] = {}
    for path, page in pages.items():
        if page.row.terms and not page.is_not_found:
            for named in page.row.terms:
                key, name, _, _ = named
                uses = typed.get((key, name))
                if uses is None:
                    if key not in built.lists:
                        continue
                    group = groups[key, folded(name)]
                    group.spellings.append(name)
                    uses = typed[key, name] = group.named
                uses.append((path, named))
    built.named = {of: term for of, group in sorted(groups.items()) if (term := _term(built, of[0], group, drawn))}
    terms = built.named.values()
    built.by_path = {term.page.path: term for term in terms}
    of_pages = {term.page.path: groups[of] for of, term in built.named.items()}
    built.paths = Lazy(of_pages, _in_order(of_pages, newest, pages))
    built.terms = {key: tuple(term for term in terms if term.taxonomy == key) for key in built.lists}
    return built


def _in_order(
    groups: Mapping[str, _Group], newest: Sequence[str], pages: Iterable[str]
) -> Callable[[str], tuple[str, ...]]:
    """What gives the paths in one of ``groups``, in the order in which lists have them."""

    @functools.cache
    def order() -> tuple[Sequence[str], Mapping[str, int]]:
        paths = tuple(dict.fromkeys([*newest, *pages]))
        return paths, dict(zip(paths, range(len(paths)), strict=True))

    def paths(name: str) -> tuple[str, ...]:
        ordered, rank = order()
        return tuple(map(ordered.__getitem__, sorted({rank[path] for path, _ in groups[name].named})))

    return paths


def _list_terms(built: Taxonomies, taxonomy: str, place: Location, drawn: Drawn) -> None:
    """Add the page that lists the terms of ``taxonomy``, which is asked for at ``place``."""
    try:
        page = drawn(taxonomy, term_address(taxonomy), title_of(taxonomy))
    except ProblemError as refused:
        built.problems.append(refused.problem.moved(place))
        return
    built.lists[taxonomy] = page
    built.makers.append((page.address.output, place))


def _term(
    built: Taxonomies,
    taxonomy: str,
    group: _Group,
    drawn: Drawn,
) -> Term | None:
    """The term that ``group`` names, if it can have an address; what is wrong with it is added to ``built``."""
    spelling = group.usual
    name = " ".join(spelling.split())
    try:
        address = term_address(taxonomy, name)
    except ProblemError as refused:
        built.problems += [refused.problem.moved(use.place) for use in group.uses()]
        return None
    if len(group.spellings) > 1:
        built.problems += _other_spellings(tuple(group.uses()), spelling)
    built.makers.append((address.output, next(group.uses()).place))
    page = drawn(address.url_path.strip("/"), address, name)
    return Term(taxonomy, name, page)


def folded(name: str) -> str:
    """The same for all names of one thing: letter case and blanks make no difference."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def usual(names: Iterable[str]) -> str:
    """The spelling that most of ``names`` have; of several, the first in the order of characters."""
    times: Counter[str] = Counter(names)
    return min(times, key=lambda name: (-times[name], name))


def _other_spellings(group: Sequence[Use], usual: str) -> Iterator[Problem]:
    example = next(use.path for use in group if use.name == usual)
    for use in group:
        if use.name != usual:
            message = f"'{use.name}' is written '{usual}' in {example}, and both are one term."
            yield warning("term-spelling", message, hint=f"write '{usual}'").moved(use.place)
