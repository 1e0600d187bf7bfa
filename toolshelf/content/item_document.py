"""An item of a collection that is written as a page: its fields as front matter, and its text below."""

from __future__ import annotations

from typing import NamedTuple

from toolshelf.content.delimiters import find_bounds
from toolshelf.data.positions import Sourced
from toolshelf.data.yaml_source import read_yaml
from toolshelf.problems import error
from toolshelf.sources.text import decode


class ItemDocument(NamedTuple):
    """The two parts of the file."""

    fields: Sourced
    body: str
    """Markdown."""
    body_line: int
    """The 1-based line of the file on which it begins."""


def read_item_document(data: bytes) -> ItemDocument:
    """Take the file apart. Its fields are read as a data file is. Never raises."""
    text, faults = decode(data)
    lines = text.split("\n")
    bounds = find_bounds(lines)
    if bounds is None:
        message, hint = "This item has no fields.", "write them at its top, between two lines of three dashes"
        return ItemDocument(Sourced(problems=(*faults, error("schema", message, 1, hint=hint))), text, 1)
    block = "\n".join(lines[number] for number in bounds.block)
    sourced = read_yaml(block, bounds.block.start + 1)
    problems = (*faults, *bounds.problems, *sourced.problems)
    return ItemDocument(
        Sourced(sourced.value, sourced.positions, problems), "\n".join(lines[bounds.body :]), bounds.body + 1
    )
