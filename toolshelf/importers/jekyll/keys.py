"""The front matter of a Jekyll page, as a page of Toolshelf has it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from toolshelf.importers.jekyll.documents import POSTS, Document
from toolshelf.importers.keys import stands_at, valid
from toolshelf.importers.moved import Moved
from toolshelf.index.addresses import alias_address, permalink_address
from toolshelf.index.rows import RESERVED
from toolshelf.problems import ProblemError

_LEFT_OUT: Final = frozenset(
    {"layout", "permalink", "date", "redirect_from", "redirect_to", "categories", "category", "render_with_liquid"}
)
"""Keys that are made anew, or mean nothing here."""
_BY_DEFAULT: Final = ("toc", "sidenav", "description", "tags", "published", "image", "subnav", "anchors")
"""Keys that _config.yml may give to many pages, and that Toolshelf reads."""


def front_matter(
    document: Document, content: str, run: Callable[[str, int], str], menus: Collection[str], moved: Moved
) -> dict[str, Any]:
    """The front matter of the page that ``document`` becomes at ``content``, its path below content/.

    ``run`` runs the Liquid in a text of a line; ``menus`` are the lists of links that there are.
    """
    path = document.path
    by_default: dict[str, Any] = {key: document.meta[key] for key in _BY_DEFAULT if key in document.meta}
    meta: dict[str, Any] = {}
    for key, value in {**by_default, **document.own}.items():
        if key not in _LEFT_OUT:
            meta[f"old_{key}" if key in RESERVED else key] = _run(value, run)
    if layout := document.meta.get("layout"):
        moved.say(
            path, 1, "layout", f"The layout '{layout}' of the old theme was left out: the page has the usual one."
        )
    if document.title:
        meta["title"] = document.title
    elif "title" in meta:
        del meta["title"]
    if "description" not in meta and isinstance(excerpt := document.meta.get("excerpt"), str):
        meta["description"] = " ".join(_run(excerpt, run).split())
    if document.date is not None and document.kind:
        meta["date"] = _written(document.date)
    if document.meta.get("draft") is True and document.kind == POSTS:
        meta["draft"] = True
    _side_navigation(meta, path, menus, moved)
    if not stands_at(content, document.url):
        meta["permalink"] = document.url
    return valid(meta, path, moved)


def _run(value: Any, run: Callable[[str, int], str]) -> Any:  # noqa: ANN401 - YAML holds any value
    if isinstance(value, str):
        return run(value, 1) if "{{" in value or "{%" in value else value
    if isinstance(value, list):
        return [_run(one, run) for one in value]
    if isinstance(value, Mapping):
        return {key: _run(one, run) for key, one in value.items()}
    return value


def _written(day: datetime.date) -> datetime.date:
    """A day without a time where the time says nothing."""
    if isinstance(day, datetime.datetime) and day.time() == datetime.time() and day.tzinfo is None:
        return day.date()
    return day


def _side_navigation(meta: dict[str, Any], path: str, menus: Collection[str], moved: Moved) -> None:
    wanted = meta.get("sidenav")
    if isinstance(wanted, str) and wanted not in menus:
        moved.say(path, 1, "navigation", f"There is no list '{wanted}' for the side navigation, so the page has none.")
        del meta["sidenav"]


def former_addresses(document: Document, taken: Mapping[str, str], baseurl: str, moved: Moved) -> list[str]:
    """The addresses from which ``document`` is also reached, but for those in ``taken`` (output to whose it is)."""
    written = document.meta.get("redirect_from") or document.meta.get("aliases") or ()
    found: list[str] = []
    seen: set[str] = set()
    for one in [written] if isinstance(written, str) else written if isinstance(written, list) else ():
        address = _local(str(one), baseurl)
        try:
            output = alias_address(address).output
        except ProblemError as refused:
            moved.unanswered[address] = f"It cannot be part of an address: {refused.problem.message}"
            continue
        owner = taken.get(output.casefold())
        if owner is None and output not in seen:
            seen.add(output)
            found.append(address)
            moved.addresses[address] = document.url
        elif owner is not None and owner != document.path:
            moved.say(document.path, 1, "address", f"The former address {address} belongs to {owner}, which keeps it.")
    return found


def _local(address: str, baseurl: str) -> str:
    path = re.sub(r"^[a-z]+://[^/]*", "", address.strip(), flags=re.IGNORECASE)
    path = path.removeprefix(baseurl) if baseurl and path.startswith(f"{baseurl}/") else path
    return f"/{path.lstrip('/')}"


def output_of(url: str) -> str:
    """The file that answers at ``url``. Raises ProblemError for what cannot be an address."""
    return permalink_address(url).output
