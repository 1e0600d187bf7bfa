"""List items, definitions and notes: what begins them, and where their content stands."""

from __future__ import annotations

from msgspec import Struct

from toolshelf.content.markdown.lines import BULLET, DEFINITION, NOTE, NUMBER, RULE, columns, is_plain

NOWHERE = 1 << 30
"""A column that no line reaches."""


class Container(Struct, frozen=True):
    """An open list item, definition or note."""

    kind: str
    """Its bullet, the delimiter behind its number, ":" or "note"."""
    content: int
    """The column where its content begins, in the source."""

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.kind not in (":", "note")

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list without numbers."""
        return self.kind in ("-", "+", "*")


class Marker(Struct, frozen=True):
    """What begins a container, and the first line of its content."""

    kind: str
    written: str
    """As Python-Markdown wants it."""
    width: int
    blanks: str
    """What stands between the marker and the text."""
    text: str
    label: str = ""
    """Of a note."""

    def content(self, indent: int) -> tuple[int, int]:
        """The column where the content begins, the marker standing at ``indent``, and the blanks before the text."""
        if self.kind == "note":
            return indent + 4, 0
        gap = columns(self.blanks, indent + self.width)
        over = gap - 1 if self.text and gap > 4 else 0
        return indent + self.width + (gap - over if self.text else 1), over


def marker_of(text: str, may_define: bool) -> Marker | None:
    """The marker that ``text`` begins with; a colon is one only where something ``may_define``."""
    if is_plain(text) or RULE.match(text):
        return None
    if match := BULLET.match(text):
        return Marker(match[1], f"{match[1]} ", 1, match[2] or "", match[3] or "")
    if match := NUMBER.match(text):
        return Marker(match[2], f"{match[1]}. ", len(match[1]) + 1, match[3] or "", match[4] or "")
    if may_define and (match := DEFINITION.match(text)):
        return Marker(":", ":   ", 1, match[1], match[2])
    if match := NOTE.match(text):
        return Marker("note", f"[^{match[1]}]: ", 4, "", match[2], match[1])
    return None
