"""What a render asked and was answered, and the decision that follows: what must be rendered, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from toolshelf.build.manifest import Entry
from toolshelf.build.plan import Target
from toolshelf.codec import Value
from toolshelf.index.index import Index, Query

Trace: TypeAlias = Mapping[Query, str]
"""Each question that a render asked, with the digest of the answer it got."""


@dataclass(frozen=True, slots=True)
class Record:
    """A target as it was rendered last."""

    target: Target
    trace: Trace
    entry: Entry
    """Size and digest of its bytes."""


class Recorder:
    """The only door from a render to the index: it keeps what is asked."""

    __slots__ = ("_index", "trace")

    def __init__(self, index: Index) -> None:
        self._index = index
        self.trace: dict[Query, str] = {}

    def ask(self, query: Query) -> Value:
        """The answer to ``query``."""
        answer = self._index.answer(query)
        self.trace[query] = answer.digest
        return answer.value


@dataclass(frozen=True, slots=True)
class New:
    """The target was never rendered."""

    def __str__(self) -> str:
        return "it is new"


@dataclass(frozen=True, slots=True)
class TargetChanged:
    """Another page, template or kind of target stands at this output now."""

    before: Target

    def __str__(self) -> str:
        return f"it was {self.before.kind.value} from {self.before.template or 'nothing'} before"


@dataclass(frozen=True, slots=True)
class AnswerChanged:
    """A question that the last render asked has another answer."""

    query: Query

    def __str__(self) -> str:
        return f"{self.query} has another answer"


Reason: TypeAlias = New | TargetChanged | AnswerChanged


def outdated(targets: Iterable[Target], records: Mapping[str, Record], index: Index) -> list[tuple[Target, Reason]]:
    """What must be rendered, and why. Pure: files that are missing or changed in the output are not looked at."""
    found = ((target, _reason(target, records.get(target.output), index)) for target in targets)
    return [(target, reason) for target, reason in found if reason is not None]


def _reason(target: Target, record: Record | None, index: Index) -> Reason | None:
    if record is None:
        return New()
    if record.target != target:
        return TargetChanged(record.target)
    for query, digest in record.trace.items():
        if index.answer(query).digest != digest:
            return AnswerChanged(query)
    return None
