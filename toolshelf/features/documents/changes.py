"""What changed: the page that tells it, made from git between two tagged versions, or from a changes.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from toolshelf.codec import FrozenDict, Value, mappings, pack, unpack
from toolshelf.content.document import Document, parse
from toolshelf.data.positions import Positions
from toolshelf.data.yaml_source import read_yaml
from toolshelf.features.documents.books import Book, Written, text
from toolshelf.features.documents.differences import differences, passages
from toolshelf.index.additions import Ground
from toolshelf.index.gaps import filled
from toolshelf.index.pages import Page, title_of
from toolshelf.problems import Problem, warning
from toolshelf.sources.text import decode
from toolshelf.spelling import meant

_FILE: Final = "changes.yml"
_HINT: Final = "make the tag, or fetch all tags: git fetch --tags, in GitHub Actions fetch-depth: 0"


class Changes(NamedTuple):
    """What changed in a document."""

    versions: tuple[Value, ...] = ()
    """The newest first, each with ``version``, ``date`` and ``chapters``: title, url and passages."""
    problems: tuple[Problem, ...] = ()
    inputs: tuple[str, ...] = ()
    """Files outside of the sources from which it was made."""
    read: tuple[str, ...] = ()
    """Files beside the chapters from which it was made."""


def changes_of(ground: Ground, written: Written, book: Book) -> Changes:
    """What changed in ``book``, as its title page or a file beside it says."""
    asked = written.options.get("changes")
    if isinstance(asked, FrozenDict):
        return _from_git(ground, written, asked)
    path = f"{written.head.folder}/{_FILE}"
    return _from_file(ground, written, path) if path in ground.files else Changes()


def _from_git(ground: Ground, written: Written, asked: FrozenDict) -> Changes:
    names = [text(asked.get("from")), text(asked.get("to"))]
    commits = [ground.history.commit(name) if name else "" for name in names]
    inputs = ground.history.inputs()
    where = written.head.document.positions.locate(("document", "changes")).at(written.head.path)
    missing = [name for name, commit in zip(names, commits, strict=True) if name and not commit]
    if missing or not names[0]:
        message = f"There is no version '{missing[0]}' in git." if missing else "Nobody says since when."
        problem = warning("no-version", message, hint=_HINT if missing else "write 'from:' and a tag").moved(where)
        return Changes(problems=(problem,), inputs=inputs)
    folder = written.head.folder
    pages = (written.head, *written.chapters)
    urls = {page.path: ground.base_path + page.url_path.lstrip("/") for page in pages}
    now = {} if commits[1] else {page.path: page.key for page in pages}

    def compare() -> object:
        before = _texts(ground, ground.history.files(commits[0], folder))
        after = (
            _texts(ground, ground.history.files(commits[1], folder))
            if commits[1]
            else {page.path: _text(page.document, page.path) for page in pages}
        )
        return pack(tuple(_chapters(before, after, urls)))

    found = unpack(ground.remember("changes", [folder, ground.options, *commits, now, urls], compare))
    version = FrozenDict({"version": names[1] or text(written.options.get("version")), "since": names[0], "date": ""})
    chapters = found if isinstance(found, tuple) else ()
    return Changes((FrozenDict({**version, "chapters": chapters}),), inputs=inputs)


_Text = tuple[str, list[str]]
"""The title of a chapter, and its passages."""


def _texts(ground: Ground, files: Mapping[str, bytes]) -> dict[str, _Text]:
    """The chapters among ``files``."""
    return {
        path: _text(parse(data, ground.config), path)
        for path, data in sorted(files.items())
        if path.lower().endswith((".md", ".markdown"))
    }


def _text(document: Document, path: str) -> _Text:
    addresses = [link.target for link in document.fragment.links]
    outlined = document.outline
    return outlined.title or title_of(path), passages(filled(outlined.body, outlined.headings, addresses))


def _chapters(before: Mapping[str, _Text], now: Mapping[str, _Text], urls: Mapping[str, str]) -> Iterator[FrozenDict]:
    """Every chapter that has changed, in the order of the document now, and those that are gone at the end."""
    order = [*(path for path in urls if path in now), *(path for path in now if path not in urls)]
    for path in [*order, *(path for path in before if path not in now)]:
        title, texts = now.get(path) or (before[path][0], [])
        old_title, old_texts = before.get(path, ("", []))
        state = "removed" if path not in now else "added" if path not in before else "changed"
        renamed = [old_title] if state == "changed" and old_title != title else []
        found = tuple(differences([*renamed, *old_texts], [*([title] if renamed else []), *texts]))
        if found or state != "changed":
            url = urls.get(path, "") if path in now else ""
            yield FrozenDict({"title": title, "url": url, "state": state, "why": "", "passages": found})


def _from_file(ground: Ground, written: Written, path: str) -> Changes:
    """What people have written down."""
    words, unreadable = decode(ground.source(path))
    sourced = read_yaml(words)
    problems = [problem.at(path) for problem in (*unreadable, *sourced.problems)]
    versions = sourced.value if isinstance(sourced.value, tuple) else ()
    if not versions and not problems:
        hint = "write a list of versions, each with 'version', 'date' and 'changes'"
        problems.append(warning("no-changes", "This file holds no list of versions.", 1, path=path, hint=hint))
    pages = {page.path.removeprefix(f"{written.head.folder}/"): page for page in (written.head, *written.chapters)}
    problems += (problem.at(path) for problem in _unknown_chapters(versions, sourced.positions, pages))
    told = tuple(
        FrozenDict(
            {
                "version": text(version.get("version")),
                "since": "",
                "date": version.get("date") or "",
                "chapters": tuple(_written_chapter(ground, pages, each) for each in mappings(version.get("changes"))),
            }
        )
        for version in mappings(versions)
    )
    return Changes(told, tuple(problems), read=(path,))


def _unknown_chapters(versions: Sequence[Value], positions: Positions, pages: Mapping[str, Page]) -> Iterator[Problem]:
    """A warning for every chapter that people tell changes of, and that is none of the ``pages`` by name."""
    for number, version in enumerate(versions):
        told = version.get("changes") if isinstance(version, FrozenDict) else None
        for place, each in enumerate(told if isinstance(told, tuple) else ()):
            if isinstance(each, FrozenDict) and _page_of(each, pages) is None:
                name = text(each.get("chapter"))
                message = f"There is no chapter '{name}' in this document." if name else "Nobody says in which chapter."
                hint = meant(name, pages) or "write the name of its file, as in 'chapter: aims.md'"
                where = positions.locate((number, "changes", place, "chapter"))
                yield warning("no-chapter", message, hint=hint).moved(where)


def _page_of(each: FrozenDict, pages: Mapping[str, Page]) -> Page | None:
    """The chapter whose file is named, with its suffix or without."""
    name = text(each.get("chapter"))
    return pages.get(name) or pages.get(f"{name}.md")


def _written_chapter(ground: Ground, pages: Mapping[str, Page], each: FrozenDict) -> FrozenDict:
    page = _page_of(each, pages)
    why = text(each.get("why")) or text(each.get("summary"))
    passages_told = [
        FrozenDict({"kind": kind, "parts": (FrozenDict({"kind": kind, "text": text(one)}),)})
        for kind in ("removed", "added")
        for one in _listed(each.get(kind))
    ]
    url = ground.base_path + page.url_path.lstrip("/") if page is not None else ""
    title = page.title if page is not None else text(each.get("chapter"))
    return FrozenDict({"title": title, "url": url, "state": "changed", "why": why, "passages": tuple(passages_told)})


def _listed(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)
