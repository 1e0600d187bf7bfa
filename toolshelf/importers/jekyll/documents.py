"""The documents of a Jekyll site: pages, posts and documents of collections, each with its front matter and address."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from dateutil import parser as dates
from msgspec import Struct, field

from toolshelf.importers import front_matter
from toolshelf.importers.jekyll.addresses import address, suffix
from toolshelf.importers.jekyll.configuration import Collection, Configuration
from toolshelf.importers.moved import Moved
from toolshelf.patterns import regex

MARKDOWN: Final = (".md", ".markdown", ".mkdown", ".mkdn", ".mkd")
_HTML: Final = (".html", ".htm")
PAGE: Final = ""
"""The kind of a document that belongs to no collection: one may be called "pages"."""
POSTS: Final = "posts"
_POST: Final = regex(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>.+)")
_MONTH: Final = regex(r"[A-Za-z]{3}")
"""A date that names its month in letters can be read in one way only."""


class Document(Struct):
    """A file that is, or may be, a page."""

    path: str
    """Relative to the site."""
    kind: str
    """`PAGE`, `POSTS` or the name of a collection."""
    meta: dict[str, Any]
    """Its front matter over the defaults of the configuration."""
    own: dict[str, Any]
    """Its front matter as written."""
    body: str
    first_line: int
    block: str
    """The front matter as text."""
    date: datetime.date | None = None
    slug: str = ""
    output: bool = True
    """Whether it is a page."""
    url: str = ""
    """Below the site's own address: "/docs/intro/"."""
    rendered: dict[str, str] = field(default_factory=dict)
    """What its body became, for loops over documents; made when it is asked for."""
    around: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """The documents before and behind it in its collection as Liquid sees them: "previous" and "next"."""

    @property
    def is_markdown(self) -> bool:
        """Whether its body is Markdown; HTML otherwise."""
        return self.path.lower().endswith(MARKDOWN)

    @property
    def has_liquid(self) -> bool:
        """Whether the Liquid in its body is run (Jekyll 4, ``render_with_liquid``)."""
        return self.meta.get("render_with_liquid") is not False

    def is_listed(self, until: datetime.date | None) -> bool:
        """Whether lists show it: nothing that is not published, and no post of a day after ``until``."""
        if self.meta.get("published") is False:
            return False
        if self.kind != POSTS:
            return True
        day = self.date.date() if isinstance(self.date, datetime.datetime) else self.date
        return self.meta.get("draft") is not True and (until is None or day is None or day <= until)

    @property
    def title(self) -> str:
        """Its title, else one made of the name of its file, as Jekyll does for posts and collections."""
        title = self.meta.get("title")
        if isinstance(title, list):
            return " ".join(str(part) for part in title)
        if title not in (None, ""):
            return str(title)
        return " ".join(word.capitalize() for word in re.split(r"[-_]+", self.slug)) if self.kind != PAGE else ""


def documents(root: Path, configuration: Configuration, moved: Moved) -> tuple[list[Document], list[str]]:
    """Every document of the site at ``root``, by path, and the paths of its other files that are published.

    What cannot be read is said in ``moved``. Raises OSError.
    """
    found: list[Document] = []
    files: list[str] = []
    collections = {f"{configuration.collections_folder}_{one.name}": one for one in configuration.collections}
    folder = configuration.collections_folder
    for path in _files(root, configuration):
        top = next((name for name in collections if path.startswith(f"{name}/")), "")
        if top:
            document = _document(root, path, collections[top].name, configuration, moved)
            if document is None:
                if collections[top].output:
                    files.append(path)
                continue
            _of_collection(document, collections[top], path.removeprefix(f"{top}/"), configuration)
        elif _inside(path, "_posts", folder) or _inside(path, "_drafts", folder):
            document = _post(root, path, configuration, moved)
            if document is None:
                continue
        elif any(part.startswith("_") for part in path.split("/")[:-1]):
            continue
        else:
            document = _document(root, path, PAGE, configuration, moved)
            if document is None:
                files.append(path)
                continue
            document.url = address(document, str(document.meta.get("permalink") or ""), path, configuration)
        found.append(document)
    return found, files


def _files(root: Path, configuration: Configuration) -> Iterator[str]:
    """Every file of the site, by path, links followed nowhere."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") or name == ".well-known")
        for name in sorted(files):
            path = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
            if name.startswith(".") or (name.startswith("_") and not name.lower().endswith(MARKDOWN)):
                continue
            if not configuration.leaves_out(path) and not os.path.islink(os.path.join(folder, name)):
                yield path


def _inside(path: str, folder: str, collections: str) -> bool:
    return folder in path.removeprefix(collections).split("/")[:-1]


def _document(root: Path, path: str, kind: str, configuration: Configuration, moved: Moved) -> Document | None:
    """The document in the file ``path``; None for a file without front matter, which Jekyll copies."""
    if not path.lower().endswith((*MARKDOWN, *_HTML)):
        return None
    try:
        text = (root / path).read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        moved.say(path, 0, "unreadable", "This file is not UTF-8, so it was left out.")
        return None
    if not front_matter.has_front_matter(text):
        return None
    written = front_matter.read(text)
    if written.fault:
        moved.say(path, 1, "front matter", f"The front matter cannot be read, so the page has none: {written.fault}.")
    meta = {**configuration.defaults(path, kind or "pages"), **written.meta}
    name = path.rpartition("/")[2].rpartition(".")[0]
    document = Document(path, kind, meta, written.meta, written.body, written.first_line, written.block, slug=name)
    document.date = _date(document.meta.get("date"), document, moved)
    return document


def _of_collection(document: Document, collection: Collection, inner: str, configuration: Configuration) -> None:
    dated = _POST.fullmatch(document.slug)
    if dated and document.date is None:
        document.date = _day(dated["date"])
    document.output = collection.output and document.meta.get("published") is not False
    template = str(
        document.meta.get("permalink") or collection.permalink or f"/:collection/:path{suffix(configuration.permalink)}"
    )
    document.url = address(document, template, inner, configuration)


def _post(root: Path, path: str, configuration: Configuration, moved: Moved) -> Document | None:
    document = _document(root, path, POSTS, configuration, moved)
    if document is None:
        moved.say(path, 0, "no front matter", "This post has no front matter, so Jekyll does not publish it.")
        return None
    dated = _POST.fullmatch(document.slug)
    if dated:
        document.slug = dated["slug"]
        document.date = document.date or _day(dated["date"])
    elif "_drafts" in path.split("/"):
        document.meta.setdefault("draft", True)
    else:
        moved.say(
            path, 0, "no date", "The name of this post does not begin with a date, so Jekyll does not publish it."
        )
        return None
    template = str(document.meta.get("permalink") or configuration.post_permalink)
    document.url = address(document, template, path, configuration)
    return document


def _day(text: str) -> datetime.date | None:
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return datetime.date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def _date(value: object, document: Document, moved: Moved) -> datetime.date | None:
    """The date that front matter gives; words are read only where they can mean one day."""
    if value is None or isinstance(value, datetime.date):
        return value
    text = str(value).strip()
    try:
        return datetime.datetime.fromisoformat(text) if ":" in text else datetime.date.fromisoformat(text)
    except ValueError:
        pass
    if _MONTH.search(text) or re.match(r"\d{4}-\d{1,2}-\d{1,2}", text):
        try:
            found = dates.parse(text, default=datetime.datetime(1, 1, 1))
        except (ValueError, OverflowError):
            found = None
        if found is not None and found.year > 1:
            return found if ":" in text else found.date()
    moved.say(
        document.path, 1, "date", f"The date '{text}' can be read in no single way; the name of the file decides."
    )
    return None


def as_mapping(document: Document) -> Mapping[str, Any]:
    """What Liquid sees of ``document``, but for its content."""
    return {
        **document.meta,
        **document.around,
        "title": document.title or None,
        "url": document.url,
        "path": document.path,
        "relative_path": document.path,
        "id": document.url.rstrip("/"),
        "slug": document.slug,
        "name": document.path.rpartition("/")[2],
        "collection": document.kind or None,
        "date": document.date,
        "categories": categories(document),
        "tags": words(document.meta.get("tags") or document.meta.get("tag")),
    }


def categories(document: Document) -> list[str]:
    """The categories of a post: of the folders above _posts, then of its front matter."""
    above = document.path.split("/_posts/")[0].split("/") if "/_posts/" in document.path else []
    given = document.meta.get("categories") or document.meta.get("category")
    return list(dict.fromkeys([*above, *words(given)]))


def words(value: object) -> list[str]:
    """A list of front matter, which Jekyll lets people write as words with blanks between them."""
    if isinstance(value, list):
        return [str(one) for one in value if one is not None]
    return str(value).split() if isinstance(value, (str, int)) and not isinstance(value, bool) else []
