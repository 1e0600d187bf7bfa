"""Tables whose rows have different numbers of cells, which kramdown shows whole and GitHub's Markdown cuts off."""

from __future__ import annotations

import re
from typing import Final

_CELL: Final = re.compile(r"(?<!\\)\|")
_DELIMITER: Final = re.compile(r" *\|?(?: *:?-+:? *\|)+ *(?::?-+:? *)?\|? *| *\| *:?-+:? *\|? *")


def as_github_reads(text: str) -> str:
    """``text`` in which the head of each table has as many cells as its longest row."""
    lines = text.split("\n")
    for number in range(1, len(lines)):
        if "|" in lines[number] and "|" in lines[number - 1] and _DELIMITER.fullmatch(lines[number]):
            end = number + 1
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            lines[number - 1 : number + 1] = _head(lines[number - 1], lines[number], lines[number + 1 : end])
    return "\n".join(lines)


def _head(head: str, delimiter: str, rows: list[str]) -> tuple[str, str]:
    widest = max(map(_cells, [head, delimiter, *rows]))
    if _cells(head) == _cells(delimiter) == widest:
        return head, delimiter
    if _cells(head) < widest and head.lstrip().startswith("|") and not delimiter.lstrip().startswith("|"):
        head = f"| {head.lstrip()}"  # its first cell is empty
    missing = [widest - _cells(line) for line in (head, delimiter)]
    head, delimiter = (_closed(line.strip()) for line in (head, delimiter))
    return head + "  |" * missing[0], delimiter + " --- |" * missing[1]


def _cells(line: str) -> int:
    inner = line.strip()
    return len(
        _CELL.split(inner.removeprefix("|").removesuffix("|") if not inner.endswith("\\|") else inner.removeprefix("|"))
    )


def _closed(line: str) -> str:
    opened = line if line.startswith("|") else f"| {line}"
    return opened if opened.endswith("|") and not opened.endswith("\\|") else f"{opened} |"
