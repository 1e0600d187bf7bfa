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


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What a walk does not leave, and what it does not enter; both without symbolic links."""

    root: Path
    output: Path | None


def scan(root: Path, output: Path | None = None) -> Sources:
    """Read content/, data/ and templates/ below ``root``, but nothing of ``output``.

    Names that begin with a dot are left alone, as editors and systems put their own files there. What
    cannot be read, and every link that leads out of the root, is a problem.
    """
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    bounds = _Bounds(_real(root), None if output is None else _real(output))
    for folder in FOLDERS:
        if (root / folder).is_symlink() and not _stays_inside(root / folder, bounds, folder, problems):
            continue
        if (root / folder).is_dir():
            for path in _walk(root, bounds, folder, (), problems):
                try:
                    found[path] = Source(path, (root / path).read_bytes())
                except OSError as failure:
                    problems.append(error("unreadable", f"This file cannot be read: {_reason(failure)}.", path=path))
        elif (root / folder).exists():
            problems.append(error("no-folder", "This must be a folder, and it is a file.", path=folder))
    if not os.path.lexists(root / "content"):
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


def _walk(root: Path, bounds: _Bounds, folder: str, parents: tuple[str, ...], problems: list[Problem]) -> Iterator[str]:
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
            message = "The name of this file holds characters that cannot be shown."
            problems.append(error("file-name", message, path=_shown(path), hint="give the file another name"))
            continue
        if entry.is_symlink() and not _stays_inside(root / path, bounds, path, problems):
            continue
        mode = (root / path).stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _walk(root, bounds, path, (*parents, real), problems)
        elif stat.S_ISREG(mode):
            yield path
        else:
            problems.append(warning("unread-file", "This is neither a file nor a folder.", path=path))


def _stays_inside(link: Path, bounds: _Bounds, path: str, problems: list[Problem]) -> bool:
    """Whether the link ``link``, told as ``path``, leads to something of the site that may be read."""
    target = _real(link)
    if not target.is_relative_to(bounds.root):
        message, hint = "This link leads out of the site's folder.", "copy here what it leads to"
    elif any(part.startswith(".") for part in target.relative_to(bounds.root).parts):
        message, hint = "This link leads to something whose name begins with a dot, which is not read.", "copy it here"
    elif bounds.output is not None and target.is_relative_to(bounds.output):
        message, hint = "This link leads into the published site.", "let it lead to the source"
    elif not target.exists():
        problems.append(error("unreadable", "This link leads to nothing.", path=path, hint="remove it"))
        return False
    else:
        return True
    problems.append(error("link-escape", message, path=path, hint=hint))
    return False


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _shown(path: str) -> str:
    """``path`` with escapes for what cannot be shown, so that it stands in one line and hides nothing."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)


def _reason(failure: OSError) -> str:
    return (failure.strerror or "unknown reason").lower()
