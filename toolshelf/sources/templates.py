"""The templates of a build: the site's own, file by file before the ones that come with Toolshelf."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from toolshelf.problems import Problem, warning
from toolshelf.sources.discover import Source
from toolshelf.sources.text import decode

_PACKAGE = Path(__file__).resolve().parent.parent
BUILT_IN = "toolshelf/templates/"
"""What the paths of the templates that come with Toolshelf begin with."""
ASSETS = "assets/"
INCLUDES = "includes/"
"""What the names of the templates begin with that content may include."""
_SUFFIXES = (".html", ".xml", ".json", ".txt")


class TemplateSource(Struct, frozen=True):
    """One template."""

    text: str
    path: str
    """For messages: relative to the root; the built-in ones are named "toolshelf/templates/…"."""


class Theme(Struct, frozen=True):
    """Templates by name ("page.html"), and the theme's other files by theirs ("css/toolshelf.css")."""

    templates: Mapping[str, TemplateSource]
    assets: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def default_folder() -> Path:
    """Where the built-in templates stand: inside the installed package, else in the checkout."""
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


def load_theme(own: Mapping[str, Source], root: Path) -> Theme:
    """The theme of the site at ``root``; ``own`` are the sources below its templates/."""
    templates: dict[str, TemplateSource] = {}
    assets: dict[str, bytes] = {}
    problems: list[Problem] = []
    defaults = default_folder()
    if defaults != (root / "templates").resolve():
        for name in _names(defaults):
            if f"templates/{name}" in own:
                continue
            if name.startswith(ASSETS):
                with open(f"{defaults}/{name}", "rb") as file:
                    assets[name.removeprefix(ASSETS)] = file.read()
            elif name.endswith(_SUFFIXES):
                with open(f"{defaults}/{name}", encoding="utf-8") as template:
                    templates[name] = TemplateSource(template.read(), f"{BUILT_IN}{name}")
    for path, source in own.items():
        name = path.removeprefix("templates/")
        if name.startswith(ASSETS):
            assets[name.removeprefix(ASSETS)] = source.data
        elif name.endswith(_SUFFIXES):
            text, unreadable = decode(source.data)
            templates[name] = TemplateSource(text, path)
            problems += [problem.at(path) for problem in unreadable]
        else:
            problems.append(
                warning(
                    "unread-file",
                    "Nobody reads this file: a template ends in .html, .xml, .json or .txt.",
                    path=path,
                    hint="styles, scripts and images belong in templates/assets/",
                )
            )
    return Theme(dict(sorted(templates.items())), dict(sorted(assets.items())), tuple(problems))


def _names(folder: Path) -> list[str]:
    """The files below ``folder``, sorted; a path has "/" on every system."""
    top = os.path.join(folder, "")
    found = (os.path.join(above, name) for above, _, names in os.walk(top) for name in names)
    return sorted(path.removeprefix(top).replace(os.sep, "/") for path in found)
