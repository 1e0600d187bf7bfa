"""What _config.yml says, with Jekyll's defaults (Jekyll 4, lib/jekyll/configuration.rb)."""

from __future__ import annotations

import datetime
import fnmatch
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from msgspec import Struct

_NOT_SITES: Final = (
    *("Gemfile", "Gemfile.lock", "node_modules", "vendor/bundle", "vendor/cache", "vendor/gems", "vendor/ruby"),
    *(".sass-cache", ".jekyll-cache", "gemfiles"),
)
"""What Jekyll leaves out of every site."""


class Collection(Struct, frozen=True):
    """A folder of documents, ``_NAME``."""

    name: str
    output: bool
    """Whether its documents are pages."""
    permalink: str
    """How their addresses are made; "" for the default."""


class Configuration(Struct, frozen=True):
    """The settings of a Jekyll site."""

    values: Mapping[str, Any]
    """As written."""

    @property
    def title(self) -> str:
        """The name of the site."""
        return str(self.values.get("title") or self.values.get("name") or "Untitled")

    @property
    def baseurl(self) -> str:
        """The folder of the site on its host: "" or "/toolkit"."""
        base = str(self.values.get("baseurl") or "").strip("/")
        return f"/{base}" if base else ""

    @property
    def url(self) -> str:
        """The address of the site's host, "" where none is given."""
        return str(self.values.get("url") or "").rstrip("/")

    @property
    def permalink(self) -> str:
        """How the addresses of posts are made."""
        return str(self.values.get("permalink") or "date")

    @property
    def shows_future(self) -> bool:
        """Whether posts are listed before their day."""
        return self.values.get("future") is True

    @property
    def timezone(self) -> datetime.tzinfo:
        """Where the days of the site begin."""
        try:
            return ZoneInfo(str(self.values.get("timezone") or "UTC"))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return datetime.UTC

    @property
    def reads_markdown_in_html(self) -> bool:
        """Whether the content of HTML blocks is Markdown (kramdown's parse_block_html)."""
        kramdown = self.values.get("kramdown")
        return isinstance(kramdown, Mapping) and kramdown.get("parse_block_html") is True

    @property
    def collections_folder(self) -> str:
        """Where the folders of collections stand: "" or "collections/"."""
        folder = str(self.values.get("collections_dir") or "").strip("/")
        return f"{folder}/" if folder else ""

    @property
    def collections(self) -> list[Collection]:
        """All collections but posts, by name."""
        written = self.values.get("collections") or {}
        if not isinstance(written, Mapping):
            written = {str(name): {} for name in written}
        found = []
        for name, options in sorted(written.items(), key=lambda one: str(one[0])):
            options = options if isinstance(options, Mapping) else {}
            if name != "posts":
                found.append(Collection(str(name), options.get("output") is True, str(options.get("permalink") or "")))
        return found

    @property
    def post_permalink(self) -> str:
        """How the addresses of posts are made: as the collection "posts" says, else as the site does."""
        collections = self.values.get("collections")
        posts = collections.get("posts") if isinstance(collections, Mapping) else None
        own = posts.get("permalink") if isinstance(posts, Mapping) else None
        return str(own or self.permalink)

    def leaves_out(self, path: str) -> bool:
        """Whether the file ``path`` is no part of the site; what ``include`` names is."""
        if any(_names(one, path) for one in _texts(self.values.get("include"))):
            return False
        return any(_names(one, path) for one in (*_NOT_SITES, *_texts(self.values.get("exclude"))))

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """The front matter that a file at ``path`` of a ``kind`` ("pages", "posts", a collection) has by default."""
        values: dict[str, Any] = {}
        rules = []
        for rule in self.values.get("defaults") or ():
            scope = rule.get("scope") if isinstance(rule, Mapping) else None
            given = rule.get("values") if isinstance(rule, Mapping) else None
            if isinstance(scope, Mapping) and isinstance(given, Mapping):
                rules.append((str(scope.get("path") or "").strip("/"), str(scope.get("type") or ""), given))
        # The longer path is the more precise one, and a type makes a rule more precise.
        for where, of, given in sorted(rules, key=lambda rule: (len(rule[0]), bool(rule[1]))):
            if (not of or of in (kind, kind.removesuffix("s"))) and _applies(where, path):
                values.update(given)
        return values


def read_configuration(root: Path) -> Configuration:
    """The configuration of the site at ``root``. Raises OSError, and ValueError for a file that is no mapping."""
    for name in ("_config.yml", "_config.yaml"):
        file = root / name
        if file.is_file():
            try:
                values = yaml.load(file.read_text("utf-8-sig"), Loader=yaml.CSafeLoader)
            except (yaml.YAMLError, UnicodeDecodeError) as fault:
                raise ValueError(f"{name} cannot be read: {fault}") from fault
            if values is not None and not isinstance(values, dict):
                raise ValueError(f"{name} must hold keys and values.")
            return Configuration(values or {})
    return Configuration({})


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


def _names(pattern: str, path: str) -> bool:
    """Whether ``pattern``, of exclude or include, names the file ``path`` or a folder above it."""
    plain = pattern.strip("/").removeprefix("./")
    if not plain:
        return False
    folders = path.split("/")
    above = ["/".join(folders[: number + 1]) for number in range(len(folders))]
    return any(one == plain or fnmatch.fnmatchcase(one, plain) for one in above)


def _applies(where: str, path: str) -> bool:
    if not where:
        return True
    if any(sign in where for sign in "*?["):
        return fnmatch.fnmatchcase(path, where) or fnmatch.fnmatchcase(path, f"{where}/*")
    return path == where or path.startswith(f"{where}/")
