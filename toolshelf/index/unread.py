"""Files that nobody reads, or that are not where they are read."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable

from toolshelf.data.configuration import CONFIGURATION, NAVIGATION
from toolshelf.problems import Problem, warning
from toolshelf.sources.discover import DATA_SUFFIXES

_NOT_PUBLISHED = {
    (".yml", ".yaml"): "YAML belongs in data/",
    (".html", ".htm"): "write the page as Markdown, in a file that ends in .md",
    (".py", ".rb", ".php", ".sh", ".exe"): "programs are not published",
}


def published_files(paths: Iterable[str], read: Collection[str]) -> tuple[list[str], list[Problem]]:
    """The files under content/ that are copied; the others are reported, but for those that a feature has ``read``."""
    copied: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        hint = next((hint for suffixes, hint in _NOT_PUBLISHED.items() if path.lower().endswith(suffixes)), "")
        if path in read:
            continue
        if hint:
            problems.append(warning("unread-file", "Nobody reads this file here.", path=path, hint=hint))
        else:
            copied.append(path)
    return copied, problems


def misnamed_settings(paths: Iterable[str]) -> list[Problem]:
    """Files under data/ that look like the site's settings, and are not where these are read."""
    return [
        warning("unread-file", "Settings of the site are not read from this file.", path=path, hint=f"call it {name}")
        for path in paths
        for name in (CONFIGURATION, NAVIGATION)
        if path != name and posixpath.splitext(path)[0].casefold() == posixpath.splitext(name)[0]
    ]


def unread_data(paths: Iterable[str], images: frozenset[str]) -> list[Problem]:
    """Files under data/ that are neither data nor shown."""
    return [
        warning(
            "unread-file",
            "Nobody reads this file: it is no data file, and no item shows it.",
            path=path,
            hint="pages and images belong in content/",
        )
        for path in paths
        if not path.lower().endswith(DATA_SUFFIXES) and path not in images
    ]
