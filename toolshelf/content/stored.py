"""A parsed document as a canonical value, so that a cache can keep it, and back."""

from __future__ import annotations

from typing import Any

from toolshelf.codec import Value, decode, encode
from toolshelf.content.document import Document
from toolshelf.content.fragment import Fragment, Gap, Heading, IncludeCall, Link, Segment
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, from_row


def dump_document(document: Document) -> bytes:
    """The bytes that stand for ``document``."""
    return encode(
        (
            document.meta,
            _spots(document.positions.values),
            _spots(document.positions.keys),
            _fragment(document.fragment),
            tuple(map(Problem.as_row, document.problems)),
        )
    )


def load_document(data: bytes) -> Document:
    """The document that ``data`` stands for.

    Raises ValueError, LookupError, TypeError or AttributeError for bytes that `dump_document` did not make.
    """
    stored: Any = decode(data)
    meta, values, keys, fragment, problems = stored
    return Document(
        meta,
        Positions(dict(values), dict(keys)),
        _read_fragment(fragment),
        tuple(map(from_row, problems)),
    )


def dump_fragment(fragment: Fragment) -> bytes:
    """The bytes that stand for ``fragment``."""
    return encode(_fragment(fragment))


def load_fragment(data: bytes) -> Fragment:
    """The fragment that ``data`` stands for; raises as `load_document` does."""
    return _read_fragment(decode(data))


def _spots(spots: Any) -> Value:  # noqa: ANN401 - paths of any depth
    return tuple((path, spot) for path, spot in spots.items())


def _fragment(fragment: Fragment) -> Value:
    return (
        tuple(map(_segment, fragment.body)),
        tuple(
            (one.level, one.id, one.text, tuple(map(_segment, one.content)), one.attributes, one.line)
            for one in fragment.headings
        ),
        tuple((one.target, one.kind, one.line, one.column, one.text) for one in fragment.links),
        tuple((one.name, one.arguments, one.line, one.block) for one in fragment.includes),
        fragment.ids,
        tuple(map(Problem.as_row, fragment.problems)),
    )


def _read_fragment(stored: Any) -> Fragment:  # noqa: ANN401 - checked by what it is built into
    body, headings, links, includes, ids, problems = stored
    return Fragment(
        tuple(map(_read_segment, body)),
        tuple(
            Heading(level, identifier, text, tuple(map(_read_segment, content)), attributes, line)
            for level, identifier, text, content, attributes, line in headings
        ),
        tuple(Link(*link) for link in links),
        tuple(IncludeCall(*call) for call in includes),
        ids,
        tuple(map(from_row, problems)),
    )


def _segment(segment: Segment) -> Value:
    return segment if isinstance(segment, str) else (segment.kind, segment.position)


def _read_segment(stored: Any) -> Segment:  # noqa: ANN401
    return stored if isinstance(stored, str) else Gap(*stored)
