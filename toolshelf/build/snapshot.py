"""The site on its way to those who check and render it: its index, and how they come by its documents.

The index is sent once, without documents, which are many times larger. Workers that see the same disk read them
from the cache. To others those of a page are sent along with it; what needs more than these is done by who sent it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.build.documents import DocumentMissingError, OpenDocuments
from toolshelf.build.executors import Workers
from toolshelf.build.render import Rendered, Renderer
from toolshelf.build.writing import Content, Destination, Written, writing
from toolshelf.features.feature import Target
from toolshelf.index.index import Index
from toolshelf.index.page_checks import Checked, page_problems

T = TypeVar("T")
R = TypeVar("R")

_CHECK: Final = 0.0003
"""About how many seconds it takes to check a page."""
_RENDER: Final = 0.001
"""About how many seconds it takes to render one."""


class Snapshot:
    """The site as it stands in this build. What another process or thread opens is a copy of its own."""

    def __init__(self, index: Index, documents: OpenDocuments) -> None:
        self.index = index
        self.documents = documents

    def __reduce__(self) -> tuple[type[Snapshot], tuple[Index, OpenDocuments]]:
        return (Snapshot, (self.index, self.documents))

    @cached_property
    def renderer(self) -> Renderer:
        """Renders the targets of the site, and keeps the templates that it has compiled for it."""
        return Renderer(self.index)

    def key_of(self, path: str) -> str:
        """The key of the document of the page at ``path``, "" where there is no page."""
        page = self.index.site.pages.get(path)
        return "" if page is None else page.key

    def documents_of(self, path: str) -> dict[str, bytes]:
        """The document of the page at ``path``, if it has one, by its key."""
        page = self.index.site.pages.get(path)
        return {} if page is None or page.generated else {page.key: self.documents.stored(page.key)}


class Job(Struct, frozen=True):
    """A target, and the stage into which who renders it writes it; None for one who sends it back."""

    target: Target
    place: Destination | None


Sent: TypeAlias = tuple[T, Mapping[str, bytes] | None]
"""A thing to do, with the documents that were sent along; None where documents are read from the cache."""
One: TypeAlias = Callable[[Snapshot, T], R]


def check_all(workers: Workers, snapshot: Snapshot, paths: Sequence[str]) -> Iterator[Checked]:
    """What is wrong with each of the pages at ``paths`` as a part of the site."""
    return _shared(workers, snapshot, check_batch, _check, {path: path for path in paths}, _CHECK)


def render_all(
    workers: Workers, snapshot: Snapshot, targets: Sequence[Target], place: Destination | None = None
) -> Iterator[Rendered]:
    """Every target rendered, in the order given, and written into ``place``, if there is one that workers see.

    Raises only for a bug of ours, with the target's name added, and OSError.
    """
    place = place if workers.local else None
    return _shared(workers, snapshot, render_batch, _render, {Job(one, place): one.subject for one in targets}, _RENDER)


def check_batch(snapshot: Snapshot, batch: tuple[Sent[str], ...]) -> list[Checked | None]:
    """In a worker: each page of ``batch`` checked; None for one that needs a document which is not at hand."""
    return [_at_hand(snapshot, _check, path, documents) for path, documents in batch]


def render_batch(snapshot: Snapshot, batch: tuple[Sent[Job], ...]) -> list[Rendered | None]:
    """In a worker: each target of ``batch`` rendered; None as for `check_batch`."""
    place = batch[0][0].place
    with contextlib.nullcontext() if place is None else writing(place) as write:
        rendered = (_at_hand(snapshot, _render, job, documents) for job, documents in batch)
        return [one if one is None or write is None else _written(one, write) for one in rendered]


def _written(one: Rendered, write: Callable[[str, Content], Written]) -> Rendered:
    return replace(one, data=write(one.target.output, one.data)) if isinstance(one.data, bytes) else one


def _shared(
    workers: Workers,
    snapshot: Snapshot,
    work: Callable[[Snapshot, tuple[Sent[T], ...]], list[R | None]],
    one: One[T, R],
    subjects: Mapping[T, str],
    cost: float,
) -> Iterator[R]:
    """What ``work`` makes of all things in ``subjects``, which says to which page each of them belongs."""
    helped = workers.expect(len(subjects), cost, (__name__,))
    alone = helped and not (workers.local and snapshot.documents.lend())
    sent = ((thing, snapshot.documents_of(path) if alone else None) for thing, path in subjects.items())
    results = workers.share(
        work, snapshot, sent, len(subjects), cost, lambda: [*map(snapshot.key_of, subjects.values())]
    )
    return (one(snapshot, thing) if result is None else result for thing, result in zip(subjects, results, strict=True))


def _at_hand(snapshot: Snapshot, one: One[T, R], thing: T, documents: Mapping[str, bytes] | None) -> R | None:
    if documents is not None:
        snapshot.documents.give(documents)
    try:
        return one(snapshot, thing)
    except DocumentMissingError:
        return None


def _check(snapshot: Snapshot, path: str) -> Checked:
    return page_problems(snapshot.index.site.pages[path], snapshot.index.around)


def _render(snapshot: Snapshot, job: Job) -> Rendered:
    return snapshot.renderer.render(job.target)
