"""The parsed documents of a site, each decoded when it is first asked for, few at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from toolshelf.build.cache import read_documents
from toolshelf.content.document import Document, Facts
from toolshelf.content.stored import UNREADABLE, load_document, load_facts

_OPEN: Final = 64
"""How many documents stay decoded: those of one render, with some to spare."""
T = TypeVar("T", Document, Facts)


class DocumentMissingError(Exception):
    """A document is not at hand; the text is its key.

    In a process that was given the documents of a batch, the render that asked for it is done by who has them all.
    """


def _nothing(_: str) -> None:
    return None


def _nowhere() -> None:
    return None


def _missing(key: str) -> NoReturn:
    raise DocumentMissingError(key)


class OpenDocuments:
    """Documents by key, read with ``read`` as `parse_pages` made them, or made ``again`` where they are lost.

    Pickled for another process it goes on reading there if they were lent (see `lend`); else `give` it the documents
    that the work there needs. To ask there for a document that cannot be read raises DocumentMissingError.
    """

    def __init__(
        self,
        read: Callable[[str], bytes | None] = _nothing,
        again: Callable[[str], bytes] = _missing,
        file: Callable[[], Path | None] = _nowhere,
    ) -> None:
        self._read = read
        self._again = again
        self._file = file
        self._lent: Path | None = None
        self._held: tuple[str, bytes | None] = ("", None)
        """The bytes that were read last: a render asks for the facts of its page, and then for the document."""
        self._facts: dict[str, Facts] = {}
        self._documents: dict[str, Document] = {}

    def __reduce__(self) -> tuple[Callable[[Path | None], OpenDocuments], tuple[Path | None]]:
        return _opened_elsewhere, (self._lent,)

    def lend(self) -> bool:
        """Let other processes of this machine read the documents, and give whether they can.

        ``file`` makes and names the file of the cache in which they do.
        """
        if self._lent is None:
            self._lent = self._file()
        return self._lent is not None

    def give(self, documents: Mapping[str, bytes]) -> None:
        """Read from ``documents`` from now on."""
        self._read = documents.get

    def stored(self, key: str) -> bytes:
        """The document as bytes, to be given to somebody else."""
        data = self._read(key)
        return self._again(key) if data is None else data

    def facts(self, key: str) -> Facts:
        """What can be said of the document without its body."""
        return self._opened(key, self._facts, load_facts)

    def document(self, key: str) -> Document:
        """The document."""
        return self._opened(key, self._documents, lambda data: load_document(data, self._facts.get(key)))

    def _opened(self, key: str, opened: dict[str, T], load: Callable[[bytes], T]) -> T:
        found = opened.get(key)
        if found is None:
            if len(opened) >= _OPEN:
                opened.clear()
            found = opened[key] = self._loaded(key, load)
        return found

    def _loaded(self, key: str, load: Callable[[bytes], T]) -> T:
        held, data = self._held
        if held != key and (data := self._read(key)) is not None:
            self._held = key, data
        if data is not None:
            with contextlib.suppress(*UNREADABLE):
                return load(data)
        return load(self._again(key))


def _opened_elsewhere(file: Path | None) -> OpenDocuments:
    return OpenDocuments() if file is None else OpenDocuments(read_documents(file))
