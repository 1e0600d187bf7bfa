"""A build, from sources to a published tree: the stages in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolshelf.build.cache import Cache, open_cache
from toolshelf.build.manifest import entry
from toolshelf.build.output import check_output
from toolshelf.build.plan import plan
from toolshelf.build.publish import Published, publish
from toolshelf.build.render import Rendered, Renderer, grouped, render_all
from toolshelf.build.traces import Record, outdated
from toolshelf.problems import Problem, Severity, without_echoes
from toolshelf.project import Project
from toolshelf.understanding import understand, with_errors

__all__ = ["Project", "Report", "build"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build found and did."""

    problems: tuple[Problem, ...]
    """Sorted."""
    pages: int = 0
    """How many the site has."""
    parsed: int = 0
    """How many sources were parsed, because nothing was known of them."""
    rendered: tuple[str, ...] = ()
    """The outputs that were rendered, because an answer had changed or they were lost."""
    published: Published | None = None
    """None where nothing was published."""
    notes: tuple[str, ...] = ()
    """What earlier builds had left behind and was mended, a sentence each."""
    timezone: str = "UTC"
    """The zone whose day the site is built for."""


def build(project: Project) -> Report:
    """Build the site and publish it, unless something is wrong with it.

    Raises OutputRefused, DesignSystemMissingError, PublishError and OSError for what is not the authors' doing.
    """
    check_output(project.output, project.root)
    with open_cache(project.cache) as cache:
        return _build(project, cache)


def _build(project: Project, cache: Cache) -> Report:
    site = understand(project, cache)
    index = site.index
    renderer = Renderer(index)
    faults = renderer.faults()
    problems = [*site.problems, *faults]
    targets = plan(index)
    spoilt = with_errors(problems)
    spoilt |= {path for path, data in index.lists.items() if data & spoilt}
    stale = [target for target, _ in outdated(targets, cache.records, index) if target.subject not in spoilt]
    rendered = render_all(renderer, stale)
    problems += grouped(rendered, faults)
    told = without_echoes(problems)
    pages = len(index.site.pages)
    outputs = [one.target.output for one in rendered]
    if any(problem.severity is Severity.ERROR or project.strict for problem in told):
        cache.commit()
        return Report(told, pages, site.parsed, tuple(outputs), notes=site.notes)
    records = {target.output: cache.records[target.output] for target in targets if target.output not in set(outputs)}
    files = {**_whole(rendered), **site.assets, **site.copies}

    def again(output: str) -> bytes:
        outputs.append(output)
        return _whole([renderer.render(records[output].target)])[output]

    published = publish(project.output, files, {output: record.entry for output, record in records.items()}, again)
    fresh = {one.target.output: Record(one.target, one.trace, entry(files[one.target.output])) for one in rendered}
    cache.commit({**records, **fresh})
    return Report(told, pages, site.parsed, tuple(outputs), published, (*site.notes, *published.notes), site.timezone)


def _whole(rendered: Iterable[Rendered]) -> dict[str, bytes]:
    """What was rendered, by output. Raises RuntimeError where something is missing that no problem tells."""
    files: dict[str, bytes] = {}
    for one in rendered:
        if one.data is None:
            raise RuntimeError(f"nothing says why {one.target.output} was not rendered")
        files[one.target.output] = one.data
    return files
