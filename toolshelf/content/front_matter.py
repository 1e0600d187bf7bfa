"""One page's front matter: found by its delimiters, split by python-frontmatter, read by our guarded YAML.

python-frontmatter says nothing of a byte order mark, a missing closing line or a list in place of keys: it
gives no metadata and takes the whole file for the body. So the delimiters are looked at before it is called,
and its YAML is replaced by `toolshelf.content.front_matter_yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from toolshelf.codec import MISSING, FrozenDict, Missing, digest
from toolshelf.content.delimiters import Bounds, find_bounds, without_end
from toolshelf.data.positions import Positions, Sourced
from toolshelf.problems import Problem, error


class FrontMatter(Struct, frozen=True):
    """A page's file, taken apart."""

    meta: FrozenDict = field(default_factory=FrozenDict)
    """Every key of the front matter, also the ones that the engine does not know; frozen."""
    body: str = ""
    """The Markdown below, unchanged."""
    body_line: int = 1
    """The 1-based line of the file on which ``body`` begins."""
    positions: Positions = field(default_factory=Positions)
    """Of ``meta``, in lines of the file."""
    present: bool = False
    """Whether the file has front matter, readable or not."""
    problems: tuple[Problem, ...] = ()
    """With an empty path."""
    head: str = ""
    """A digest of the text above ``body``; "" where there are problems, or no front matter."""


FrontMatters: TypeAlias = Mapping[str, FrontMatter]
"""Front matter that was read before, by `FrontMatter.head`; whatever body it has."""
NONE: Final[FrontMatters] = {}


def read_front_matter(text: str, known: FrontMatters = NONE) -> FrontMatter:
    """Take a page's ``text`` (as ``decode`` gives it) apart into front matter and body.

    Everything that is wrong is in ``problems``; what can be read in spite of it is read. Never raises.
    """
    lines = text.split("\n")
    bounds = find_bounds(lines)
    if bounds is None:
        return FrontMatter(body=text)
    head = _head(lines, bounds)
    if (same := known.get(head)) is not None:
        return replace(same, body="\n".join(lines[bounds.body :]), body_line=bounds.body + 1)
    bounds, sourced = _likeliest(lines, bounds)
    body, body_line = "\n".join(lines[bounds.body :]), bounds.body + 1
    meta, problems = _mapping(sourced)
    from toolshelf.content.front_matter_keys import check_keys  # as of PyYAML, below

    meta, of_keys = check_keys(meta, sourced.positions)
    found = (*bounds.problems, *sourced.problems, *problems, *of_keys)
    return FrontMatter(meta, body, body_line, sourced.positions, True, found, "" if found else head)


def head_of(text: str) -> str:
    """`FrontMatter.head` of a page's ``text`` unless its front matter has problems, which takes YAML to see."""
    lines = text.split("\n")
    bounds = find_bounds(lines)
    return "" if bounds is None else _head(lines, bounds)


def _head(lines: Sequence[str], bounds: Bounds) -> str:
    return digest("\n".join(lines[: bounds.body]).encode("utf-8", "surrogatepass"))


def _likeliest(lines: list[str], bounds: Bounds) -> tuple[Bounds, Sourced]:
    """What ``bounds`` hold; if they hold no YAML because their end is a rule in the body, the likelier bounds."""
    sourced = _sourced(lines, bounds)
    if sourced.value is MISSING and (shorter := without_end(lines, bounds)) is not None:
        read = _sourced(lines, shorter)
        if isinstance(read.value, FrozenDict):
            return shorter, read
    return bounds, sourced


def _sourced(lines: list[str], bounds: Bounds) -> Sourced:
    if not bounds.block:
        return Sourced(None)
    # Where front matter is known already, PyYAML takes longer to load than all else that is left to do.
    from toolshelf.content.front_matter_yaml import sourced

    return sourced([lines[number] for number in bounds.block], bounds.block.start)


def _mapping(sourced: Sourced) -> tuple[FrozenDict, tuple[Problem, ...]]:
    if isinstance(sourced.value, FrozenDict):
        return sourced.value, ()
    if sourced.value is None or isinstance(sourced.value, Missing):
        return FrozenDict(), ()
    where = sourced.positions.locate(())
    kind = "A list" if isinstance(sourced.value, tuple) else "Text"
    message = f"{kind} stands here as front matter, where keys with values belong."
    hint = 'write "key: value" lines, such as "title: My page"'
    return FrozenDict(), (error("front-matter", message, where.line, where.column, hint=hint),)
