"""Sites of MkDocs and Material for MkDocs: the Markdown below docs_dir, its menu, admonitions, tabs and snippets."""

from __future__ import annotations

import functools
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import markdown
import yaml

from toolshelf.importers import abbreviations, front_matter, python_markdown
from toolshelf.importers.lines import Lines
from toolshelf.importers.moved import Moved
from toolshelf.importers.tree import MARKDOWN, add_file, add_page, files_below, text_of
from toolshelf.importers.writing import as_yaml
from toolshelf.patterns import regex

_ADMONITION: Final = regex(
    r'(?P<indent> *)(?P<mark>!!!|\?\?\?\+?) (?P<kind>[\w-]+)(?P<more>(?: [\w-]+)*)(?: "(?P<title>[^"]*)")?\s*'
)
_TAB: Final = regex(r'(?P<indent> *)===[!+]? "(?P<title>[^"]*)"\s*')
_SNIPPET: Final = regex(r'^\s*-{1,}8<-{1,} "(?P<file>[^"]+)"\s*$')
_ICON: Final = regex(r":(?:material|fontawesome|octicons|simple)-[\w-]+:(?:\{[^{}\n]*\})?[ \t]?")
"""With the blank behind it: what is indented below an item of a list belongs to it by where its words begin."""
_FENCE: Final = regex(r" *(`{3,}|~{3,})")
_EXTENSIONS: Final = [
    *("extra", "admonition", "sane_lists", "toc", "pymdownx.details", "pymdownx.superfences"),
    *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde", "pymdownx.mark", "pymdownx.keys"),
]


def move(root: Path) -> Moved:
    """The site at ``root``, moved. Raises OSError, and ValueError for a configuration that cannot be read."""
    settings = _settings(root)
    moved = Moved("MkDocs")
    docs = root / str(settings.get("docs_dir") or "docs")
    pretty = settings.get("use_directory_urls") is not False
    taken: dict[str, str] = {}
    titles = _titles(settings.get("nav"))
    for path in files_below(docs) if docs.is_dir() else ():
        if path.lower().endswith(MARKDOWN):
            _page(moved, docs, path, pretty, titles, taken)
        else:
            add_file(moved, docs, path, path, f"/{path}")
    moved.files["data/site.yml"] = _site(settings)
    if menu := _menu(settings.get("nav"), pretty):
        moved.files["data/navigation.yml"] = as_yaml({"header": menu})
    return moved


def as_github_reads(text: str, include: Any) -> str:  # noqa: ANN401 - a function of a path
    """``text`` with admonitions as quotations, collapsed ones as details, tabs as titled parts, snippets in place.

    ``include`` gives the text of a snippet, or None.
    """
    return "\n".join(_lines(text.split("\n"), include, 0))


def _lines(lines: list[str], include: Any, depth: int) -> list[str]:  # noqa: ANN401
    written: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if fence := _FENCE.match(line):
            end = _end_of_fence(lines, number, fence[1])
            written += lines[number:end]
            number = end
            continue
        if (snippet := _SNIPPET.match(line)) and depth < 10 and (found := include(snippet["file"])) is not None:
            written += _lines(found.split("\n"), include, depth + 1)
            number += 1
            continue
        opened = _ADMONITION.fullmatch(line) or _TAB.fullmatch(line)
        if opened is None:
            written.append(_ICON.sub("", line))
            number += 1
            continue
        end = _end_of_block(lines, number + 1, len(opened["indent"]))
        inner = _lines(textwrap.dedent("\n".join(lines[number + 1 : end])).strip("\n").split("\n"), include, depth)
        written += [opened["indent"] + one if one else one for one in _block(opened, inner)]
        number = end
    return written


def _block(opened: re.Match[str], inner: list[str]) -> list[str]:
    groups = opened.groupdict()
    title = groups["title"]
    if "mark" not in groups:
        return [f"**{title}**", "", *inner, ""]
    if title is None:
        title = str(groups["kind"]).replace("-", " ").capitalize()
    if groups["mark"].startswith("???"):
        opening = "<details open" if groups["mark"].endswith("+") else "<details"
        return [f'{opening} markdown="1">', f"<summary>{title}</summary>", "", *inner, "", "</details>", ""]
    head = [f"> **{title}**", ">"] if title else []
    return [*head, *(f"> {one}".rstrip() for one in inner), ""]


def _end_of_block(lines: list[str], start: int, indent: int) -> int:
    end = start
    for number in range(start, len(lines)):
        if lines[number].strip():
            if len(lines[number]) - len(lines[number].lstrip()) < indent + 4:
                break
            end = number + 1
    return end


def _end_of_fence(lines: list[str], start: int, fence: str) -> int:
    for number in range(start + 1, len(lines)):
        if lines[number].strip().startswith(fence) and not lines[number].strip().strip(fence[0]):
            return number + 1
    return len(lines)


def _page(moved: Moved, docs: Path, path: str, pretty: bool, titles: Mapping[str, str], taken: dict[str, str]) -> None:
    text = text_of(docs / path, path, moved)
    if text is None:
        return
    written = front_matter.read(text)
    if written.fault:
        moved.say(path, 1, "front matter", f"The front matter cannot be read, so the page has none: {written.fault}.")
    stem = path.rpartition(".")[0]
    folder, _, name = stem.rpartition("/")
    is_index = name.lower() in ("index", "readme")
    content = f"{folder}/index.md".lstrip("/") if is_index else f"{stem}.md"
    url = _url(path, pretty)

    lines = Lines(written.body, written.first_line)

    def include(named: str) -> str | None:
        for base in (docs, docs.parent):
            file = base / named
            if file.resolve().is_relative_to(docs.parent.resolve()) and file.is_file():
                return file.read_text("utf-8-sig")
        moved.say(
            path,
            lines.of(f'"{named}"'),
            "snippet",
            f"There is no file '{named}' to stand here, so the line was left as it is.",
        )
        return None

    def left(attributes: str, rest: str) -> None:
        moved.say(path, lines.of(attributes), "attribute list", f"The attributes '{rest}' were left out.")

    body, contents = python_markdown.as_github_reads(as_github_reads(written.body, include), left)
    body = abbreviations.as_github_reads(body)
    for number, line in enumerate(written.body.split("\n"), written.first_line):
        if "{{" in line or "{%" in line:
            moved.say(path, number, "macro", "A plugin may have run what stands in braces here: it was left as it is.")
    meta = dict(written.meta)
    if "title" not in meta and path in titles:
        meta["title"] = titles[path]
    meta.pop("template", None)
    if contents:
        meta.setdefault("toc", True)
    readings = (_html(written.body), _html(body))
    add_page(moved, path, content, url, meta, written, body, readings, taken, ("layout", "hide", "date"))


def _html(text: str) -> str:
    engine = _engine()
    engine.reset()
    return engine.convert(_ICON.sub("", text))


@functools.cache
def _engine() -> markdown.Markdown:
    return markdown.Markdown(extensions=_EXTENSIONS, extension_configs={"pymdownx.tabbed": {"alternate_style": True}})


class _Loader(yaml.SafeLoader):
    """Reads what MkDocs reads, but makes nothing of tags such as ``!!python/name:…`` and ``!ENV``."""


_Loader.add_multi_constructor("", lambda loader, tag, node: None)


def _settings(root: Path) -> dict[str, Any]:
    for name in ("mkdocs.yml", "mkdocs.yaml"):
        file = root / name
        if file.is_file():
            try:
                values = yaml.load(file.read_text("utf-8-sig"), Loader=_Loader)
            except (yaml.YAMLError, UnicodeDecodeError) as fault:
                raise ValueError(f"{name} cannot be read: {' '.join(str(fault).split())}") from fault
            if isinstance(values, dict):
                return values
    raise ValueError(f"There is no mkdocs.yml in '{root}'.")


def _site(settings: Mapping[str, Any]) -> bytes:
    theme = settings.get("theme")
    language = theme.get("language") if isinstance(theme, Mapping) else None
    site: dict[str, Any] = {
        "title": str(settings.get("site_name") or "Untitled"),
        "url": str(settings.get("site_url") or "https://site.invalid/").rstrip("/") + "/",
        "language": str(language or "en"),
    }
    if description := settings.get("site_description"):
        site["description"] = " ".join(str(description).split())
    if str(repository := settings.get("repo_url") or "").startswith(("https://", "http://")):
        site["repository"] = str(repository)
    if settings.get("nav"):
        site["navigation"] = "header"
    return as_yaml(site)


def _titles(nav: object) -> dict[str, str]:
    """The title that the menu gives to each page, by its path below docs_dir."""
    found: dict[str, str] = {}
    for entry in nav if isinstance(nav, list) else ():
        for title, target in entry.items() if isinstance(entry, Mapping) else ():
            if isinstance(target, str):
                found.setdefault(target, str(title))
            else:
                found |= {path: name for path, name in _titles(target).items() if path not in found}
    return found


def _menu(nav: object, pretty: bool) -> list[Any]:
    found: list[Any] = []
    for entry in nav if isinstance(nav, list) else ():
        if isinstance(entry, str):
            found.append({"name": Path(entry).stem.replace("-", " ").capitalize(), "url": _url(entry, pretty)})
        for title, target in entry.items() if isinstance(entry, Mapping) else ():
            if isinstance(target, str):
                found.append({"name": str(title), "url": _url(target, pretty)})
            elif below := _menu(target, pretty):
                found.append({"name": str(title), "children": below})
    return found


def _url(target: str, pretty: bool) -> str:
    if "://" in target or not target.lower().endswith(MARKDOWN):
        return target if "://" in target else f"/{target.lstrip('/')}"
    stem = target.rpartition(".")[0]
    folder, _, name = stem.rpartition("/")
    if name.lower() in ("index", "readme"):
        return f"/{folder}/" if folder else "/"
    return f"/{stem}/" if pretty else f"/{stem}.html"
