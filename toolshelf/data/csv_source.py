"""CSV through the standard library: one header row, one item a row, every value text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from toolshelf.codec import MISSING, FrozenDict
from toolshelf.data.conflicts import conflicts_in_data
from toolshelf.data.positions import Path, Positions, Sourced, Spot
from toolshelf.problems import Problem, error
from toolshelf.sources.text import forbidden_characters

_QUOTE: Final = "put the cell in double quotes, and write each double quote inside it twice"


def read_csv(text: str) -> Sourced:
    """Read the CSV ``text`` (separated by commas) as a list of items; a text without a word is None. Never raises.

    The first row names the keys. Values are text, without blanks and line ends around them; an empty cell is a key
    that the item lacks, and a row of empty cells is no item. Items and their values stand at the line on which the
    row begins. Problems: unnamed and repeated columns, rows with too many or too few cells, quotes that do not
    close, another separator.
    """
    if not text.strip():
        return Sourced(None)
    if faults := (*conflicts_in_data(text), *forbidden_characters(text)):
        return Sourced(problems=faults)
    rows, syntax = _rows(text)
    if not rows:
        return Sourced(problems=syntax) if syntax else Sourced(None)
    (line, header), *rows = rows
    problems = [*_header_problems(header, line), *syntax]
    if problems:
        return Sourced(problems=tuple(problems))
    items: list[FrozenDict] = []
    places: dict[Path, Spot] = {(): (line, 1)}
    for line, cells in rows:
        if len(cells) != len(header):
            message = f"This row has {_cells(len(cells))}, but the header has {len(header)}."
            problems.append(error("csv", message, line, hint="put a cell that holds a comma in double quotes"))
            continue
        places[len(items),] = (line, 1)
        items.append(FrozenDict({key: cell for key, cell in zip(header, cells, strict=True) if cell}))
    return Sourced(MISSING if problems else tuple(items), Positions(places), tuple(problems))


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], tuple[Problem, ...]]:
    """Each row that holds anything, with the line on which it begins, up to the first that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as fault:
        if "unexpected end" in str(fault):
            return rows, (error("csv", "A quote that opens a cell of this row is not closed.", line, hint=_QUOTE),)
        return rows, (error("csv", "A cell of this row cannot be read.", line, hint=_QUOTE),)
    return rows, ()


def _header_problems(header: Sequence[str], line: int) -> Iterator[Problem]:
    if len(header) == 1 and (separator := next((mark for mark in ";\t|" if mark in header[0]), "")):
        name = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}[separator]
        message = f"The columns seem to be separated by {name}."
        yield error("csv", message, line, hint="save the file as CSV separated by commas")
        return
    seen: set[str] = set()
    for position, key in enumerate(header):
        if not key:
            message = f"Column {position + 1} has no name in the header."
            yield error("csv", message, line, hint="write a name, or delete the column")
        elif key in seen:
            message = f"The column '{key}' stands twice in the header."
            yield error("duplicate-key", message, line, hint="give one of the two another name, or delete it")
        seen.add(key)


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"
