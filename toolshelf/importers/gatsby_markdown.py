"""The Markdown of a Gatsby site: a page a file, at the address that its front matter gives or that its place makes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from toolshelf.importers import front_matter
from toolshelf.importers.markdown_html import readings
from toolshelf.importers.moved import Moved
from toolshelf.importers.tree import MARKDOWN, add_file, add_page, files_below, text_of
from toolshelf.importers.writing import as_yaml
from toolshelf.patterns import regex

_FOLDERS: Final = ("content", "src/content", "src/pages", "src/markdown-pages", "src/markdown", "markdown", "posts")
"""Where sites keep their Markdown, by habit; all that are there are read, or the whole folder where none is."""
_ADDRESS: Final = ("path", "permalink", "slug", "url")
"""Keys that give a page its address."""
_LEFT_OUT: Final = (*_ADDRESS, "templateKey", "template", "layout")
_MODULE: Final = regex(r"^(?:import|export)\s[^\n]*$", re.MULTILINE)
_ELEMENT: Final = regex(r"</?[A-Z][\w.]*(?:\s[^<>]*)?/?>")
"""A component of MDX, which only code can draw."""
_ABOUT: Final = frozenset(
    {"readme.md", "contributing.md", "license.md", "changelog.md", "code_of_conduct.md", "security.md"}
)


def move(root: Path) -> Moved:
    """The site at ``root``, moved. Raises OSError."""
    moved = Moved("Gatsby")
    folders = [folder for folder in _FOLDERS if (root / folder).is_dir()] or [""]
    taken: dict[str, str] = {}
    for folder in folders:
        for below in files_below(root / folder):
            path = f"{folder}/{below}".lstrip("/")
            if any(
                path.startswith(f"{other}/")
                for other in folders
                if other and other != folder and len(other) > len(folder)
            ):
                continue  # another of the folders holds it
            if not folder and "/" not in below and below.lower() in _ABOUT:
                moved.say(path, 0, "not a page", "This file is about the repository, so it was left out.")
            elif below.lower().endswith(MARKDOWN):
                _page(moved, root, path, below, taken)
            else:
                add_file(moved, root / folder, below, below, f"/{below}")
    static = root / "static"
    for below in files_below(static) if static.is_dir() else ():
        add_file(moved, static, below, below, f"/{below}")
    moved.files["data/site.yml"] = _site(root)
    return moved


def _page(moved: Moved, root: Path, path: str, below: str, taken: dict[str, str]) -> None:
    text = text_of(root / path, path, moved)
    if text is None:
        return
    written = front_matter.read(text)
    if written.fault:
        moved.say(path, 1, "front matter", f"The front matter cannot be read, so the page has none: {written.fault}.")
    body = (
        _without_code(path, written.first_line, written.body, moved) if path.lower().endswith(".mdx") else written.body
    )
    stem = below.rpartition(".")[0]
    by_place = f"/{stem.removesuffix('index').rstrip('/')}/" if stem.split("/")[-1] == "index" else f"/{stem}/"
    given = next((str(written.meta[key]) for key in _ADDRESS if written.meta.get(key)), "")
    url = by_place if not given else given if given.startswith("/") else f"{by_place.rsplit('/', 2)[0]}/{given}/"
    url = re.sub(r"/{2,}", "/", url if url.endswith(("/", ".html")) else f"{url}/")
    meta = dict(written.meta)
    if isinstance(shown := meta.get("published"), bool) and not shown:
        moved.say(path, 0, "not published", "This page is not published, and neither is it here.")
    add_page(moved, path, f"{stem}.md", url, meta, written, body, readings(body, inside=False), taken, _LEFT_OUT)


def _without_code(path: str, first_line: int, body: str, moved: Moved) -> str:
    """``body``, of MDX, without modules and components; what stands in a component stays."""
    for pattern, what in ((_MODULE, "loads or gives code"), (_ELEMENT, "is a component, which only code can draw")):
        for match in pattern.finditer(body):
            line = body.count("\n", 0, match.start()) + first_line
            moved.say(path, line, "MDX", f"'{match[0][:60]}' {what}: it was left out.")
        body = pattern.sub("", body)
    return body


def _site(root: Path) -> bytes:
    """data/site.yml, by package.json: what gatsby-config holds is code."""
    about: Mapping[str, Any] = {}
    package = root / "package.json"
    if package.is_file():
        try:
            about = json.loads(package.read_text("utf-8-sig"))
        except ValueError:
            about = {}
    about = about if isinstance(about, Mapping) else {}
    home = str(about.get("homepage") or "")
    site: dict[str, Any] = {
        "title": str(about.get("name") or root.resolve().name),
        "url": home.rstrip("/") + "/" if home.startswith(("https://", "http://")) else "https://site.invalid/",
        "language": "en",
    }
    if description := about.get("description"):
        site["description"] = str(description)
    return as_yaml(site)
