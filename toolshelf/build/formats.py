"""The PDF and EPUB of documents, made from the page that holds everything, and kept as long as that stays the same."""

from __future__ import annotations

import contextlib
import functools
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from toolshelf.build.engine import engine, memory_beside
from toolshelf.codec import digest, to_json
from toolshelf.content.outline import plain_title
from toolshelf.features.documents.books import Book, text
from toolshelf.features.documents.epub import About, epub
from toolshelf.features.documents.fields import books_of
from toolshelf.features.documents.pdf import PrintError, browser, browser_version, pdf
from toolshelf.index.index import Index
from toolshelf.patterns import regex
from toolshelf.problems import Problem, error

_FOLDER: Final = "documents"
"""Beside the cache: what was made, by what it was made of."""
_HEADING: Final = regex(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_HINT: Final = "install Chromium or Chrome, name it in TOOLSHELF_CHROMIUM, or leave pdf out of 'formats'"


def missing_browser(index: Index) -> list[Problem]:
    """What keeps PDFs from being made on this machine."""
    if not any(name == "pdf" for _, name, _ in books_of(index).asked_formats) or browser():
        return []
    return [
        error(
            "no-browser", f"The PDF of '{book.title}' cannot be made: no Chromium is found.", path=book.head, hint=_HINT
        )
        for book, name, _ in books_of(index).asked_formats
        if name == "pdf"
    ]


class Material(NamedTuple):
    """What files are made of."""

    digest_of: Callable[[str], str]
    """Of the page at an output."""
    page: Callable[[str], bytes]
    """The page at an output."""
    resource: Callable[[str], bytes | None]
    """Any other file, by its output."""
    digests: Mapping[str, str]
    """Of all files besides pages, by output: the looks of a page depend on them."""


def make_formats(index: Index, material: Material, cache: Path | None) -> tuple[dict[str, bytes], list[Problem]]:
    """What is asked for, by output, and why some of it cannot be made; ``cache`` is the file of the builds' cache."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    folder = cache.parent / _FOLDER if cache is not None else None
    kept: set[str] = set()
    for book, name, output in books_of(index).asked_formats:
        whole = index.site.pages[book.whole]
        about = _about(index, book)
        made_of = [
            _made_by(cache),
            material.digest_of(whole.address.output),
            name,
            list(about),
            browser_version() if name == "pdf" else "",
            dict(material.digests),
        ]
        key = f"{digest(to_json(made_of))}.{name}"
        kept.add(key)
        data = _recalled(folder, key)
        if data is None:
            html = material.page(whole.address.output)
            file = functools.partial(_file, index, material, whole.url_path, html)
            try:
                data = _pdf(file, about, html) if name == "pdf" else epub(html, about, file)
            except PrintError as failure:
                problems.append(error("no-pdf", f"The PDF of '{book.title}' cannot be made. {failure}", path=book.head))
                continue
            _keep(folder, key, data)
        files[output] = data
    if folder is not None and folder.is_dir():
        for old in folder.iterdir():
            if old.name not in kept:
                old.unlink(missing_ok=True)
    return files, problems


def _file(index: Index, material: Material, whole: str, html: bytes, path: str) -> bytes | None:
    """What stands at ``path``, the address of a file with the base path; ``html`` is the page at ``whole``."""
    inner = path.removeprefix(index.site.base_path)
    return html if inner == whole.lstrip("/") else material.resource(inner)


def _pdf(file: Callable[[str], bytes | None], about: About, html: bytes) -> bytes:
    headings = [plain_title(found) for found in _HEADING.findall(html.decode())]
    return pdf(file, about.url, about.title, headings)


def _made_by(cache: Path | None) -> str:
    """What makes the files; without a cache nobody asks."""
    return engine(memory_beside(cache)).fingerprint if cache is not None else ""


def _about(index: Index, book: Book) -> About:
    url = index.absolute(index.site.url(index.site.pages[book.whole].url_path))
    author = text(book.options.get("author")) or str(index.config["title"])
    return About(book.title, str(index.config["language"]), url, text(book.options.get("date")), author)


def _recalled(folder: Path | None, key: str) -> bytes | None:
    """What was kept, unless it was damaged."""
    if folder is None:
        return None
    with contextlib.suppress(OSError):
        seal, _, data = (folder / key).read_bytes().partition(b"\n")
        if seal == digest(data).encode():
            return data
    return None


def _keep(folder: Path | None, key: str, data: bytes) -> None:
    """Keep ``data`` for the next build; it only saves time."""
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{key}.unfinished"
        unfinished.write_bytes(digest(data).encode() + b"\n" + data)
        os.replace(unfinished, folder / key)
