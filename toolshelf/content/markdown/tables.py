"""Pipe tables, brought into the one form that the Markdown engine reads."""

from __future__ import annotations

import re

from toolshelf.patterns import regex

_DELIMITER = regex(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL_PARTS = regex(r"\\.|(?P<ticks>`+)|(?P<pipe>\|)")


def starts_table(header: str, delimiter: str) -> bool:
    """Whether ``header`` and the line under it are the first two rows of a table."""
    return "|" in header and "-" in delimiter and "|" in delimiter and bool(_DELIMITER.fullmatch(delimiter.strip()))


def canonical_table(rows: list[str]) -> list[str]:
    """``rows`` with outer pipes and as many columns as the header has."""
    header, delimiter, *body = [split_row(row) for row in rows]
    width = len(header)
    delimiter = [*delimiter[:width], *["---"] * (width - len(delimiter))]
    cells = [header, delimiter, *(row[:width] for row in body)]
    return ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in cells]


def split_row(row: str) -> list[str]:
    """The cells of ``row``; a pipe after a backslash or in a code span separates nothing."""
    row = row.strip()
    cells: list[str] = []
    start = position = 1 if row.startswith("|") else 0
    if "\\" not in row and "`" not in row:
        *cells, last = (cell.strip() for cell in row[start:].split("|"))
        return [*cells, last] if last or not row.endswith("|") or not cells else cells
    current: list[str] = []
    while match := _CELL_PARTS.search(row, position):
        position = match.end()
        if match["pipe"]:
            cells.append("".join([*current, row[start : match.start()]]).strip())
            current = []
            start = position
        elif match["ticks"]:
            closing = re.compile(rf"(?<!`){match['ticks']}(?!`)").search(row, position)
            if closing:
                current += [row[start : match.start()], row[match.start() : closing.end()].replace("\\|", "|")]
                start = position = closing.end()
    last = "".join([*current, row[start:]]).strip()
    if last or not row.endswith("|") or not cells:
        cells.append(last)
    return cells
