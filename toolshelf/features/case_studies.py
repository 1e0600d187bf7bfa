"""Case studies: those that have tags in common name each other, and a list of them can be narrowed down by tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from toolshelf.codec import MISSING, FrozenDict, Value, digest, to_json
from toolshelf.content.slugs import slugify
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.additions import Derived, DrawnPage, Ground, Made, MadePage
from toolshelf.index.addresses import Address
from toolshelf.index.images import image_target
from toolshelf.index.index import Index
from toolshelf.index.pages import Page, place_below
from toolshelf.index.rows import CASE_STUDY
from toolshelf.problems import Location

_NAME: Final = "case_studies"
_LIST: Final = "case-studies"
"""The layout of lists, and the kind of those that hold the studies with one tag."""
_RELATED: Final = 3
"""How many other studies one names: more are found by their tags."""


class StudyList(Struct, frozen=True):
    """A page that lists case studies."""

    studies: tuple[str, ...]
    """Their paths, in the order of their weights and paths."""
    topics: tuple[tuple[str, str, int], ...]
    """Of the whole list: each tag, the path of the page that lists its studies alone, and how many these are."""
    whole: str
    """The path of the page that lists all of them."""
    tag: str = ""
    """What they have in common."""


class Studies(Struct, frozen=True):
    """The case studies of a site."""

    related: Mapping[str, tuple[str, ...]]
    """The paths of those that have the most tags in common with each."""
    lists: Mapping[str, StudyList]


def _make(ground: Ground) -> Made:
    studies = [page for page in ground.pages.values() if page.row.study]
    heads = [page for page in ground.pages.values() if page.row.layout == _LIST]
    if not studies:
        return Made(Studies({}, {page.path: StudyList((), (), page.path) for page in heads}))
    related = {page.path: tuple(other.path for other in _related(page, studies)) for page in studies}
    files = digest(to_json(sorted(ground.files)))
    by_path = {page.path: page for page in studies}
    drawn = {
        path: DrawnPage(f"{CASE_STUDY}.html", _basis([by_path[one] for one in others], files))
        for path, others in related.items()
    }
    lists: dict[str, StudyList] = {}
    made: list[MadePage] = []
    for head in heads:
        below = [page for page in studies if f"{page.folder}/".startswith(f"{head.folder}/")]
        below.sort(key=lambda page: page.sort_key)
        folded = _by_tag(below)
        names = {key: pages[0][0] for key, pages in folded.items()}
        places = {key: place_below(head, "topics", slugify(key)) for key in folded}
        topics = tuple((names[key], places[key][0], len(folded[key])) for key in folded)
        shown = tuple(page.path for page in below)
        lists[head.path] = StudyList(shown, topics, head.path)
        basis = _basis(below, files)
        drawn[head.path] = DrawnPage(f"{_LIST}.html", basis)
        for key, members in folded.items():
            page = _topic_page(ground, head, names[key], places[key], basis)
            lists[page.path] = StudyList(tuple(one.path for _, one in members), topics, head.path, names[key])
            made.append(MadePage(page, f"{_LIST}.html", _LIST, Location(head.path), head))
    return Made(Studies(related, lists), made, drawn=drawn)


def _basis(pages: Sequence[Page], files: str) -> str:
    shown = [[page.path, page.title, page.url_path, page.row.description, page.row.study] for page in pages]
    return digest(to_json([shown, files]))


def _tags(page: Page) -> dict[str, str]:
    """The tags of a case study as typed, by what makes two of them the same."""
    return {" ".join(tag.casefold().split()): tag for tag in page.row.study[0]}


def _related(page: Page, studies: Sequence[Page]) -> list[Page]:
    own = _tags(page).keys()
    common = {other.path: len(own & _tags(other).keys()) for other in studies if other is not page}
    found = [other for other in studies if common.get(other.path)]
    return sorted(found, key=lambda other: (-common[other.path], other.sort_key))[:_RELATED]


def _by_tag(studies: Sequence[Page]) -> dict[str, list[tuple[str, Page]]]:
    """The case studies with each tag, and how each writes it; by tag."""
    found: dict[str, list[tuple[str, Page]]] = {}
    for page in studies:
        for key, tag in _tags(page).items():
            found.setdefault(key, []).append((tag, page))
    return dict(sorted(found.items()))


def _topic_page(ground: Ground, head: Page, tag: str, place: tuple[str, Address], basis: str) -> Page:
    title = f"{head.title}: {tag}"
    meta = FrozenDict({"title": title, "description": f"The case studies about {tag}.", "basis": basis})
    return ground.page(*place, title, meta)


def _studies(index: Index) -> Studies:
    found = index.features[_NAME]
    assert isinstance(found, Studies)
    return found


def _summary(index: Index, path: str) -> FrozenDict:
    page = index.site.pages[path]
    tags, client, preview = page.row.study
    image = image_target(index.site, path, preview)
    return FrozenDict(
        {
            "title": page.title,
            "url": index.site.url(page.url_path),
            "description": page.row.description,
            "client": client,
            "tags": tuple(tags),
            "image": image.url,
            "picture": image.file if index.pictured else "",
        }
    )


def related(index: Index, page: Page) -> Value:
    """``page.related``: the case studies that have the most tags in common with this one."""
    found = _studies(index).related.get(page.path)
    return MISSING if found is None else tuple(_summary(index, path) for path in found)


def studies(index: Index, page: Page) -> Value:
    """``page.studies``: the case studies that the page lists."""
    found = _studies(index).lists.get(page.path)
    return MISSING if found is None else tuple(_summary(index, path) for path in found.studies)


def topics(index: Index, page: Page) -> Value:
    """``page.topics``: the tags of the list that the page is, or belongs to, the first entry for all of them."""
    found = _studies(index).lists.get(page.path)
    if found is None:
        return MISSING
    pages = index.site.pages
    whole = _studies(index).lists[found.whole]
    every = [("", found.whole, len(whole.studies)), *found.topics]
    return tuple(
        FrozenDict({"name": name, "url": index.site.url(pages[path].url_path), "count": count})
        for name, path, count in every
    )


def _list(target: Target, drawing: Drawing) -> dict[str, object]:
    return {"page": drawing.page(target.subject)}


FEATURE: Final = Feature(
    _NAME,
    {_LIST: Kind(_list, shows_page=True)},
    make=_make,
    fields={"related": Derived(related), "studies": Derived(studies), "topics": Derived(topics)},
)
