"""Join the parsed sources into the index, and say what does not fit together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from msgspec import Struct

from toolshelf.codec import FrozenDict, Value, digest, to_json
from toolshelf.data.collections import Collection
from toolshelf.data.configuration import CONFIGURATION, NAVIGATION
from toolshelf.data.positions import Positions
from toolshelf.data.schema_files import SchemaFile
from toolshelf.index import unread
from toolshelf.index.additions import Additions, Ground, Makers
from toolshelf.index.addresses import Address, alias_address, collisions, file_output, stand_apart
from toolshelf.index.collection_uses import check_shown
from toolshelf.index.entries import entry
from toolshelf.index.groups import GroupAnchors
from toolshelf.index.index import Index
from toolshelf.index.item_facts import Found, Remember, item_ids, items_found
from toolshelf.index.items import Texts, build_items
from toolshelf.index.lazy import Lazy
from toolshelf.index.links import Ids, Site, is_image
from toolshelf.index.moments import newest_first
from toolshelf.index.navigation import Menu, read_menu
from toolshelf.index.page_checks import ORDINARY, Surroundings, chosen_layout
from toolshelf.index.pages import HOME, Documents, KnownPage, Page, Pages, Publication, build_pages, generated_page
from toolshelf.index.sections import Sections, build_sections
from toolshelf.index.settings import resolve_settings
from toolshelf.index.terms import build_taxonomies
from toolshelf.problems import Location, Problem, ProblemError, warning
from toolshelf.sources.history import History
from toolshelf.sources.templates import TemplateSource

SITEMAP, ROBOTS, NO_JEKYLL = "sitemap.xml", "robots.txt", ".nojekyll"
_PRIMARY = ("header", "main", "primary")


class Parsed(Struct, frozen=True):
    """Everything that the stages before have made of the sources."""

    config: FrozenDict
    config_positions: Positions
    options: str
    """A digest of ``config`` as parsing took it."""
    menus: FrozenDict
    menu_positions: Positions
    menus_broken: bool
    """Whether data/navigation.yml cannot be read, so that nobody knows which menus there are."""
    sources: Mapping[str, KnownPage]
    """Of each page, by its path."""
    documents: Documents
    source: Callable[[str], bytes]
    """Gives a file under content/, by its path."""
    history: History
    collections: Mapping[str, Collection]
    origins: Mapping[str, str]
    """For each of them a digest of its file."""
    schemas: Mapping[str, SchemaFile]
    """The schema of each of them that has one."""
    broken_collections: frozenset[str]
    texts: Callable[[], Mapping[str, Texts]]
    """Gives their Markdown, rendered."""
    remember: Remember
    files: Iterable[str]
    """Paths under content/ that are not pages."""
    data_files: Iterable[str]
    """Every path under data/."""
    templates: Mapping[str, TemplateSource]
    assets: Mapping[str, FrozenDict]
    """Published files of the theme, by name: address below the base path and integrity."""
    asset_outputs: Iterable[str]


class Joined(Struct, frozen=True):
    """The index, and which files are copied to which output."""

    index: Index
    copies: Mapping[str, str]
    """Source path to output path."""
    items: Found
    """What there is to say of the items of all collections."""


def join(
    parsed: Parsed,
    as_of: datetime.date,
    base_path: str,
    makers: Makers,
    *,
    drafts: bool,
    found: Found | None = None,
) -> Joined:
    """Build the index, with what the features, ``makers``, add.

    Everything that is wrong with the site as a whole is among its problems; of its items, what was ``found`` before, if
    anybody has looked.
    """
    zone = ZoneInfo(str(parsed.config["timezone"]))
    publication = Publication(as_of, zone, drafts)
    pages = build_pages(parsed.sources, parsed.documents, publication, parsed.config, parsed.options)
    problems = list(pages.problems)

    def drawn(path: str, address: Address, title: str) -> Page:
        return generated_page(path, address, title, parsed.options, parsed.documents)

    newest = newest_first(pages.by_path, zone)
    taxonomies = build_taxonomies(parsed.config, parsed.config_positions, pages.by_path, newest, drawn)
    problems += taxonomies.problems
    written = pages.by_path
    added = Additions(
        makers,
        Ground(
            config=parsed.config,
            config_positions=parsed.config_positions,
            as_of=as_of,
            base_path=base_path,
            pages={**written, **taxonomies.pages},
            newest=newest,
            collections=parsed.collections,
            origins=parsed.origins,
            schemas=parsed.schemas,
            files=tuple(parsed.files),
            templates=parsed.templates.keys(),
            texts=parsed.texts,
            remember=parsed.remember,
            options=parsed.options,
            documents=parsed.documents,
            source=parsed.source,
            history=parsed.history,
        ),
    )
    problems += added.problems
    made_pages = {path: one.page for path, one in added.pages.items()}
    pages.by_path = dict(sorted({**written, **taxonomies.pages, **made_pages}.items()))
    files, more = unread.published_files(parsed.files, added.read)
    problems += more
    outputs, more = _file_outputs((path, path.removeprefix("content/")) for path in files)
    problems += more
    beside, more = _file_outputs((path, path) for path in parsed.data_files if is_image(path))
    problems += more
    redirects, more = _redirects(pages)
    problems += more
    shown_ids = item_ids(parsed.collections, parsed.origins, parsed.remember)
    made_ids = {path: one.ids for path, one in added.pages.items() if one.ids}
    site = Site(
        base_path=base_path,
        pages=pages.by_path,
        hidden=pages.hidden,
        files={**outputs, **beside},
        redirects={redirect.url_path: redirect.page for redirect in redirects},
        ids=Ids(pages.by_path, shown_ids, made_ids),
        made_ids=made_ids,
        by_url={page.url_path: path for path, page in pages.by_path.items()},
        outputs=frozenset(
            [*outputs.values(), *beside.values(), SITEMAP, ROBOTS, *(output for output, _ in added.outputs)]
        ),
        groups=added.groups,
        anchors=GroupAnchors(pages.by_path),
    )
    images = {path: output for path, output in {**outputs, **beside}.items() if is_image(path)}
    pictured = parsed.config.get("images") is not False
    items = Lazy(
        parsed.collections,
        lambda name: build_items(parsed.collections[name], parsed.texts()[name], site, images, pictured=pictured),
    )
    if found is None:
        ids = digest(to_json([page.row.fragments for page in pages.by_path.values()]))
        found = items_found(items, parsed.origins, [parsed.options, site.digest, ids], parsed.remember)
    problems += found.problems
    shown = found.shown
    copies = {**outputs, **{path: output for path, output in beside.items() if path in shown}}
    problems += unread.unread_data(parsed.data_files, shown)
    problems += unread.misnamed_settings(parsed.data_files)
    sections = build_sections(written, {**taxonomies.above, **added.above})
    header, more = _header(parsed, site, sections)
    problems += more
    settings, more = resolve_settings(parsed.config, parsed.config_positions, site)
    problems += more
    around = Surroundings(
        site=site,
        sections=sections,
        menus=Menu(NAVIGATION, parsed.menu_positions, parsed.menus),
        menus_complete=not parsed.menus_broken,
        templates=parsed.templates,
        collections=frozenset(parsed.collections),
        broken=parsed.broken_collections,
        shown=shown_ids,
        pictured=pictured,
        no_layouts=frozenset(added.templates),
    )
    problems += check_shown(
        pages.by_path.values(), parsed.collections, parsed.templates, parsed.origins, parsed.remember
    )
    made: list[tuple[str, Location | str]] = [*taxonomies.makers, *added.makers]
    problems += _collisions(written, redirects, copies, parsed.asset_outputs, made)
    layouts = frozenset(around.layouts)
    index = Index(
        config=settings,
        options=parsed.options,
        as_of=as_of,
        around=around,
        header=header,
        layouts={
            **{path: chosen_layout(page, layouts) for path, page in pages.by_path.items()},
            **{page.path: "terms.html" for page in taxonomies.lists.values()},
            **dict.fromkeys(taxonomies.by_path, "term.html"),
            **{path: one.template for path, one in added.pages.items()},
            **{
                path: one.template
                for path, one in added.drawn.items()
                if one.kind or chosen_layout(written[path], layouts) == ORDINARY
            },
        },
        data=Lazy(parsed.collections, lambda name: parsed.collections[name].items),
        items=Lazy(parsed.collections, lambda name: items[name].items),
        origins=parsed.origins,
        paths={name: collection.path for name, collection in parsed.collections.items()},
        assets={name: _prefixed(asset, site) for name, asset in parsed.assets.items()},
        redirects={redirect.output: redirect.page for redirect in redirects},
        taxonomies=taxonomies,
        newest=newest,
        features=added.values,
        made={
            **taxonomies.kinds,
            **{path: one.kind for path, one in added.pages.items()},
            **{path: one.kind for path, one in added.drawn.items() if one.kind},
        },
        unlisted=frozenset(path for path, one in added.pages.items() if not one.listed),
        added=added.settings,
        derived=added.fields,
        drawn={path: one.basis for path, one in added.drawn.items()},
        pictured=pictured,
        problems=tuple(problems),
    )
    return Joined(index, copies, found)


def _prefixed(asset: FrozenDict, site: Site) -> FrozenDict:
    return FrozenDict({"url": site.url(str(asset["path"])), "integrity": asset["integrity"]})


def _file_outputs(files: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[Problem]]:
    """Where files are copied to: for each, its source path and its path below the published root."""
    outputs: dict[str, str] = {}
    problems: list[Problem] = []
    for path, published in files:
        try:
            outputs[path] = file_output(published)
        except ProblemError as refused:
            problems.append(refused.problem.at(path))
    return outputs, problems


class _Redirect(Struct, frozen=True):
    """An address that a page used to have."""

    url_path: str
    output: str
    page: str
    place: Location


def _redirects(pages: Pages) -> tuple[list[_Redirect], list[Problem]]:
    found: dict[tuple[str, str], _Redirect] = {}
    problems: list[Problem] = []
    for path, page in pages.by_path.items():
        for alias, line, column in page.row.former:
            place = Location(path, line, column)
            try:
                address = alias_address(alias)
            except ProblemError as refused:
                problems.append(refused.problem.moved(place))
                continue
            if address.output.casefold() == page.address.output.casefold():
                message = f"The former address '{alias}' is this page's own."
                problems.append(warning("redirect-to-itself", message, hint="remove it").moved(place))
            else:
                found.setdefault((address.output, path), _Redirect(address.url_path, address.output, path, place))
    return list(found.values()), problems


def _header(parsed: Parsed, site: Site, sections: Sections) -> tuple[tuple[FrozenDict, ...], list[Problem]]:
    """The menu of the header: as configured, else from data/navigation.yml, else the top of the site."""
    problems: list[Problem] = []
    for name, written in parsed.menus.items():
        _, more = read_menu(site, Menu(NAVIGATION, parsed.menu_positions, written), (name,))
        problems += more
    configured = parsed.config.get("navigation")
    if isinstance(configured, tuple):
        menu, more = read_menu(site, Menu(CONFIGURATION, parsed.config_positions, configured), ("navigation",))
        return menu, problems + more
    keys: tuple[Value, ...] = (configured,) if isinstance(configured, str) else _PRIMARY
    for key in keys:
        if isinstance(key, str) and key in parsed.menus:
            menu, _ = read_menu(site, Menu(NAVIGATION, parsed.menu_positions, parsed.menus[key]), (key,))
            return menu, problems
    if isinstance(configured, str) and not parsed.menus_broken:
        where = parsed.config_positions.locate(("navigation",))
        problems.append(
            warning(
                "unknown-navigation",
                f"There is no list called '{configured}' in data/navigation.yml.",
                where.line,
                where.column,
                path=CONFIGURATION,
            )
        )
    top = sections.members.get(site.pages[HOME].folder if HOME in site.pages else "content", ())
    return tuple(entry(page.title, site.url(page.url_path)) for page in top), problems


def _maker(page: Page) -> Location | str:
    """Where a page's address is written: in its front matter, or in its name; or whose page it is, in words."""
    if page.generated:
        what = "the home page" if page.path == HOME else f"the page for {page.folder}/"
        return f"{'the page for missing addresses' if page.is_not_found else what} that Toolshelf makes"
    return Location(page.path, *page.row.address[-2:]) if page.row.address else Location(page.path)


def _collisions(
    pages: Mapping[str, Page],
    redirects: list[_Redirect],
    copies: Mapping[str, str],
    assets: Iterable[str],
    more: Sequence[tuple[str, Location | str]],
) -> tuple[Problem, ...]:
    """What would write the same file; ``more`` are further outputs and who makes them.

    Who makes an output is only asked where it matters.
    """
    made = (SITEMAP, ROBOTS, NO_JEKYLL, *(output for output, _ in more))
    outputs = [page.address.output for page in pages.values()]
    if stand_apart([*outputs, *(redirect.output for redirect in redirects), *copies.values(), *assets, *made]):
        return ()
    return collisions(
        [
            *((page.address.output, _maker(page)) for page in pages.values()),
            *((redirect.output, redirect.place) for redirect in redirects),
            *((output, Location(path)) for path, output in copies.items()),
            *more,
            *((output, f"the theme's file {output}") for output in assets),
            (SITEMAP, "the list of all pages that Toolshelf makes"),
            (ROBOTS, "the file for search engines that Toolshelf makes"),
            (NO_JEKYLL, "a file that Toolshelf makes"),
        ]
    )
