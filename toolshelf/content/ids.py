"""The ids of a text: those that somebody wrote, and those of headings, which give way to them wherever they stand."""

from __future__ import annotations

from html import unescape

from toolshelf.content.slugs import UniqueIds, slugify
from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

_WRITTEN = regex(r"<[a-z][a-z0-9-]* (?:[^\s=>\"/]+=\"[^\"]*\" )*?id=\"([^\"]*)\"")
_BLANKS = regex(r"\s+")


class Ids:
    """The ids of sanitised HTML, handed out in the order in which their elements stand."""

    def __init__(self, html: str) -> None:
        self.all: list[str] = []
        """Those that were handed out."""
        written = _WRITTEN.findall(html) if ' id="' in html else ()
        self._free = UniqueIds(map(unescape, written))
        self._claimed = UniqueIds()

    def of_heading(self, text: str) -> str:
        """The id of a heading with the plain ``text``."""
        identifier = self._free.claim(slugify(text))
        self.all.append(identifier)
        return identifier

    def written(self, wanted: str, line: int) -> tuple[str, tuple[Problem, ...]]:
        """The id of an element for which ``wanted`` was written, "" for none, and what is wrong with it."""
        wanted = _BLANKS.sub("-", wanted.strip())
        if not wanted:
            return "", ()
        identifier = wanted
        problems: tuple[Problem, ...] = ()
        if wanted in self._claimed:
            identifier = self._free.claim(wanted)
            sentence = f'The id "{wanted}" is taken already; here it becomes "{identifier}".'
            problems = (warning("duplicate-id", sentence, line, hint="give every element an id of its own"),)
        self._claimed.claim(identifier)
        self.all.append(identifier)
        return identifier, problems
