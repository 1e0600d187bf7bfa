"""The parsed documents of a site, each decoded when it is first asked for, few at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final, NoReturn, TypeVar

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


def _missing(key: str) -> NoReturn:
    raise DocumentMissingError(key)


class OpenDocuments:
    """Documents by key, read with ``read`` as `parse_page` made them, or made ``again`` where they are lost.

    Pickled for another process it forgets how to read: `give` it the documents that the work there needs, as
    bytes; to ask for another one raises DocumentMissingError.
    """

    def __init__(
        self, read: Callable[[str], bytes | None] = _nothing, again: Callable[[str], bytes] = _missing
    ) -> None:
        self._read = read
        self._again = again
        self._facts: dict[str, Facts] = {}
        self._documents: dict[str, Document] = {}

    def __reduce__(self) -> tuple[type[OpenDocuments], tuple[()]]:
        return (OpenDocuments, ())

    def give(self, documents: dict[str, bytes]) -> None:
        """Read from ``documents`` from now on."""
        self._read = documents.get

    def facts(self, key: str) -> Facts:
        """What can be said of the document without its body."""
        return self._opened(key, self._facts, load_facts)

    def document(self, key: str) -> Document:
        """The document."""
        return self._opened(key, self._documents, load_document)

    def _opened(self, key: str, opened: dict[str, T], load: Callable[[bytes], T]) -> T:
        found = opened.get(key)
        if found is None:
            if len(opened) >= _OPEN:
                opened.clear()
            found = opened[key] = self._loaded(key, load)
        return found

    def _loaded(self, key: str, load: Callable[[bytes], T]) -> T:
        if (data := self._read(key)) is not None:
            with contextlib.suppress(*UNREADABLE):
                return load(data)
        return load(self._again(key))
