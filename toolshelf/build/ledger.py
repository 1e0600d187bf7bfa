"""The records of all outputs, as small as they can be kept: what they share is kept once.

Nearly all pages ask the same questions about themselves and the same ones about the site, so a record names the
shape of its trace and lists no more than the digests of its own answers. A question has one answer a build, and
after a build that was published every record agrees with it: so the answers that many ask for are kept once, and
with them the bases (`toolshelf.index.bases`) of all answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Any, Final, NamedTuple

from msgspec import Struct, field

from toolshelf.build.blocks import Row, Rows
from toolshelf.build.manifest import Entry
from toolshelf.build.traces import Record, Shape, Trace, answer_of
from toolshelf.codec import digest, from_json, to_json
from toolshelf.content.stored import UNREADABLE
from toolshelf.features.feature import Target
from toolshelf.index.index import Index, Query
from toolshelf.index.queries import Field, restored, stored
from toolshelf.makers import maker

TARGETS: Final = "target"
NAME: Final = "ledger"
_DIGEST: Final = 32
"""How many characters a digest has."""
_FEW: Final = 8
"""Pages."""


class Line(NamedTuple):
    """The head of a record's row. Made of what JSON knows."""

    output: str
    kind: str
    template: str
    subject: str
    shape: str
    """By which `Ledger.shapes` knows it."""
    size: int
    digest: str
    own: str
    """The basis of all answers about the page that the target shows: `Bases.own`."""
    leads: str
    """The basis of those that follow from its links: `Checked.leads`."""


_line = maker(Line)
_SHAPE: Final = Line._fields.index("shape")
FIELDS: Final = len(Line._fields)
"""How many fields a row of the table has."""


class Shared(NamedTuple):
    """The answer to a question that is about no page."""

    digest: str
    basis: str


class Ledger(Struct, frozen=True, dict=True):
    """The records of the last build that was published, and the bases of what was answered then."""

    rows: Rows = field(default_factory=dict)
    """A `Line` and its answers for every rendered output: the digests of its own ones, and after a tab the names of the
    fields of other pages that were asked for, and after another one the answers to these."""
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    shared: Mapping[Query, Shared] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    """`Bases.folders`."""
    menus: str = ""
    """`Bases.written_menus`."""
    terms: str = ""
    """`Bases.named_terms`."""
    addresses: str = ""
    """`Bases.addresses`."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """`Index.picture_digests`."""

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """The head of every row, by output."""
        return {output: _line(row.head) for output, row in self.rows.items()}

    def unfolded(self) -> Ledger:
        """The same, with `lines` at hand."""
        _ = self.lines
        return self

    @cached_property
    def digests(self) -> Mapping[Query, str]:
        """The digests of the answers in `shared`."""
        return {query: answer.digest for query, answer in self.shared.items()}

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The file that was rendered at every output."""
        return {output: Entry(line.size, line.digest) for output, line in self.lines.items()}

    def entry(self, output: str) -> Entry:
        """The file that was rendered at ``output``."""
        return self.entries[output]

    def record(self, output: str) -> Record | None:
        """All that was recorded of ``output``, if it was rendered."""
        line = self.lines.get(output)
        if line is None:
            return None
        shape = self.shapes[line.shape]
        own, *others = self.rows[output].rest.split(b"\t")
        trace = Trace(shape, tuple(_digests(own.decode("ascii"))), _read_others(others[-1]) if others else {})
        return Record(Target(output, line.kind, line.template, line.subject), trace, self.entry(output))

    @cached_property
    def with_others(self) -> frozenset[str]:
        """The outputs for which pages besides their own were asked about."""
        return frozenset(output for output, row in self.rows.items() if b"\t" in row.rest)

    def asked_of_others(self, output: str) -> Sequence[str]:
        """The names of the fields of pages besides its own that were asked for ``output``."""
        _, *others = self.rows[output].rest.split(b"\t", 2)
        names: list[str] = from_json(others[0]) if others else []
        return names

    def about(self, output: str, pages: Set[str], others: Set[str] | None = None) -> Iterator[tuple[Field, str]]:
        """Every question about one of ``pages`` that was asked for ``output``, with the digest of its answer.

        Of pages besides its own only those about ``others``, where these are given.
        """
        line = self.lines[output]
        own, *told = self.rows[output].rest.split(b"\t")
        if line.subject in pages:
            names = self.shapes[line.shape].own
            for name, answer in zip(names, _digests(own.decode("ascii")), strict=True):
                yield Field(line.subject, name), answer
        wanted = pages if others is None else others
        # To look for a few takes a tenth of the time that reading a long list takes.
        if not told or (len(wanted) <= _FEW and not any(to_json(path) in told[-1] for path in wanted)):
            return
        for names, paths, answers in from_json(told[-1]):
            size = len(names) * _DIGEST
            for number, path in enumerate(paths):
                if path in wanted:
                    found = _digests(answers[number * size : (number + 1) * size])
                    yield from ((Field(path, name), answer) for name, answer in zip(names, found, strict=True))

    @property
    def row(self) -> Row:
        """What the records share, to be kept."""
        shapes = {name: [shape.own, [stored(query) for query in shape.shared]] for name, shape in self.shapes.items()}
        shared = [[stored(query), *answer] for query, answer in self.shared.items()]
        once = [dict(self.folders), self.menus, self.terms, self.addresses, dict(self.pictures)]
        return Row([NAME, ""], to_json([shapes, shared, *once]))


def load_ledger(rows: Rows, row: Row | None) -> Ledger:
    """The ledger that was kept; an empty one where nothing is known, or nothing that can be read."""
    if row is None:
        return Ledger()
    try:
        shapes, shared, folders, menus, terms, addresses, pictures = from_json(row.rest)
        ledger = Ledger(
            rows,
            {name: Shape(tuple(own), tuple(map(restored, asked))) for name, (own, asked) in shapes.items()},
            {restored(words): Shared(answer, basis) for words, answer, basis in shared},
            folders,
            menus,
            terms,
            addresses,
            pictures,
        )
        return ledger if all(line.shape in ledger.shapes for line in ledger.lines.values()) else Ledger()
    except UNREADABLE:
        return Ledger()


def next_ledger(
    before: Ledger, targets: Iterable[Target], fresh: Mapping[str, Record], index: Index, leads: Mapping[str, str]
) -> Ledger:
    """The ledger after a build that has rendered ``fresh``, by output; all other ``targets`` are as ``before``.

    ``leads`` say where the links of each page lead now.
    """
    owns = index.bases.own
    names: dict[Shape, str] = {}
    rows: dict[str, Row] = {}
    used: set[str] = set()
    for output, _, _, subject in targets:
        own, lead = owns.get(subject, ""), leads.get(subject, "")
        record = fresh.get(output)
        if record is None:
            row = before.rows[output]
            if row.head[-2:] != [own, lead]:  # `Line.own` and `Line.leads`
                row = Row([*row.head[:-2], own, lead], row.rest)
        else:
            shape = record.trace.shape
            if shape not in names:
                names[shape] = name_of(shape)
            row = row_of(record, names[shape], own, lead)
        rows[output] = row
        used.add(row.head[_SHAPE])
    shapes = {name: shape for name, shape in before.shapes.items() if name in used}
    shapes |= {name: shape for shape, name in names.items()}
    return Ledger(
        rows,
        dict(sorted(shapes.items())),
        _shared({query for shape in shapes.values() for query in shape.shared}, before, index),
        index.bases.folders,
        index.bases.written_menus,
        index.bases.named_terms,
        index.bases.addresses,
        index.picture_digests,
    )


def name_of(shape: Shape) -> str:
    """By which `Ledger.shapes` knows ``shape``."""
    return digest(to_json([shape.own, [stored(query) for query in shape.shared]]))[:16]


def row_of(record: Record, shape: str, own: str, leads: str) -> Row:
    """The row of ``record``; ``shape`` is the name of its shape, and the others are the bases of its answers."""
    return Row([*record.target, shape, *record.entry, own, leads], _rest(record.trace))


def _shared(queries: Iterable[Query], before: Ledger, index: Index) -> dict[Query, Shared]:
    """The answers to ``queries`` now; one whose basis stands need not be asked for again."""
    found: dict[Query, Shared] = {}
    for query in sorted(queries, key=stored):
        basis = query.basis(index)
        known = before.shared.get(query)
        stands = basis and known is not None and known.basis == basis
        found[query] = known if stands and known is not None else Shared(answer_of(query, index), basis)
    return found


def _rest(trace: Trace) -> bytes:
    own = "".join(trace.own).encode("ascii")
    if not trace.others:
        return own
    return b"\t".join([own, to_json(sorted({query.name for query in trace.others})), _others(trace.others)])


def _others(others: Mapping[Field, str]) -> bytes:
    """The fields of pages that were asked for, grouped by their names: a list asks the same of all its pages."""
    pages: dict[str, dict[str, str]] = {}
    for query, answer in others.items():
        pages.setdefault(query.path, {})[query.name] = answer
    groups: dict[tuple[str, ...], list[str]] = {}
    for path, answers in pages.items():
        groups.setdefault(tuple(answers), []).append(path)
    return to_json(
        [
            [names, paths, "".join([*map("".join, (pages[p].values() for p in paths))])]
            for names, paths in groups.items()
        ]
    )


def _read_others(stored_others: bytes) -> dict[Field, str]:
    found: dict[Field, str] = {}
    groups: Any = from_json(stored_others)
    for names, paths, answers in groups:
        asked = (Field(path, name) for path in paths for name in names)
        found.update(zip(asked, _digests(answers), strict=True))
    return found


def _digests(joined: str) -> list[str]:
    return [joined[at : at + _DIGEST] for at in range(0, len(joined), _DIGEST)]
