"""The design system's files made ready for one theme: reduced to what it uses, and fingerprinted.

The style sheet keeps the styles whose names the theme writes, those that authors may use in their pages, and those
that scripts set. Scripts are bundles of the design system's own components. All else is copied as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from posixpath import dirname, relpath
from typing import Final

from toolshelf.build import fingerprint, stylesheet
from toolshelf.build.design_system import node, standing
from toolshelf.build.design_system.package import LICENSE, STYLES, Package, target
from toolshelf.build.design_system.use import Use
from toolshelf.content.policy import TAGS

SCRIPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "js/page.js": ("usa-accordion", "usa-header", "usa-skipnav"),
    "js/banner.js": ("usa-banner",),
    "js/search.js": ("usa-search",),
}
"""Bundles by name, and their components. A component stands in one: bound twice, it would undo what it did."""

AUTHORS: Final = re.compile(
    r"usa-(accordion|alert|card|collection|embed-container|intro|link|list|media-block|process-list|prose|summary-box"
    r"|table|tag)(__.*|--.*|-.*)?$|usa-button(--(outline|secondary|big))?$|text-(left|center|right)$"
)
"""The components that authors may use in raw HTML, and what the columns of their tables get."""
_ELEMENTS: Final = TAGS | {
    "body", "button", "fieldset", "form", "html", "input", "label", "legend", "main", "optgroup", "option", "search",
    "select", "svg", "textarea", "title", "use",
}  # fmt: skip
_SET_BY_SCRIPTS: Final = ("^is-", "^usa-js", "^usa-current$", "--(open|expanded|visible|invisible)$")
_PREFIX: Final = "uswds/"


def prepare(package: Path, folder: Path, use: Use, *, whole: bool = False) -> None:
    """Write the files of the npm ``package`` that ``use`` names, its license and a manifest into ``folder``.

    With ``whole``, its style sheet is left as it is. A name that it has no file for is passed over. Raises
    DesignSystemMissingError where the package lacks a file that it names itself, or what prepares it is missing.
    """
    contents = _contents(Package(package), use, whole=whole)
    needs = _name(contents)
    standing.write(
        folder,
        {_PREFIX + name: data for name, data in contents.items()},
        {_PREFIX + name: tuple(_PREFIX + each for each in named) for name, named in needs.items()},
    )
    (folder / LICENSE).write_bytes(Package(package).whole(LICENSE))


def _contents(package: Package, use: Use, *, whole: bool) -> dict[str, bytes]:
    """Each file by its name, as the package has it but for style sheet and bundles."""
    named = [name.removeprefix(_PREFIX) for name in use.files]
    contents = {name: package.content(name) for name in named if name not in SCRIPTS and package.has(name)}
    made = node.run(_job(package, use, [name for name in named if name in SCRIPTS]))
    if STYLES in contents and not whole:
        contents[STYLES] = made["styles"].encode("utf-8")
    contents |= {name: text.encode("utf-8") for name, text in made["scripts"].items()}
    for sheet in _sheets(contents):
        for reference in stylesheet.references(contents[sheet].decode("utf-8")):
            name = target(sheet, reference)
            if name not in contents:
                contents[name] = package.content(name)
    return contents


def _job(package: Package, use: Use, scripts: Iterable[str]) -> dict[str, object]:
    """What prepare.mjs is to do."""
    given = {name for name in package.vocabulary() if AUTHORS.match(name)}
    return {
        "modules": str(package.modules),
        "package": str(package.folder),
        "styles": {
            "sheet": str(package.folder / "dist" / STYLES),
            "words": sorted({*use.words, *given, *_ELEMENTS}),
            "patterns": _SET_BY_SCRIPTS,
            "families": use.fonts,
        },
        "scripts": {name: SCRIPTS[name] for name in scripts},
    }


def _sheets(contents: Mapping[str, bytes]) -> list[str]:
    return [name for name in contents if name.endswith(".css")]


def _name(contents: dict[str, bytes]) -> dict[str, tuple[str, ...]]:
    """Put published names into the style sheets among ``contents``; gives the files that each needs."""
    published = {name: fingerprint.fingerprinted(name, data) for name, data in contents.items()}
    needs = {}
    for sheet in _sheets(contents):
        text = contents[sheet].decode("utf-8")
        needs[sheet] = tuple(sorted({target(sheet, reference) for reference in stylesheet.references(text)}))

        def renamed(reference: str, sheet: str = sheet) -> str:
            _, mark, fragment = reference.partition("#")
            return relpath(published[target(sheet, reference)], dirname(sheet)) + mark + fragment

        contents[sheet] = stylesheet.with_references(text, renamed).encode("utf-8")
    return needs
