"""Build a site of which only the text of a few pages was edited, from an excerpt of it.

To join a site takes time for every page of it, and after most edits it tells nothing new: the text of a page is
another, but its row is not, and so nothing else of the site is. Such a page is rendered from an excerpt: the pages
that stand beside and above it, and those to which it links, joined as if they were the site. An answer that follows
from the page itself is the same in the excerpt. Any other answer has to have the digest that it had when the whole
site was built last, and that is what it would have now.

Where anything is out of the ordinary the excerpt is not enough, and nothing is lost but a little time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.build import ledger, page_rows
from toolshelf.build.blocks import Row, Rows
from toolshelf.build.cache import DAMAGE
from toolshelf.build.documents import DocumentMissingError, OpenDocuments
from toolshelf.build.ledger import Ledger
from toolshelf.build.manifest import MANIFEST, Entry, decode_manifest, entry
from toolshelf.build.memory import commit_few, known_file, last_whole, ledger_with, moved_files
from toolshelf.build.publish import Published, publish
from toolshelf.build.render import Rendered
from toolshelf.build.snapshot import Snapshot
from toolshelf.build.traces import Record, Trace, answer_of
from toolshelf.build.whole import Whole
from toolshelf.codec import digest, to_json
from toolshelf.content.document import Facts
from toolshelf.content.front_matter import head_of, read_front_matter
from toolshelf.content.stored import UNREADABLE, load_facts
from toolshelf.features import MAKERS, PAGES
from toolshelf.features.feature import Target
from toolshelf.index.bases import Scope
from toolshelf.index.fields import scope
from toolshelf.index.index import Index
from toolshelf.index.item_facts import Found
from toolshelf.index.join import join
from toolshelf.index.page_checks import page_problems
from toolshelf.index.pages import HOME, KnownPage
from toolshelf.index.vicinity import named, near, texts
from toolshelf.means import Means
from toolshelf.reading import Site, read_sources
from toolshelf.report import Report
from toolshelf.signatures import Signature
from toolshelf.sources.discover import Sources, is_page
from toolshelf.sources.source import Files, Source
from toolshelf.sources.text import decode
from toolshelf.stamp import Look

_FEW: Final = 20
"""Pages. Of more that were edited the whole site is built."""
_OWN: Final = Scope.LINKS
"""What follows from nothing but a page and where its links lead."""


class _NotEnoughError(Exception):
    """The whole site has to be built."""


class _Edited(Struct, frozen=True):
    """A page whose text was edited."""

    path: str
    now: KnownPage
    row: Row
    """What was kept of it."""

    @property
    def before(self) -> KnownPage:
        """The page as it was."""
        return page_rows.known_page(self.row)


class Excerpt:
    """Tries to build a site from an excerpt of it."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._project = means.project
        self._cache = means.cache
        self.parsed = 0
        """How many sources were parsed, which need not be parsed again."""

    def build(self) -> Report | None:
        """Build the site and publish it; None where an excerpt is not enough, and then nothing was done.

        Raises as `toolshelf.pipeline.build` does.
        """
        try:
            return self._build()
        except (_NotEnoughError, DocumentMissingError):
            return None

    def _build(self) -> Report:
        whole = last_whole(self._cache)
        looked, watch = self._means.ahead.sources, self._means.watch
        if whole is None or looked is None:
            raise _NotEnoughError
        watch.stage("scan")
        files, moved = self._moved(looked)
        rows = self._kept(moved)
        _need(moved.keys() <= rows.keys() and all(self._keeps_front_matter(path, rows[path]) for path in moved))
        site = self._read(looked.began, files, moved, rows)
        self.parsed = site.parser.parsed
        _need(site.circumstances == whole.circumstances)
        edited = [_Edited(path, page, rows[path]) for path, page in site.parsed.sources.items()]
        edited = [one for one in edited if one.now.key != one.before.key]
        documents = OpenDocuments(self._cache.document)
        _need(all(_matters_to_itself(one, documents, whole) for one in edited))
        watch.stage("index")
        index = self._joined(site, documents, self._around(edited, site, documents, files))
        _need(all(_stands(one, index) for one in edited))
        records = self._records({one.path for one in edited})
        watch.stage("render")
        fresh = list(_rendered(edited, Snapshot(index, documents), records))
        watch.stage("publish")
        published = self._publish(whole, {one.target.output: one.data for one in fresh if isinstance(one.data, bytes)})
        watch.stage("publish", len(published.written))
        watch.stage("cache")
        keys = {one.path: one.now.key for one in edited}
        commit_few(
            self._cache,
            {path: one for path, one in site.sources.known().items() if path in moved},
            {one.path: Row([one.path, one.now.key, *one.row.head[2:]], one.row.rest) for one in edited},
            {one.target.output: _row(one, keys, records) for one in fresh},
            replace(whole, manifest=published.told),
            [one.before.key for one in edited],
        )
        outputs = tuple(one.target.output for one in fresh)
        notes = (*self._cache.notes, *site.notes, *published.notes)
        return Report(whole.problems, whole.pages, self.parsed, outputs, published, notes, (), whole.timezone)

    def _moved(self, looked: Look) -> tuple[Rows, Mapping[str, Signature]]:
        """What is kept of all sources, and how those few pages stand that do not stand so."""
        found = moved_files(self._cache, looked)
        if found is None:
            raise _NotEnoughError
        files, moved = found
        _need(0 < len(moved) <= _FEW and all(map(is_page, moved)))
        return files, moved

    def _joined(self, site: Site, documents: OpenDocuments, around: Mapping[str, KnownPage]) -> Index:
        """The index of the excerpt: the pages that were read, and those ``around`` them."""
        pages = dict(sorted({**around, **site.parsed.sources}.items()))
        parsed = replace(site.parsed, sources=pages, documents=documents, remember=site.remember.recalled)
        # What is wrong with items is known of the whole site.
        return join(parsed, site.as_of, site.base_path, MAKERS, drafts=self._project.drafts, found=Found()).index

    def _kept(self, paths: Iterable[str]) -> dict[str, Row]:
        """The rows of the pages at ``paths``, and of those that are kept with them."""
        try:
            rows = self._cache.some_rows(page_rows.TABLE, paths)
        except DAMAGE:
            raise _NotEnoughError from None
        _need(all(len(row.head) == page_rows.FIELDS for row in rows.values()))
        return rows

    def _keeps_front_matter(self, path: str, row: Row) -> bool:
        """Whether only the body of the page at ``path`` is another: most edits of anything else matter elsewhere."""
        document = self._cache.document(page_rows.key_of(row))
        try:
            text, _ = decode((self._project.root / path).read_bytes())
            before = None if document is None else load_facts(document)
            if before is None or (before.head and before.head == head_of(text)):
                return before is not None
            return before.meta == read_front_matter(text).meta
        except (OSError, *UNREADABLE):
            return False

    def _read(self, moment: int, rows: Rows, moved: Mapping[str, Signature], before: Rows) -> Site:
        """The sources that were ``moved``, which are pages, and all that are none; looked at at ``moment``.

        ``before`` are the rows of those pages.
        """
        files = Files(str(self._project.root))
        pages = {path: Source(files, path, moved[path], None) for path in sorted(moved)}
        others: dict[str, dict[str, Source]] = {"content": {}, "data": {}, "templates": {}}
        for path in sorted(path for path in rows if not is_page(path)):
            said = known_file(rows[path])
            others[path.partition("/")[0]][path] = Source(files, path, said.signature, said.digest, said)
        sources = Sources(pages, others["content"], others["data"], others["templates"], (), moment)
        return read_sources(self._means, sources, before)

    def _around(
        self, edited: Sequence[_Edited], site: Site, documents: OpenDocuments, files: Rows
    ) -> dict[str, KnownPage]:
        """The pages of which the ``edited`` ones may speak, by path."""
        sources = {path for path in files if is_page(path)}
        menus = texts((site.parsed.menus, site.parsed.config.get("navigation")))
        paths = {*near([one.path for one in edited], sources), *named(menus, HOME, "/", site.base_path, sources)}
        for one in edited:
            targets = [link.target for link in documents.facts(one.now.key).links]
            address = one.before.address
            paths.update(named(targets, one.path, address.url_path if address else "/", site.base_path, sources))
        return {path: page_rows.known_page(row) for path, row in self._kept(paths).items() if path in paths}

    def _records(self, pages: set[str]) -> Ledger:
        """The records of all outputs for which something was asked about one of ``pages``."""
        rows: dict[str, Row] = {}
        try:
            for path in sorted(pages):
                rows |= self._cache.rows_with(ledger.TARGETS, to_json(path))
        except DAMAGE:
            raise _NotEnoughError from None
        known = ledger_with(self._cache, rows)
        return replace(
            known, rows={output: row for output, row in known.rows.items() if any(known.about(output, pages))}
        )

    def _publish(self, whole: Whole, files: Mapping[str, bytes]) -> Published:
        """The site with these ``files``; all others stand as they did."""
        try:
            data = (self._project.output / MANIFEST).read_bytes()
        except OSError:
            raise _NotEnoughError from None
        manifest = decode_manifest(data) if digest(data) == whole.manifest else None
        if manifest is None:
            raise _NotEnoughError
        unchanged: dict[str, Entry | None] = {path: one for path, one in manifest.items() if path not in files}
        return publish(self._project.output, files, unchanged, _again, self._means.ahead.trees)


def _rendered(edited: Sequence[_Edited], snapshot: Snapshot, records: Ledger) -> Iterator[Rendered]:
    """The ``edited`` pages, where all other targets of the ``records`` got the answers that they would get now."""
    index, pages = snapshot.index, {one.path for one in edited}
    keys = {one.path: one.before.key for one in edited}
    for output, line in records.lines.items():
        if line.subject not in pages or line.kind not in PAGES:
            _need(all(answer_of(query, index) == before for query, before in records.about(output, pages)))
            continue
        # Otherwise a feature draws it, or it stands for another folder than its own.
        _need(line.own == keys.pop(line.subject, None))
        one = snapshot.renderer.render(Target(output, line.kind, line.template, line.subject))
        record = records.record(output)
        assert record is not None
        _need(one.data is not None and not one.problems and _agree(one.trace, record, records, index))
        yield one
    _need(not keys)


def _agree(trace: Trace, record: Record, known: Ledger, index: Index) -> bool:
    """Whether a render got the answers that the whole site would have given, which gave those of ``record`` before."""
    own = dict(zip(record.trace.shape.own, record.trace.own, strict=True))
    return (
        ledger.name_of(trace.shape) in known.shapes
        and all(
            own.get(name) == answer or scope(index, name) in _OWN
            for name, answer in zip(trace.shape.own, trace.own, strict=True)
        )
        and all(record.trace.others.get(query) == answer for query, answer in trace.others.items())
        and all(known.digests.get(query) == answer_of(query, index) for query in trace.shape.shared)
    )


def _matters_to_itself(one: _Edited, documents: OpenDocuments, whole: Whole) -> bool:
    """Whether nothing but the page ``one`` follows from what was edited of it."""
    before, now = one.before, one.now
    return (
        now.row == before.row
        and before.key not in whole.seen
        and _unplaced(documents.facts(now.key)) == _unplaced(documents.facts(before.key))
    )


def _stands(one: _Edited, index: Index) -> bool:
    """Whether the page ``one`` is in the excerpt what it is in the whole site, and its links lead where they led."""
    page = index.site.pages.get(one.path)
    if page is None or page.generated or page.address != one.before.address:
        return False
    checked = page_problems(page, index.around)
    return not checked.problems and checked.leads == page_rows.checked_page(one.row).leads


def _row(one: Rendered, keys: Mapping[str, str], records: Ledger) -> Row:
    assert isinstance(one.data, bytes)
    target = one.target
    leads = records.lines[target.output].leads
    return ledger.row_of(
        Record(target, one.trace, entry(one.data)), ledger.name_of(one.trace.shape), keys[target.subject], leads
    )


def _unplaced(facts: Facts) -> Facts:
    """``facts`` without where their links and includes stand, of which only problems tell."""
    return replace(
        facts,
        links=tuple([link._replace(line=0, column=0) for link in facts.links]),
        includes=tuple([replace(call, line=0) for call in facts.includes]),
    )


def _again(output: str) -> NoReturn:
    """A file that stands in the output no longer as it was published: only the whole site can make it."""
    raise _NotEnoughError(output)


def _need(condition: bool) -> None:
    """Raises _NotEnoughError where ``condition`` does not hold."""
    if not condition:
        raise _NotEnoughError
