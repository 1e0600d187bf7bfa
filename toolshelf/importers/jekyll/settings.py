"""The settings, menus and data files of a Jekyll site, as Toolshelf reads them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from toolshelf.data.collection_files import load_collections
from toolshelf.importers.jekyll.configuration import Configuration
from toolshelf.importers.moved import Moved
from toolshelf.importers.writing import as_yaml
from toolshelf.problems import Severity

_MENUS: Final = ("primary_navigation", "navigation", "header_pages", "nav", "menu")
"""Keys of _config.yml under which themes keep the menu of the header."""
HEADER: Final = "header"
"""What the menu of the header is called, where it has no name yet."""
_HEADERS: Final = ("main", "primary", "top", "navbar", "main_menu", *_MENUS)
"""What themes call it in _data/navigation.yml."""
_READ: Final = (".yml", ".yaml", ".json", ".csv")
_OURS: Final = frozenset({"site.yml", "site.yaml", "navigation.yml", "navigation.yaml"})


def data_files(root: Path, moved: Moved) -> dict[str, bytes]:
    """The files of _data, by path below data/; those that cannot be read are said in ``moved`` and left out."""
    found: dict[str, bytes] = {}
    for folder, names, files in os.walk(root / "_data"):
        names.sort()
        for name in sorted(files):
            file = Path(folder) / name
            path = file.relative_to(root).as_posix()
            below = path.removeprefix("_data/")
            if not name.lower().endswith(_READ):
                moved.say(path, 0, "data", "Toolshelf reads data in YAML, JSON and CSV, so this file was left out.")
                continue
            content = file.read_bytes()
            _, problems, _ = load_collections({f"data/{below}": content})
            wrong = [one for one in problems if one.severity is Severity.ERROR]
            if wrong:
                moved.say(path, wrong[0].location.line, "data", f"This file was left out: {wrong[0].message}")
            else:
                found[below] = content
    return found


def menus(configuration: Configuration, data: dict[str, bytes]) -> dict[str, list[Any]]:
    """The lists of links, by name: of _data/navigation.yml, and the menu of the header; taken out of ``data``."""
    lists: dict[str, list[Any]] = {}
    for name in sorted(_OURS & data.keys()):
        content = data.pop(name)
        if name.startswith("navigation"):
            written = yaml.load(content.decode("utf-8-sig"), Loader=yaml.CSafeLoader)
            for key, entries in (written if isinstance(written, Mapping) else {HEADER: written}).items():
                if links := _links(entries, configuration.baseurl):
                    lists[str(key)] = links
    for key in _MENUS:
        if links := _links(configuration.values.get(key), configuration.baseurl):
            lists.setdefault(HEADER, links)
            break
    return lists


def header_menu(lists: Mapping[str, Any]) -> str:
    """Which of ``lists`` is the menu of the header, by what themes call it; "" where none is."""
    return next((name for name in (HEADER, *_HEADERS) if name in lists), "")


def navigation_file(lists: Mapping[str, list[Any]]) -> bytes:
    """data/navigation.yml."""
    return as_yaml(dict(lists))


def settings_file(configuration: Configuration, menu: str, own_search: bool, moved: Moved) -> bytes:
    """data/site.yml; ``menu`` is the one of the header.

    With ``own_search`` the site has a page at the address of the search.
    """
    values = configuration.values
    if not configuration.url:
        moved.say("_config.yml", 0, "settings", "There is no 'url', so data/site.yml holds one that is nobody's.")
    address = f"{configuration.url or 'https://site.invalid'}{configuration.baseurl}/"
    site: dict[str, Any] = {
        "title": configuration.title,
        "url": address,
        "language": str(values.get("lang") or values.get("locale") or "en").replace("_", "-"),
    }
    if description := values.get("description"):
        site["description"] = " ".join(str(description).split())
    if (zone := values.get("timezone")) and _is_zone(str(zone)):
        site["timezone"] = str(zone)
    if isinstance(email := values.get("email"), str) and "@" in email:
        site["contact"] = {"email": email}
    repository = values.get("github_url") or _repository(values)
    if isinstance(repository, str) and repository.startswith(("https://", "http://")):
        site["repository"] = repository
    if menu:
        site["navigation"] = menu
    if own_search:
        moved.say("_config.yml", 0, "settings", "The old site has a page /search/, so the search of Toolshelf is off.")
        site["search"] = False
    return as_yaml(site)


def _links(entries: object, baseurl: str) -> list[Any]:
    """``entries`` as lists of links have them: a name and an address, or a name and further links."""
    found: list[Any] = []
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, Mapping):
            continue
        name = next((str(entry[key]) for key in ("name", "text", "title", "label") if entry.get(key)), "")
        url = next((str(entry[key]) for key in ("url", "href", "link", "permalink") if entry.get(key)), "")
        children = next((entry[key] for key in ("children", "links", "subnav", "items") if entry.get(key)), None)
        below = _links(children, baseurl)
        if name and (url or below):
            link: dict[str, Any] = {"name": name}
            if url:
                link["url"] = _address(url, baseurl)
            if below:
                link["children"] = below
            found.append(link)
    return found


def _address(url: str, baseurl: str) -> str:
    if "://" in url or url.startswith(("#", "mailto:")):
        return url
    return f"/{url.removeprefix(baseurl).lstrip('/')}"


def _repository(values: Mapping[str, Any]) -> object:
    repositories = values.get("repos")
    first = repositories[0] if isinstance(repositories, list) and repositories else None
    return first.get("url") if isinstance(first, Mapping) else None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
