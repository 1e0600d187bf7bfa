"""The lines of front matter, read by python-frontmatter with our guarded YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from toolshelf.data.positions import Sourced
from toolshelf.data.yaml_source import read_yaml
from toolshelf.patterns import regex


class _Handler(BaseHandler):
    """Keeps text as typed, knows the file's lines, and keeps what python-frontmatter would throw away."""

    FM_BOUNDARY = regex(r"^---$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.first_line = first_line
        self.sourced = Sourced()

    def load(self, fm: str, **_: object) -> Any:  # noqa: ANN401 (the library's signature)
        self.sourced = read_yaml(fm, self.first_line)
        return self.sourced.value


def sourced(block: Sequence[str], first_line: int) -> Sourced:
    """What the lines of ``block`` say, of which the first is the ``first_line`` of the file, counted from 0."""
    handler = _Handler(first_line)
    frontmatter.parse("\n".join(["---", *block, "---", ""]), handler=handler)
    return handler.sourced
