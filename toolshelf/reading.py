"""Reading a site: every source, parsed or taken from the cache, and all that joining needs, before it is joined."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.build.assets import build_assets
from toolshelf.build.blocks import Rows
from toolshelf.build.data_files import read_configuration, read_navigation
from toolshelf.build.day import day_of
from toolshelf.build.design_system import DesignSystem, supply
from toolshelf.build.memory import last_files, last_pages
from toolshelf.build.parsing import Parser
from toolshelf.build.remembered import Remembered
from toolshelf.build.site_data import read_site_data
from toolshelf.build.theming import anew, drawn
from toolshelf.codec import FrozenDict, digest, pack, to_json
from toolshelf.data.configuration import CONFIGURATION, MISSING, NAVIGATION
from toolshelf.data.schema_files import schema_files
from toolshelf.data.typed.settings import setup_problems
from toolshelf.index.join import Parsed
from toolshelf.means import Means
from toolshelf.problems import Problem, Severity
from toolshelf.sources.discover import Sources, scan
from toolshelf.sources.history import History
from toolshelf.sources.templates import Theme, load_theme

CHECKOUT = Path(__file__).resolve().parent.parent


class Site(Struct, frozen=True):
    """A site that was read, and not joined."""

    sources: Sources
    parsed: Parsed
    parser: Parser
    """Counts the sources that were parsed, because nothing was known of them."""
    as_of: datetime.date
    base_path: str
    """The path of the site's address, which ends with "/"."""
    around: object
    """All that the site is made from but for its pages, in whatever can be compared."""
    circumstances: str
    """A digest of that, and of what the build was asked for; "" where some of it was not read."""
    before: Rows
    """The pages of the last build."""
    assets: Mapping[str, bytes]
    """The theme's files, by output."""
    problems: tuple[Problem, ...]
    """Of single files."""
    notes: tuple[str, ...]
    """What earlier builds had left behind and was mended, a sentence each."""
    remember: Remembered

    @property
    def timezone(self) -> str:
        """The configured one."""
        return str(self.parsed.config["timezone"])


def read(means: Means) -> Site:
    """Read the sources of a project.

    Raises DesignSystemMissingError and OSError, and what `Workers.share` raises.
    """
    project, watch = means.project, means.watch
    watch.stage("scan")
    known = means.warm.files if means.warm else None
    known = last_files(means.cache) if known is None else known
    sources = scan(project.root, project.output, known, means.ahead.sources)
    watch.stage("scan", len(sources.pages) + len(sources.files) + len(sources.data) + len(sources.templates))
    return read_sources(means, sources, last_pages(means.cache))


def read_sources(means: Means, sources: Sources, before: Rows) -> Site:
    """Read these ``sources`` of a project; ``before`` is what was kept of its pages. Raises as `read` does."""
    project, cache, watch, warm = means.project, means.cache, means.watch, means.warm
    watch.stage("parse")
    problems = list(sources.problems)
    remember = Remembered(cache)
    configuration = read_configuration(sources.data.get(CONFIGURATION), remember)
    # A file that is there and may not be read is told by the one who tried.
    unread = with_errors(problems) & {CONFIGURATION, "data"}
    problems += [one for one in configuration.problems if one.code != MISSING or not unread]
    config = configuration.values
    if project.base_url:
        config = FrozenDict({**config, "url": _with_slash(project.base_url)})
    navigation = read_navigation(sources.data.get(NAVIGATION), remember)
    problems += navigation.problems
    parser = Parser(cache, config, means.workers, watch, warm.documents if warm else None)
    pages_to_come = parser.begin(sources.pages, before, warm.pages if warm else {})
    day = day_of(project, config)
    data = read_site_data(sources.data, config, day, remember)
    collections = data.collections
    problems += _strictly(collections.problems) if project.strict_ato else collections.problems
    theme = load_theme(sources.templates, project.root)
    look = drawn(theme, supply(project.root, CHECKOUT), remember, config.get("theme"), configuration.positions)
    problems += look.problems
    problems += theme.problems
    problems += setup_problems(config, configuration.positions, data.typed)
    assets = build_assets(theme.assets, look.system, remember)
    problems += assets.problems
    pages = pages_to_come()
    watch.stage("index")
    parsed = Parsed(
        config=config,
        config_positions=configuration.positions,
        options=parser.options,
        menus=navigation.values,
        menu_positions=navigation.positions,
        menus_broken=not navigation.values and navigation.broken,
        sources=pages,
        documents=parser.documents,
        source=lambda path: (sources.pages.get(path) or sources.files[path]).data,
        history=History(project.root),
        collections=collections.by_name,
        origins=collections.origins,
        schemas=schema_files(collections.schemas, sources.data),
        broken_collections=collections.broken,
        texts=functools.cache(lambda: parser.texts(collections.by_name)),
        remember=remember,
        files=tuple(sources.files),
        data_files=tuple(path for path in sources.data if path not in data.apart),
        templates=theme.templates,
        assets=assets.entries,
        asset_outputs=tuple(assets.files),
    )
    others = (*sources.files.values(), *sources.data.values())
    # One that nobody has read, or that may change and look the same, is like no other.
    stand = [(one.path, one.known or object()) for one in others]
    around = (config, day.as_of, project.drafts, stand, theme.templates, assets.entries, list(assets.files))
    read_so_far = [(one.path, one.known) for one in (*others, *sources.templates.values())]
    asked = [str(day.as_of), project.drafts, project.strict, project.strict_ato]
    drawn_with = [[name, pack(entry)] for name, entry in assets.entries.items()]
    circumstances = [parser.options, asked, read_so_far, drawn_with, list(assets.files)]
    return Site(
        sources=sources,
        parsed=parsed,
        parser=parser,
        as_of=day.as_of,
        base_path=_with_slash(urlsplit(str(config["url"])).path),
        around=around,
        circumstances=digest(to_json(circumstances)) if all(known for _, known in read_so_far) else "",
        before=before,
        assets=assets.files,
        problems=tuple(problems),
        notes=look.system.notes,
        remember=remember,
    )


def design_system_of(theme: Theme, root: Path) -> DesignSystem:
    """What ``theme``, of the site at ``root``, is drawn with. Raises DesignSystemMissingError and OSError."""
    return drawn(theme, supply(root, CHECKOUT), anew).system


def with_errors(problems: Iterable[Problem]) -> set[str]:
    """The sources that have an error: rendering them would only say it again."""
    return {problem.location.path for problem in problems if problem.severity is Severity.ERROR}


def _strictly(problems: Iterable[Problem]) -> list[Problem]:
    """``problems``, those of authorizations that have expired or soon will as errors."""
    from toolshelf.data.typed.ato_rules import STRICT

    return [replace(one, severity=Severity.ERROR) if one.code in STRICT else one for one in problems]


def _with_slash(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"
