"""From the sources to the index: read, parse and join everything, and collect what is wrong with it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from toolshelf.build.assets import build_assets
from toolshelf.build.cache import Cache
from toolshelf.build.checking import CheckedPages, check_again, check_pages
from toolshelf.build.data_files import read_configuration, read_navigation
from toolshelf.build.design_system import DesignSystem, supply
from toolshelf.build.executors import Workers
from toolshelf.build.ledger import Ledger
from toolshelf.build.memory import last_files, last_ledger, last_pages, last_surroundings
from toolshelf.build.parsing import Parser
from toolshelf.build.plan import plan
from toolshelf.build.remembered import Remembered
from toolshelf.build.site_data import day_of, read_site_data
from toolshelf.build.snapshot import Snapshot, check_all
from toolshelf.build.theming import anew, drawn
from toolshelf.build.timings import Stopwatch
from toolshelf.build.typed_collections import strictly
from toolshelf.build.warm import Last, Warm
from toolshelf.codec import FrozenDict
from toolshelf.data.configuration import CONFIGURATION, MISSING, NAVIGATION
from toolshelf.data.schema_files import schema_files
from toolshelf.data.typed.ato_rules import STRICT
from toolshelf.data.typed.settings import setup_problems
from toolshelf.features import MAKERS
from toolshelf.features.feature import Target
from toolshelf.features.images.feature import heavy_pages, picture_site
from toolshelf.features.images.making import Pictures
from toolshelf.features.images.store import FOLDER as STORE
from toolshelf.features.images.store import Store
from toolshelf.index.join import Parsed, join
from toolshelf.problems import Problem, Severity
from toolshelf.project import Project
from toolshelf.sources.discover import Source, Sources, scan
from toolshelf.sources.history import History
from toolshelf.sources.templates import Theme, load_theme

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Understood:
    """A site before anything of it is rendered."""

    snapshot: Snapshot
    """The index, and all that is needed to render it anywhere."""
    ledger: Ledger
    """What the last build that was published has rendered."""
    copies: Mapping[str, Source]
    """The source of every output that is copied rather than rendered: the authors' files."""
    pictures: Pictures
    """What is made of the authors' pictures."""
    assets: Mapping[str, bytes]
    """The theme's files, by output."""
    problems: tuple[Problem, ...]
    """Of single files, and of the site as a whole."""
    parser: Parser
    """Counts the sources that were parsed, because nothing was known of them."""
    notes: tuple[str, ...]
    """What earlier builds had left behind and was mended, a sentence each."""
    timezone: str
    """The configured one."""
    sources: Sources
    checked: CheckedPages
    targets: tuple[Target, ...]
    moved: Set[str] | None
    """The pages that have other documents than in the last build, where nothing else is another; None: who knows."""
    last: Last | None
    """What to go on with, once this is published; None where nobody will."""


def understand(
    project: Project, cache: Cache, workers: Workers, watch: Stopwatch, warm: Warm | None = None
) -> Understood:
    """Read and join the sources of ``project``; ``workers`` help to parse and check; ``warm`` is of the build before.

    Raises DesignSystemMissingError and OSError, and what `Workers.share` raises.
    """
    watch.stage("scan")
    known = warm.files if warm else None
    sources = scan(project.root, project.output, last_files(cache) if known is None else known)
    watch.stage("scan", len(sources.pages) + len(sources.files) + len(sources.data) + len(sources.templates))
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
    parser = Parser(cache, config, workers, watch, warm.documents if warm else None)
    before = last_pages(cache)
    pages_to_come = parser.begin(sources.pages, before, warm.pages if warm else {})
    day = day_of(project, config)
    data = read_site_data(sources.data, config, day, remember)
    collections = data.collections
    problems += strictly(collections.problems, STRICT if project.strict_ato else ())
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
    base_path = _with_slash(urlsplit(str(config["url"])).path)
    others = (*sources.files.values(), *sources.data.values())
    # One that nobody has read, or that may change and look the same, is like no other.
    stand = [(one.path, one.known or object()) for one in others]
    around = (config, day.as_of, project.drafts, stand, theme.templates, assets.entries, list(assets.files))
    moved = warm.moved(around, pages) if warm else None
    if warm and warm.last and moved is not None:
        last = warm.last.with_documents(pages, moved)
        cache.asked |= last.asked
    else:
        with parser.documents.watched() as seen:
            joined = join(parsed, day.as_of, base_path, MAKERS, drafts=project.drafts)
            stood = last_surroundings(cache) == joined.index.around.digest
            if warm:
                joined.index.bases.settle()
        last = Last(around, pages, joined, Snapshot(joined.index, parser.documents), seen)
    joined, snapshot, index = last.joined, last.snapshot, last.joined.index
    copies = {output: sources.files.get(path) or sources.data[path] for path, output in joined.copies.items()}
    pictures = last.pictures
    if index.pictured and moved is None:
        watch.stage("pictures")
        store = Store(None if project.cache is None else project.cache.with_name(STORE))
        with parser.documents.watched() as seen:
            pictures = picture_site(joined, copies, remember, store, workers)
        last = replace(last, seen=last.seen | seen)
        watch.stage("pictures", len(pictures.facts))
        watch.stage("index")
    if moved is None:
        with parser.documents.watched() as seen:
            last = replace(last, targets=plan(index))  # what is drawn for items follows from their pictures
        last = replace(last, seen=last.seen | seen)
    if pictures.outputs:
        copies = {output: source for output, source in copies.items() if output not in pictures.outputs}
    check = functools.partial(check_all, workers, snapshot)
    asked = last.asked
    if last.checked is not None and moved is not None:
        checked = check_again(index, last.checked, moved, check)
    else:
        asked = cache.asked.difference(page.key for page in pages.values())
        checked = check_pages(index, pages, before, check, stood=stood)
    heavy = heavy_pages(joined, checked.pictures, pictures) if index.pictured else ()
    return Understood(
        snapshot=snapshot,
        ledger=last.ledger or last_ledger(cache),
        copies=copies,
        pictures=pictures,
        assets=assets.files,
        problems=(*problems, *index.problems, *pictures.problems, *checked.problems, *heavy),
        parser=parser,
        notes=look.system.notes,
        sources=sources,
        checked=checked,
        targets=last.targets,
        moved=None if moved is None else moved.keys(),
        last=replace(last, pictures=pictures, checked=checked, asked=asked) if warm else None,
        timezone=str(config["timezone"]),
    )


def design_system_of(theme: Theme, root: Path) -> DesignSystem:
    """What ``theme``, of the site at ``root``, is drawn with. Raises DesignSystemMissingError and OSError."""
    return drawn(theme, supply(root, CHECKOUT), anew).system


def with_errors(problems: Iterable[Problem]) -> set[str]:
    """The sources that have an error: rendering them would only say it again."""
    return {problem.location.path for problem in problems if problem.severity is Severity.ERROR}


def _with_slash(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"
