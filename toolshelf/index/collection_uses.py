"""Which pages show which collections, and whether these are there and made of items."""

from __future__ import annotations

import functools
from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from toolshelf.content.stored import dump_problems, load_problems
from toolshelf.data.collections import Collection
from toolshelf.data.configuration import CONFIGURATION, NAVIGATION
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.schema import violations
from toolshelf.index.addresses import safe_segment
from toolshelf.index.item_facts import Remember
from toolshelf.index.pages import Page
from toolshelf.problems import Location, Problem, error, warning
from toolshelf.sources.templates import INCLUDES, TemplateSource
from toolshelf.spelling import nearest

_SETTINGS = {path.removeprefix("data/").removesuffix(".yml"): path for path in (CONFIGURATION, NAVIGATION)}


class Use(Struct, frozen=True):
    """A page names a collection."""

    name: str
    place: Location
    by_key: bool
    """Whether front matter names it, which alone shows nothing."""


def uses(page: Page) -> Iterator[Use]:
    """The collections that ``page`` names."""
    for name, line, column, by_key in page.row.uses:
        yield Use(name, Location(page.path, line, column), by_key)


def check_uses(page: Page, known: Names[str], broken: Names[str]) -> Iterator[Problem]:
    """Collections that ``page`` names and nobody wrote, or that it does not show."""
    for use in uses(page):
        if use.name not in known and use.name not in broken:
            yield missing_data_file(use.name, known).moved(use.place)
        elif use.by_key and not page.row.includes and not page.generated:
            yield warning(
                "unused-data-file",
                f"This page names the data file '{use.name}' and does not show it.",
                hint="write {% include collection_thumb.html %} where it should stand",
            ).moved(use.place)


def check_shown(
    pages: Iterable[Page],
    collections: Mapping[str, Collection],
    templates: Mapping[str, TemplateSource],
    origins: Mapping[str, str],
    remember: Remember,
) -> list[Problem]:
    """Collections that a page shows and that are no items to show; ``origins`` name their contents."""
    listing = {
        name.removeprefix(INCLUDES)
        for name, source in templates.items()
        if name.startswith(INCLUDES) and "collection(" in source.text
    }
    shown = {
        use.name for page in pages if page.row.uses and not listing.isdisjoint(page.row.includes) for use in uses(page)
    }
    problems: list[Problem] = []
    for name in sorted(shown & collections.keys()):
        stored = remember("no items", [name, origins[name]], functools.partial(_no_items, collections[name]))
        problems += load_problems(stored)
    return problems


def _no_items(collection: Collection) -> list[object]:
    found = violations(collection.items, engine_schema("items"), collection.positions)
    return dump_problems([problem.at(collection.path) for problem in found])


def missing_data_file(name: str, known: Names[str]) -> Problem:
    """The error for a collection that nobody wrote, without its place."""
    code = "missing-data-file"
    if name in _SETTINGS:
        message = f"The file {_SETTINGS[name]} holds settings of the site, not a collection."
        return error(code, message, hint="write the items into a data file of their own")
    like = nearest(name, known)
    hint = f"did you mean {like}?" if like else f"write data/{name}.yml"
    if not all(safe_segment(part) == part for part in name.split("/")):
        hint = "write the name of a file in data/, without its ending"
    return error(code, f"There is no data file '{name}'.", hint=hint)
