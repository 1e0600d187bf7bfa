"""What does not fit together although each file is right by itself: one function a kind of mistake."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from toolshelf.content.fragment import Gap, IncludeCall
from toolshelf.data.configuration import CONFIGURATION, NAVIGATION
from toolshelf.index.links import Site, Target, is_image, link_problem
from toolshelf.index.pages import Page
from toolshelf.problems import Problem, error, warning
from toolshelf.sources.discover import DATA_SUFFIXES
from toolshelf.sources.templates import INCLUDES, TemplateSource
from toolshelf.spelling import nearest

_ARGUMENT = re.compile(r"\binclude\.([A-Za-z_]\w*)")
"""How templates read the arguments of includes."""
_OWN_LINE = "put it on a line of its own"
_NO_LAYOUTS = {"redirect", "term", "terms"}
"""Templates at the top that draw something else than pages."""
_NOT_PUBLISHED = {
    (".yml", ".yaml"): "YAML belongs in data/",
    (".html", ".htm"): "write the page as Markdown, in a file that ends in .md",
    (".py", ".rb", ".php", ".sh", ".exe"): "programs are not published",
}


def published_files(paths: Iterable[str]) -> tuple[list[str], list[Problem]]:
    """The files under content/ that are copied; the others are reported."""
    copied: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        hint = next((hint for suffixes, hint in _NOT_PUBLISHED.items() if path.lower().endswith(suffixes)), "")
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


def layouts(pages: Mapping[str, Page], templates: Mapping[str, TemplateSource]) -> tuple[dict[str, str], list[Problem]]:
    """The template of each page; a layout that does not exist is an error, a foreign ``type`` is not."""
    chosen: dict[str, str] = {}
    problems: list[Problem] = []
    own = {name.removesuffix(".html") for name in templates if name.endswith(".html") and "/" not in name}
    names = sorted(own - _NO_LAYOUTS)
    for path, page in pages.items():
        known = page.layout in names
        chosen[path] = f"{page.layout if known else 'page'}.html"
        if known or not page.meta.get("layout"):
            continue
        where = page.positions.locate(("layout",))
        like = nearest(page.layout, names)
        problems.append(
            error(
                "unknown-layout",
                f"There is no layout '{page.layout}'.",
                where.line,
                where.column,
                path=path,
                hint=f"did you mean {like}?" if like else f"the layouts are {', '.join(names)}",
            )
        )
    return chosen, problems


def page_links(pages: Mapping[str, Page], targets: Mapping[str, Sequence[Target]]) -> list[Problem]:
    """Links and images in the bodies that lead nowhere; ``targets`` are where those of each page lead."""
    problems = []
    for path, page in pages.items():
        for link, target in zip(page.fragment.links, targets[path], strict=True):
            found = link_problem(link, target)
            if found is not None:
                problems.append(found.at(path))
    return problems


def front_matter_images(site: Site, pages: Mapping[str, Page]) -> list[Problem]:
    """Images that front matter names and nobody has."""
    problems = []
    for path, page in pages.items():
        for place, name in _named_images(page):
            beside = site.resolve(name, path)
            rooted = site.resolve("/" + name.lstrip("/"), path)
            if any(not found.complaint and not found.page for found in (beside, rooted)):
                continue
            folder = posixpath.dirname(path)
            like = nearest(posixpath.normpath(posixpath.join(folder, name)), filter(is_image, site.files))
            problems.append(
                warning(
                    "broken-image",
                    f"There is no image '{name}' beside this page or in content/.",
                    hint=f"did you mean {posixpath.relpath(like, folder)}?" if like else "put the file beside the page",
                ).moved(page.positions.locate(place).at(path))
            )
    return problems


def _named_images(page: Page) -> Iterable[tuple[tuple[str | int, ...], str]]:
    preview = page.meta.get("preview_image")
    if isinstance(preview, str) and preview:
        yield ("preview_image",), preview
    images = page.meta.get("images")
    for number, image in enumerate(images if isinstance(images, tuple) else ()):
        place = ("images", number, "url") if isinstance(image, Mapping) else ("images", number)
        name = image.get("url") if isinstance(image, Mapping) else image
        if isinstance(name, str) and name:
            yield place, name


def includes(pages: Mapping[str, Page], templates: Mapping[str, TemplateSource]) -> list[Problem]:
    """Includes that are not on the list of what content may include."""
    problems = []
    allowed = sorted(name.removeprefix(INCLUDES) for name in templates if name.startswith(INCLUDES))
    arguments = {found for source in templates.values() for found in _ARGUMENT.findall(source.text)}
    for path, page in pages.items():
        if page.heading and any(isinstance(part, Gap) and part.kind == "include" for part in page.heading.content):
            message = "An include stands in the title of this page, where it cannot show anything."
            problems.append(error("unknown-tag", message, page.heading.line, path=path, hint=_OWN_LINE))
        for call in page.fragment.includes:
            if call.name in allowed:
                problems += _unused_arguments(call, arguments, path)
                continue
            like = nearest(call.name, allowed)
            problems.append(
                error(
                    "unknown-include",
                    f"There is no include '{call.name}'.",
                    call.line,
                    path=path,
                    hint=f"did you mean {like}?" if like else f"the includes are {', '.join(allowed)}",
                )
            )
    return problems


def _unused_arguments(call: IncludeCall, known: Collection[str], path: str) -> list[Problem]:
    """Arguments of ``call`` that no template reads, which are ``known`` to be read."""
    problems = []
    for name in call.arguments:
        if name not in known:
            like = nearest(name, known)
            hint = f"did you mean {like}?" if like else f"arguments are {', '.join(sorted(known))}"
            message = f"The include '{call.name}' has no argument '{name}'."
            problems.append(warning("unknown-argument", message, call.line, path=path, hint=hint))
    return problems
