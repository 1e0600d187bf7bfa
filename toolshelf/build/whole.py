"""What a build that has published a whole site leaves for one that makes a few pages of it from an excerpt."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from toolshelf.build.blocks import Row
from toolshelf.codec import from_json, to_json
from toolshelf.content.stored import UNREADABLE, dump_problems, load_problems
from toolshelf.problems import Problem

NAME: Final = "whole"


class Whole(Struct, frozen=True):
    """A site that was published, and of which an excerpt tells enough."""

    circumstances: str
    """A digest of all that it was made from but for its pages, and of what was asked for."""
    manifest: str
    """The digest of the published manifest."""
    pages: int
    problems: tuple[Problem, ...]
    """What was told of it."""
    seen: frozenset[str]
    """The keys of the documents of which more than the row decides about other pages."""
    timezone: str


def whole_row(whole: Whole) -> Row:
    """``whole``, to be kept."""
    problems, seen = dump_problems(whole.problems), sorted(whole.seen)
    return Row([NAME, ""], to_json([whole.circumstances, whole.manifest, whole.pages, problems, seen, whole.timezone]))


def load_whole(row: Row | None) -> Whole | None:
    """What was kept, if anything that can be read."""
    if row is None:
        return None
    try:
        circumstances, manifest, pages, problems, seen, timezone = from_json(row.rest)
        return Whole(circumstances, manifest, pages, load_problems(problems), frozenset(seen), timezone)
    except UNREADABLE:
        return None
