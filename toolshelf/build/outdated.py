"""What must be rendered, and why: the targets that asked a question whose answer has moved.

By definition a target is outdated when a question of its trace has another answer now. To ask every question of
every record again would cost more than to render a page, so only those are asked whose bases have moved
(`toolshelf.index.bases`): the answers to all others are what they were.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Iterator, Mapping, Set

from msgspec import Struct, field

from toolshelf.build.ledger import Ledger, Shared
from toolshelf.build.traces import AnswerChanged, New, Reason, TargetChanged, change_of, questions
from toolshelf.features import PAGES
from toolshelf.features.feature import Target
from toolshelf.index.bases import Scope
from toolshelf.index.fields import scope
from toolshelf.index.index import Index, Query


def outdated(
    targets: Iterable[Target], ledger: Ledger, index: Index, leads: Mapping[str, str]
) -> list[tuple[Target, Reason]]:
    """What must be rendered, and why; ``leads`` say where the links of each page lead now (`Checked.leads`).

    Pure: files that are missing or changed in the output are not looked at.
    """
    return _outdated(targets, ledger, index, _moves(ledger, index, leads))


def outdated_by(
    moved: Set[str], targets: Iterable[Target], ledger: Ledger, index: Index, leads: Mapping[str, str]
) -> list[tuple[Target, Reason]]:
    """What `outdated` gives, where all is as ``ledger`` says but for the documents of the pages ``moved``.

    Their rows are the same, so that no folder, menu or term is another, and no target is new.
    """
    mine = [target for target in targets if target.subject in moved and target.kind in PAGES]
    lines = [ledger.lines[target.output] for target in mine]
    shared, shapes = _shared(ledger, index)
    turned = frozenset(line.subject for line in lines if line.leads != leads.get(line.subject, ""))
    moves = _Moves(frozenset(moved), {Scope.LINKS: turned}, shared, shapes)
    others = ledger.with_others
    maybe = targets if shapes else (one for one in targets if one.subject in moved or one.output in others)
    return _outdated(maybe, ledger, index, moves)


def _outdated(targets: Iterable[Target], ledger: Ledger, index: Index, moves: _Moves) -> list[tuple[Target, Reason]]:
    pages, shapes, lines = moves.pages, moves.shapes, ledger.lines
    others: Set[str] = ledger.with_others if pages else frozenset()
    found: list[tuple[Target, Reason]] = []
    for target in targets:
        output, _, _, subject = target
        line = lines.get(output)
        reason: Reason | None = None
        if line is None:
            reason = New()
        elif line[:4] != target:
            reason = next(reasons(target, ledger, index))
        elif line.shape in shapes:
            reason = shapes[line.shape]
        elif subject in pages or output in others:
            reason = next(_moved(output, ledger, index, moves), None)
        if reason is not None:
            found.append((target, reason))
    return found


def reasons(target: Target, ledger: Ledger, index: Index) -> Iterator[Reason]:
    """Everything for which ``target`` must be rendered; nothing where it need not be. Every question is asked."""
    record = ledger.record(target.output)
    if record is None:
        yield New()
        return
    if record.target != target:
        yield TargetChanged(record.target)
    for query, before in questions(record.target.subject, record.trace, ledger.digests):
        if (change := change_of(query, before, index)) is not None:
            yield change


class _Moves(Struct):
    """What has moved since the last build that was published."""

    own: frozenset[str]
    """Pages that are new, gone, or have another document or place; and pictures of which something else is shown."""
    besides: Mapping[Scope, frozenset[str]]
    """Further pages about which an answer may be another, by the part of the site that it is made from."""
    shared: Mapping[Query, AnswerChanged] = field(default_factory=dict)
    """Questions about no page that have another answer."""
    shapes: Mapping[str, AnswerChanged] = field(default_factory=dict)
    """The names of the shapes with such a question, each with the first of them."""
    _concerned: dict[Scope, frozenset[str]] = field(default_factory=dict)

    @property
    def pages(self) -> frozenset[str]:
        """Pages about which some answer may have moved."""
        return self.concerned(~Scope.OWN)

    def concerned(self, made_from: Scope) -> frozenset[str]:
        """Pages about which an answer that is ``made_from`` that may be another."""
        if made_from not in self._concerned:
            parts = (pages for part, pages in self.besides.items() if part in made_from)
            self._concerned[made_from] = self.own.union(*parts)
        return self._concerned[made_from]


def _moves(ledger: Ledger, index: Index, leads: Mapping[str, str]) -> _Moves:
    bases, pages = index.bases, index.site.pages
    lines = {line.subject: line for line in ledger.lines.values() if line.kind in PAGES}
    own = {path for path, basis in bases.own.items() if (line := lines.get(path)) is None or line.own != basis}
    folders = {name for name, basis in bases.folders.items() if ledger.folders.get(name) != basis}
    stand_for = index.sections.folders
    pictures = {path for path, _ in ledger.pictures.items() ^ index.picture_digests.items()}
    in_folders = (path for path, page in pages.items() if page.folder in folders or stand_for.get(path) in folders)
    shared, shapes = _shared(ledger, index)
    besides = {
        # Pages whose links lead elsewhere.
        Scope.LINKS: (path for path, line in lines.items() if line.leads != leads.get(path, "")),
        # Pages that stand in, or for, a folder of which something else is shown.
        Scope.SECTION: in_folders if folders else (),
        # Pages whose side navigation is made of menus, of which something has changed.
        Scope.MENUS: filter(bases.follows_menus, pages) if ledger.menus != bases.written_menus else (),
        # All pages, where a term has another name or address.
        Scope.TERMS: pages if ledger.terms != bases.named_terms else (),
        # Pages with a field that is made from all addresses, where some page or file stands elsewhere.
        Scope.ADDRESSES: index.made if ledger.addresses != bases.addresses else (),
    }
    moved = frozenset(own | (lines.keys() - pages.keys()) | pictures)
    return _Moves(moved, {part: frozenset(paths) for part, paths in besides.items()}, shared, shapes)


def _shared(ledger: Ledger, index: Index) -> tuple[dict[Query, AnswerChanged], dict[str, AnswerChanged]]:
    """`_Moves.shared` and `_Moves.shapes`."""
    shared = {
        query: change
        for query, answer in ledger.shared.items()
        if (change := _change(query, answer, index)) is not None
    }
    shapes = {
        name: next(shared[query] for query in shape.shared if query in shared)
        for name, shape in ledger.shapes.items()
        if not shared.keys().isdisjoint(shape.shared)
    }
    return shared, shapes


def _change(query: Query, before: Shared, index: Index) -> AnswerChanged | None:
    """How the answer to ``query`` has changed; it is only asked where what it was made from is another now."""
    if before.basis and before.basis == query.basis(index):
        return None
    return change_of(query, before.digest, index)


def _moved(output: str, ledger: Ledger, index: Index, moves: _Moves) -> Iterator[AnswerChanged]:
    """The questions that were asked for ``output``, for which ``moves`` may matter, and have another answer."""
    asked = functools.reduce(operator.or_, (scope(index, name) for name in ledger.asked_of_others(output)), Scope.OWN)
    for query, before in ledger.about(output, moves.pages, moves.concerned(asked)):
        if (
            query.path in moves.concerned(scope(index, query.name))
            and (change := change_of(query, before, index)) is not None
        ):
            yield change
