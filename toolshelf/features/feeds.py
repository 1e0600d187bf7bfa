"""The feed: the newest pages that have a date, as RFC 4287 (Atom) wants them."""

from __future__ import annotations

from typing import Final

from toolshelf.data.configuration import CONFIGURATION
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.additions import Ground, Made
from toolshelf.index.index import Index
from toolshelf.index.queries import Select
from toolshelf.problems import warning

_KIND: Final = "feed"
_OUTPUT: Final = "feed.xml"
_LENGTH: Final = 20
"""How many pages a feed has at most: those who follow a site look in more often than it has as many new ones."""


def _make(ground: Ground) -> Made:
    """A feed where one is asked for; one without entries could not say how new it is."""
    if ground.config.get("feeds") is not True:
        return Made(settings={_KIND: ""})
    if ground.newest:
        outputs = [(_OUTPUT, "the feed that Toolshelf makes")]
        return Made(_OUTPUT, settings={_KIND: ground.base_path + _OUTPUT}, outputs=outputs)
    message = "There is no feed, because no page has a date."
    where = ground.config_positions.locate(("feeds",)).at(CONFIGURATION)
    problem = warning("no-feed", message, hint="write 'date: …' at the top of the pages that are news").moved(where)
    return Made(settings={_KIND: ""}, problems=[problem])


def _targets(index: Index) -> list[Target]:
    return [Target(output, _KIND, "feed.xml") for output in [index.features["feeds"]] if output]


def _feed(_: Target, drawing: Drawing) -> dict[str, object]:
    pages = drawing.pages(Select(limit=_LENGTH))
    return {"pages": pages, "updated": max(drawing.timestamp(page.updated or page.date) for page in pages)}


FEATURE: Final = Feature("feeds", {_KIND: Kind(_feed)}, _targets, _make)
