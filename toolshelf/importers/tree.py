"""The files of a folder of content, and a page of it as a page of Toolshelf: what all importers of Markdown share."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from toolshelf.importers import front_matter
from toolshelf.importers.alternative_texts import without_stand_ins
from toolshelf.importers.braces import without_tags
from toolshelf.importers.keys import stands_at, valid
from toolshelf.importers.moved import Moved, OldPage
from toolshelf.index.addresses import permalink_address
from toolshelf.index.rows import RESERVED
from toolshelf.problems import ProblemError

MARKDOWN: Final = (".md", ".markdown", ".mdx")
_NOT_CONTENT: Final = frozenset({"node_modules", "public", "site", "vendor", "__pycache__"})
_CODE: Final = (
    *(".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".css", ".scss", ".sass", ".less", ".py", ".rb", ".sh", ".html"),
    *(".htm", ".map", ".lock", ".yml", ".yaml", ".toml", ".json", ".snap"),
)


def files_below(folder: Path) -> Iterator[str]:
    """Every file below ``folder``, by its path from there; no links are followed, and no folder of tools."""
    for above, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _NOT_CONTENT)
        for name in sorted(files):
            file = Path(above) / name
            if not name.startswith(".") and not file.is_symlink():
                yield file.relative_to(folder).as_posix()


def text_of(file: Path, path: str, moved: Moved) -> str | None:
    """The text of ``file``, called ``path``; None, and a remark, where it is not UTF-8."""
    try:
        return file.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        moved.say(path, 0, "unreadable", "This file is not UTF-8, so it was left out.")
        return None


def add_file(moved: Moved, folder: Path, path: str, content: str, address: str) -> None:
    """Copy the file at ``path`` below ``folder`` to ``content``; code of the old theme stays behind."""
    if path.lower().endswith(_CODE):
        moved.unanswered[address] = "It belongs to the old theme or its tools."
        moved.say(path, 0, "left behind", "This file belongs to the old theme or its tools.")
        return
    moved.files[f"content/{content}"] = (folder / path).read_bytes()
    moved.addresses[address] = address


def add_page(
    moved: Moved,
    path: str,
    content: str,
    url: str,
    meta: dict[str, Any],
    written: front_matter.Written,
    body: str,
    readings: tuple[str, ...],
    taken: dict[str, str],
    left_out: Collection[str] = (),
) -> None:
    """Write the page of the old file ``path`` to ``content``, below content/, with the address ``url``.

    ``meta`` and ``body`` are what has become of ``written``, the file as it was.
    ``taken`` are the outputs of the pages before it, folded, and whose they are; keys that are ``left_out`` go.
    """
    try:
        output = permalink_address(url).output
    except ProblemError as refused:
        moved.unanswered[url] = f"It cannot be an address: {refused.problem.message}"
        moved.say(path, 0, "address", f"{url} cannot be an address: {refused.problem.message}")
        return
    if (other := taken.setdefault(output.casefold(), path)) != path:
        moved.say(path, 0, "address", f"{url} is the address of {other} too, which keeps it.")
        return
    kept = {f"old_{key}" if key in RESERVED else key: value for key, value in meta.items() if key not in left_out}
    if not stands_at(content, url):
        kept["permalink"] = url
    kept = valid(kept, path, moved)
    body = without_stand_ins(
        body, written.body, written.first_line, lambda line, what: moved.say(path, line, "alternative text", what)
    )
    moved.files[f"content/{content}"] = front_matter.write(kept, written.block, without_tags(body)).encode()
    moved.addresses[url] = moved.urls[path] = url
    moved.pages.append(OldPage(path, f"content/{content}", readings))
