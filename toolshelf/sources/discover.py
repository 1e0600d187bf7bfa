"""Find every input file once, in a fixed order, and read it once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from toolshelf.codec import digest
from toolshelf.problems import Problem, error, warning

FOLDERS = ("content", "data", "templates")
PAGE_SUFFIXES = (".md", ".markdown")
DATA_SUFFIXES = (".yml", ".yaml", ".json", ".csv")


@dataclass(frozen=True)
class Source:
    """One input file."""

    path: str
    """Relative to the root, with "/"."""
    data: bytes

    @cached_property
    def digest(self) -> str:
        """The digest of the bytes."""
        return digest(self.data)


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything a build reads, by path, in the order of the paths."""

    pages: Mapping[str, Source]
    """Markdown under content/."""
    files: Mapping[str, Source]
    """Everything else under content/: images, documents, downloads."""
    data: Mapping[str, Source]
    templates: Mapping[str, Source]
    problems: tuple[Problem, ...]


def scan(root: Path) -> Sources:
    """Read content/, data/ and templates/ below ``root``.

    Names that begin with a dot are left alone, as editors and systems put their own files there. What
    cannot be read, and every link that leads out of the root, is a problem.
    """
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    real_root = Path(os.path.realpath(root))
    for folder in FOLDERS:
        if (root / folder).is_dir():
            for path in _walk(root, real_root, folder, (), problems):
                try:
                    found[path] = Source(path, (root / path).read_bytes())
                except OSError as failure:
                    problems.append(error("unreadable", f"This file cannot be read: {_reason(failure)}.", path=path))
    if not (root / "content").is_dir():
        problems.append(
            error("no-content", "There is no folder content/ here.", path="content", hint="pages are written there")
        )
    ordered = dict(sorted(found.items()))
    content = _below(ordered, "content")
    pages = {path: source for path, source in content.items() if path.lower().endswith(PAGE_SUFFIXES)}
    files = {path: source for path, source in content.items() if path not in pages}
    return Sources(pages, files, _below(ordered, "data"), _below(ordered, "templates"), tuple(problems))


def _below(sources: Mapping[str, Source], folder: str) -> dict[str, Source]:
    return {path: source for path, source in sources.items() if path.startswith(f"{folder}/")}


def _walk(root: Path, real_root: Path, folder: str, parents: tuple[str, ...], problems: list[Problem]) -> Iterator[str]:
    """The paths of the readable files below ``folder``, following links that stay inside the root."""
    real = os.path.realpath(root / folder)
    if real in parents:
        problems.append(error("link-loop", "This link leads back to a folder that holds it.", path=folder))
        return
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except OSError as failure:
        problems.append(error("unreadable", f"This folder cannot be read: {_reason(failure)}.", path=folder))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if not entry.name.isprintable():
            shown = path.encode("utf-8", "backslashreplace").decode()
            problems.append(
                error("file-name", "The name of this file holds characters that cannot be shown.", path=shown)
            )
            continue
        if entry.is_symlink() and not _stays_inside(root / path, real_root, path, problems):
            continue
        mode = (root / path).stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _walk(root, real_root, path, (*parents, real), problems)
        elif stat.S_ISREG(mode):
            yield path
        else:
            problems.append(warning("unread-file", "This is neither a file nor a folder.", path=path))


def _stays_inside(link: Path, real_root: Path, path: str, problems: list[Problem]) -> bool:
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(real_root):
        problems.append(
            error("link-escape", "This link leads out of the site's folder.", path=path, hint="copy the file here")
        )
        return False
    if not target.exists():
        problems.append(error("unreadable", "This link leads to nothing.", path=path))
        return False
    return True


def _reason(failure: OSError) -> str:
    return (failure.strerror or "unknown reason").lower()
