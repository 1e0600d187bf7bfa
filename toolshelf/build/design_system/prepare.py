"""The design system's files made ready for one theme: reduced to what it uses, and fingerprinted.

The style sheet keeps the styles whose names the theme writes, those that authors may use in their pages, and those
that scripts set. Scripts are bundles of the design system's own components. All else is copied as it is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from posixpath import dirname, relpath
from typing import Final

from toolshelf.build import fingerprint, stylesheet
from toolshelf.build.design_system import fonts, node, standing
from toolshelf.build.design_system.package import LICENSE, STYLES, Package, target
from toolshelf.build.design_system.parts import kept
from toolshelf.build.design_system.tokens import TokenError, Tokens, sass
from toolshelf.build.design_system.use import Use
from toolshelf.codec import digest
from toolshelf.content.policy import TAGS
from toolshelf.patterns import regex

SCRIPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "js/page.js": ("usa-accordion", "usa-header", "usa-skipnav"),
    "js/banner.js": ("usa-banner",),
}
"""Bundles by name, and their components. A component stands in one: bound twice, it would undo what it did."""

AUTHORS: Final = regex(
    r"usa-(alert|card|collection|intro|link|list|media-block|process-list|prose|summary-box"
    r"|table|tag)(__.*|--.*|-.*)?$|usa-button(--(outline|secondary|big))?$|text-(left|center|right)$"
)
"""The components that authors may use in raw HTML, and what the columns of their tables get."""
_ELEMENTS: Final = TAGS | {
    "body", "button", "fieldset", "form", "html", "input", "label", "legend", "main", "optgroup", "option", "search",
    "select", "svg", "textarea", "title", "use",
}  # fmt: skip
_SET_BY_SCRIPTS: Final = ("^is-", "^usa-js", "^usa-current$", "--(open|expanded|visible|invisible)$")
_PREFIX: Final = "uswds/"


def prepare(package: Path, folder: Path, use: Use, parts: Path, *, whole: bool = False) -> None:
    """Write the files of the npm ``package`` that ``use`` names, its license and a manifest into ``folder``.

    ``parts`` is where what takes long is kept for another time. With ``whole``, its style sheet is left as it is. A
    name that it has no file for is passed over. Raises DesignSystemMissingError where the package lacks a file that
    it names itself, or what prepares it is missing, and TokenError where there is no such token.
    """
    contents = _contents(Package(package), use, parts, whole=whole)
    needs = _name(contents)
    standing.write(
        folder,
        {_PREFIX + name: data for name, data in contents.items()},
        {_PREFIX + name: tuple(_PREFIX + each for each in named) for name, named in needs.items()},
    )
    (folder / LICENSE).write_bytes(Package(package).whole(LICENSE))


def _contents(package: Package, use: Use, parts: Path, *, whole: bool) -> dict[str, bytes]:
    """Each file by its name, as the package has it but for style sheet and bundles."""
    named = [name.removeprefix(_PREFIX) for name in use.files]
    contents = {name: package.content(name) for name in named if name not in SCRIPTS and package.has(name)}
    styles_file = _styles(package, use.tokens, parts)
    made = node.run(_job(package, use, styles_file, [name for name in named if name in SCRIPTS]))
    if STYLES in contents:
        styles = styles_file.read_text("utf-8") if whole else made["styles"]
        contents[STYLES] = fonts.with_faces_in_use(styles).encode("utf-8")
    contents |= {name: text.encode("utf-8") for name, text in made["scripts"].items()}
    for sheet in _sheets(contents):
        for reference in stylesheet.references(contents[sheet].decode("utf-8")):
            name = target(sheet, reference)
            if name not in contents:
                contents[name] = package.content(name)
    for name in [name for name in contents if name.endswith(".woff2")]:
        data = contents[name]
        contents[name] = kept(parts / f"{digest(data)}.woff2", functools.partial(fonts.slim, data))
    return contents


def _styles(package: Package, tokens: Tokens, parts: Path) -> Path:
    """The file with all styles of the design system, with ``tokens`` in the place of its own."""
    if not tokens:
        return package.folder / "dist" / STYLES
    source = sass(tokens)
    file = parts / f"{digest(f'{package.version} {source}'.encode())}.css"

    def compiled() -> bytes:
        made = node.run({"modules": str(package.modules), "package": str(package.folder), "source": source})
        if "fault" in made:
            raise TokenError(made["fault"])
        return str(made["css"]).encode("utf-8")

    kept(file, compiled)
    return file


def _job(package: Package, use: Use, sheet: Path, scripts: Iterable[str]) -> dict[str, object]:
    """What prepare.mjs is to do."""
    given = {name for name in package.vocabulary() if AUTHORS.match(name)}
    return {
        "modules": str(package.modules),
        "package": str(package.folder),
        "styles": {
            "sheet": str(sheet),
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
