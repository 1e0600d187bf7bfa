"""From what was read to the index: join and check everything, and collect what is wrong with it."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Set

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.build.checking import CheckedPages, check_again, check_pages
from toolshelf.build.ledger import Ledger
from toolshelf.build.memory import last_ledger, last_surroundings
from toolshelf.build.parsing import Parser
from toolshelf.build.plan import plan
from toolshelf.build.snapshot import Snapshot, check_all
from toolshelf.build.warm import Last
from toolshelf.features import MAKERS
from toolshelf.features.feature import Target
from toolshelf.features.images.making import Pictures
from toolshelf.features.images.site import heavy_pages, picture_site
from toolshelf.features.images.store import FOLDER as STORE
from toolshelf.features.images.store import Store
from toolshelf.index.join import join
from toolshelf.means import Means
from toolshelf.problems import Problem
from toolshelf.reading import read
from toolshelf.sources.discover import Source, Sources


class Understood(Struct, frozen=True):
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
    circumstances: str
    """See `Site`."""
    sources: Sources
    checked: CheckedPages
    targets: tuple[Target, ...]
    moved: Set[str] | None
    """The pages that have other documents than in the last build, where nothing else is another; None: who knows."""
    last: Last
    """What to go on with, once this is published."""


def understand(means: Means) -> Understood:
    """Read and join the sources of a project.

    Raises DesignSystemMissingError and OSError, and what `Workers.share` raises.
    """
    project, cache, workers, watch, warm = means.project, means.cache, means.workers, means.watch, means.warm
    site = read(means)
    pages, documents = site.parsed.sources, site.parser.documents
    moved = warm.moved(site.around, pages) if warm else None
    if warm and warm.last and moved is not None:
        last = warm.last.with_documents(pages, moved)
        cache.asked |= last.asked
    else:
        with documents.watched() as seen:
            joined = join(site.parsed, site.as_of, site.base_path, MAKERS, drafts=project.drafts)
            stood = last_surroundings(cache) == joined.index.around.digest
            if warm:
                joined.index.bases.settle()
        last = Last(site.around, pages, joined, Snapshot(joined.index, documents), seen)
    joined, snapshot, index = last.joined, last.snapshot, last.joined.index
    copies = {output: site.sources.files.get(path) or site.sources.data[path] for path, output in joined.copies.items()}
    pictures = last.pictures
    if index.pictured and moved is None:
        watch.stage("pictures")
        store = Store(None if project.cache is None else project.cache.with_name(STORE))
        with documents.watched() as seen:
            pictures = picture_site(joined, copies, site.remember, store, workers)
        last = replace(last, seen=last.seen | seen)
        watch.stage("pictures", len(pictures.facts))
        watch.stage("index")
    if moved is None:
        with documents.watched() as seen:
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
        checked = check_pages(index, pages, site.before, check, stood=stood)
    heavy = heavy_pages(joined, checked.pictures, pictures) if index.pictured else ()
    return Understood(
        snapshot=snapshot,
        ledger=last.ledger or last_ledger(cache),
        copies=copies,
        pictures=pictures,
        assets=site.assets,
        problems=(*site.problems, *index.problems, *pictures.problems, *checked.problems, *heavy),
        parser=site.parser,
        notes=site.notes,
        sources=site.sources,
        checked=checked,
        targets=last.targets,
        moved=None if moved is None else moved.keys(),
        last=replace(last, pictures=pictures, checked=checked, asked=asked),
        timezone=site.timezone,
        circumstances=site.circumstances,
    )
