"""A parsed document as bytes in two lines, its facts and its body, so that a cache can keep it, and back.

Each line is plain JSON, and only what authors typed is encoded as a canonical value: what has a known shape
is read five times as fast without tags. The first line can be read alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from msgspec.structs import replace

from toolshelf.codec import FrozenDict, from_json, pack, to_json, unpack
from toolshelf.content.document import Document, Facts
from toolshelf.content.fragment import Fragment, Gap, Heading, IncludeCall, Link, Segment
from toolshelf.content.notes import Note
from toolshelf.content.outline import Outline
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, from_row

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the functions here raise for bytes that they did not make."""


def dump_document(document: Document) -> bytes:
    """The bytes that stand for ``document``."""
    body = [
        dump_positions(document.positions),
        _body(document.fragment),
        _outline(document.outline, document.fragment),
        dump_problems(document.problems),
    ]
    return to_json(_facts(document.facts)) + b"\n" + to_json(body)


def load_facts(data: bytes) -> Facts:
    """The facts of the document that ``data`` stands for; raises one of `UNREADABLE` for other bytes."""
    return _read_facts(from_json(data.partition(b"\n")[0]))


def load_document(data: bytes, facts: Facts | None = None) -> Document:
    """The document that ``data`` stands for; raises one of `UNREADABLE` for other bytes.

    ``facts`` are what `load_facts` gives for them, where that was asked before.
    """
    first, _, second = data.partition(b"\n")
    facts = _read_facts(from_json(first)) if facts is None else facts
    positions, body, outlined, problems = from_json(second)
    fragment = _read_body(body, facts)
    return Document(
        facts.meta,
        load_positions(positions),
        fragment,
        load_problems(problems),
        _read_outline(outlined, fragment),
        facts.head,
    )


def dump_fragment(fragment: Fragment) -> bytes:
    """The bytes that stand for ``fragment``."""
    facts = Facts(ids=fragment.ids, links=fragment.links, includes=fragment.includes)
    return to_json([_facts(facts), _body(fragment)])


def load_fragment(data: bytes) -> Fragment:
    """The fragment that ``data`` stands for; raises one of `UNREADABLE` for other bytes."""
    facts, body = from_json(data)
    return _read_body(body, _read_facts(facts))


def dump_problems(problems: Sequence[Problem]) -> list[object]:
    """``problems`` in what JSON knows."""
    return [list(one.as_row()) for one in problems]


def load_problems(stored: Any) -> tuple[Problem, ...]:  # noqa: ANN401 - checked by what it is built into
    """What `dump_problems` made ``stored`` of; raises one of `UNREADABLE` for anything else."""
    return tuple(map(from_row, stored))


def dump_positions(positions: Positions) -> list[object]:
    """``positions`` in what JSON knows."""
    return [_spots(positions.values), _spots(positions.keys), sorted(positions.blocks, key=str)]


def load_positions(stored: Any) -> Positions:  # noqa: ANN401
    """What `dump_positions` made ``stored`` of; raises one of `UNREADABLE` for anything else."""
    values, keys, blocks = stored
    return Positions(_read_spots(values), _read_spots(keys), frozenset(map(tuple, blocks)))


def _facts(facts: Facts) -> list[object]:
    calls = [[one.name, pack(one.arguments), one.line, one.block] for one in facts.includes]
    links = [list(_fields(one)) for one in facts.links]
    return [pack(facts.meta), facts.ids, facts.headings, links, calls, facts.head]


def _read_facts(stored: Any) -> Facts:  # noqa: ANN401
    meta, ids, headings, links, includes, head = stored
    return Facts(
        cast(FrozenDict, unpack(meta)),
        tuple(ids),
        tuple(headings),
        tuple([Link(*link) for link in links]),
        tuple([_read_call(*call) for call in includes]),
        str(head),
    )


def _fields(link: Link) -> tuple[object, ...]:
    return (link.target, link.kind, link.line, link.column, link.text)


def _read_call(name: str, arguments: object, line: int, block: bool) -> IncludeCall:
    return IncludeCall(name, cast(FrozenDict, unpack(arguments)), line, block)


def _spots(spots: Any) -> list[object]:  # noqa: ANN401 - paths of any depth
    return [[path, spot] for path, spot in spots.items()]


def _read_spots(stored: Any) -> dict[tuple[str | int, ...], tuple[int, int]]:  # noqa: ANN401
    return {tuple(path): (line, column) for path, (line, column) in stored}


def _body(fragment: Fragment) -> list[object]:
    headings = [[one.level, one.id, one.text, one.content, one.attributes, one.line] for one in fragment.headings]
    notes = [[one.label, one.line, one.key, one.is_used] for one in fragment.notes]
    return [fragment.body, headings, dump_problems(fragment.problems), notes]


def _read_body(stored: Any, facts: Facts) -> Fragment:  # noqa: ANN401
    body, headings, problems, notes = stored
    return Fragment(
        _segments(body),
        tuple(
            [
                Heading(level, identifier, text, _segments(content), attributes, line)
                for level, identifier, text, content, attributes, line in headings
            ]
        ),
        facts.links,
        facts.includes,
        facts.ids,
        load_problems(problems),
        tuple([Note(*note) for note in notes]),
    )


def _segments(stored: Any) -> tuple[Segment, ...]:  # noqa: ANN401
    return tuple([one if isinstance(one, str) else Gap(*one) for one in stored])


def _outline(outlined: Outline, fragment: Fragment) -> list[object]:
    """What the outline decides, without repeating the fragment."""
    own = fragment.headings.index(outlined.heading) if outlined.heading is not None else None
    shown = {segment for segment in outlined.body if isinstance(segment, Gap)}
    gone = [segment for segment in fragment.body if isinstance(segment, Gap) and segment not in shown]
    levels = [heading.level for heading in outlined.headings]
    return [outlined.title, own, gone, levels, dump_problems(outlined.problems)]


def _read_outline(stored: Any, fragment: Fragment) -> Outline:  # noqa: ANN401
    title, own, gone, levels, problems = stored
    hidden = {Gap(*gap) for gap in gone}
    return Outline(
        title,
        None if own is None else fragment.headings[own],
        tuple([segment for segment in fragment.body if segment not in hidden]) if hidden else fragment.body,
        tuple(
            [
                heading if heading.level == level else replace(heading, level=level)
                for heading, level in zip(fragment.headings, levels, strict=True)
            ]
        ),
        load_problems(problems),
    )
