"""What a process that builds one site again and again keeps of a build, so that the next one need not join it anew.

A page that was edited mostly has the row that it had, and everything but its document follows from rows. Where all
else stands as it stood, the index of the last build is taken, with other documents of the pages that were edited.
Whether that is so is told by comparing all that the index was made from, and by noting, while it is made, of which
documents more than the row is looked at: it is made anew when one of these is another.

What comes of it is what a build without it makes. What is kept is dropped whenever a build does not end well.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from toolshelf.build.cache import Cache, open_cache
from toolshelf.build.checking import CheckedPages
from toolshelf.build.documents import OpenDocuments
from toolshelf.build.ledger import Ledger
from toolshelf.build.snapshot import Snapshot
from toolshelf.features.feature import Target
from toolshelf.features.images.making import AS_THEY_ARE, Pictures
from toolshelf.index.join import Joined
from toolshelf.index.pages import KnownPage
from toolshelf.sources.source import Known

_NOTHING: Final[Mapping[str, KnownPage]] = {}


class Last(Struct, frozen=True):
    """A build that was published."""

    around: object
    """All that the site is made from but for its pages, in whatever can be compared."""
    pages: Mapping[str, KnownPage]
    """By path."""
    joined: Joined
    snapshot: Snapshot
    seen: Set[str]
    """The keys of the documents that joining and planning looked at."""
    targets: tuple[Target, ...] = ()
    pictures: Pictures = AS_THEY_ARE
    checked: CheckedPages | None = None
    asked: Set[str] = frozenset()
    """What it asked the cache for besides documents of pages, and which is to be kept there."""
    ledger: Ledger | None = None
    """None until it is published."""
    files: Mapping[str, Known] = field(default_factory=dict)
    """What its scan was sure of, by path."""

    def with_documents(self, pages: Mapping[str, KnownPage], moved: Mapping[str, str]) -> Last:
        """The same but for the documents of some pages, whose keys are ``moved``, by path; ``pages`` are all."""
        self.joined.index.have(moved)
        return replace(self, pages=pages)


class Warm:
    """Kept by one thread from build to build; `end` it there."""

    def __init__(self) -> None:
        self.last: Last | None = None
        """What the next build may go on with."""
        self._cache: Cache | None = None
        self._opened = contextlib.ExitStack()

    @contextlib.contextmanager
    def cache(self, file: Path | None) -> Iterator[Cache]:
        """The cache in ``file``, which stays open, and locked, until a build fails. Raises as `open_cache` does."""
        if self._cache is None:
            self._cache = self._opened.enter_context(open_cache(file))
        else:
            self._cache.begin()
        try:
            yield self._cache
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Keep nothing any longer."""
        self.last = self._cache = None
        self._opened.close()

    @property
    def documents(self) -> OpenDocuments | None:
        """Those of the last build."""
        return None if self.last is None else self.last.snapshot.documents

    @property
    def files(self) -> Mapping[str, Known] | None:
        """What the last scan was sure of, by path."""
        return None if self.last is None else self.last.files

    @property
    def pages(self) -> Mapping[str, KnownPage]:
        """Those of the last build, by path."""
        return _NOTHING if self.last is None else self.last.pages

    def moved(self, around: object, pages: Mapping[str, KnownPage]) -> dict[str, str] | None:
        """The keys of the ``pages`` that have another document than in the last build, by path.

        None where its index cannot be taken for a site of these.
        """
        last = self.last
        if last is None or last.around != around or list(last.pages) != list(pages):
            return None
        moved = {path: page.key for path, page in pages.items() if page.key != last.pages[path].key}
        shown = last.snapshot.index.site.pages
        for path in moved:
            before = last.pages[path]
            page = shown.get(path)
            if page is None or page.generated or pages[path].row != before.row or before.key in last.seen:
                return None
        return moved
