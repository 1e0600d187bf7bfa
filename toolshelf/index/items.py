"""Collections as templates see them: descriptions rendered, addresses resolved, thumbnails found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from markupsafe import Markup
from msgspec import Struct

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.alternative_texts import stand_in
from toolshelf.content.engines import chosen_engine, render_markdown
from toolshelf.content.fragment import Fragment
from toolshelf.content.outline import outline
from toolshelf.content.slugs import slugify
from toolshelf.data.collections import Collection
from toolshelf.index.gaps import filled
from toolshelf.index.links import Site, link_problem
from toolshelf.problems import Problem, error, warning
from toolshelf.spelling import nearest

MARKDOWN_FIELD = "description"
_ON_PAGES = "includes belong on pages"
_THUMBNAILS = "content/thumbnails/"
_THUMB_FIELDS = ("thumb_url", "thumb", "logo")


class Texts(Struct, frozen=True):
    """The Markdown of one collection, rendered: fragments by the number of their item and their key."""

    fragments: Mapping[tuple[int, str], Fragment]


def markdown_texts(collection: Collection) -> Iterator[tuple[tuple[int, str], str]]:
    """The Markdown of every item that has some, with the item's number and the key."""
    keys = markdown_keys(collection)
    for number, item in _items(collection):
        for key in keys:
            text = item.get(key)
            if isinstance(text, str) and text:
                yield (number, key), text


def markdown_keys(collection: Collection) -> tuple[str, ...]:
    """The keys of an item that hold Markdown."""
    return (MARKDOWN_FIELD,) if collection.typed is None else (MARKDOWN_FIELD, *sorted(collection.typed.texts))


def render_text(text: str, site: FrozenDict) -> Fragment:
    """An item's Markdown, rendered; ``site`` is what ``{{ site.* }}`` prints."""
    return render_markdown(text, chosen_engine(site), variables=FrozenDict({"site": site}))


class Items(Struct, frozen=True):
    """A collection, ready for templates."""

    items: tuple[FrozenDict, ...]
    images: frozenset[str]
    """The source paths of the images it shows."""
    unpictured: tuple[str, ...]
    """The names of the items that have none, sorted."""
    problems: tuple[Problem, ...]


def build_items(
    collection: Collection, texts: Texts, site: Site, images: Mapping[str, str], *, pictured: bool
) -> Items:
    """The items of ``collection``; ``images`` maps the source path of every image to its output.

    Where pictures are made in sizes, ``pictured``, an item says which one is its own: `item["picture"]`.
    """
    items: list[FrozenDict] = []
    used: set[str] = set()
    unpictured: set[str] = set()
    problems: list[Problem] = []
    anchors = item_anchors(collection)
    keys = markdown_keys(collection)
    for number, item in _items(collection):
        view: dict[str, Value] = dict(item)
        for key in keys:
            if (number, key) in texts.fragments:
                view[key], more = _text(collection, (number, key), texts.fragments[number, key], site)
                problems += more
        if collection.typed is not None:
            view["page"] = site.url(str(item["page"]))
        if isinstance(url := item.get("url"), str):
            target = site.resolve(url, collection.source(number))
            view["url"] = target.url
            if target.complaint:
                problems.append(_at(collection, (number, "url"), "broken-link", target.complaint, target.hint))
        view["thumb"] = ""
        source = ""
        field = next((key for key in _THUMB_FIELDS if isinstance(item.get(key), str) and item[key]), "")
        if field:
            source, complaint = find_thumbnail(str(item[field]), collection.source(number), images)
            if complaint is not None:
                problems.append(_at(collection, (number, field), "broken-image", *complaint))
            if source:
                used.add(source)
                view["thumb"] = site.url(images[source])
                if field == "logo":
                    view["thumb_alt"] = item.get("logo_alt_text", "")
        if pictured:
            view["picture"] = source
        if not source and (name := item_name(item)):
            unpictured.add(name)
        if isinstance(alt := item.get("thumb_alt"), str) and (silent := stand_in(alt, source)):
            where = collection.positions.locate((number, "thumb_alt"))
            problems.append(silent.moved(where.at(collection.path)))
        view["anchor"] = anchors[number]
        items.append(FrozenDict(view))
    return Items(tuple(items), frozenset(used), tuple(sorted(unpictured)), tuple(problems))


def item_name(item: Mapping[str, Value]) -> str:
    """What an item is called, as people read it; "" for one without a name."""
    return next((str(item[key]) for key in ("name", "title") if item.get(key)), "")


def item_anchors(collection: Collection) -> Mapping[int, str]:
    """An id for each item that no heading can have: a heading's id never holds two dashes."""
    anchors: dict[int, str] = {}
    taken: set[str] = set()
    for number, item in _items(collection):
        name = next((str(item[key]) for key in ("id", "name", "title") if item.get(key)), str(number + 1))
        base = anchor = f"{slugify(collection.name)}--{slugify(name)}"
        copy = 0
        while anchor in taken:
            copy += 1
            anchor = f"{base}-{copy}"
        taken.add(anchor)
        anchors[number] = anchor
    return anchors


def find_thumbnail(name: str, data_path: str, images: Mapping[str, str]) -> tuple[str, tuple[str, str] | None]:
    """The source path of an item's thumbnail, or "", and what is wrong with its name: a sentence and a hint.

    It is looked for in content/thumbnails/, then beside the data file. A file of that name elsewhere, or
    written in another case, is shown all the same, and reported.
    """
    beside = str(PurePosixPath(data_path).parent) + "/"
    for folder in (_THUMBNAILS, beside):
        if (path := folder + name.lstrip("/")) in images:
            return path, None
    wanted = PurePosixPath(name).name.casefold()
    for path in images:
        for folder in (_THUMBNAILS, beside):
            if path.startswith(folder) and path.casefold() == (folder + name.lstrip("/")).casefold():
                written = path.removeprefix(folder)
                return path, (
                    f"The name '{name}' differs in upper or lower case from the file {path}.",
                    f"write {written}",
                )
    for path in images:
        for folder in (_THUMBNAILS, beside):
            if path.startswith(folder) and PurePosixPath(path).name.casefold() == wanted:
                written = path.removeprefix(folder)
                return path, (f"There is no image '{name}' in {_THUMBNAILS}, but there is {path}.", f"write {written}")
    if "://" in name:
        return "", (f"The picture '{name}' stands on another website.", f"put a copy of it into {_THUMBNAILS}")
    close = nearest(_THUMBNAILS + name, images)
    return "", (
        f"There is no image '{name}' in {_THUMBNAILS} or beside the data file.",
        f"did you mean {close.removeprefix(_THUMBNAILS)}?" if close else f"put the file into {_THUMBNAILS}",
    )


def _items(collection: Collection) -> list[tuple[int, FrozenDict]]:
    """The items that have fields, with their place in the file."""
    items = collection.items if isinstance(collection.items, tuple) else ()
    return [(number, item) for number, item in enumerate(items) if isinstance(item, FrozenDict)]


def _text(
    collection: Collection, place: tuple[int, str], fragment: Fragment, site: Site
) -> tuple[Markup, list[Problem]]:
    source = collection.source(place[0])
    targets = [site.resolve(link.target, source) for link in fragment.links]
    found = [*fragment.problems, *filter(None, map(link_problem, fragment.links, targets))]
    found += [
        error("include-in-data", f"The include '{call.name}' stands in a data file.", call.line, hint=_ON_PAGES)
        for call in fragment.includes
    ]
    problems = [
        problem.moved(collection.locate_line(place, problem.location.line, problem.location.column))
        for problem in found
    ]
    body, headings = fragment.body, fragment.headings
    if collection.typed is not None:  # on the item's page its title is the heading above
        stepped = outline(fragment, collection.name)
        body, headings = stepped.body, stepped.headings
    return Markup(filled(body, headings, [target.url for target in targets])), problems


def _at(collection: Collection, place: tuple[str | int, ...], code: str, message: str, hint: str) -> Problem:
    return warning(code, message, hint=hint).moved(collection.locate(place))
