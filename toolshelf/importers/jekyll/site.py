"""A Jekyll site as a site of Toolshelf: every file that is written, and what became of everything else."""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from toolshelf.importers import abbreviations, front_matter, headings, tables
from toolshelf.importers.alternative_texts import without_stand_ins
from toolshelf.importers.braces import without_tags
from toolshelf.importers.jekyll import base, html_blocks, kramdown
from toolshelf.importers.jekyll.configuration import Configuration, read_configuration
from toolshelf.importers.jekyll.documents import POSTS, Document, as_mapping, documents, words
from toolshelf.importers.jekyll.keys import former_addresses, output_of
from toolshelf.importers.jekyll.keys import front_matter as keys_of
from toolshelf.importers.jekyll.liquid import Site
from toolshelf.importers.jekyll.plugins import NO_FEED, feeds, further_pages
from toolshelf.importers.jekyll.readable import Form
from toolshelf.importers.jekyll.settings import data_files, header_menu, menus, navigation_file, settings_file
from toolshelf.importers.lines import Lines
from toolshelf.importers.markdown_html import as_html, readings
from toolshelf.importers.moved import Moved, OldPage
from toolshelf.problems import ProblemError

_STYLES_AND_SCRIPTS: Final = (
    *(".scss", ".sass", ".less", ".css", ".js", ".mjs", ".jsx", ".ts", ".map", ".rb", ".py", ".sh", ".coffee"),
)
_CODE: Final = (
    *_STYLES_AND_SCRIPTS,
    *(".lock", ".gemspec", ".html", ".htm", ".liquid", ".xml", ".yml", ".yaml", ".toml", ".md", ".markdown", ".erb"),
)
"""Files of the old theme and of its tools, and pages without front matter."""
_TOOLS: Final = frozenset(
    {"gemfile", "rakefile", "makefile", "dockerfile", "procfile", "license", "package.json", "package-lock.json"}
    | {"composer.json", "manifest.json", "cname", "robots.txt"}
)


def move(root: Path, as_of: datetime.date) -> Moved:
    """The site at ``root`` as it is ``as_of`` a day, moved.

    Raises OSError, and ValueError for a configuration that cannot be read.
    """
    configuration = read_configuration(root)
    day = as_of.astimezone(configuration.timezone).date() if isinstance(as_of, datetime.datetime) else as_of
    moved = Moved("Jekyll")
    found, files = documents(root, configuration, moved)
    pages = [document for document in found if _is_page(document, moved)]
    data = data_files(root, moved)
    taken = _claims(pages, moved)
    pages = [document for document in pages if taken.get(_output(document).casefold()) == document.path]
    listed = [document for document in found if document.is_listed(None if configuration.shows_future else day)]
    site = _liquid(root, configuration, day, found, listed, files, data)
    lists = menus(configuration, data)
    wanted = _fragments(found)
    for document in pages:
        moved.addresses[document.url] = moved.urls[document.path] = document.url
    for document in pages:
        _write(document, site, configuration, lists, taken, wanted, moved)
    _files(root, files, moved)
    for address in feeds(configuration):
        if address not in moved.addresses:
            moved.unanswered[address] = NO_FEED
    for name, content in data.items():
        moved.files[f"data/{name}"] = content
    own_search = any(document.url == "/search/" for document in pages)
    moved.files["data/site.yml"] = settings_file(configuration, header_menu(lists), own_search, moved)
    if lists:
        moved.files["data/navigation.yml"] = navigation_file(lists)
    return moved


def _is_page(document: Document, moved: Moved) -> bool:
    if not document.output:
        hidden = "It is not published" if document.meta.get("published") is False else "Its collection makes no pages"
        moved.say(document.path, 0, "not a page", f"{hidden}, so it is none here either.")
        return False
    if document.meta.get("redirect_to"):
        target = document.meta["redirect_to"]
        moved.unanswered[document.url] = f"It only led to {target}; link there instead."
        moved.say(document.path, 0, "redirect", f"This page only led to {target}, so it was left out.")
        return False
    return True


def _claims(pages: list[Document], moved: Moved) -> dict[str, str]:
    """Which page stands at each output, folded: the first of several."""
    taken: dict[str, str] = {}
    for document in pages:
        try:
            output = output_of(document.url)
        except ProblemError as refused:
            moved.unanswered[document.url] = f"It cannot be an address: {refused.problem.message}"
            moved.say(document.path, 0, "address", f"{document.url} cannot be an address: {refused.problem.message}")
            continue
        if (other := taken.setdefault(output.casefold(), document.path)) != document.path:
            moved.say(document.path, 0, "address", f"{document.url} is the address of {other} too, which keeps it.")
    return taken


def _output(document: Document) -> str:
    try:
        return output_of(document.url)
    except ProblemError:
        return ""


def _content_path(document: Document) -> str:
    """Where the page is written below content/: where its address says, if its file can be called so."""
    stem = document.path.rpartition(".")[0]
    if not document.kind:
        written = stem
    elif document.kind == POSTS:
        written = f"posts/{stem.rpartition('/')[2]}"
    else:
        written = stem.lstrip("_") if stem.startswith("_") else "/".join(part.lstrip("_") for part in stem.split("/"))
    inner = "/".join(part.lstrip("_") or part for part in written.split("/"))
    by_address = document.url.strip("/")
    if document.kind != POSTS and document.url.endswith("/") and by_address.split("/")[-1:] == [inner.split("/")[-1]]:
        inner = by_address
    return f"{inner}.md"


def _write(
    document: Document,
    site: Site,
    configuration: Configuration,
    lists: Mapping[str, Any],
    taken: Mapping[str, str],
    wanted: frozenset[str],
    moved: Moved,
) -> None:
    path = document.path

    def say(kind: str, first: int) -> Callable[[int, str], None]:
        return lambda line, what: moved.say(path, line + first - 1 if line else 0, kind, what)

    page = as_mapping(document)
    more = {"paginator": _paginator(site)} if "paginator" in document.body else {}
    form: Form = "markdown" if document.is_markdown else "html"
    body = document.body
    if document.has_liquid:
        body = site.run(body, page, say("liquid", document.first_line), form, **more)
    old = body
    contents = False
    if document.is_markdown:
        body = html_blocks.as_github_reads(body, markdown_inside=configuration.reads_markdown_in_html)
        lines = Lines(document.body, document.first_line)
        body, contents = kramdown.as_github_reads(
            body,
            wanted,
            lambda written, rest: moved.say(
                path, lines.of(written), "attribute list", f"The attributes '{rest}' were left out."
            ),
        )
        body = abbreviations.as_github_reads(tables.as_github_reads(tables.with_heads(body)))
        if document.title:
            body = headings.below_title(body, title_stands_above=document.kind == POSTS)
    else:
        body = html_blocks.one_block(headings.html_below_title(body) if document.title else body)
    body = base.text_below(body, configuration.baseurl)
    body = without_stand_ins(body, document.body, document.first_line, say("alternative text", 1))
    content = _content_path(document)
    while f"content/{content}" in moved.files:
        content = f"{content.removesuffix('.md')}-2.md"

    def run(text: str, line: int) -> str:
        return base.value_below(site.run(text, page, say("liquid", line), "plain"), configuration.baseurl)

    meta = keys_of(document, content, run, lists, moved)
    if contents:
        meta.setdefault("toc", True)
    document.meta["redirect_from"] = [*words(document.meta.get("redirect_from")), *further_pages(document, site.values)]
    if former := former_addresses(document, taken, configuration.baseurl, moved):
        meta["redirect_from"] = former
        for one in former:
            _claim(taken, one, path)
    text = front_matter.write(meta, document.block, without_tags(body))
    moved.files[f"content/{content}"] = text.encode()
    inside = configuration.reads_markdown_in_html
    old = kramdown.without_contents(old)
    moved.pages.append(
        OldPage(path, f"content/{content}", readings(old, inside=inside) if document.is_markdown else (old,))
    )


def _claim(taken: Mapping[str, str], address: str, path: str) -> None:
    assert isinstance(taken, dict)
    taken[output_of(address).casefold()] = path


def _liquid(
    root: Path,
    configuration: Configuration,
    day: datetime.date,
    found: list[Document],
    listed: list[Document],
    files: list[str],
    data: Mapping[str, bytes],
) -> Site:
    """The site as Liquid sees it on a ``day``: links may lead to all that was ``found``, lists show what is ``listed``.

    Its time is the beginning of the day, so that a second import on it writes the same.
    """
    drops = {document.path: _Drop(document) for document in listed}
    posts = [drops[one.path] for one in sorted(_posts(listed), key=lambda one: (_moment(one), one.path), reverse=True)]
    _in_a_row(posts[::-1])
    values: dict[str, Any] = {
        **configuration.values,
        "baseurl": configuration.baseurl,
        "url": configuration.url,
        "title": configuration.title,
        "time": datetime.datetime.combine(day, datetime.time(), configuration.timezone),
        "data": _data(data),
        "pages": [drops[one.path] for one in listed if not one.kind],
        "html_pages": [drops[one.path] for one in listed if not one.kind],
        "documents": [drops[one.path] for one in listed if one.kind],
        "posts": posts,
        "related_posts": posts[:10],
        "static_files": [{"path": f"/{path}", "name": path.rpartition("/")[2]} for path in files],
        "categories": _grouped(posts, "categories"),
        "tags": _grouped(posts, "tags"),
    }
    collections = []
    for collection in configuration.collections:
        docs = [drops[one.path] for one in listed if one.kind == collection.name]
        values[collection.name] = docs
        _in_a_row(sorted(docs, key=lambda one: (_moment(one.document), one.document.path)))
        collections.append({"label": collection.name, "docs": docs, "output": collection.output})
    values["collections"] = collections
    links = {path: f"/{path}" for path in files} | {one.path: one.url for one in found}
    by_name = {one.path.rpartition("/")[2].rpartition(".")[0]: one.url for one in _posts(found)}

    @functools.cache
    def include(path: str) -> str | None:
        file = root / path
        inside = file.resolve().is_relative_to(root.resolve())
        return file.read_text("utf-8-sig") if inside and file.is_file() else None

    site = Site(values, links, by_name, include, lambda text: as_html(str(text or ""), inside=False))
    for drop in drops.values():
        drop.site = site
    return site


class _Drop(Mapping[str, Any]):
    """A document as Liquid sees it; its content is rendered when it is asked for."""

    site: Site

    def __init__(self, document: Document) -> None:
        self.document = document
        self._values = as_mapping(document)

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - front matter holds any value
        if key in ("content", "output"):
            return self._content()
        if key == "excerpt" and key not in self._values:
            return self._content().partition("</p>")[0] + "</p>"
        if key in self.document.around:
            return self.document.around[key]
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter([*self._values, "content"])

    def __len__(self) -> int:
        return len(self._values) + 1

    def _content(self) -> str:
        kept = self.document.rendered
        if "content" not in kept:
            kept["content"] = ""  # a page that shows itself shows nothing there
            body = self.document.body
            form: Form = "markdown" if self.document.is_markdown else "html"
            text = self.site.run(body, self._values, lambda _, __: None, form) if self.document.has_liquid else body
            kept["content"] = as_html(text, inside=False) if self.document.is_markdown else text
        return kept["content"]


def _in_a_row(drops: list[_Drop]) -> None:
    """Let each of ``drops`` know the one before it and the one behind it."""
    for first, second in itertools.pairwise(drops):
        first.document.around["next"] = second
        second.document.around["previous"] = first


def _posts(found: list[Document]) -> list[Document]:
    return [one for one in found if one.kind == POSTS]


def _moment(document: Document) -> str:
    return document.date.isoformat() if document.date else ""


def _grouped(posts: list[_Drop], key: str) -> dict[str, list[_Drop]]:
    groups: dict[str, list[_Drop]] = {}
    for post in posts:
        for name in post[key]:
            groups.setdefault(name, []).append(post)
    return dict(sorted(groups.items()))


def _paginator(site: Site) -> dict[str, Any]:
    posts = site.values["posts"]
    return {"posts": posts, "page": 1, "per_page": len(posts), "total_posts": len(posts), "total_pages": 1}


def _data(data: Mapping[str, bytes]) -> dict[str, Any]:
    """``site.data``: what each file holds, in a mapping for each folder."""
    values: dict[str, Any] = {}
    for name, content in data.items():
        *folders, file = name.split("/")
        place = values
        for folder in folders:
            place = place.setdefault(folder, {})
        stem, _, suffix = file.rpartition(".")
        place[stem] = _loaded(content, suffix)
    return values


def _loaded(content: bytes, suffix: str) -> Any:  # noqa: ANN401 - data files hold any value
    text = content.decode("utf-8-sig")
    if suffix in ("csv", "tsv"):
        import csv
        import io

        return list(csv.DictReader(io.StringIO(text), delimiter="\t" if suffix == "tsv" else ","))
    return yaml.load(text, Loader=yaml.CSafeLoader)  # JSON is YAML


def _fragments(found: list[Document]) -> frozenset[str]:
    """What stands behind a number sign in any link of the site."""
    links = re.compile(r"(?:\]\([^)\s]*|href=[\"'][^\"']*)#([^)\"'\s]+)")
    return frozenset(name for document in found for name in links.findall(document.body))


def _files(root: Path, files: list[str], moved: Moved) -> None:
    """Copy what readers of the old site could fetch; the old theme's code stays behind."""
    for path in files:
        content = (root / path).read_bytes()
        name = path.rpartition("/")[2].lower()
        if name.endswith(_CODE) or name in _TOOLS or _is_made(content):
            why = (
                "It has front matter, so Jekyll made it anew by Liquid, which is done here for pages only."
                if _is_made(content) and not name.endswith(_STYLES_AND_SCRIPTS)
                else "It belongs to the old theme or its tools, or has no front matter."
            )
            moved.unanswered[f"/{path}"] = why
            moved.say(path, 0, "left behind", f"This file was left out. {why}")
            continue
        moved.files[f"content/{path}"] = content
        moved.addresses[f"/{path}"] = f"/{path}"


def _is_made(content: bytes) -> bool:
    """Whether a file with this ``content`` has front matter."""
    return content.startswith((b"---", b"\xef\xbb\xbf---")) and front_matter.has_front_matter(
        content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    )
