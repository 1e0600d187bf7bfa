"""A build, from sources to a published tree: the stages in their order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from toolshelf.build.assets import build_assets
from toolshelf.build.cache import Cache, open_cache
from toolshelf.build.design_system import DesignSystem, prepared
from toolshelf.build.explanation import Explanation, explained, explained_copy
from toolshelf.build.manifest import entry
from toolshelf.build.output import check_output
from toolshelf.build.parsing import Parser
from toolshelf.build.plan import plan
from toolshelf.build.publish import Published, publish
from toolshelf.build.render import Rendered, Renderer, grouped, render_all
from toolshelf.build.traces import Record, outdated
from toolshelf.codec import FrozenDict
from toolshelf.data.collections import load_collections
from toolshelf.data.configuration import CONFIGURATION, MISSING, NAVIGATION, load_configuration, load_navigation
from toolshelf.index.join import Joined, Parsed, join
from toolshelf.problems import Problem, Severity, without_echoes
from toolshelf.sources.discover import DATA_SUFFIXES, Sources, scan
from toolshelf.sources.templates import load_theme
from toolshelf.spelling import nearest

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Project:
    """What is built, and how."""

    root: Path
    output: Path
    base_url: str = ""
    """Instead of the configured address, where it is not empty."""
    as_of: datetime.date = field(kw_only=True)
    """The day the site is built for, or the moment, whose day is that of the site's time zone."""
    drafts: bool = False
    strict: bool = False
    """Whether warnings stop the publication as errors do."""
    cache: Path | None = None
    """The file in which builds keep what they know; None to forget it."""


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


def build(project: Project) -> Report:
    """Build the site and publish it, unless something is wrong with it.

    Raises OutputRefused, DesignSystemMissingError, PublishError and OSError for what is not the authors' doing.
    """
    check_output(project.output, project.root)
    with open_cache(project.cache) as cache:
        return _build(project, cache)


class UnknownOutputError(Exception):
    """The site has no such output; the text is a sentence, with the nearest name where there is one."""


def explain(project: Project, output: str) -> tuple[Explanation, tuple[Problem, ...]]:
    """Why a build would make ``output`` (relative, or an address below the base path) anew, or would not.

    Publishes nothing. Gives the problems of the site too, because an error keeps all of it from being published.
    Raises UnknownOutputError, and what `build` raises.
    """
    check_output(project.output, project.root)
    with open_cache(project.cache) as cache:
        sources = scan(project.root, project.output)
        design_system = prepared(project.root, CHECKOUT)
        joined, problems, asset_files, _ = _understand(project, sources, design_system, cache)
        renderer = Renderer(joined.index)
        problems += [*joined.index.problems, *renderer.faults()]
        targets = {target.output: target for target in plan(joined.index)}
        copies = {copied: path for path, copied in joined.copies.items()}
        name = _output_named(output, {*targets, *copies, *asset_files})
        file = project.output / name
        standing = file.read_bytes() if file.is_file() else None
        told = without_echoes(problems)
        if name in copies:
            return explained_copy(name, copies[name], _copied(sources, copies[name]), standing), told
        if name in asset_files:
            return explained_copy(name, "a file of the theme", asset_files[name], standing), told
        record = cache.records.get(name)
        trace = record.trace if record else renderer.render(targets[name]).trace
        return explained(targets[name], record, trace, joined.index, standing), told


def _output_named(name: str, outputs: set[str]) -> str:
    """The output that ``name`` means: its path, or the address of a page with or without the slashes."""
    plain = name.removeprefix("./").strip("/")
    for candidate in (plain, f"{plain}/index.html".lstrip("/")):
        if candidate in outputs:
            return candidate
    like = nearest(plain, outputs)
    raise UnknownOutputError(f"The site has no output '{name}'" + (f": did you mean {like}?" if like else "."))


def _build(project: Project, cache: Cache) -> Report:
    sources = scan(project.root, project.output)
    design_system = prepared(project.root, CHECKOUT)
    joined, problems, asset_files, parsed = _understand(project, sources, design_system, cache)
    index = joined.index
    problems += index.problems
    renderer = Renderer(index)
    faults = renderer.faults()
    problems += faults
    targets = plan(index)
    spoilt = _with_errors(problems)
    spoilt |= {path for path, data in joined.index.lists.items() if data & spoilt}
    stale = [target for target, _ in outdated(targets, cache.records, index) if target.subject not in spoilt]
    rendered = render_all(renderer, stale)
    problems += grouped(rendered, faults)
    told = without_echoes(problems)
    pages = len(index.site.pages)
    notes = (*cache.notes, *design_system.notes)
    outputs = [one.target.output for one in rendered]
    if any(problem.severity is Severity.ERROR or project.strict for problem in told):
        cache.commit()
        return Report(told, pages, parsed, tuple(outputs), notes=notes)
    records = {target.output: cache.records[target.output] for target in targets if target.output not in set(outputs)}
    files = _whole(rendered)
    files.update(asset_files)
    files.update((output, _copied(sources, path)) for path, output in joined.copies.items())

    def again(output: str) -> bytes:
        outputs.append(output)
        return _whole([renderer.render(records[output].target)])[output]

    published = publish(project.output, files, {output: record.entry for output, record in records.items()}, again)
    fresh = {one.target.output: Record(one.target, one.trace, entry(files[one.target.output])) for one in rendered}
    cache.commit({**records, **fresh})
    return Report(told, pages, parsed, tuple(outputs), published, (*notes, *published.notes))


def _understand(
    project: Project, sources: Sources, design_system: DesignSystem, cache: Cache
) -> tuple[Joined, list[Problem], dict[str, bytes], int]:
    """Parse every source and join what they say; the problems are those of single files."""
    problems = list(sources.problems)
    data = {path: source.data for path, source in sources.data.items()}
    config, config_positions, more = load_configuration(data.get(CONFIGURATION))
    # A file that is there and may not be read is told by the one who tried.
    problems += [one for one in more if one.code != MISSING or not _with_errors(problems) & {CONFIGURATION, "data"}]
    if project.base_url:
        config = FrozenDict({**config, "url": _with_slash(project.base_url)})
    menus, menu_positions, more = load_navigation(data.get(NAVIGATION))
    menus_broken = not menus and bool(_with_errors(more))
    problems += more
    parser = Parser(cache, config)
    documents = {path: parser.document(source) for path, source in sources.pages.items()}
    problems += [problem.at(path) for path, document in documents.items() for problem in document.problems]
    collections, more, broken = load_collections(
        {path: content for path, content in data.items() if _is_collection(path)}
    )
    problems += more
    theme = load_theme(sources.templates, project.root)
    problems += theme.problems
    assets = build_assets(theme.assets, design_system)
    problems += assets.problems
    parsed = Parsed(
        config=config,
        config_positions=config_positions,
        menus=menus,
        menu_positions=menu_positions,
        menus_broken=menus_broken,
        documents=documents,
        collections=collections,
        broken_collections=broken,
        texts={name: parser.texts(collection) for name, collection in collections.items()},
        files=tuple(sources.files),
        data_files=tuple(data),
        templates=theme.templates,
        assets=assets.entries,
        asset_outputs=tuple(assets.files),
    )
    as_of = project.as_of
    if isinstance(as_of, datetime.datetime):
        as_of = as_of.astimezone(ZoneInfo(str(config["timezone"]))).date()
    base_path = _with_slash(urlsplit(str(config["url"])).path)
    joined = join(parsed, as_of, base_path, drafts=project.drafts)
    return joined, problems, dict(assets.files), parser.parsed


def _whole(rendered: Iterable[Rendered]) -> dict[str, bytes]:
    """What was rendered, by output. Raises RuntimeError where something is missing that no problem tells."""
    files: dict[str, bytes] = {}
    for one in rendered:
        if one.data is None:
            raise RuntimeError(f"nothing says why {one.target.output} was not rendered")
        files[one.target.output] = one.data
    return files


def _is_collection(path: str) -> bool:
    return path.lower().endswith(DATA_SUFFIXES) and path not in (CONFIGURATION, NAVIGATION)


def _with_errors(problems: Iterable[Problem]) -> set[str]:
    """The sources that have an error: rendering them would only say it again."""
    return {problem.location.path for problem in problems if problem.severity is Severity.ERROR}


def _copied(sources: Sources, path: str) -> bytes:
    return (sources.files.get(path) or sources.data[path]).data


def _with_slash(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"
