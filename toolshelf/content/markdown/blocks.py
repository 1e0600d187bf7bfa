"""Rewrites the block structure of a text, read as GitHub reads it, into what Python-Markdown reads the same way.

Python-Markdown wants four blanks for every level, a blank line before every block, and no fence in
a list. This pass goes through the lines once, keeps account of the open list items, definitions
and notes (CommonMark 0.31, section 5.2), and writes every leaf block where Python-Markdown expects
it. Code and raw HTML do not pass through Markdown at all: placeholders stand for them.
"""

from __future__ import annotations

import re
from html import escape

from toolshelf.content.extensions import contents_problem, read_extension
from toolshelf.content.html_blocks import block_end, leaves_open, markdown_element
from toolshelf.content.markdown import leaves
from toolshelf.content.markdown.containers import NOWHERE, Container, Marker, marker_of
from toolshelf.content.markdown.found import Found
from toolshelf.content.markdown.lines import (
    ANGLED_TARGET,
    ATTRIBUTES,
    BULLET,
    DEFINITION,
    EXTENSION,
    FENCE,
    HEADING,
    NOTE,
    NUMBER,
    RULE,
    TASK,
    UNDERLINE,
    Line,
    cut,
    heading_parts,
    is_plain,
    needs_guard,
    width,
)
from toolshelf.content.markdown.output import Output
from toolshelf.content.markdown.tables import canonical_table, starts_table
from toolshelf.content.nesting import DEEPEST, too_deep
from toolshelf.content.notes import Note
from toolshelf.content.odd_blanks import ODD_BLANK, odd_blank
from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.patterns import regex
from toolshelf.problems import ProblemError, warning

_WRITTEN_MARKER = regex(r"(?:[-+*]|\d+\.|:|\[\^[^\]]*\]:)[ ]+")


def normalise(text: str, first_line: int, placeholders: Placeholders) -> tuple[str, Found]:
    """``text`` as Python-Markdown wants it, with the footnotes that it defines and what is wrong with it.

    Raises ProblemError where the text is nested deeper than ``DEEPEST`` levels.
    """
    found = Found()
    lines = list(enumerate(text.split("\n"), first_line))
    return "\n".join(_Blocks(placeholders, found).run(lines)), found


class _Blocks:
    def __init__(
        self, placeholders: Placeholders, found: Found, markdown_in_html: bool = False, level: int = 0
    ) -> None:
        self.placeholders = placeholders
        self.found = found
        self.markdown_in_html = markdown_in_html
        self.level = level
        self.out = Output()
        self.open: list[Container] = []
        self.paragraph = -1
        """Where in the output the open paragraph begins; -1 if none is open."""
        self.last = ""
        """The last leaf block: "text", "item" (the text beside a marker), "marker" (with nothing beside it),
        "quote", "include", "other"."""
        self.glued = False
        """Whether the line above is not blank."""
        self.html_depth = 0
        self.gone = placeholders.add(Placeholder("gone"))

    def run(self, lines: list[Line]) -> list[str]:
        index = 0
        while index < len(lines):
            line = lines[index][1]
            text = line.lstrip(" \t")
            if text:
                if not text.isascii() and (odd := ODD_BLANK.match(text)):
                    self.found.problems.append(odd_blank(odd[1], lines[index][0]))
                index += self._block(lines, index, width(line, text), text)
                self.glued = True
                continue
            if self.last == "marker":
                # Nothing may be indented into an item that begins with a blank line.
                self.open[-1] = Container(self.open[-1].kind, NOWHERE)
                self.last = "item"
            self.out.blank()
            self.paragraph = -1
            self.glued = False
            index += 1
        return self.out.lines

    # What a line is

    def _block(self, lines: list[Line], index: int, indent: int, text: str) -> int:
        """Write the block that begins with this line; return how many lines it takes."""
        keep, base = self._place(indent)
        code = indent - base >= 4 and not (self.last == "include" and self._is_alone(text))
        if self.paragraph >= 0:
            inside = keep == len(self.open)
            if inside and not code and UNDERLINE.match(text):
                return self._underlined(lines, index, text)
            table = inside and not code and self._table_begins(lines, index, text)
            if code or not (table or self._interrupts(text, inside, keep)):
                self.out.break_last_line()
                self._write(self._guarded(text))
                return 1
        elif code and not (self.html_depth and text.startswith("<")):
            self._close(keep)
            block = leaves.indented_code(lines, index, base)
            self._code(block)
            return block.count
        if marker := marker_of(text, self._may_define(keep)):
            return self._container(lines, index, keep, indent, marker)
        self._close(keep)
        return self._leaf(lines, index, indent, base, text)

    def _place(self, indent: int) -> tuple[int, int]:
        """How many open containers a line with this indentation continues, and where their content begins."""
        keep = 0
        while keep < len(self.open) and indent >= self.open[keep].content:
            keep += 1
        return keep, self.open[keep - 1].content if keep else 0

    def _interrupts(self, text: str, inside: bool, keep: int) -> bool:
        """Whether ``text``, which is not indented as code, ends the open paragraph."""
        if is_plain(text):
            return self._is_alone(text)
        if RULE.match(text):
            return True
        if match := BULLET.match(text):
            return not inside or bool(match[3])
        if match := NUMBER.match(text):
            return not inside or (match[1] == "1" and bool(match[4]))
        if DEFINITION.match(text):
            return inside or self._kind(keep) == ":"
        return self._is_leaf(text) or bool(ATTRIBUTES.match(text) or EXTENSION.match(text) or NOTE.match(text))

    def _is_leaf(self, text: str, in_paragraph: bool = True) -> bool:
        if is_plain(text):
            return self._is_alone(text)
        return bool(text.startswith(">") or HEADING.match(text) or FENCE.match(text) or block_end(text, in_paragraph))

    def _is_alone(self, text: str) -> bool:
        """Whether ``text`` is an include that has its lines for itself."""
        if not text.startswith(self.placeholders.prefix):
            return False
        found = self.placeholders.pattern.fullmatch(text.rstrip())
        return found is not None and self.placeholders.all[int(found[1])].alone

    def _table_begins(self, lines: list[Line], index: int, text: str) -> bool:
        return index + 1 < len(lines) and starts_table(text, lines[index + 1][1])

    def _kind(self, keep: int) -> str:
        """The kind of the outermost container that this line does not continue."""
        return self.open[keep].kind if keep < len(self.open) else ""

    def _may_define(self, keep: int) -> bool:
        return self._kind(keep) == ":" if keep < len(self.open) else self.last in ("text", "item")

    # Containers

    def _container(self, lines: list[Line], index: int, keep: int, indent: int, marker: Marker) -> int:
        """Open a list item, a definition or a note and write its first line."""
        number = lines[index][0]
        self._guard(number, keep)
        self._separate(keep, marker)
        self._close(keep)
        if marker.kind == "note":
            self.found.notes.append(Note(marker.label, number))
        content, over = marker.content(indent)
        self.open.append(Container(marker.kind, content))
        text, box = marker.text, ""
        if self.open[-1].is_item and (task := TASK.match(text)):
            box = self.placeholders.add(Placeholder("checkbox", "x" if task[1] in "xX" else ""))
            text = text[task.end() :]
        depth = len(self.open) - 1
        if text and over < 4 and not self._begins_block(lines, index, text):
            self.paragraph = len(self.out.lines)
            self.last = "item"
            self.out.put(depth, marker.written + box + self._guarded(text))
            return 1
        self.out.put(depth, marker.written + box + self.gone)
        self.last = "other" if text else "marker"
        if not text:
            return 1
        lines[index] = (number, " " * (content + over) + text)
        self.glued = True
        return self._block(lines, index, content + over, text)

    def _guard(self, line: int, depth: int) -> None:
        if self.level + depth >= DEEPEST:
            raise ProblemError(too_deep(line))

    def _separate(self, keep: int, marker: Marker) -> None:
        """Blank lines before a marker, where Python-Markdown would not see that something new begins."""
        before = self.open[keep] if keep < len(self.open) else None
        after = Container(marker.kind, 0)
        if marker.kind == ":" and before is None and self.paragraph >= 0:
            return
        goes_on = before.kind == marker.kind if before else after.is_item
        if goes_on and self.glued and self.last in ("item", "marker") and 0 <= self.out.block_depth <= keep:
            return
        self.out.blank()
        follows = before is not None and before.is_item and after.is_item and before.kind != after.kind
        if before and follows and before.is_bullet == after.is_bullet:
            # Two lists of one sort; without something between them they would be one list.
            self.out.block(keep, self.gone)

    def _begins_block(self, lines: list[Line], index: int, text: str) -> bool:
        """Whether the content of a new container begins with anything but running text."""
        marks = () if is_plain(text) else (BULLET, NUMBER, RULE)
        return bool(
            any(mark.match(text) for mark in marks)
            or self._is_leaf(text, in_paragraph=False)
            or self._table_begins(lines, index, text)
        )

    def _close(self, keep: int) -> None:
        del self.open[keep:]
        self.paragraph = -1

    def _nested(self) -> _Blocks:
        return _Blocks(self.placeholders, self.found, self.markdown_in_html, self.level + len(self.open) + 1)

    # Leaf blocks

    def _write(self, text: str) -> None:
        self.out.put(len(self.open), text)

    def _own_block(self, *texts: str) -> None:
        self.out.block(len(self.open), *texts)
        self.paragraph = -1
        self.last = "other"

    def _guarded(self, text: str) -> str:
        """``text`` so that Python-Markdown reads it as running text, or as the definition of a link."""
        if is_plain(text):
            return text
        if match := ANGLED_TARGET.match(text):
            return match[1] + match[2].strip().replace(" ", "%20") + match[3]
        return self.gone + text if needs_guard(text) else text

    def _leaf(self, lines: list[Line], index: int, indent: int, base: int, text: str) -> int:
        if not is_plain(text) and (count := self._leaf_by_sign(lines, index, indent, base, text)):
            return count
        if self._table_begins(lines, index, text):
            return self._table(lines, index, base)
        if self._is_alone(text):
            if self.last != "include":
                self.out.blank()
            self._write(text.rstrip())
            self.last = "include"
        else:
            if self.glued:
                self.out.blank()
            self.paragraph = len(self.out.lines)
            self.last = "text"
            self._write(self._guarded(text))
        return 1

    def _leaf_by_sign(self, lines: list[Line], index: int, indent: int, base: int, text: str) -> int:
        """Write the block that the first sign of ``text`` begins; 0 if it begins none."""
        if match := HEADING.match(text):
            self._heading(len(match[1]), match[2] or "", lines[index][0])
        elif RULE.match(text):
            self._own_block("***")
        elif match := FENCE.match(text):
            block = leaves.fenced_code(lines, index, indent, base, match)
            self._code(block)
            if not block.closed:
                self._unclosed("code block", f"end it with a line {match[1] or match[3]}", lines[index][0])
            return block.count
        elif text.startswith(">"):
            return self._quote(lines, index, base)
        elif EXTENSION.match(text):
            extension = read_extension(lines, index)
            self.markdown_in_html |= extension.markdown_in_html
            self.found.problems += extension.problems
            return extension.count
        elif ATTRIBUTES.match(text):
            self._attributes(lines, index, text)
        elif end := block_end(text, False):
            return self._html(lines, index, base, text, end)
        else:
            return 0
        return 1

    def _underlined(self, lines: list[Line], index: int, underline: str) -> int:
        """The open paragraph turns out to be a heading."""
        written = self.out.take_back(self.paragraph)
        text = " ".join(written)
        if self.last == "item" and (marker := _WRITTEN_MARKER.match(text)):
            self.out.put(len(self.open) - 1, marker[0] + self.gone)
            text = text[marker.end() :]
        self._heading(1 if underline[0] == "=" else 2, text, lines[index - len(written)][0])
        return 1

    def _heading(self, level: int, text: str, number: int) -> None:
        text, attributes = heading_parts(text)
        place = self.placeholders.add(Placeholder("heading", "", number))
        self._own_block(f"{'#' * level} {place} {text}{attributes}")

    def _table(self, lines: list[Line], index: int, base: int) -> int:
        rows = [lines[index][1], lines[index + 1][1]]
        for position in range(index + 2, len(lines)):
            line = lines[position][1]
            text = line.lstrip(" \t")
            if not text or not 0 <= width(line, text) - base < 4 or self._interrupts(text, False, len(self.open)):
                break
            rows.append(text)
        self._own_block(*canonical_table(rows))
        return len(rows)

    def _code(self, block: leaves.Verbatim) -> None:
        code = escape(self.placeholders.restore(block.text), quote=False)
        language = re.match(r"[\w+#.-]+", self.placeholders.strip(block.language))
        kind = f' class="language-{escape(language[0])}"' if language else ""
        code = f"{code}\n" if code else ""
        self._own_block(self.placeholders.add(Placeholder("html", f"<pre><code{kind}>{code}</code></pre>")))

    def _quote(self, lines: list[Line], index: int, base: int) -> int:
        self._guard(lines[index][0], len(self.open))
        inner: list[Line] = []
        fenced = False
        for number, line in lines[index:]:
            text = line.lstrip(" \t")
            if text.startswith(">") and base <= width(line, text) < base + 4:
                content = "  " + text[2:] if text.startswith(">\t") else text[1:].removeprefix(" ")
                fenced ^= FENCE.match(content.lstrip()) is not None
                inner.append((number, content))
            elif text and not fenced and self._continues_quote(text, width(line, text), inner[-1][1]):
                inner.append((number, self.gone + text))
            else:
                break
        if self.last == "quote":
            self._own_block(self.gone)
        count = len(inner)
        written = self._nested().run(inner)
        while written and not written[-1]:
            written.pop()
        self._own_block(*(f"> {line}" if line else ">" for line in written or [""]))
        self.last = "quote"
        return count

    def _continues_quote(self, text: str, indent: int, above: str) -> bool:
        """Whether ``text``, without ">", goes on with the quotation's last paragraph."""
        if not above.strip() or above.startswith("    "):
            return False
        above = above.lstrip()
        if HEADING.match(above) or RULE.match(above) or FENCE.match(above):
            return False
        _, base = self._place(indent)
        return indent - base >= 4 or not self._interrupts(text, False, len(self.open))

    def _attributes(self, lines: list[Line], index: int, text: str) -> None:
        """An attribute list on a line of its own belongs to the block above, else to the one below."""
        self.found.problems += contents_problem(lines[index])
        below = lines[index + 1][1].strip() if index + 1 < len(lines) else ""
        if self.glued or below:
            source = " ".join(re.findall(r"\{:([^{}]*)\}", text))
            direction = "before" if self.glued else "after"
            self._own_block(self.placeholders.add(Placeholder("attributes", f"{direction} {source}")))

    def _html(self, lines: list[Line], index: int, base: int, text: str, end: re.Pattern[str]) -> int:
        if ("markdown" in text or self.markdown_in_html) and not text.startswith("<!"):
            rest = [(lines[index][0], text), *((number, cut(line, base)) for number, line in lines[index + 1 :])]
            if element := markdown_element(rest, self.markdown_in_html):
                self._guard(lines[index][0], len(self.open))
                opening = self.placeholders.add(Placeholder("html", element.opening))
                closing = self.placeholders.add(Placeholder("html", element.closing))
                if element.inline:
                    words = " ".join(line.strip() for _, line in element.inner).strip()
                    self._own_block(f"{opening}{words}{closing}{element.rest}")
                else:
                    self._own_block(opening)
                    self._own_block(*self._nested().run(element.inner))
                    self._own_block(closing + element.rest)
                return element.count
        block = leaves.raw_html(lines, index, base, end)
        if not block.closed and text.startswith("<!--"):
            self._unclosed("comment", "end it with -->", lines[index][0])
        self.html_depth = max(0, self.html_depth + leaves_open(block.text))
        self._own_block(self.placeholders.add(Placeholder("html", block.text)))
        return block.count

    def _unclosed(self, what: str, hint: str, line: int) -> None:
        sentence = f"The {what} that begins here never ends, so everything after it belongs to it."
        self.found.problems.append(warning("unclosed-block", sentence, line, hint=hint))
