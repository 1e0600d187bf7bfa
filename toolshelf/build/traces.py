"""What a render asked and was answered, and how to say what it asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from msgspec import Struct

from toolshelf.build.manifest import Entry
from toolshelf.codec import MISSING, Value, digest, encode
from toolshelf.features.feature import Target
from toolshelf.index.index import Answer, Index, Query
from toolshelf.index.queries import Field


class Shape(NamedTuple):
    """What a render asks, with its own page abstracted: most pages of a site have the same one."""

    own: tuple[str, ...]
    """The fields of the page that the target shows."""
    shared: tuple[Query, ...]
    """Questions that are about no page."""


class Trace(NamedTuple):
    """What a render asked, and the digests of the answers that it got, but for those that others get too."""

    shape: Shape
    own: tuple[str, ...]
    """For each of ``shape.own``."""
    others: Mapping[Field, str]
    """For fields of other pages."""


class Record(NamedTuple):
    """A target as it was rendered last."""

    target: Target
    trace: Trace
    entry: Entry
    """Size and digest of its bytes."""


class Recorder:
    """The only door from a render to the index: it keeps what is asked.

    A question has one answer a build, so a question that many targets ask is answered once, by the index; the
    fields of pages, of which there are many, are answered here and forgotten with the render.
    """

    __slots__ = ("_index", "_others", "_own", "_shared", "_subject")

    def __init__(self, index: Index, subject: str = "") -> None:
        self._index = index
        self._subject = subject
        self._own: dict[str, Answer] = {}
        self._others: dict[Field, Answer] = {}
        self._shared: dict[Query, None] = {}

    def ask(self, query: Query) -> Value:
        """The answer to ``query``."""
        if not isinstance(query, Field):
            self._shared[query] = None
            return self._index.answer(query).value
        answers: dict[Any, Answer] = self._others
        key: Field | str = query
        if query.path == self._subject:
            answers, key = self._own, query.name
        answer = answers.get(key)
        if answer is None:
            answer = answers[key] = Answer.of(query.answer(self._index))
        return answer.value

    @property
    def trace(self) -> Trace:
        """What was asked until now."""
        return Trace(
            Shape(tuple(self._own), tuple(self._shared)),
            tuple([answer.digest for answer in self._own.values()]),
            {query: answer.digest for query, answer in self._others.items()},
        )


def questions(subject: str, trace: Trace, shared: Mapping[Query, str]) -> Iterator[tuple[Query, str]]:
    """Every question of ``trace``, which is that of a target about ``subject``, with the digest of its answer.

    ``shared`` are the digests of the answers that are kept once for all; a question that it lacks has none.
    """
    for name, answer in zip(trace.shape.own, trace.own, strict=True):
        yield Field(subject, name), answer
    yield from trace.others.items()
    for query in trace.shape.shared:
        yield query, shared.get(query, "")


class New(Struct, frozen=True):
    """The target was never rendered."""

    def __str__(self) -> str:
        return "it is new, or nothing is known of earlier builds"


class TargetChanged(Struct, frozen=True):
    """Another page, template or kind of target stands at this output now."""

    before: Target

    def __str__(self) -> str:
        return f"something else stood here before: {described_target(self.before)}"


class AnswerChanged(Struct, frozen=True):
    """A question that the last render asked has another answer."""

    query: Query
    change: str
    """"changed", "appeared" or "gone"."""

    def __str__(self) -> str:
        return f"{self.query} {_CHANGES[self.change]}"


_CHANGES: Final = {"changed": "has changed", "appeared": "is there now", "gone": "is no longer there"}
_MISSING: Final = digest(encode(MISSING))

Reason: TypeAlias = New | TargetChanged | AnswerChanged


def change_of(query: Query, before: str, index: Index) -> AnswerChanged | None:
    """How the answer to ``query`` has changed, whose digest was ``before``; None where it is what it was."""
    if (now := answer_of(query, index)) == before:
        return None
    return AnswerChanged(query, "gone" if now == _MISSING else "appeared" if before == _MISSING else "changed")


def answer_of(query: Query, index: Index) -> str:
    """The digest of the answer to ``query``; what is about one page is not kept for others to ask."""
    return Answer.of(query.answer(index)).digest if isinstance(query, Field) else index.answer(query).digest


def described_target(target: Target) -> str:
    """What ``target`` is, in words."""
    made = f"{target.kind} of {target.subject}" if target.subject else target.kind
    return f"{made}, by the template '{target.template}'" if target.template else made
