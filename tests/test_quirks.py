"""Thirty quirks of real content, each in a small site: rendered rightly, or reported with file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from quirk import Quirk
from quirks_of_files import QUIRKS as OF_FILES
from quirks_of_texts import QUIRKS as OF_TEXTS
from quirks_unseen import QUIRKS as UNSEEN
from sites import lines, make, soup

from toolshelf.pipeline import Report

QUIRKS = {**OF_FILES, **OF_TEXTS, **UNSEEN}
WHOLE_FILES = frozenset({"unread-file", "collision", "link-escape", "unreadable", "link-loop", "no-home"})
"""What can only be said of a whole file."""
LEFTOVERS = re.compile(r"\{%|\{\{|\{:|</?[a-z][a-z0-9]*(\s[^<>]*)?>")


@dataclass(frozen=True, slots=True)
class Built:
    """A quirk's site after its build."""

    quirk: Quirk
    root: Path
    report: Report


@pytest.fixture(scope="module", params=list(QUIRKS))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Each site is built once for all laws."""
    quirk = QUIRKS[request.param]
    root = tmp_path_factory.mktemp("site")
    for path, target in quirk.files.items():
        if isinstance(target, Path):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).symlink_to(target)
    files = {path: content for path, content in quirk.files.items() if not isinstance(content, Path)}
    return Built(quirk, root, make(root, files))


def test_the_quirk_is_rendered_rightly_or_reported(built):
    """Exactly the problems of the row are told, and the page shows what its author meant."""
    told = lines(built.report)
    matches = [_begins(line, wanted) for line, wanted in zip(told, built.quirk.told, strict=False)]
    assert len(told) == len(built.quirk.told) and all(matches), told
    stopped = any(": error[" in line for line in told)
    assert (built.report.published is None) is stopped
    assert stopped or built.quirk.shows
    if not stopped:
        assert _shown(built) == {key: _texts(wanted) for key, wanted in built.quirk.shows.items()}


def _begins(line: str, wanted: str) -> bool:
    beginning, _, part = wanted.partition(" … ")
    return line.startswith(beginning) and part in line


def _texts(wanted: str | tuple[str, ...]) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else wanted


def _shown(built: Built) -> Mapping[str, tuple[str, ...]]:
    document = soup(built.root, built.quirk.output)
    shown = {}
    for key in built.quirk.shows:
        selector, _, attribute = key.partition(" @")
        found = document.select(selector)
        values = (tag.get_attribute_list(attribute, "") if attribute else [tag.get_text()] for tag in found)
        shown[key] = tuple(" ".join(" ".join(value).split()) for value in values)
    return shown


def test_nothing_of_a_template_or_of_markup_is_left_as_text(built):
    """Outside code no published page shows braces or tags that its author meant otherwise."""
    for file in (built.root / "_site").rglob("*.html"):
        document = soup(built.root, file.relative_to(built.root / "_site").as_posix())
        for code in document.find_all(["code", "pre", "script", "style"]):
            code.decompose()
        text = document.get_text()
        if built.quirk.literal:
            text = text.replace(built.quirk.literal, "")
        assert not LEFTOVERS.search(text), text


def test_every_problem_names_its_line_in_one_line(built):
    """Unless it is about a whole file, an editor is led to the line; and a sentence never breaks a report."""
    for problem in built.report.problems:
        assert problem.location.path
        assert problem.location.line or problem.code in WHOLE_FILES, problem
        assert "\n" not in str(problem)


def test_all_thirty_quirks_have_rows():
    """The table is complete."""
    assert {name[:2] for name in QUIRKS if name[:2].isdigit()} == {f"{number:02}" for number in range(1, 31)}
    assert len(QUIRKS) == len(OF_FILES) + len(OF_TEXTS) + len(UNSEEN)
