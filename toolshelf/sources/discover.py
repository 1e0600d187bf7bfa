"""Find every input file once, in a fixed order, and open none that is known already."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from toolshelf.problems import Problem, error, warning
from toolshelf.signatures import UNKNOWN, is_settled, of
from toolshelf.sources.source import Files, Known, Source
from toolshelf.stamp import Look

__all__ = ["DATA_SUFFIXES", "FOLDERS", "PAGE_SUFFIXES", "Known", "Source", "Sources", "is_page", "scan"]

FOLDERS = ("content", "data", "templates")
PAGE_SUFFIXES = (".md", ".markdown")
DATA_SUFFIXES = (".yml", ".yaml", ".json", ".csv")

_NOTHING: Final[Mapping[str, Known]] = MappingProxyType({})


class Sources(Struct, frozen=True):
    """Everything a build reads, by path, in the order of the paths."""

    pages: Mapping[str, Source]
    """Markdown under content/."""
    files: Mapping[str, Source]
    """Everything else under content/: images, documents, downloads."""
    data: Mapping[str, Source]
    templates: Mapping[str, Source]
    problems: tuple[Problem, ...]
    """Sorted."""
    moment: int
    """Nanoseconds since 1970: every file was looked at then or later, and read after that."""

    def known(self) -> dict[str, Known]:
        """What the next scan may be told: each file of known digest, and how it stands.

        UNKNOWN stands for how a file does that could change once more and look the same.
        """
        every = chain(self.pages.values(), self.files.values(), self.data.values(), self.templates.values())
        found: dict[str, Known] = {}
        for source in every:
            if source.said is not None:
                found[source.path] = source.said
            elif source.known is not None:
                settled = is_settled(source.signature, self.moment)
                found[source.path] = Known(source.signature if settled else UNKNOWN, source.known)
        return found


class _Walk(Struct, frozen=True):
    """What a walk goes by, and what was wrong so far."""

    root: str
    bounds: Path
    """The root without symbolic links: no link may lead out of it."""
    output: Path | None
    """Likewise; no link may lead into it."""
    known: Mapping[str, Known]
    files: Files
    problems: list[Problem]


def is_page(path: str) -> bool:
    """Whether the source ``path`` is a page."""
    return path.startswith("content/") and path.lower().endswith(PAGE_SUFFIXES)


def scan(
    root: Path, output: Path | None = None, known: Mapping[str, Known] = _NOTHING, looked: Look | None = None
) -> Sources:
    """Find the files in content/, data/ and templates/ below ``root``, but nothing of ``output``.

    ``known`` is what an earlier scan was sure of (`Sources.known`): a file that still stands so is not opened.
    Where somebody has ``looked`` at all of them just before, they are not looked at again.
    Names that begin with a dot are left alone, as editors and systems put their own files there. What
    cannot be read, and every link that leads out of the root, is a problem.
    """
    if os.name != "posix":
        known = _NOTHING  # Windows does not tell when a file was changed last
    top = os.path.abspath(root)
    walk = _Walk(top, _real(top), None if output is None else _real(output), known, Files(top), [])
    moment = time.time_ns()
    below = None if looked is None else _looked_at(walk, looked)
    if looked is not None and below is not None:
        moment = looked.began
    else:
        below = {folder: _enter(walk, folder) for folder in FOLDERS}
    if not os.path.lexists(f"{top}/content"):
        walk.problems.append(
            error("no-content", "There is no folder content/ here.", path="content", hint="pages are written there")
        )
    pages: dict[str, Source] = {}
    files: dict[str, Source] = {}
    for path, source in below["content"].items():
        (pages if is_page(path) else files)[path] = source
    return Sources(pages, files, below["data"], below["templates"], tuple(sorted(walk.problems)), moment)


def _looked_at(walk: _Walk, looked: Look) -> dict[str, dict[str, Source]] | None:
    """What stands in each of the `FOLDERS`, sorted; None where any of it is not as it mostly is."""
    found: dict[str, dict[str, Source]] = {folder: {} for folder in FOLDERS}
    known, files, start = walk.known, walk.files, len(looked.root) + 1
    for row in looked.sources:
        place = row[0]
        path = place[start:]
        said = known.get(path)
        standing: object = row[1:]
        if said is not None and said.signature == standing:
            source = Source(files, path, said.signature, said.digest, said)
        else:
            try:
                now = os.lstat(place)
                if not path.isprintable() or not S_ISREG(now.st_mode):
                    return None
                source = _source(walk, path, now)
            except OSError:
                return None
        found[path.partition("/")[0]][path] = source
    return found


def _enter(walk: _Walk, folder: str) -> dict[str, Source]:
    """What stands in one of the `FOLDERS`, sorted."""
    place = f"{walk.root}/{folder}"
    if os.path.islink(place) and not _stays_inside(walk, folder):
        return {}
    if os.path.isdir(place):
        found = _search(walk, folder)
        return {path: found[path] for path in sorted(found)}
    if os.path.exists(place):
        walk.problems.append(error("no-folder", "This must be a folder, and it is a file.", path=folder))
    return {}


def _search(walk: _Walk, top: str) -> dict[str, Source]:
    """The readable files below the folder ``top``, following links that stay inside the root."""
    found: dict[str, Source] = {}
    known, files = walk.known, walk.files
    waiting: list[tuple[str, str, tuple[str, ...]]] = [(top, os.path.realpath(f"{walk.root}/{top}"), ())]
    while waiting:
        folder, real, above = waiting.pop()
        if real in above:
            walk.problems.append(error("link-loop", "This link leads back to a folder that holds it.", path=folder))
            continue
        try:
            with os.scandir(f"{walk.root}/{folder}") as listing:
                entries = list(listing)
        except OSError as failure:
            walk.problems.append(error("unreadable", f"This folder cannot be read: {_reason(failure)}.", path=folder))
            continue
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            path = f"{folder}/{name}"
            if not name.isprintable():
                message = "The name of this file holds characters that cannot be shown."
                walk.problems.append(error("file-name", message, path=_shown(path), hint="give the file another name"))
                continue
            try:
                standing = entry.stat(follow_symlinks=False)
                said = known.get(path)
                # Of thousands of files nearly all are dealt with here.
                if said is not None and said.signature == of(standing) and S_ISREG(standing.st_mode):
                    found[path] = Source(files, path, said.signature, said.digest, said)
                    continue
                leads = _leads_elsewhere(standing)
                if leads:
                    if not _stays_inside(walk, path):
                        continue
                    standing = os.stat(entry.path)
                if S_ISREG(standing.st_mode):
                    found[path] = _source(walk, path, standing)
                elif S_ISDIR(standing.st_mode):
                    below = os.path.realpath(entry.path) if leads else f"{real}/{name}"
                    waiting.append((path, below, (*above, real)))
                else:
                    walk.problems.append(warning("unread-file", "This is neither a file nor a folder.", path=path))
            except FileNotFoundError:
                continue  # it went since the folder was listed
            except OSError as failure:
                walk.problems.append(error("unreadable", f"This file cannot be read: {_reason(failure)}.", path=path))
    return found


def _source(walk: _Walk, path: str, standing: os.stat_result) -> Source:
    """A file; one of which nothing is known is opened, as nothing else tells for certain that it can be read."""
    signature = of(standing)
    said = walk.known.get(path)
    if said is not None and said.signature == signature:
        return Source(walk.files, path, signature, said.digest, said)
    os.close(walk.files.open(path))
    return Source(walk.files, path, signature, None)


def _leads_elsewhere(standing: os.stat_result) -> bool:
    """Whether it is a symbolic link, or one of the other things that Windows has for that."""
    return S_ISLNK(standing.st_mode) or (sys.platform == "win32" and standing.st_reparse_tag != 0)


def _stays_inside(walk: _Walk, path: str) -> bool:
    """Whether the link ``path`` leads to something of the site that may be read."""
    target = _real(f"{walk.root}/{path}")
    if not target.is_relative_to(walk.bounds):
        message, hint = "This link leads out of the site's folder.", "copy here what it leads to"
    elif any(part.startswith(".") for part in target.relative_to(walk.bounds).parts):
        message, hint = "This link leads to something whose name begins with a dot, which is not read.", "copy it here"
    elif walk.output is not None and target.is_relative_to(walk.output):
        message, hint = "This link leads into the published site.", "let it lead to the source"
    elif not target.exists():
        walk.problems.append(error("unreadable", "This link leads to nothing.", path=path, hint="remove it"))
        return False
    else:
        return True
    walk.problems.append(error("link-escape", message, path=path, hint=hint))
    return False


def _real(path: str | Path) -> Path:
    return Path(os.path.realpath(path))


def _shown(path: str) -> str:
    """``path`` with escapes for what cannot be shown, so that it stands in one line and hides nothing."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)


def _reason(failure: OSError) -> str:
    return (failure.strerror or "unknown reason").lower()
