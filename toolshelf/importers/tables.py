"""Tables that kramdown shows and GitHub's Markdown does not, or not whole.

They have no head, or rows with different numbers of cells. A single line with a bar in the middle of it, which kramdown
takes for a table too, is left as the words that it is.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt

from toolshelf.importers.code import in_code_spans
from toolshelf.patterns import regex

_CELL: Final = regex(r"(?<!\\)\|")
_DELIMITER: Final = regex(r" *\|?(?: *:?-+:? *\|)+ *(?::?-+:? *)?\|? *| *\| *:?-+:? *\|? *")
_RULE: Final = regex(r" {0,3}[|+:=\- \t]*[|+][|+:=\- \t]*")
"""A line between the parts of a table."""


def with_heads(text: str) -> str:
    """``text`` with a head of empty cells above each table that has none."""
    if "|" not in text:
        return text
    lines = text.split("\n")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    found = [token.map for token in tokens if token.type == "paragraph_open" and token.level == 0 and token.map]
    for first, end in reversed(found):
        rows = [line for line in lines[first:end] if not _RULE.fullmatch(line)]
        if rows and all(_is_row(row) for row in rows) and (len(rows) > 1 or rows[0].lstrip().startswith("|")):
            cells = max(map(_cells, map(_without_bars, rows)))
            head = [f"|{'  |' * cells}", f"|{' --- |' * cells}"]
            lines[first:end] = [*head, *(_closed(_without_bars(row).strip()) for row in rows)]
    return "\n".join(lines)


def _is_row(line: str) -> bool:
    return bool(_CELL.search(in_code_spans(line, lambda _: "")))


def _without_bars(row: str) -> str:
    """``row`` with the bars in its code such that they part no cells."""
    return in_code_spans(row, lambda code: _CELL.sub(r"\\|", code))


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
