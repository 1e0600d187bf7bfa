"""On which line of an old file something stands of which only the words are known, as the text was changed since."""

from __future__ import annotations


class Lines:
    """The lines of a body, each asked for by what stands on it; what stands there twice is asked for twice."""

    def __init__(self, body: str, first_line: int) -> None:
        self._body = body
        self._first_line = first_line
        self._last: dict[str, int] = {}

    def of(self, written: str) -> int:
        """The line of the next ``written``; the last one again where a loop repeats it, and 0 where there is none."""
        place = self._body.find(written, self._last.get(written, -1) + 1)
        if place < 0:
            place = self._last.get(written, -1)
        if place < 0:
            return 0
        self._last[written] = place
        return self._body.count("\n", 0, place) + self._first_line
