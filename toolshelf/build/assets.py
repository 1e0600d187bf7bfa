"""The theme's own files: each published under a name that changes with its content; style sheets follow."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from posixpath import dirname, join, normpath, relpath
from typing import Any, Final

from msgspec import Struct

from toolshelf.build import fingerprint, stylesheet
from toolshelf.build.design_system import DesignSystem
from toolshelf.codec import FrozenDict, digest
from toolshelf.index.item_facts import Remember
from toolshelf.problems import Problem, warning
from toolshelf.spelling import nearest

FOLDER: Final = "assets"
_STYLES: Final = ".css"
_EXTERNAL: Final = ("http://", "https://", "//", "data:", "#")


class Assets(Struct, frozen=True):
    """Published files of the theme and of the design system."""

    entries: Mapping[str, FrozenDict]
    """``{path, integrity}`` by the name that templates use."""
    files: Mapping[str, bytes]
    """By output path."""
    problems: tuple[Problem, ...]


def build_assets(own: Mapping[str, bytes], design_system: DesignSystem, remember: Remember) -> Assets:
    """Fingerprint the theme's files ``own`` by name ("css/site.css"), and add those of the design system."""
    given = [[name, digest(own[name])] for name in sorted(own)]
    sheets = remember("style sheets", given, functools.partial(_sheets, own))
    contents = {**own, **{name: text.encode() for name, text, _ in sheets if text is not None}}
    published = {name: _published(name, data) for name, data in contents.items()}
    entries = {
        name: FrozenDict({"path": published[name], "integrity": fingerprint.integrity(data)})
        for name, data in contents.items()
    }
    for name, asset in design_system.manifest.items():
        entries[name] = FrozenDict({"path": asset.path, "integrity": asset.integrity})
    files = {published[name]: data for name, data in contents.items()}
    files.update({path: file.read_bytes() for path, file in design_system.files.items()})
    problems = [problem for name, text, lost in sheets for problem in _problems(name, text, lost, own)]
    return Assets(entries, files, tuple(problems))


def _sheets(own: Mapping[str, bytes]) -> list[list[Any]]:
    """The name of each style sheet, its text with references to published names, and references to nothing.

    The text is None where it is not UTF-8.
    """
    published = {name: _published(name, data) for name, data in own.items() if not name.endswith(_STYLES)}
    found: list[list[Any]] = []
    for name in sorted(own.keys() - published.keys()):
        lost: list[str] = []
        try:
            text = own[name].decode("utf-8")
        except UnicodeDecodeError:
            found.append([name, None, lost])
            published[name] = _published(name, own[name])
            continue
        text = stylesheet.with_references(text, functools.partial(_renamed, name, published, lost))
        found.append([name, text, lost])
        published[name] = _published(name, text.encode())
    return found


def _renamed(name: str, published: Mapping[str, str], lost: list[str], reference: str) -> str:
    """What the style sheet ``name`` is to refer to in place of ``reference``; noted as ``lost`` if it is nothing."""
    if reference.startswith(_EXTERNAL):
        return reference
    path, mark, fragment = reference.partition("#")
    target = _target(name, path)
    if target in published:
        return relpath(published[target], dirname(f"{FOLDER}/{name}")) + mark + fragment
    lost.append(reference)
    return reference


def _problems(name: str, text: str | None, lost: Iterable[str], own: Iterable[str]) -> Iterator[Problem]:
    path = f"templates/assets/{name}"
    if text is None:
        yield warning("encoding", "This style sheet is not UTF-8.", path=path)
    for reference in lost:
        like = nearest(_target(name, reference.partition("#")[0]), own)
        message = f"This style sheet names '{reference}', and there is no such file in templates/assets/."
        yield warning("broken-link", message, path=path, hint=f"did you mean {like}?" if like else "")


def _target(name: str, reference: str) -> str:
    """The name of what the style sheet ``name`` refers to."""
    return normpath(join(dirname(name), reference))


def _published(name: str, data: bytes) -> str:
    return f"{FOLDER}/{fingerprint.fingerprinted(name, data)}"
