"""What a render asked and was answered, and the decision that follows: what must be rendered, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from toolshelf.build.manifest import Entry
from toolshelf.build.plan import Target
from toolshelf.codec import MISSING, Value, digest, encode
from toolshelf.index.index import Index, Query
from toolshelf.index.queries import Address, Asset, Config, Data, Field, Items, Known, Listed, Select, Template, Terms

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
        return "it is new, or nothing is known of earlier builds"


@dataclass(frozen=True, slots=True)
class TargetChanged:
    """Another page, template or kind of target stands at this output now."""

    before: Target

    def __str__(self) -> str:
        return f"something else stood here before: {described_target(self.before)}"


@dataclass(frozen=True, slots=True)
class AnswerChanged:
    """A question that the last render asked has another answer."""

    query: Query
    change: str
    """"changed", "appeared" or "gone"."""

    def __str__(self) -> str:
        return f"{described(self.query)} {_CHANGES[self.change]}"


_CHANGES: Final = {"changed": "has changed", "appeared": "is there now", "gone": "is no longer there"}
_MISSING: Final = digest(encode(MISSING))

Reason: TypeAlias = New | TargetChanged | AnswerChanged


def outdated(targets: Iterable[Target], records: Mapping[str, Record], index: Index) -> list[tuple[Target, Reason]]:
    """What must be rendered, and why. Pure: files that are missing or changed in the output are not looked at."""
    found = ((target, next(reasons(target, records.get(target.output), index), None)) for target in targets)
    return [(target, reason) for target, reason in found if reason is not None]


def reasons(target: Target, record: Record | None, index: Index) -> Iterator[Reason]:
    """Everything for which ``target`` must be rendered; nothing where it need not be."""
    if record is None:
        yield New()
        return
    if record.target != target:
        yield TargetChanged(record.target)
    for query, before in record.trace.items():
        if (now := index.answer(query).digest) != before:
            change = "gone" if now == _MISSING else "appeared" if before == _MISSING else "changed"
            yield AnswerChanged(query, change)


def described(query: Query) -> str:
    """What ``query`` asks for, in words that begin a sentence or stand in one."""
    match query:
        case Field(path, name):
            return f"'{name}' of {path}"
        case Config(key):
            return f"the setting '{key}'"
        case Data(name):
            return f"what data/{name} holds"
        case Items(name):
            return f"the collection '{name}'"
        case Template(name):
            return f"the template '{name}'"
        case Asset(name):
            return f"the theme's file '{name}'"
        case Address(target):
            return f"the address of '{target}'"
        case Listed():
            return "the list of the site's pages"
        case Select(term, limit):
            return f"which pages have the term {term}" if term else f"which {limit} pages are the newest"
        case Terms(taxonomy):
            return f"the list of {taxonomy}"
        case Known(kind, of):
            return f"the list of {kind}" + (f" of {of}" if of else "")
    raise TypeError(f"a question of an unknown kind: {query!r}")


def described_target(target: Target) -> str:
    """What ``target`` is, in words."""
    made = f"{target.kind.value} of {target.subject}" if target.subject else target.kind.value
    return f"{made}, by the template '{target.template}'" if target.template else made
