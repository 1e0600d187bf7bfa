"""Rewrites the block structure of a text, read as GitHub reads it, into what Python-Markdown reads the same way.

Python-Markdown wants four blanks for every level, a blank line before every block, and no fence in
a list. This pass goes through the lines once, keeps account of the open list items, definitions
and notes (CommonMark 0.31, section 5.2), and writes every leaf block where Python-Markdown expects
it. Code and raw HTML do not pass through Markdown at all: placeholders stand for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from toolshelf.content.markdown.html_blocks import block_end, markdown_element
from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.content.markdown.tables import canonical_table, starts_table
from toolshelf.problems import ProblemError, error

DEEPEST = 40
"""How many levels of lists and quotations are read."""

Line = tuple[int, str]

_BULLET = re.compile(r"([-+*])(?:([ \t]+)(.*))?$")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?:([ \t]+)(.*))?$")
_DEFINITION = re.compile(r":([ \t]+)(\S.*)$")
_NOTE = re.compile(r"\[\^([^\]\s][^\]]*)\]:[ \t]*(.*)$")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?$")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_LAST_ATTRIBUTES = re.compile(r"[ \t]*((?:\{[:#.][^{}]*\})+)[ \t]*$")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_ATTRIBUTES = re.compile(r"(?:\{:(?!:)[^{}]*\})+[ \t]*$")
_EXTENSION = re.compile(r"\{:(?::|/)[^{}]*\}[ \t]*$")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_MISREAD = re.compile(
    r"[#>:|]|[-+*](?=[ \t]|$)|\d+\.(?=[ \t]|$)|=+[ \t]*$|-+[ \t]*$|[*_-](?:[ \t]*[*_-])+[ \t]*$|\[\^[^\]]*\]:"
)
_OPEN_TAG = re.compile(
    r"<(/?)(?:div|section|article|aside|figure|details|table|ul|ol|dl|main|nav|header|footer)\b", re.I
)


@dataclass(slots=True)
class _Container:
    """An open list item, definition or note."""

    kind: str
    """The bullet, the number's delimiter, ":" or "note"."""
    content: int
    """The column where its content begins, in the source."""


@dataclass(frozen=True, slots=True)
class Note:
    """The definition of a footnote."""

    label: str
    line: int


def normalise(text: str, first_line: int, placeholders: Placeholders) -> tuple[str, list[Note]]:
    """``text`` as Python-Markdown wants it, and the footnotes that it defines."""
    notes: list[Note] = []
    blocks = _Blocks(placeholders, notes)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), first_line)]
    return "\n".join(blocks.run(lines)), notes


class _Blocks:
    def __init__(
        self, placeholders: Placeholders, notes: list[Note], markdown_in_html: bool = False, level: int = 0
    ) -> None:
        self.placeholders = placeholders
        self.level = level
        self.notes = notes
        self.out: list[str] = []
        self.open: list[_Container] = []
        self.paragraph = -1
        """Where in ``out`` the open paragraph begins; -1 if none is open."""
        self.last = ""
        """The last leaf block: "text", "item" (the text beside a list marker), "quote", "other"."""
        self.glued = False
        """Whether the line above is not blank."""
        self.markdown_in_html = markdown_in_html
        self.html_depth = 0
        self.gone = placeholders.add(Placeholder("gone"))

    def run(self, lines: list[Line]) -> list[str]:
        index = 0
        while index < len(lines):
            number, line = lines[index]
            text = line.lstrip(" \t")
            if not text:
                self.out.append("")
                self.paragraph = -1
                self.glued = False
                index += 1
                continue
            index += self._block(lines, index, _width(line, text), text)
            self.glued = True
        return self.out

    def _block(self, lines: list[Line], index: int, indent: int, text: str) -> int:
        """Write the block that begins with this line; return how many lines it takes."""
        keep = 0
        while keep < len(self.open) and indent >= self.open[keep].content:
            keep += 1
        base = self.open[keep - 1].content if keep else 0
        code = indent - base >= 4
        inside = self.paragraph >= 0 and keep == len(self.open)
        if self.paragraph >= 0:
            if code or not self._interrupts(text, inside, keep):
                if inside and not code and self._continues_as_other(lines, index, text):
                    return self._turn_paragraph(lines, index, base)
                self._continue(text)
                return 1
        elif code and not (self.html_depth > 0 and text.startswith("<")):
            self._close(keep)
            return self._indented_code(lines, index, base)
        return self._start(lines, index, indent, base, keep, text)

    def _interrupts(self, text: str, inside: bool, keep: int) -> bool:
        """Whether ``text``, which is not indented as code, ends the open paragraph."""
        if _RULE.match(text):
            return not (inside and _UNDERLINE.match(text))
        if match := _BULLET.match(text):
            return not inside or bool(match[3])
        if match := _NUMBER.match(text):
            return not inside or (match[1] == "1" and bool(match[4]))
        if _DEFINITION.match(text):
            return inside or (keep < len(self.open) and self.open[keep].kind == ":")
        return bool(
            text.startswith(">")
            or _HEADING.match(text)
            or _FENCE.match(text)
            or _NOTE.match(text)
            or _ATTRIBUTES.match(text)
            or _EXTENSION.match(text)
            or self._alone(text)
            or block_end(text, True)
        )

    def _alone(self, text: str) -> bool:
        found = self.placeholders.pattern.fullmatch(text.strip())
        return bool(found) and self.placeholders.all[int(found[1])].alone  # type: ignore[index]

    def _continues_as_other(self, lines: list[Line], index: int, text: str) -> bool:
        if _UNDERLINE.match(text):
            return True
        return "|" in text and index + 1 < len(lines) and starts_table(text, lines[index + 1][1])

    def _turn_paragraph(self, lines: list[Line], index: int, base: int) -> int:
        """The open paragraph is a heading's text, or ends because a table begins."""
        text = lines[index][1].strip()
        if not _UNDERLINE.match(text):
            return self._table(lines, index, base)
        first = self.paragraph
        written = [line.strip() for line in self.out[first:]]
        del self.out[first:]
        heading = " ".join(written)
        count = len(written)
        if self.last == "item":
            marker = re.match(r"(?:[-+*]|\d+\.|:|\[\^[^\]]*\]:)[ ]+", heading)
            if marker:
                self.out.append(self._indent(len(self.open) - 1) + marker[0] + self.gone)
                heading = heading[marker.end() :]
        self.paragraph = -1
        self._heading(1 if text[0] == "=" else 2, heading, lines[index - count][0])
        return 1

    def _continue(self, text: str) -> None:
        last = self.out[-1]
        if (len(last) - len(last.rstrip("\\"))) % 2:
            self.out[-1] = last[:-1] + "  "
        self._write(self._safe(text))

    def _safe(self, text: str) -> str:
        """``text`` so that it stays running text, although it looks like the start of a block."""
        return self.gone + text if _MISREAD.match(text) else text

    def _close(self, keep: int) -> None:
        del self.open[keep:]
        self.paragraph = -1

    def _indent(self, depth: int | None = None) -> str:
        return "    " * (len(self.open) if depth is None else depth)

    def _write(self, text: str) -> None:
        self.out.append(self._indent() + text)

    def _blank(self) -> None:
        if self.out and self.out[-1]:
            self.out.append("")

    def _leaf(self, *texts: str) -> None:
        """A block of its own, with blank lines around it."""
        self._blank()
        for text in texts:
            self._write(text)
        self.out.append("")
        self.paragraph = -1
        self.last = "other"

    def _start(self, lines: list[Line], index: int, indent: int, base: int, keep: int, text: str) -> int:
        number = lines[index][0]
        if not _RULE.match(text) and (match := _BULLET.match(text)):
            return self._item(lines, index, keep, indent, match[1], match[1] + " ", match[2], match[3], 1)
        if match := _NUMBER.match(text):
            marker = f"{match[1]}. "
            return self._item(lines, index, keep, indent, match[2], marker, match[3], match[4], len(match[1]) + 1)
        if (match := _DEFINITION.match(text)) and self._may_define(keep):
            return self._item(lines, index, keep, indent, ":", ":   ", match[1], match[2], 1)
        self._close(keep)
        if match := _NOTE.match(text):
            self.notes.append(Note(match[1], number))
            return self._item(lines, index, keep, indent, "note", f"[^{match[1]}]: ", "", match[2], 4)
        if match := _HEADING.match(text):
            self._heading(len(match[1]), match[2] or "", number)
            return 1
        if _RULE.match(text):
            self._leaf("***")
            return 1
        if match := _FENCE.match(text):
            return self._fence(lines, index, indent, base, match)
        if text.startswith(">"):
            return self._quote(lines, index, base)
        if _EXTENSION.match(text):
            self.markdown_in_html |= "parse_block_html" in text and "true" in text
            return 1
        if _ATTRIBUTES.match(text):
            self._attributes(lines, index, text)
            return 1
        if end := block_end(text, False):
            return self._html(lines, index, base, text, end)
        if index + 1 < len(lines) and starts_table(text, lines[index + 1][1]):
            return self._table(lines, index, base)
        if self._alone(text):
            if not self._alone(self.out[-1]) if self.out else False:
                self._blank()
            self._write(text.strip())
            self.paragraph = -1
            self.last = "alone"
            return 1
        if self.last in ("alone", "item") or self.glued:
            self._blank()
        self.paragraph = len(self.out)
        self.last = "text"
        self._write(self._safe(text))
        return 1

    def _may_define(self, keep: int) -> bool:
        if keep < len(self.open):
            return self.open[keep].kind == ":"
        return self.last == "text"

    def _item(
        self,
        lines: list[Line],
        index: int,
        keep: int,
        indent: int,
        kind: str,
        marker: str,
        blanks: str | None,
        rest: str | None,
        width: int,
    ) -> int:
        """A list item, a definition or a note begins: write its marker and the first line of its content."""
        before = self.open[keep].kind if keep < len(self.open) else ""
        is_list = kind not in (":", "note")
        tight = (
            self.glued and self.last == "item" and bool(self.out[-1]) and (before == kind or (not before and is_list))
        )
        if kind == ":" and not before and self.paragraph >= 0:
            tight = True
        if not tight:
            self._blank()
            if (
                is_list
                and before
                and before != kind
                and before not in (":", "note")
                and (before in "-+*") == (kind in "-+*")
            ):
                self._leaf_at(keep, self.gone)
        self._close(keep)
        text = (rest or "").rstrip("\n")
        gap = _columns(blanks or "", indent + width)
        if kind != "note":
            gap = gap if text and gap <= 4 else 1
        content = indent + width + (gap if kind != "note" else 0)
        depth = len(self.open)
        self._guard(lines[index][0], depth)
        self.open.append(_Container(kind, content))
        box = ""
        if is_list and (task := _TASK.match(text)):
            box = self.placeholders.add(Placeholder("checkbox", "x" if task[1] in "xX" else ""))
            text = text[task.end() :]
        over = _columns(blanks or "", indent + width) - gap if kind != "note" and text else 0
        if text and over < 4 and not self._begins_block(lines, index, text):
            self.paragraph = len(self.out)
            self.last = "item"
            self.out.append(self._indent(depth) + marker + box + self._safe(text))
            return 1
        self.out.append(self._indent(depth) + marker + self.gone)
        self.last = "other"
        self.paragraph = -1
        if not text:
            self.last = "item"
            return 1
        lines[index] = (lines[index][0], " " * (content + over) + text)
        self.glued = True
        return self._block(lines, index, content + over, text)

    def _guard(self, line: int, depth: int) -> None:
        if self.level + depth >= DEEPEST:
            sentence = f"Lists and quotations are nested more than {DEEPEST} levels deep."
            raise ProblemError(error("too-deep", sentence, line))

    def _begins_block(self, lines: list[Line], index: int, text: str) -> bool:
        return bool(
            _BULLET.match(text)
            or _NUMBER.match(text)
            or _RULE.match(text)
            or text.startswith(">")
            or _HEADING.match(text)
            or _FENCE.match(text)
            or self._alone(text)
            or block_end(text, False)
            or (index + 1 < len(lines) and starts_table(text, lines[index + 1][1]))
        )

    def _leaf_at(self, depth: int, text: str) -> None:
        self._blank()
        self.out += [self._indent(depth) + text, ""]

    def _heading(self, level: int, text: str, number: int) -> None:
        attributes = ""
        if match := _LAST_ATTRIBUTES.search(text):
            attributes = " " + match[1]
            text = text[: match.start()]
        text = _CLOSING_HASHES.sub("", text).strip()
        if text.endswith("#"):
            text = text[:-1] + "\\#"
        place = self.placeholders.add(Placeholder("heading", "", number))
        self._leaf(f"{'#' * level} {place} {text}{attributes}")

    def _table(self, lines: list[Line], index: int, base: int) -> int:
        rows = [lines[index][1], lines[index + 1][1]]
        for _, line in lines[index + 2 :]:
            text = line.lstrip(" \t")
            if not text or _width(line, text) < base or self._interrupts(text, True, len(self.open)):
                break
            rows.append(text)
        self._leaf(*canonical_table(rows))
        return len(rows)

    def _fence(self, lines: list[Line], index: int, indent: int, base: int, match: re.Match[str]) -> int:
        fence = match[1] or match[3]
        info = (match[2] or match[4] or "").strip()
        closing = re.compile(rf"[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*$")
        code: list[str] = []
        count = 1
        for _, line in lines[index + 1 :]:
            text = line.lstrip(" \t")
            if text and _width(line, text) < base:
                break
            count += 1
            if closing.match(line) and _width(line, text) - base < 4:
                break
            code.append(_cut(line, indent))
        language = re.match(r"[\w+#.-]+", self.placeholders.strip(info))
        self._code("\n".join(code), language[0] if language else "")
        return count

    def _indented_code(self, lines: list[Line], index: int, base: int) -> int:
        code: list[str] = []
        for _, line in lines[index:]:
            text = line.lstrip(" \t")
            if text and _width(line, text) < base + 4:
                break
            code.append(_cut(line, base + 4))
        while not code[-1].strip():
            code.pop()
        self._code("\n".join(code), "")
        return len(code)

    def _code(self, code: str, language: str) -> None:
        shown = escape(self.placeholders.restore(code), quote=False)
        shown = shown + "\n" if shown else ""
        kind = f' class="language-{escape(language)}"' if language else ""
        self._leaf(self.placeholders.add(Placeholder("code", f"><code{kind}>{shown}</code></pre>")))

    def _quote(self, lines: list[Line], index: int, base: int) -> int:
        inner: list[Line] = []
        fenced = False
        for number, line in lines[index:]:
            text = line.lstrip(" \t")
            indent = _width(line, text)
            if text.startswith(">") and base <= indent < base + 4:
                content = text[1:].removeprefix(" ") if not text.startswith(">\t") else "  " + text[2:]
                fenced ^= bool(_FENCE.match(content.lstrip()))
                inner.append((number, content))
            elif text and not fenced and inner[-1][1].strip() and not self._ends_quote(text, inner[-1][1]):
                inner.append((number, text))
            else:
                break
        if self.last == "quote":
            self._leaf(self.gone)
        self._guard(lines[index][0], len(self.open))
        nested = self._nested()
        written = nested.run(inner)
        while written and not written[-1]:
            written.pop()
        self._leaf(*(f"> {line}".rstrip() if not line.endswith("  ") else f"> {line}" for line in written or [""]))
        self.last = "quote"
        return len(inner)

    def _nested(self) -> _Blocks:
        return _Blocks(self.placeholders, self.notes, self.markdown_in_html, self.level + len(self.open) + 1)

    def _ends_quote(self, text: str, above: str) -> bool:
        """Whether ``text``, without ">", is no lazy continuation of the quote's last paragraph."""
        above = above.lstrip()
        if _HEADING.match(above) or _RULE.match(above) or _FENCE.match(above) or above.startswith("    "):
            return True
        return self._interrupts(text, False, len(self.open)) or bool(_RULE.match(text))

    def _attributes(self, lines: list[Line], index: int, text: str) -> None:
        following = lines[index + 1][1].strip() if index + 1 < len(lines) else ""
        if not self.glued and not following:
            return
        direction = "before" if self.glued else "after"
        source = " ".join(re.findall(r"\{:([^{}]*)\}", text))
        placeholder = Placeholder("attributes", f"{direction} {source}")
        self._leaf(self.placeholders.add(placeholder))

    def _html(self, lines: list[Line], index: int, base: int, text: str, end: re.Pattern[str]) -> int:
        relative = [(lines[index][0], text), *((number, _cut(line, base)) for number, line in lines[index + 1 :])]
        if not text.startswith("<!"):
            element = markdown_element(relative, False) or (
                markdown_element(relative, True) if self.markdown_in_html else None
            )
            if element is not None:
                opening = self.placeholders.add(Placeholder("html", element.opening))
                closing = self.placeholders.add(Placeholder("html", element.closing))
                if element.inline:
                    words = " ".join(line.strip() for _, line in element.inner).strip()
                    self._leaf(f"{opening}{words}{closing}{element.rest}")
                else:
                    self._guard(lines[index][0], len(self.open))
                    nested = self._nested()
                    self._leaf(opening)
                    for line in nested.run(element.inner):
                        self._write(line) if line else self.out.append("")
                    self._leaf(closing + element.rest)
                return element.count
        raw: list[str] = []
        for position, (_, line) in enumerate(relative):
            if (
                position
                and line.strip()
                and _width(lines[index + position][1], lines[index + position][1].lstrip(" \t")) < base
            ):
                break
            if end.pattern == r"\s*\Z" and not line.strip():
                break
            raw.append(line)
            if end.pattern != r"\s*\Z" and end.search(line):
                break
        html = "\n".join(raw)
        for tag in _OPEN_TAG.finditer(html):
            self.html_depth = max(0, self.html_depth + (-1 if tag[1] else 1))
        self._leaf(self.placeholders.add(Placeholder("html", html)))
        return len(raw)


def _width(line: str, text: str) -> int:
    """The columns that the indentation of ``line`` takes, ``text`` being the line without it."""
    return _columns(line[: len(line) - len(text)], 0)


def _columns(blanks: str, start: int) -> int:
    column = start
    for character in blanks:
        column += 4 - column % 4 if character == "\t" else 1
    return column - start


def _cut(line: str, columns: int) -> str:
    """``line`` without its first ``columns`` columns, as far as they are blank."""
    column = 0
    for position, character in enumerate(line):
        if column >= columns or character not in " \t":
            return " " * (column - columns) + line[position:]
        column += 4 - column % 4 if character == "\t" else 1
    return ""
