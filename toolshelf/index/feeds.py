"""Feeds: whether the site has one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from toolshelf.codec import FrozenDict
from toolshelf.data.configuration import CONFIGURATION
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, warning

FEED: Final = "feed.xml"
LENGTH: Final = 20
"""How many pages a feed has at most: those who follow a site look in more often than it has as many new ones."""


def build_feed(config: FrozenDict, positions: Positions, newest: Sequence[str]) -> tuple[str, list[Problem]]:
    """The output of the feed that ``config`` asks for, or "": one without entries could not say how new it is."""
    if config.get("feeds") is not True:
        return "", []
    if newest:
        return FEED, []
    message = "There is no feed, because no page has a date."
    where = positions.locate(("feeds",)).at(CONFIGURATION)
    return "", [warning("no-feed", message, hint="write 'date: …' at the top of the pages that are news").moved(where)]
