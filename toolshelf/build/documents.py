"""The parsed documents of a site, each decoded when it is first asked for, few at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from toolshelf.build.cache import read_documents
from toolshelf.content.document import Document, Facts
from toolshelf.content.stored import UNREADABLE, load_document, load_facts

_OPEN: Final = 64
"""How many documents stay decoded: those of one render, with some to spare."""
_AT_HAND: Final = 8_000
"""How many documents a process has at hand that it parsed itself: each takes some 15 KB."""
T = TypeVar("T", Document, Facts)


class AtHand:
    """Documents as they were parsed in this process, until the build ends; of very many the first.

    Equal keys mean equal documents, so it makes no difference whether one is at hand, or read from the cache.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._documents: dict[str, Document] = {}

    def put(self, key: str, document: Document) -> None:
        """Have ``document`` at hand, unless there are too many others."""
        if len(self._documents) < self._most:
            self._documents[key] = document

    def get(self, key: str) -> Document | None:
        """The document, if it is at hand."""
        return self._documents.get(key)

    def forget(self) -> None:
        """Have none at hand."""
        self._documents.clear()


AT_HAND: Final = AtHand(_AT_HAND)
"""Those of this process, as long as a build lasts."""


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
        self.seen: set[str] | None = None
        """See `toolshelf.index.pages.Documents`."""
        self.begin(read, again, file)
        self._held: tuple[str, bytes | None] = ("", None)
        """The bytes that were read last: a render asks for the facts of its page, and then for the document."""
        self._facts: dict[str, Facts] = {}
        self._documents: dict[str, Document] = {}

    def begin(
        self, read: Callable[[str], bytes | None], again: Callable[[str], bytes], file: Callable[[], Path | None]
    ) -> None:
        """Serve another build from now on."""
        self._read = read
        self._again = again
        self._file = file
        self._lent: Path | None = None

    @contextlib.contextmanager
    def watched(self) -> Iterator[set[str]]:
        """Collects the keys of the documents that are looked at meanwhile, or told apart."""
        seen: set[str] = set()
        self.seen = seen
        try:
            yield seen
        finally:
            self.seen = None

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
        document = AT_HAND.get(key)
        return self._opened(key, self._facts, load_facts) if document is None else document.facts

    def document(self, key: str) -> Document:
        """The document."""
        document = AT_HAND.get(key)
        if document is not None:
            return document
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
