"""The rewritten text: four blanks for every level, blank lines where Python-Markdown needs them."""

from __future__ import annotations


class Output:
    """Lines that Python-Markdown is going to read."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.block_depth = -1
        """The level of the first line since the last blank one; -1 after a blank line."""

    def put(self, depth: int, text: str) -> None:
        """Write ``text`` at the level ``depth``."""
        if not text:
            self.blank()
            return
        if self.block_depth < 0:
            self.block_depth = depth
        self.lines.append("    " * depth + text)

    def blank(self) -> None:
        """See to it that the last line is blank."""
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self.block_depth = -1

    def block(self, depth: int, *texts: str) -> None:
        """Write a block of its own, with blank lines around it."""
        self.blank()
        for text in texts:
            self.put(depth, text)
        self.blank()

    def take_back(self, start: int) -> list[str]:
        """Remove the lines from ``start`` on and return them without their indentation."""
        taken = [line.strip() for line in self.lines[start:]]
        del self.lines[start:]
        if not self.lines or not self.lines[-1]:
            self.block_depth = -1
        return taken

    def break_last_line(self) -> None:
        """A backslash at the end of the last line is a line break, which Python-Markdown writes as two blanks."""
        last = self.lines[-1]
        if (len(last) - len(last.rstrip("\\"))) % 2:
            self.lines[-1] = last[:-1] + "  "
