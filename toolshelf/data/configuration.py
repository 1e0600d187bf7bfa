"""A site's two files of settings: data/site.yml and data/navigation.yml, checked against the engine's schemas."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from typing import Final

from toolshelf.codec import FrozenDict, Missing, Value
from toolshelf.data.engine_schemas import defaults, engine_schema, properties
from toolshelf.data.markdown_engine import engine_problems
from toolshelf.data.misspelt import misspelt_keys_by_schema
from toolshelf.data.positions import Positions
from toolshelf.data.schema import violations
from toolshelf.data.site_address import url_fault
from toolshelf.data.yaml_source import loader_problems, read_yaml
from toolshelf.problems import Problem, error
from toolshelf.sources.text import decode
from toolshelf.spelling import nearest

CONFIGURATION: Final = "data/site.yml"
NAVIGATION: Final = "data/navigation.yml"
MISSING: Final = "no-configuration"
"""The code of the problem that there is no configuration."""

_STAND_INS: Final[dict[str, Value]] = {"title": "Untitled", "url": "https://site.invalid/", "language": "en"}
"""What stands in for a required key that is missing or wrong, so that the rest of the site can be checked."""

_URL_HINT: Final = "write it as visitors see it, such as https://office.example.gov/toolkit/"

_THREE_LINES: Final = "write three lines: title: Innovation Toolkit / url: https://toolkit.example.gov/ / language: en"

_ONE_LIST: Final = "write a name and its links, for example header: [{ name: About, url: /about/ }]"


def load_configuration(
    data: bytes | None, path: str = CONFIGURATION
) -> tuple[FrozenDict, Positions, tuple[Problem, ...]]:
    """The configuration in ``data`` (None: there is no such file) with defaults, and what is wrong with it.

    ``title``, ``url`` (with a final slash), ``language``, ``description``, ``timezone`` (a zone that exists) and
    ``official`` are always there and usable: where the file's value is wrong, an error says so and a stand-in is
    given. Other known keys are left out where they are wrong, and all else is as the file has it. Never raises.
    """
    if data is None:
        missing = error(MISSING, f"There is no file {path}.", path=path, hint=_THREE_LINES)
        return _complete(FrozenDict()), Positions(), (missing, *loader_problems())
    mapping, positions, found = _read(data, "site", _THREE_LINES)
    problems = [*loader_problems(), *found]
    if mapping is not None:
        problems += _zone_problems(mapping.get("timezone"), positions)
        problems += engine_problems(mapping, positions)
        if fault := url_fault(mapping.get("url")):
            where = positions.locate(("url",))
            problems.append(error("schema", fault, where.line, where.column, hint=_URL_HINT))
    return _complete(mapping or FrozenDict()), positions, tuple(problem.at(path) for problem in problems)


def load_navigation(data: bytes | None, path: str = NAVIGATION) -> tuple[FrozenDict, Positions, tuple[Problem, ...]]:
    """The lists of links in ``data`` (None: no such file, no lists) by name, and what is wrong with them.

    A list is a tuple of entries as they were written: text (a page's path or an address) or a mapping of ``name``
    (or ``text``, ``title``), ``url`` (or ``href``, ``link``), ``children`` (or ``links``, ``subnav``) and
    ``external``. An empty list is (). Never raises.
    """
    if data is None:
        return FrozenDict(), Positions(), ()
    mapping, positions, problems = _read(data, "navigation", _ONE_LIST)
    menus = mapping or FrozenDict()
    usable = FrozenDict({name: menu if isinstance(menu, tuple) else () for name, menu in menus.items()})
    return usable, positions, tuple(problem.at(path) for problem in problems)


def _read(data: bytes, schema: str, hint: str) -> tuple[FrozenDict | None, Positions, list[Problem]]:
    """The file's keys, checked against the engine's ``schema``; ``hint`` says what to write into it."""
    text, problems = decode(data)
    sourced = read_yaml(text)
    found = [*problems, *sourced.problems]
    value = FrozenDict() if sourced.value is None and schema == "navigation" else sourced.value
    if problems and not text:
        value = None
    elif value is None:
        found.append(error(MISSING, "This file is empty.", 1, hint=hint))
    elif isinstance(value, FrozenDict):
        found += violations(value, engine_schema(schema), sourced.positions)
        found += misspelt_keys_by_schema(value, engine_schema(schema), sourced.positions)
    elif not isinstance(value, Missing):
        found.append(error("schema", "This file holds no keys with values.", 1, 1, hint=hint))
    return value if isinstance(value, FrozenDict) else None, sourced.positions, found


def _complete(mapping: FrozenDict) -> FrozenDict:
    """``mapping`` with what every stage may count on: usable values of the required keys and of those with defaults."""
    schema = engine_schema("site")
    known = properties(schema)
    counted_on = {**_STAND_INS, **dict(defaults(schema))}
    complete = {**counted_on, **mapping}
    for key, stand_in in counted_on.items():
        about = known[key]
        if complete[key] is None or (isinstance(about, FrozenDict) and violations(complete[key], about, Positions())):
            complete[key] = stand_in
    for key in mapping.keys() & known.keys() - counted_on.keys():
        about = known[key]
        if isinstance(about, FrozenDict) and violations(mapping[key], {**about, "$defs": schema["$defs"]}, Positions()):
            del complete[key]
    if url_fault(complete["url"]):
        complete["url"] = _STAND_INS["url"]
    if not is_zone(complete["timezone"]):
        complete["timezone"] = counted_on["timezone"]
    complete["url"] = str(complete["url"]).rstrip("/") + "/"
    return FrozenDict(complete)


def is_zone(name: Value) -> bool:
    """Whether this computer knows the time zone ``name``."""
    try:
        zoneinfo.ZoneInfo(str(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone_problems(zone: Value, positions: Positions) -> tuple[Problem, ...]:
    if not isinstance(zone, str) or is_zone(zone):
        return ()
    where = positions.locate(("timezone",))
    right = nearest(zone, zoneinfo.available_timezones())
    hint = f"did you mean {right}?" if right else "write a name such as America/New_York, or UTC"
    return (error("schema", f"There is no time zone called '{zone}'.", where.line, where.column, hint=hint),)


def taxonomies(config: Mapping[str, Value]) -> tuple[str, ...]:
    """The keys of front matter that group pages into terms."""
    asked = config.get("taxonomies")
    return tuple(map(str, asked)) if isinstance(asked, tuple) else ()
