"""The configuration as templates see it: its links resolved and checked, like those of pages."""

from __future__ import annotations

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.configuration import CONFIGURATION
from toolshelf.data.positions import Positions
from toolshelf.index.links import Site
from toolshelf.index.navigation import Menu, read_menu
from toolshelf.index.pages import HOME
from toolshelf.problems import Problem, warning

_AGENCIES = ("agency_url", "parent_url")


def resolve_settings(config: FrozenDict, positions: Positions, site: Site) -> tuple[FrozenDict, list[Problem]]:
    """``config`` with ready addresses in ``footer`` and ``identifier``, and a warning for each that leads nowhere."""
    problems: list[Problem] = []

    def menu(entries: Value, *at: str) -> Value:
        read, more = read_menu(site, Menu(CONFIGURATION, positions, entries), at)
        problems.extend(more)
        return read

    settings: dict[str, Value] = dict(config)
    if config.get("footer"):
        settings["footer"] = menu(config["footer"], "footer")
    identifier = config.get("identifier")
    if isinstance(identifier, FrozenDict):
        resolved: dict[str, Value] = dict(identifier)
        if identifier.get("links"):
            resolved["links"] = menu(identifier["links"], "identifier", "links")
        for key in _AGENCIES:
            if isinstance(url := identifier.get(key), str):
                target = site.resolve(url, HOME)
                resolved[key] = target.url
                if target.complaint:
                    place = positions.locate(("identifier", key)).at(CONFIGURATION)
                    problems.append(warning("broken-link", target.complaint, hint=target.hint).moved(place))
        settings["identifier"] = FrozenDict(resolved)
    return FrozenDict(settings), problems
