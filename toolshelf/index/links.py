"""Where a link leads: source paths, addresses, fragments and files become checked, prefixed addresses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from urllib.parse import quote, unquote

from msgspec import Struct

from toolshelf.codec import digest, to_json
from toolshelf.content.fragment import Link
from toolshelf.content.policy import safe_target
from toolshelf.index.groups import Anchors, Group
from toolshelf.index.pages import Page
from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning
from toolshelf.spelling import meant, nearest

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_DOMAIN = regex(
    r"(?:www\.[a-z0-9.-]+|(?:[a-z0-9-]+\.)+(?:gov|mil|com|org|net|edu|io|us|int))(?:[/?#].*)?", re.IGNORECASE
)
_FILE = regex(r"\.(?!md$|markdown$|html?$)[A-Za-z0-9]{1,5}$")
_SAFE = "/:@!$&'()*+,;=-._~%"
_PLAIN = regex(r"[A-Za-z0-9/._~-]*")
"""What needs no encoding."""
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")
_ELSEWHERE = ("https://", "http://", "//")
_UNSEEN = (".heic", ".heif", ".tif", ".tiff", ".bmp", ".jp2", ".psd", ".raw")
"""What cameras and programs write, and no browser, or only one, shows."""
_ALWAYS_THERE = frozenset({"", "main-content", "top"})


class Target(Struct, frozen=True):
    """What a link turned out to lead to."""

    url: str
    """Ready for an attribute: percent-encoded, with the base path."""
    page: str = ""
    """The path of the page it leads to, if it is one."""
    complaint: str = ""
    """A sentence where it leads nowhere, or not as written."""
    hint: str = ""
    fragment: bool = False
    """Whether only the part after "#" is wrong."""
    file: str = ""
    """The source path of the file it leads to, if it is one of the authors' files."""


class Ids(Struct, frozen=True):
    """The targets of fragments on the pages of a site."""

    pages: Mapping[str, Page]
    shown: Mapping[str, frozenset[str]]
    """The ids of the items of each collection, which pages that include it have too."""
    made: Mapping[str, tuple[str, ...]]
    """Those of pages that features made, by path."""

    def __call__(self, path: str) -> frozenset[str]:
        """The ids on the page at ``path``: in its body, and of the items that its includes show."""
        page = self.pages[path]
        ids = frozenset(page.facts.ids).union(self.made.get(path, ()))
        if not page.row.includes:
            return ids
        return ids.union(*(self.shown.get(name, ()) for name, *_ in page.row.uses))


class Site(Struct, frozen=True, dict=True):
    """What links can lead to."""

    base_path: str
    pages: Mapping[str, Page]
    """By path."""
    hidden: Mapping[str, str]
    """Sources that are not published, and why."""
    files: Mapping[str, str]
    """Copied files: source path to output path."""
    redirects: Mapping[str, str]
    """Old address to the path of its page."""
    ids: Callable[[str], frozenset[str]]
    """The targets of fragments on the page at a path."""
    by_url: Mapping[str, str]
    """The path of each page, by its address below the base path."""
    outputs: frozenset[str]
    """Every output that is not a page: copied files, the sitemap, …"""
    made_ids: Mapping[str, tuple[str, ...]]
    """The ids on pages that features made, by path."""
    groups: Mapping[str, Group]
    """The pages that each page is read with as one text, by its path."""
    anchors: Callable[[Group], Anchors]
    """Where the fragments of a group lead."""

    @cached_property
    def known(self) -> dict[str, Target]:
        """Where addresses from the root lead, wherever they are written, if somebody has found it out."""
        return {}

    @cached_property
    def digest(self) -> str:
        """Of all that decides where a link leads, but for the ids on pages."""
        pages = {path: page.url_path for path, page in self.pages.items()}
        names = [self.base_path, pages, dict(self.by_url), dict(self.hidden), dict(self.files), dict(self.redirects)]
        groups = sorted({group.name: [group.paths, group.places] for group in self.groups.values()}.items())
        return digest(to_json([*names, sorted(self.outputs), groups, dict(self.made_ids)]))

    def url(self, output_path: str) -> str:
        """The address of an output or of an address below the base path, encoded for an attribute."""
        if _PLAIN.fullmatch(output_path):
            return self.base_path + output_path.lstrip("/")
        return self.base_path + quote(output_path.lstrip("/"), safe=_SAFE.replace("%", ""))

    def resolve(self, target: str, source: str) -> Target:
        """Where ``target``, written in the file ``source``, leads."""
        target = target.strip()
        if not target.startswith("/") or "#" in target:
            return self._resolve(target, source)
        if (found := self.known.get(target)) is None:
            found = self.known[target] = self._resolve(target, source)
        return found

    def _resolve(self, target: str, source: str) -> Target:
        if not safe_target(target):
            complaint = "This link has an address of a kind that is not allowed."
            return Target("", complaint=complaint, hint="use https, http, mailto or tel, or a path")
        if _SCHEME.match(target):
            return Target(quote(target, safe=_SAFE + "?#[]"))
        path, hash_mark, fragment = target.partition("#")
        path, question, query = path.partition("?")
        tail = question + quote(query, safe=_SAFE + "?")
        page = self.pages.get(source)
        if not path:
            if not hash_mark and not question:
                return Target("", complaint="This link has no target.", hint="write the page or address it leads to")
            return self._on_page(page, source, tail, fragment) if page else Target(target)
        for candidate in self._candidates(path, source, page):
            if (found := self._known(candidate)) is not None:
                return self._with_tail(found, tail, hash_mark, fragment)
        return self._unknown(path, source, page, target)

    def _candidates(self, path: str, source: str, page: Page | None) -> list[tuple[str, str]]:
        """What ``path`` may mean, as ("file", source path) and ("url", address), the likeliest first."""
        decoded = list(dict.fromkeys((path, unquote(path))))
        found: list[tuple[str, str]] = []
        for form in decoded:
            if form.startswith("/"):
                inside = form
                found += [("file", "content" + inside), ("url", inside)]
                if self.base_path != "/" and (form + "/").startswith(self.base_path):
                    found.append(("url", "/" + form.removeprefix(self.base_path.rstrip("/")).lstrip("/")))
            else:
                beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), form))
                found.append(("file", beside + ("/" if form.endswith("/") else "")))
                if page is not None:
                    base = page.url_path if page.url_path.endswith("/") else posixpath.dirname(page.url_path)
                    joined = posixpath.normpath(posixpath.join(base, form))
                    found.append(("url", joined + ("/" if form.endswith("/") else "")))
        return found

    def _known(self, candidate: tuple[str, str]) -> Target | None:
        kind, path = candidate
        if kind == "file":
            bare = path.rstrip("/")
            for source in (bare, f"{bare}.md", f"{bare}/index.md"):
                if source in self.pages:
                    return Target(self.url(self.pages[source].url_path), source)
            if bare in self.hidden:
                return Target(
                    self.base_path,
                    complaint=f"This link leads to {bare}, which is {self.hidden[bare]}.",
                    hint="remove the link, or publish that page",
                )
            if path in self.files:
                return Target(self.url(self.files[path]), file=path)
            return None
        return self._known_address(path)

    def _known_address(self, path: str) -> Target | None:
        address = path.removesuffix("index.html")
        for form in (address, address + "/", address.rstrip("/") + ".html"):
            if form in self.by_url:
                return Target(self.url(form), self.by_url[form])
            if form in self.redirects:
                page = self.redirects[form]
                return Target(self.url(self.pages[page].url_path), page)
        return Target(self.url(path)) if path.lstrip("/") in self.outputs else None

    def _with_tail(self, found: Target, tail: str, hash_mark: str, fragment: str) -> Target:
        if found.complaint or not hash_mark:
            return Target(found.url + tail, found.page, found.complaint, found.hint, file=found.file)
        if found.page:
            return self._on_page(self.pages[found.page], found.page, found.url + tail, fragment)
        return Target(found.url + tail + "#" + quote(fragment, safe=_SAFE + "?"))

    def _on_page(self, page: Page | None, path: str, before: str, fragment: str) -> Target:
        """A link to ``fragment`` of a page; ``before`` is the address in front of it."""
        url = before + "#" + quote(fragment, safe=_SAFE + "?")
        ids = self.ids(path)
        if page is None or fragment in ids or unquote(fragment) in ids or fragment in _ALWAYS_THERE:
            return Target(url, path)
        if not before and path in self.groups:
            return self._in_group(self.groups[path], path, url, fragment)
        return Target(
            url,
            path,
            f"There is no heading or id '{fragment}' on {'this page' if not before else path}.",
            _nearest_anchor(unquote(fragment), page, ids),
            fragment=True,
        )

    def _in_group(self, group: Group, path: str, url: str, fragment: str) -> Target:
        """A link to ``fragment``, which the page at ``path`` does not have, but another one of its group may."""
        anchors = self.anchors(group)
        for form in (fragment, unquote(fragment)):
            if form in anchors.by_id:
                other, identifier = anchors.by_id[form]
                return Target(f"{self.url(self.pages[other].url_path)}#{quote(identifier, safe=_SAFE + '?')}", other)
        complaint = f"There is no heading or id '{fragment}' in this document."
        near = nearest(unquote(fragment), anchors.headings, at_least=0)
        return Target(url, path, complaint, f"the nearest is #{near}" if near else "", fragment=True)

    def _unknown(self, path: str, source: str, page: Page | None, target: str) -> Target:
        url = self.url(path) if path.startswith("/") else quote(target, safe=_SAFE + "?#")
        if _DOMAIN.fullmatch(target):
            return Target(url, complaint=f"No page or file is called '{target}'.", hint=f"write https://{target}")
        if like := self._other_case(path, source, page):
            return Target(
                like.url,
                like.page,
                f"The address '{target}' differs in upper or lower case from the file's name.",
                "write it exactly as the file is called",
                file=like.file,
            )
        if path.startswith("/"):
            is_file = _FILE.search(path)
            close = meant(path, ["/" + output for output in self.files.values()] if is_file else self.by_url)
        else:
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(path)))
            names = self.files if _FILE.search(beside) else self.pages
            close = meant(beside, names, shown=lambda name: posixpath.relpath(name, posixpath.dirname(source)))
        return Target(
            url,
            complaint=f"This link leads to '{target}', and there is no such page or file.",
            hint=close,
        )

    def _other_case(self, path: str, source: str, page: Page | None) -> Target | None:
        folded: dict[str, str] = {}
        for known in [*self.pages, *self.files]:
            folded.setdefault(known.casefold(), known)
        addresses = {address.casefold(): address for address in self.by_url}
        for kind, candidate in self._candidates(path, source, page):
            names = folded if kind == "file" else addresses
            for form in (candidate.casefold(), candidate.rstrip("/").casefold() + ".md", candidate.casefold() + "/"):
                if form in names and (found := self._known((kind, names[form]))) is not None:
                    return found
        return None


def _nearest_anchor(fragment: str, page: Page, ids: frozenset[str]) -> str:
    """A hint: what is alike among all ids, else the nearest heading, which says more to an author than an id."""
    if like := nearest(fragment, ids):
        return f"did you mean #{like}?"
    return meant(fragment, page.facts.headings or ids, "#", at_least=0)


def is_image(path: str) -> bool:
    """Whether the file ``path`` is a picture, by its name."""
    return path.lower().endswith(_IMAGES)


def _not_shown(link: Link, file: str) -> Problem:
    message = f"Browsers do not show pictures such as '{file}'."
    return warning("broken-image", message, link.line, link.column, hint="save it as JPEG or PNG and show that")


def link_problem(link: Link, target: Target) -> Problem | None:
    """The problem that a link in content has, if any, at its line."""
    if link.kind == "image" and target.page and not target.complaint:
        message = f"This image shows '{link.target}', which is a page."
        return warning("broken-image", message, link.line, link.column, hint="write the name of a picture")
    if not target.complaint:
        if link.kind == "image" and target.url.startswith(_ELSEWHERE):
            message = f"The picture '{link.target}' stands on another site, and pages ask no other site for anything."
            return warning(
                "broken-image", message, link.line, link.column, hint="save it beside the page and show that"
            )
        unseen = link.kind == "image" and target.file.lower().endswith(_UNSEEN)
        return _not_shown(link, target.file) if unseen else None
    if link.kind == "image" and not link.target:
        message, hint = "This image names no file.", "write the name of the picture in the parentheses"
        return warning("broken-image", message, link.line, link.column, hint=hint)
    if link.kind == "image":
        message = target.complaint.replace("This link leads to", "This image shows").replace(
            "no such page or file", "no such file"
        )
        return warning("broken-image", message, link.line, link.column, hint=target.hint)
    code = "broken-anchor" if target.fragment else "broken-link"
    return warning(code, target.complaint, link.line, link.column, hint=target.hint)
