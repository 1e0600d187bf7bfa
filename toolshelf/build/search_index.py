"""The search index: made by Pagefind of the pages as they were rendered, and only when something to find has changed.

Of every page is remembered what it was made from and a digest of what can be found on it, so that a build which
changes nothing of that runs nothing. The index itself stands in the published output and nowhere else.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from msgspec import Struct

from toolshelf.build.blocks import Row, Rows
from toolshelf.build.cache import Cache
from toolshelf.build.ledger import Ledger
from toolshelf.build.manifest import Entry, entry
from toolshelf.build.pagefind import Pagefind, installed
from toolshelf.build.writing import Content
from toolshelf.codec import digest, to_json
from toolshelf.data.configuration import CONFIGURATION
from toolshelf.features.search import INDEX
from toolshelf.features.search.documents import IGNORED, Facts, facts_of, item_documents, page_document
from toolshelf.features.search.shelves import searchable, shown_items
from toolshelf.index.index import Index
from toolshelf.index.queries import Field, Items
from toolshelf.problems import Problem, warning

_DOCUMENTS: Final = "searchable"
_FILES: Final = "search-index"
_DOCUMENT_FIELDS: Final = 3
_FILE_FIELDS: Final = 4


class Pages(Struct, frozen=True):
    """The rendered pages of this build: at hand, in the stage, or in what the last one has published."""

    fresh: Mapping[str, bytes]
    """Those at hand, by output; others may stand beside them."""
    made: Mapping[str, Entry]
    """All that were rendered in this build."""
    ledger: Ledger
    """Knows the others."""
    places: Sequence[Path]
    """Where those stand that are not at hand."""
    again: Callable[[str], Content]
    """Renders one that was lost or changed."""

    def entry(self, output: str) -> Entry:
        """The size and digest of the page at ``output``."""
        return self.made.get(output) or self.ledger.entry(output)

    def read(self, output: str) -> bytes:
        """The page itself."""
        if output in self.fresh:
            return self.fresh[output]
        expected = self.entry(output)
        for place in self.places:
            with contextlib.suppress(OSError):
                if entry(data := (place / output).read_bytes()) == expected:
                    return data
        content = self.again(output)
        return content if isinstance(content, bytes) else b"".join(content)


class Source(Struct, frozen=True):
    """A page, or a list of items, that can be found."""

    name: str
    made_from: str
    """A digest: where it is the same, so are the documents."""
    documents: Callable[[], Iterable[tuple[str, bytes]]]
    """Gives what Pagefind reads, by path."""


def sources(index: Index, pages: Pages) -> Iterator[Source]:
    """All that can be found."""
    for page in searchable(index):
        output, facts = page.address.output, facts_of(index, page)
        made_from = digest(to_json([pages.entry(output).digest, facts]))
        yield Source(output, made_from, partial(_of_page, output, facts, pages))
    for name, page in shown_items(index):
        facts = facts_of(index, page, name)
        language = str(Field(page.path, "language").answer(index))
        made_from = digest(to_json([Items(name).basis(index), facts, language, page.url_path]))
        yield Source(f"items of {name}", made_from, partial(_of_items, index, name, facts, language, page.url_path))


def _of_page(output: str, facts: Facts, pages: Pages) -> Iterator[tuple[str, bytes]]:
    yield output, page_document(pages.read(output), facts)


def _of_items(index: Index, name: str, facts: Facts, language: str, address: str) -> Iterator[tuple[str, bytes]]:
    for number, data in enumerate(item_documents(Items(name).answer(index), facts, language, address)):
        yield f"items of {name}/{number}.html", data


def chosen(index: Index, root: Path, checkout: Path) -> tuple[Pagefind | None, list[Problem]]:
    """What makes the index of the site in ``root``, if it has one; a warning where that is not installed."""
    if not index.features["search"]:
        return None, []
    found = installed(root, checkout)
    if found is not None:
        return found, []
    message = "Whoever searches this site finds a list of its pages only, because Pagefind is not installed."
    hint = "run `make setup`, or `npm ci` in the folder with package.json; or write search: false"
    return None, [warning("no-search-index", message, path=CONFIGURATION, hint=hint)]


class SearchIndex:
    """The index over some sources, as it stands or as it has to be made; an empty one where there is no Pagefind."""

    def __init__(self, pagefind: Pagefind | None, found: Iterable[Source], cache: Cache, beside: Path | None) -> None:
        """Pagefind works in a folder ``beside`` the file of the cache, or in one of the system's."""
        self._pagefind = pagefind
        self._sources = tuple(found) if pagefind is not None else ()
        self._cache = cache
        self._folder = beside and beside.with_name("search")
        self._made: dict[str, bytes] = {}

    @cached_property
    def documents(self) -> Rows:
        """Of each source what it is made from, and a digest of its documents; to be kept."""
        before = self._cache.rows(_DOCUMENTS, _DOCUMENT_FIELDS)
        rows: dict[str, Row] = {}
        for source in self._sources:
            known = before.get(source.name)
            if known is None or known.head[1] != source.made_from:
                contents = [[path, digest(data)] for path, data in source.documents()]
                known = Row([source.name, source.made_from, digest(to_json(contents))])
            rows[source.name] = known
        return rows

    @cached_property
    def state(self) -> str:
        """A digest of all that the index is made from."""
        version = self._pagefind.version if self._pagefind is not None else ""
        return digest(to_json([version, [[row.head[0], row.head[2]] for row in self.documents.values()]]))

    @cached_property
    def files(self) -> Mapping[str, Entry]:
        """The files of the index, by output, which are made where they are not those of last time. Raises OSError."""
        if self._pagefind is None or not self._sources:
            return {}
        before = self._cache.rows(_FILES, _FILE_FIELDS)
        if before and all(row.head[3] == self.state for row in before.values()):
            return {path: Entry(row.head[1], row.head[2]) for path, row in before.items()}
        return {path: entry(data) for path, data in self.made().items()}

    def made(self) -> Mapping[str, bytes]:
        """The bytes of its files, by output, made now where they were not before. Raises OSError."""
        if self._pagefind is not None and self._sources and not self._made:
            with _workplace(self._folder) as place:
                for source in self._sources:
                    for path, data in source.documents():
                        file = place / "site" / path
                        file.parent.mkdir(parents=True, exist_ok=True)
                        file.write_bytes(data)
                files = self._pagefind.index(place / "site", place / "index", IGNORED)
            self._made = {INDEX + path: data for path, data in files.items()}
        return self._made

    @property
    def fresh(self) -> Mapping[str, bytes]:
        """The files that were made in this build; none where those of last time still serve."""
        return self._made

    @property
    def tables(self) -> Mapping[str, Rows]:
        """What is to be kept, by table."""
        files = {path: Row([path, *one, self.state]) for path, one in self.files.items()}
        return {_DOCUMENTS: self.documents, _FILES: files}


@contextlib.contextmanager
def _workplace(folder: Path | None) -> Iterator[Path]:
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="toolshelf-") as place:
            yield Path(place)
        return
    _remove(folder)  # what a build has left behind that was stopped
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
