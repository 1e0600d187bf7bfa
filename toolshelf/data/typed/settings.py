"""Which collections are typed, so that their items are checked, have a life and a page each, and by which settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, NamedTuple

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.configuration import CONFIGURATION
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, error, warning

KINDS: Final = ("tools", "challenges", "sprints")
"""The types that come with the engine, each with a schema of that name."""
SCHEMA: Final = ".schema.json"
_MARKS: Final = {
    "tools": (b"as_of", b"summary"),
    "challenges": (b"as_of", b"agency"),
    "sprints": (b"as_of", b"kind"),
}
"""Keys that every item of a type has, and hardly any entry of a plain list."""
_KEY: Final = "collections"
_ID: Final = "{id}"


class Setup(NamedTuple):
    """A typed collection."""

    name: str
    """Of its file or folder under data/."""
    type: str
    """One of `KINDS`, or "" for one that an office has made up."""
    url: str
    """The addresses of its items, with "{id}" where the id stands."""
    template: str
    """The template that draws an item."""


def setups(config: FrozenDict, data_paths: Collection[str], marked: Callable[[str, str], bool]) -> dict[str, Setup]:
    """The typed collections of a site by name, sorted.

    Typed is what ``collections`` of the configuration names; a folder of items under data/ for which there is a
    schema, one of the engine's own, or one beside the folder; and a list data/tools.yml, data/challenges.yml or
    data/sprints.yml in which ``marked``, given one of `KINDS` and a path, finds items of that type (`is_marked`).
    ``NAME: false`` says that a collection is not.
    """
    asked = dict(_asked(config))
    for path in sorted(data_paths):
        name, _, inner = path.removeprefix("data/").partition("/")
        if inner and (name in KINDS or f"data/{name}{SCHEMA}" in data_paths):
            asked.setdefault(name, FrozenDict())
        stem = name.rpartition(".")[0]
        if not inner and stem in KINDS and stem not in asked and marked(stem, path):
            asked[stem] = FrozenDict()
    return {name: _setup(name, given) for name, given in sorted(asked.items()) if given is not False}


def is_marked(kind: str, text: bytes) -> bool:
    """Whether the data file ``text`` looks like one of items of the type ``kind``, and not like a plain list."""
    return all(re.search(rb"""(?:^|[\s{,"'])%s["']?\s*:""" % key, text) is not None for key in _MARKS[kind])


def setup_problems(config: FrozenDict, positions: Positions, files: Collection[str]) -> list[Problem]:
    """What is wrong with ``collections`` of the configuration, which its schema cannot say.

    ``files`` are the names of the typed collections that have data.
    """
    problems: list[Problem] = []
    for number, (name, given) in enumerate(_asked(config)):
        if not isinstance(given, FrozenDict):
            continue
        if name not in files:
            place = (_KEY, number) if isinstance(config[_KEY], tuple) else (_KEY, name)
            where = positions.locate_key(place)
            message = f"There are no items of the collection '{name}'."
            hint = f"write them into data/{name}.yml, or each into a file of the folder data/{name}/"
            problem = warning("missing-data-file", message, where.line, where.column, path=CONFIGURATION, hint=hint)
            problems.append(problem)
        url = given.get("url")
        if isinstance(url, str) and url.count(_ID) != 1:
            message = f"The address of the items of '{name}' does not hold {_ID} once."
            problems.append(_at(positions, (_KEY, name, "url"), message, f"write for example /{name}/{_ID}/"))
    return problems


def template_of(kind: str) -> str:
    """The template that draws items of the type ``kind``, one of `KINDS` or "", where nothing else is said."""
    return f"{kind[:-1]}.html" if kind else "item.html"


def _asked(config: Mapping[str, Value]) -> Iterable[tuple[str, Value]]:
    """What the configuration says of each collection: false, or a mapping."""
    asked = config.get(_KEY)
    if isinstance(asked, tuple):
        return [(str(name), FrozenDict()) for name in asked]
    if not isinstance(asked, FrozenDict):
        return []
    return [(name, _settings(given)) for name, given in asked.items()]


def _settings(given: Value) -> Value:
    """What is said of one collection: no more than its name, settings, or that it is not meant."""
    if given is None or given is True:
        return FrozenDict()
    return given if isinstance(given, FrozenDict) else False


def _setup(name: str, given: Value) -> Setup:
    said = given if isinstance(given, FrozenDict) else FrozenDict()
    kind = str(said.get("type") or (name if name in KINDS else ""))
    url = said.get("url")
    usable = isinstance(url, str) and url.count(_ID) == 1
    template = str(said.get("template") or template_of(kind))
    return Setup(name, kind, str(url) if usable else f"/{name}/{_ID}/", template)


def _at(positions: Positions, place: tuple[str | int, ...], message: str, hint: str) -> Problem:
    where = positions.locate(place)
    return error("collection", message, where.line, where.column, path=CONFIGURATION, hint=hint)
