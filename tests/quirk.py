"""A quirk of real content: a small site that has it, what its page shows, and what is told about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Quirk:
    """One row of the table."""

    files: Mapping[str, str | bytes | Path]
    """What each file of the site holds; a path is what a symbolic link leads to."""
    shows: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """A selector, with " @name" behind it for an attribute, to the texts of all that it matches, in order."""
    told: tuple[str, ...] = ()
    """How the lines of all problems begin, in order; words behind " … " stand somewhere in the line."""
    output: str = "a/index.html"
    literal: str = ""
    """Braces or tags that the page shall show as text."""


def page(body: str, front: str = "title: Grants\n", **more: str | bytes | Path) -> dict[str, str | bytes | Path]:
    """A site whose page ``a.md`` has this front matter and body; ``more`` are files in content/, by name."""
    others = {f"content/{name}.md": text for name, text in more.items()}
    return {"content/a.md": f"---\n{front}---\n{body}", **others}


def data(name: str, text: str | bytes, include: str = "collection") -> dict[str, str | bytes | Path]:
    """A site with one data file, and a page that shows it."""
    stem = name.partition(".")[0]
    return {**page(f"{{% include {include}.html %}}\n", f"title: Grants\ndatafile: {stem}\n"), f"data/{name}": text}
