"""The file that a new page or item is written into: where it stands, and what it holds."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any, Final, NamedTuple

from toolshelf.codec import FrozenDict
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.typed.item_files import required
from toolshelf.data.typed.schema_in_force import schema_in_force
from toolshelf.data.typed.settings import SCHEMA
from toolshelf.index.addresses import segment_slug
from toolshelf.scaffolding.coached import coached, known

KINDS: Final = ("page", "tool", "challenge", "sprint", "case-study")
_ITEMS: Final = {"tool": "tools", "challenge": "challenges", "sprint": "sprints"}
"""The collection of each kind of item."""
_PAGE: Final = ("description", "date", "tags", "weight", "owner", "reviewed_on", "review_in")
"""Keys of front matter that are worth thinking of for a page."""
_CASE_STUDY: Final = (
    *("description", "client_name", "project", "website", "specs", "tags", "preview_image", "images"),
    *("background_section_title", "background_section"),
)
_FIRST: Final = {
    "challenge": ("brief_description", "status", "prize_type", "prize_total", "phases"),
    "sprint": ("summary", "url", "year", "start", "end"),
}
"""Keys of an item that are not required at once and will be."""
_BODIES: Final = {
    "page": "Begin with the sentence that most readers come for.\n\n## First heading\n\nText.\n",
    "case-study": "What was the problem, what did you do, and what came of it?\n\n## What we did\n\nText.\n\n"
    "## What came of it\n\nText.\n",
}


class NewFile(NamedTuple):
    """A file to be written."""

    path: str
    """Relative to the site's root, with "/"."""
    text: str


class NoNameError(Exception):
    """Nothing can be called by a title; the text is a sentence."""


def new_file(kind: str, title: str, as_of: datetime.date, root: Path, site_url: str) -> NewFile:
    """The file for a new thing of one of `KINDS` called ``title``, written on the day ``as_of``.

    The site stands at ``root`` and is published at ``site_url``.

    It is a draft, so nothing is published before somebody takes that away. Raises NoNameError, OSError, and ValueError
    for a schema in ``root`` that cannot be read.
    """
    title = " ".join(title.split())
    slug = segment_slug(title)
    if not slug:
        raise NoNameError(f"The title '{title}' has no letter or digit that a file could be called by.")
    if kind in _ITEMS:
        return _item(kind, title, slug, as_of, root, site_url)
    folder = "content/case-studies" if kind == "case-study" else "content"
    values: dict[str, Any] = {"title": title}
    if kind == "case-study":
        values["layout"] = "case-study"
    values["draft"] = True
    keys = _CASE_STUDY if kind == "case-study" else _PAGE
    front = coached(engine_schema("front_matter"), values, keys)
    return NewFile(f"{folder}/{slug}.md", f"---\n{front}---\n\n{_BODIES[kind]}")


def _item(kind: str, title: str, slug: str, as_of: datetime.date, root: Path, site_url: str) -> NewFile:
    name = _ITEMS[kind]
    schema = schema_in_force(root, name)
    described = schema["properties"]
    about = described.get("title") if isinstance(described, FrozenDict) else None
    most = about.get("maxLength") if isinstance(about, FrozenDict) else None
    if isinstance(most, int) and len(title) > most:
        raise NoNameError(f"The title has {len(title)} characters, and {most} are the most: say it shorter.")
    path = f"data/{name}/{slug}.yml"
    values: dict[str, Any] = {"title": title, "draft": True}
    values |= {key: None for key in required(schema) if key not in values}
    values |= {"source": "Where you read the facts", "as_of": as_of}
    others = [key for key in (*_FIRST.get(kind, ()), *known(schema)) if key not in ("id", "name", "thumb")]
    text = coached(schema, values, list(dict.fromkeys(others)))
    return NewFile(path, f"# yaml-language-server: $schema={schema_address(name, path, root, site_url)}\n{text}")


def schema_address(name: str, path: str, root: Path, site_url: str) -> str:
    """Where an editor that completes YAML finds the schema ``name`` for the file ``path`` of the site at ``root``.

    In a copy of the repository it stands beside the site; elsewhere the published site has it.
    """
    own = root / "data" / f"{name}{SCHEMA}"
    beside = own if own.is_file() else root / "toolshelf" / "schemas" / f"{name}.schema.json"
    if beside.is_file():
        return os.path.relpath(beside, (root / path).parent).replace(os.sep, "/")
    return f"{site_url.rstrip('/')}/schemas/{name}.schema.json"
