"""Whether readers see the same: the visible text of each old page beside that of the page it became."""

from __future__ import annotations

import difflib
import html
import re
import tempfile
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import Struct

from toolshelf.importers.moved import Moved, OldPage
from toolshelf.index.addresses import permalink_address
from toolshelf.patterns import regex
from toolshelf.pipeline import build
from toolshelf.problems import Problem, ProblemError, Severity
from toolshelf.project import Project

_UNSEEN: Final = frozenset({"script", "style", "template", "title", "head", "noscript", "iframe", "svg", "select"})
_WORD: Final = regex(r"\w+", re.UNICODE)
_AROUND: Final = 3
"""Words that are told around a difference."""


class Difference(NamedTuple):
    """A page whose visible text is another."""

    page: OldPage
    old: str
    """The first words that differ, as they were."""
    new: str
    """And as they are."""
    share: float
    """How much of the text is the same, from 0 to 1."""


class Parity(Struct, frozen=True):
    """How the new site compares with the old."""

    compared: int
    """How many pages."""
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]
    """Of a build of the new site."""
    unanswered: tuple[str, ...]
    """Old addresses that were to be answered, and are not."""
    held_back: tuple[str, ...] = ()
    """Old addresses of pages that are moved in and not published: drafts, and pages before their day."""

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(1 for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> dict[str, int]:
        """How many warnings of each kind there are."""
        codes = Counter(problem.code for problem in self.problems if problem.severity is Severity.WARNING)
        return dict(sorted(codes.items(), key=lambda one: (-one[1], one[0])))


def compare(root: Path, moved: Moved, project: Project) -> Parity:
    """Build the site at ``root`` aside, and compare each page and address with what ``moved`` says of the old ones.

    Raises what `build` raises.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        report = build(Project(root=root, output=output, as_of=project.as_of, drafts=True))
        if report.published is None:
            return Parity(0, (), report.problems, ())
        different = [found for page in moved.pages if (found := _difference(page, moved, output))]
        missing = [
            old for old, new in moved.addresses.items() if not _answers(output, old) or not _answers(output, new)
        ]
        # The texts of drafts are compared as well, but readers get only what stands there without them.
        build(Project(root=root, output=output, as_of=project.as_of))
        held_back = [old for old in moved.addresses if old not in missing and not _answers(output, old)]
        return Parity(
            len(moved.pages), tuple(different), report.problems, tuple(sorted(missing)), tuple(sorted(held_back))
        )


def visible_text(markup: str) -> str:
    """What readers see of ``markup``, in one line."""
    reader = _Text()
    reader.feed(markup)
    reader.close()
    return " ".join("".join(reader.parts).split())


def words(text: str) -> list[str]:
    """The words of ``text``, whatever signs stand between them."""
    plain = unicodedata.normalize("NFKC", html.unescape(text))
    return [word.casefold() for word in _WORD.findall(plain)]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def _difference(page: OldPage, moved: Moved, output: Path) -> Difference | None:
    published = _published(page, moved, output)
    if published is None:
        return None  # a draft, or a page that is not shown on this day
    after = words(_body(published))
    found = [_first_difference(page, words(visible_text(reading)), after) for reading in page.readings]
    return None if None in found else max(filter(None, found), key=lambda one: one.share)


def _first_difference(page: OldPage, before: list[str], after: list[str]) -> Difference | None:
    """Words that were there ``before`` and are not ``after``; what a theme adds around a page does not count."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    steps = [step for step in matcher.get_opcodes() if step[0] in ("replace", "delete")]
    if not steps:
        return None
    _, first, last, at, end = steps[0]
    share = sum(block.size for block in matcher.get_matching_blocks()) / max(len(before), 1)
    old = " ".join(before[max(first - _AROUND, 0) : last + _AROUND][:20])
    return Difference(page, old, " ".join(after[max(at - _AROUND, 0) : end + _AROUND][:20]), share)


def _published(page: OldPage, moved: Moved, output: Path) -> str | None:
    url = moved.urls.get(page.path, "")
    try:
        file = output / permalink_address(url).output
    except ProblemError:
        return None
    return file.read_text("utf-8") if file.is_file() else None


def _body(published: str) -> str:
    """The visible text of the main part of a page."""
    _, _, rest = published.partition("<main")
    return visible_text(f"<main{rest.partition('</main>')[0]}")


def _answers(output: Path, address: str) -> bool:
    if (output / address.lstrip("/")).is_file():
        return True
    try:
        return (output / permalink_address(address).output).is_file()
    except ProblemError:
        return False
