"""Building a whole site: everything is read and joined, and what is not as it would be rendered now is rendered.

Of a few edited texts `toolshelf.excerpt` does the same in less time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from toolshelf.binding import bind
from toolshelf.build.ledger import next_ledger
from toolshelf.build.manifest import Entry, entry
from toolshelf.build.memory import commit
from toolshelf.build.outdated import outdated, outdated_by
from toolshelf.build.publish import Published, Stage, publish, staging
from toolshelf.build.remembered import Remembered
from toolshelf.build.render import Rendered, grouped
from toolshelf.build.search_index import Pages, SearchIndex, chosen, sources
from toolshelf.build.snapshot import render_all
from toolshelf.build.traces import Record
from toolshelf.build.whole import Whole
from toolshelf.build.writing import Content, Written
from toolshelf.features.documents.fields import books_of
from toolshelf.features.feature import Target
from toolshelf.means import Means
from toolshelf.problems import Problem, Severity, without_echoes
from toolshelf.project import Project
from toolshelf.reading import CHECKOUT, with_errors
from toolshelf.report import Report
from toolshelf.understanding import Understood, understand

_MANY: Final = 100
"""Outputs from which on it is worth while to prepare a stage before they are rendered."""


def build_whole(means: Means) -> Report:
    """Build the site and publish it; as `toolshelf.pipeline.build` does, of which this is the longer way."""
    project, cache, workers, watch, warm = means.project, means.cache, means.workers, means.watch, means.warm
    site = understand(means)
    watch.stage("plan")
    index, renderer = site.snapshot.index, site.snapshot.renderer
    targets, leads = site.targets, site.checked.leads
    spoilt = with_errors(site.problems)
    if spoilt:
        spoilt |= index.listing(spoilt)
    found = (
        outdated(targets, site.ledger, index, leads)
        if site.moved is None
        else outdated_by(site.moved, targets, site.ledger, index, leads)
    )
    stale = [target for target, _ in found if target.subject not in spoilt]
    with _stage(means, site, stale) as stage:
        rendering = render_all(workers, site.snapshot, stale, stage.place if stage else None)
        faults = renderer.faults(Remembered(cache))
        rendered = list(watch.each("render", rendering, len(stale)))
        files, written = _whole(rendered)
        pagefind, missing = chosen(index, project.root, CHECKOUT)
        problems = [*site.problems, *faults, *missing, *grouped(rendered, faults)]
        bound, more = bind(site, targets, files, written, problems, project.cache)
        problems += more
        told = without_echoes(problems)
        pages = len(index.site.pages)
        outputs = [one.target.output for one in rendered]
        if _forbids(told, project):
            commit(cache, site.sources.known(), site.checked.rows, index.around.digest, None)
            if warm is not None:
                warm.last = None
            notes = (*cache.notes, *site.notes)
            return Report(told, pages, site.parser.parsed, tuple(outputs), notes=notes)
        fresh = {one.target.output: Record(one.target, one.trace, _entry(one)) for one in rendered}
        if means.shown is not None and site.moved is not None:
            means.shown(files)
        files |= {**site.assets, **bound}
        unchanged = _unchanged(site, files.keys() | written.keys())
        by_output = {target.output: target for target in targets}

        def again(output: str) -> Content:
            if output in site.copies:
                return site.copies[output].pieces()
            if output in site.pictures.outputs:
                return site.pictures.again(output)
            if output not in by_output:
                return search.made()[output]
            if output not in written:
                outputs.append(output)
            files, _ = _whole([renderer.render(by_output[output])])
            return files[output]

        watch.stage("search")
        made = {output: record.entry for output, record in fresh.items()}
        places = (*([Path(stage.place.parent, stage.place.name)] if stage else []), project.output)
        rendered_pages = Pages(files, made, site.ledger, places, again)
        search = SearchIndex(pagefind, sources(index, rendered_pages), cache, project.cache)
        unchanged |= search.files
        files |= search.fresh
        watch.stage("publish")
        if stage is None:
            published = publish(project.output, files, unchanged, again, means.ahead.trees)
        else:
            published = stage.publish(files, unchanged, again, written)
    watch.stage("publish", len(published.written))
    watch.stage("cache")
    ledger = next_ledger(site.ledger, targets, fresh, index, leads)
    known = site.sources.known()
    told_of = _whole_of(site, published, told, [bound, search.files, search.fresh])
    commit(cache, known, site.checked.rows, index.around.digest, ledger, search.tables, told_of)
    if warm is not None:
        warm.last = replace(site.last, ledger=ledger.unfolded(), files=known)
    notes = (*cache.notes, *site.notes, *published.notes)
    return Report(
        told, pages, site.parser.parsed, tuple(outputs), published, notes, books_of(index).inputs, site.timezone
    )


def _stage(means: Means, site: Understood, stale: Sequence[Target]) -> AbstractContextManager[Stage | None]:
    """Where those who render ``stale`` may write it, if that is worth while and nothing forbids to publish it."""
    if len(stale) < _MANY or _forbids(site.problems, means.project):
        return nullcontext()
    unread = (output for output, source in site.copies.items() if source.known is None)
    return staging(means.project.output, [*(target.output for target in stale), *unread], means.ahead.trees)


def _unchanged(site: Understood, made: Set[str]) -> dict[str, Entry | None]:
    """The outputs of ``site`` that are not ``made`` now; None for a copy of what nobody has read yet."""
    before = site.ledger.entries
    found: dict[str, Entry | None] = {
        target.output: before[target.output] for target in site.targets if target.output not in made
    }
    for output, source in site.copies.items():
        found[output] = None if source.known is None else Entry(source.signature.size, source.known)
    for output, origin in site.pictures.outputs.items():
        found[output] = Entry(origin.size, origin.digest)
    return found


def _forbids(problems: Sequence[Problem], project: Project) -> bool:
    """Whether the site is not published because of ``problems``."""
    return any(problem.severity is Severity.ERROR or project.strict for problem in problems)


def _whole(rendered: Iterable[Rendered]) -> tuple[dict[str, bytes], dict[str, Written]]:
    """What was rendered, by output: the bytes, and what was written already."""
    files: dict[str, bytes] = {}
    written: dict[str, Written] = {}
    for one in rendered:
        if isinstance(one.data, bytes):
            files[one.target.output] = one.data
        elif one.data is not None:
            written[one.target.output] = one.data
    return files, written


def _entry(one: Rendered) -> Entry:
    """Raises RuntimeError where something is missing that no problem tells."""
    if one.data is None:
        raise RuntimeError(f"nothing says why {one.target.output} was not rendered")
    return entry(one.data) if isinstance(one.data, bytes) else one.data.entry


def _whole_of(
    site: Understood, published: Published, problems: Sequence[Problem], further: Sequence[object]
) -> Whole | None:
    """What is to be known of ``site``, which was ``published``; ``problems`` were told of it.

    None where an excerpt would not be enough: where pages are read as one text, or ``further`` files were made of what
    was rendered, such as an index to search in.
    """
    index = site.snapshot.index
    books = books_of(index)
    if not site.circumstances or any((*further, index.site.groups, books.by_path, books.inputs)):
        return None
    pages, seen = len(index.site.pages), frozenset(site.last.seen)
    return Whole(site.circumstances, published.told, pages, tuple(problems), seen, site.timezone)
