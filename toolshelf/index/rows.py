"""A row of a page: the little of it that joining a site needs of every page, so that no document is opened for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, cast

from toolshelf.codec import EMPTY, MISSING, FrozenDict, Value, digest, pack, to_json, unpack
from toolshelf.content.document import Document, empty_document
from toolshelf.content.outline import plain_title
from toolshelf.content.stored import dump_problems
from toolshelf.data.positions import Positions
from toolshelf.index.entries import anchors
from toolshelf.problems import Location, Problem, warning

ADDRESS_KEYS: Final = ("permalink", "path")
"""The keys of front matter that give a page its address, the first of them that is there."""
_FORMER: Final = ("redirect_from", "aliases")
_USES: Final = ("thumbdatafile", "datafile")
_ARGUMENT: Final = "datafile"
"""The argument of an include that names a collection, as the keys of front matter do for all of the page."""
CASE_STUDY: Final = "case-study"
"""The layout of case studies."""
_HEAVIEST: Final = 1e300
RESERVED: Final = frozenset(
    {"body", "breadcrumbs", "canonical_url", "children", "content", "heading", "headings", "lastmod", "next"}
    | {"previous", "section", "terms", "url"}
)
"""Fields of a page that templates read and that never come from front matter."""


class Row(NamedTuple):
    """What joining needs of a page, whatever it is called. Made of what JSON knows: what is stored is what is read."""

    title: str
    """"" where neither front matter nor a heading gives one."""
    description: str
    layout: str
    """As front matter names it, or ""."""
    weight: float
    draft: bool
    date: str
    """ISO 8601, with a time only where one was typed; "" where there is none, as for the next two."""
    updated: str
    expires: str
    sidenav: str
    """"" for none, "section", "named" or "own": where its entries come from."""
    ids: str
    """A digest of all that fragments of links to it may name, "" for nothing."""
    address: Sequence[Any] | None
    """The address that front matter gives: its key, the text, line and column of the text, then of the key."""
    former: Sequence[Sequence[Any]]
    """Each former address, with its line and column."""
    uses: Sequence[Sequence[Any]]
    """Each collection that it names: the name, line, column, and whether front matter names it, which shows nothing."""
    terms: Sequence[Sequence[Any]]
    """Each term that it names: the taxonomy, the name as typed, line and column."""
    review: Sequence[Any]
    """Who answers for it, the day on which it was reviewed, how long that holds, and the line; empty for none."""
    includes: Sequence[str]
    """The names of its includes, as often as it has them."""
    problems: Sequence[object]
    """What is wrong with the file, as `dump_problems` gives it."""
    document: object
    """What makes the page the head of a document: see `document_options`; None where it is none."""
    notes: Sequence[str]
    """The label of each footnote that it shows."""
    study: Sequence[Any]
    """Of a case study its tags, its client and its preview image, as typed; nothing of any other page."""
    social_image: bool
    """Whether it asks for a picture of its own for social media."""
    remarks: Sequence[object]
    """What is wrong with its outline, keys and anchors, which is told of published pages only."""

    @property
    def fragments(self) -> str:
        """Stands for all that fragments of links to the page may name, while collections have the ids they have."""
        return f"{self.ids} {' '.join(name for name, *_ in self.uses)}" if self.includes else self.ids


def row_of(document: Document, taxonomies: Sequence[str]) -> Row:
    """The row of ``document``; ``taxonomies`` are the keys of front matter that name terms. Pure."""
    meta, fragment = document.meta, document.fragment
    weight = meta.get("weight")
    targets = [fragment.ids, [heading.id for heading in fragment.headings]]
    return Row(
        document.outline.title,
        text_of(meta.get("description")),
        next((key for key in (meta.get("layout") or meta.get("type"),) if isinstance(key, str)), ""),
        _bounded(weight) if isinstance(weight, (int, float)) and not isinstance(weight, bool) else 0.0,
        meta.get("draft") is True or meta.get("published") is False,
        _moment(meta.get("date")),
        _moment(meta.get("updated")),
        _moment(meta.get("expires")),
        _sidenav(meta.get("sidenav")),
        digest(to_json(targets)) if any(targets) else "",
        _address(document),
        [[alias, *spot] for alias, spot in _aliases(document)],
        [[name, *spot, by_key] for name, spot, by_key in _uses(document)],
        [[key, name, *_spot(place)] for key, name, place in _terms(document, taxonomies) if name],
        review_of(meta, document.positions),
        [call.name for call in fragment.includes],
        dump_problems(document.problems),
        _of_document(meta.get("document")),
        [note.label for note in fragment.notes],
        _study(meta),
        meta.get("social_image") is True,
        dump_problems(tuple(_remarks(document, taxonomies))),
    )


def text_of(value: Value) -> str:
    """A text of front matter without markup; "" for anything that is no text."""
    return plain_title(str(value)) if isinstance(value, (str, int, float)) and value is not True else ""


def review_of(meta: FrozenDict, positions: Positions, place: tuple[str | int, ...] = ()) -> list[Any]:
    """`Row.review` of a page, or of the item ``meta`` at ``place`` in its file, whose owner may be a mapping."""
    owner = meta.get("owner")
    if isinstance(owner, FrozenDict):
        owner = owner.get("name") or owner.get("division")
    reviewed_on = _day(meta.get("reviewed_on"))
    found = [text_of(owner), reviewed_on, text_of(meta.get("review_in"))]
    key = next((key for key in ("reviewed_on", "review_in", "owner") if key in meta), "")
    return [*found, positions.locate((*place, key)).line] if any(found) else []


def _of_document(asked: Value) -> object:
    """``document: true``, or a mapping of options, as JSON knows it."""
    if asked is True:
        return pack(EMPTY)
    return pack(asked) if isinstance(asked, FrozenDict) else None


def _study(meta: FrozenDict) -> list[Any]:
    if CASE_STUDY not in (meta.get("layout"), meta.get("type")):
        return []
    tags = meta.get("tags")
    named = tags if isinstance(tags, tuple) else (tags,)
    preview = meta.get("preview_image")
    return [
        [name for tag in named if (name := text_of(tag))],
        text_of(meta.get("client_name")) or text_of(meta.get("client")),
        preview if isinstance(preview, str) else "",
    ]


def document_options(row: Row) -> FrozenDict | None:
    """The options of the document that the page of ``row`` is the head of; None where it is none."""
    return None if row.document is None else cast(FrozenDict, unpack(row.document))


def _bounded(weight: float) -> float:
    """``weight`` as a number that computers add, however many digits an author has typed."""
    return float(min(max(weight, -_HEAVIEST), _HEAVIEST))


def _moment(value: Value) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else ""


def _day(value: Value) -> str:
    """The day of ``value``, which data files may hold as a text; "" for anything else."""
    try:
        return _moment(datetime.date.fromisoformat(value) if isinstance(value, str) else value)[: len("2026-01-01")]
    except ValueError:
        return ""


def _sidenav(wanted: Value) -> str:
    if wanted is True:
        return "section"
    return "named" if isinstance(wanted, str) else "own" if isinstance(wanted, tuple) else ""


def _address(document: Document) -> list[object] | None:
    """The first key that holds a text names the address, and the first that holds one with letters gives it."""
    typed = [key for key in ADDRESS_KEYS if isinstance(document.meta.get(key), str)]
    if not typed:
        return None
    given = next((key for key in typed if document.meta[key]), typed[0])
    where, named = document.positions.locate((given,)), document.positions.locate_key((typed[0],))
    return [given, document.meta[given], where.line, where.column, named.line, named.column]


def _aliases(document: Document) -> Iterator[tuple[str, tuple[int, int]]]:
    """The former addresses of a page as written, and where."""
    for key in _FORMER:
        written = document.meta.get(key)
        for number, alias in enumerate(written if isinstance(written, tuple) else (written,)):
            if isinstance(alias, str) and alias:
                place = (key, number) if isinstance(written, tuple) else (key,)
                yield alias, _spot(document.positions.locate(place))


def _uses(document: Document) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """The collections that a page names."""
    for key in _USES:
        if isinstance(name := document.meta.get(key), str) and name:
            yield name, _spot(document.positions.locate((key,))), True
    for call in document.fragment.includes:
        if isinstance(name := call.arguments.get(_ARGUMENT, MISSING), str) and name:
            yield name, (call.line, 0), False


def _terms(document: Document, taxonomies: Sequence[str]) -> Iterator[tuple[str, str, Location]]:
    """The terms that a page names: the key, the name, "" where something else stands in its place, and where."""
    for key in taxonomies:
        written = document.meta.get(key)
        for number, item in enumerate(written if isinstance(written, tuple) else (written,)):
            if item is None or item == "":
                continue
            place = document.positions.locate((key, number) if isinstance(written, tuple) else (key,))
            named = isinstance(item, (str, int, float, datetime.date)) and not isinstance(item, bool)
            yield key, str(item).strip() if named else "", place


def _spot(place: Location) -> tuple[int, int]:
    return (place.line, place.column)


def _remarks(document: Document, taxonomies: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with the outline, the keys and the anchors of one page by themselves."""
    yield from document.outline.problems
    meta, positions = document.meta, document.positions
    if not document.outline.title and not (not meta and document.broken):
        where = positions.locate_key(("title",)) if "title" in meta else Location("", 1)
        told = any(problem.location.line == where.line for problem in document.problems if "title" in meta)
        if not told:
            yield warning("no-title", "This page has no title.", hint="write 'title: …' at its top").moved(where)
    permalink, path = (_text(meta.get(key)) for key in ADDRESS_KEYS)
    if permalink and path and permalink != path:
        message = "The key 'path' has no effect here, as 'permalink' gives the page another address."
        yield warning("unused-key", message, hint="remove one of the two").moved(positions.locate_key(("path",)))
    for key in meta:
        if key in RESERVED:
            message = f"The key '{key}' has no effect, as Toolshelf fills it in itself."
            yield warning("unused-key", message, hint="use another name").moved(positions.locate_key((key,)))
    _, problems = anchors(document)
    yield from problems
    for key, name, place in _terms(document, taxonomies):
        if not name:
            message = f"The key '{key}' puts pages into groups, and this is no name of a group."
            yield warning("no-term", message, hint="write a text, or a list of texts").moved(place)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def empty_row(title: str, meta: FrozenDict = EMPTY) -> Row:
    """The row of a page that nobody wrote, with ``meta`` as its front matter."""
    return row_of(empty_document(title, meta), ())
