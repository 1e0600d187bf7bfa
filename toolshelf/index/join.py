"""Join the parsed sources into the index, and say what does not fit together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.document import Document
from toolshelf.data.collections import Collection
from toolshelf.data.configuration import CONFIGURATION, NAVIGATION
from toolshelf.data.positions import Positions
from toolshelf.index import checks
from toolshelf.index.addresses import alias_address, collisions, file_output
from toolshelf.index.collection_uses import check_uses, uses
from toolshelf.index.feeds import build_feed
from toolshelf.index.index import Index
from toolshelf.index.items import Texts, build_items, item_anchors
from toolshelf.index.links import Site, is_image
from toolshelf.index.moments import newest_first
from toolshelf.index.navigation import Menu, anchors, entry, read_menu, sidenav
from toolshelf.index.pages import HOME, Page, Pages, Publication, build_pages
from toolshelf.index.sections import Sections, build_sections
from toolshelf.index.settings import resolve_settings
from toolshelf.index.terms import build_taxonomies
from toolshelf.problems import Location, Problem, ProblemError, warning
from toolshelf.sources.templates import TemplateSource

SITEMAP, ROBOTS, NO_JEKYLL = "sitemap.xml", "robots.txt", ".nojekyll"
_PRIMARY = ("header", "main", "primary")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything that the stages before have made of the sources."""

    config: FrozenDict
    config_positions: Positions
    menus: FrozenDict
    menu_positions: Positions
    menus_broken: bool
    """Whether data/navigation.yml cannot be read, so that nobody knows which menus there are."""
    documents: Mapping[str, Document]
    collections: Mapping[str, Collection]
    broken_collections: frozenset[str]
    texts: Mapping[str, Texts]
    files: Iterable[str]
    """Paths under content/ that are not pages."""
    data_files: Iterable[str]
    """Every path under data/."""
    templates: Mapping[str, TemplateSource]
    assets: Mapping[str, FrozenDict]
    """Published files of the theme, by name: address below the base path and integrity."""
    asset_outputs: Iterable[str]


@dataclass(frozen=True, slots=True)
class Joined:
    """The index, and which files are copied to which output."""

    index: Index
    copies: Mapping[str, str]
    """Source path to output path."""


def join(parsed: Parsed, as_of: datetime.date, base_path: str, *, drafts: bool) -> Joined:
    """Build the index. Everything that is wrong with the site as a whole is among its problems."""
    zone = ZoneInfo(str(parsed.config["timezone"]))
    pages = build_pages(parsed.documents, Publication(as_of, zone, drafts), str(parsed.config["title"]))
    problems = list(pages.problems)
    newest = newest_first(pages.by_path, zone)
    taxonomies = build_taxonomies(parsed.config, parsed.config_positions, pages.by_path, newest)
    problems += taxonomies.problems
    feed, more = build_feed(parsed.config, parsed.config_positions, newest)
    problems += more
    written, pages.by_path = pages.by_path, dict(sorted({**pages.by_path, **taxonomies.pages}.items()))
    files, more = checks.published_files(parsed.files)
    problems += more
    outputs, more = _file_outputs((path, path.removeprefix("content/")) for path in files)
    problems += more
    beside, more = _file_outputs((path, path) for path in parsed.data_files if is_image(path))
    problems += more
    redirects, more = _redirects(pages)
    problems += more
    anchored = {name: frozenset(item_anchors(one).values()) for name, one in parsed.collections.items()}
    site = Site(
        base_path=base_path,
        pages=pages.by_path,
        hidden=pages.hidden,
        files={**outputs, **beside},
        redirects={redirect.url_path: redirect.page for redirect in redirects},
        ids={path: _ids(page, anchored) for path, page in pages.by_path.items()},
        by_url={page.url_path: path for path, page in pages.by_path.items()},
        outputs=frozenset([*outputs.values(), *beside.values(), SITEMAP, ROBOTS, *filter(None, [feed])]),
    )
    images = {path: output for path, output in {**outputs, **beside}.items() if is_image(path)}
    collected = {
        name: build_items(collection, parsed.texts[name], site, images)
        for name, collection in parsed.collections.items()
    }
    problems += [problem for items in collected.values() for problem in items.problems]
    shown = frozenset(path for items in collected.values() for path in items.images)
    copies = {**outputs, **{path: output for path, output in beside.items() if path in shown}}
    problems += checks.unread_data(parsed.data_files, shown)
    problems += checks.misnamed_settings(parsed.data_files)
    sections = build_sections(written, taxonomies.above)
    header, more = _header(parsed, site, sections)
    problems += more
    settings, more = resolve_settings(parsed.config, parsed.config_positions, site)
    problems += more
    sidenavs, anchor_lists = {}, {}
    for path, page in pages.by_path.items():
        menus = Menu(NAVIGATION, parsed.menu_positions, parsed.menus)
        sidenavs[path] = sidenav(site, sections, page, menus, complete=not parsed.menus_broken)
        problems += sidenavs[path].problems
        anchor_lists[path], more = anchors(page)
        problems += more
    layouts, more = checks.layouts(written, parsed.templates)
    problems += more
    layouts |= {page.path: "terms.html" for page in taxonomies.lists.values()}
    layouts |= dict.fromkeys(taxonomies.by_path, "term.html")
    targets = {
        path: tuple(site.resolve(link.target, path) for link in page.fragment.links)
        for path, page in pages.by_path.items()
    }
    problems += checks.page_links(pages.by_path, targets)
    problems += checks.front_matter_images(site, pages.by_path)
    problems += checks.includes(pages.by_path, parsed.templates)
    problems += check_uses(pages.by_path, parsed.collections, parsed.broken_collections, parsed.templates)
    made = [*_outputs(written, redirects, copies, parsed.asset_outputs), *taxonomies.makers]
    problems += collisions([*made, (feed, "the feed that Toolshelf makes")] if feed else made)
    index = Index(
        config=settings,
        as_of=as_of,
        site=site,
        targets=targets,
        sections=sections,
        menus={"header": header},
        sidenavs=sidenavs,
        anchors=anchor_lists,
        layouts=layouts,
        data={name: collection.items for name, collection in parsed.collections.items()},
        items={name: items.items for name, items in collected.items()},
        lists={path: _listed(page, parsed.collections) for path, page in pages.by_path.items()},
        broken=parsed.broken_collections,
        templates=parsed.templates,
        assets={name: _prefixed(asset, site) for name, asset in parsed.assets.items()},
        redirects={redirect.output: redirect.page for redirect in redirects},
        taxonomies=taxonomies,
        newest=newest,
        feed=feed,
        problems=tuple(problems),
    )
    return Joined(index, copies)


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


def _ids(page: Page, shown: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What the fragment of a link to ``page`` may name: ids in its body, and the items that its includes show."""
    ids = frozenset(page.fragment.ids)
    return ids.union(*(shown.get(use.name, ()) for use in uses(page))) if page.fragment.includes else ids


def _listed(page: Page, collections: Mapping[str, Collection]) -> frozenset[str]:
    return frozenset(collections[use.name].path for use in uses(page) if use.name in collections)


@dataclass(frozen=True, slots=True)
class _Redirect:
    """An address that a page used to have."""

    url_path: str
    output: str
    page: str
    place: Location


def _redirects(pages: Pages) -> tuple[list[_Redirect], list[Problem]]:
    found: dict[tuple[str, str], _Redirect] = {}
    problems: list[Problem] = []
    for path, page in pages.by_path.items():
        for alias, place in _aliases(page):
            try:
                address = alias_address(alias)
            except ProblemError as refused:
                problems.append(refused.problem.moved(place))
                continue
            if address.output.casefold() == page.address.output.casefold():
                message = f"The former address '{alias}' is this page's own."
                problems.append(
                    warning("redirect-to-itself", message, place.line, place.column, path=path, hint="remove it")
                )
            else:
                found.setdefault((address.output, path), _Redirect(address.url_path, address.output, path, place))
    return list(found.values()), problems


def _aliases(page: Page) -> Iterator[tuple[str, Location]]:
    """The former addresses of a page as written, and where."""
    for key in ("redirect_from", "aliases"):
        written = page.meta.get(key)
        for number, alias in enumerate(written if isinstance(written, tuple) else (written,)):
            if isinstance(alias, str) and alias:
                place = (key, number) if isinstance(written, tuple) else (key,)
                yield alias, page.positions.locate(place).at(page.path)


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
    key = next((key for key in ("permalink", "path") if isinstance(page.meta.get(key), str)), "")
    return page.positions.locate_key((key,)).at(page.path) if key else Location(page.path)


def _outputs(
    pages: Mapping[str, Page], redirects: list[_Redirect], copies: Mapping[str, str], assets: Iterable[str]
) -> list[tuple[str, Location | str]]:
    """Every output with the file it comes from, or with what makes it, in words."""
    return [
        *((page.address.output, _maker(page)) for page in pages.values()),
        *((redirect.output, redirect.place) for redirect in redirects),
        *((output, Location(path)) for path, output in copies.items()),
        *((output, f"the theme's file {output}") for output in assets),
        (SITEMAP, "the list of all pages that Toolshelf makes"),
        (ROBOTS, "the file for search engines that Toolshelf makes"),
        (NO_JEKYLL, "a file that Toolshelf makes"),
    ]
