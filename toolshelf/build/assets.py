"""The theme's own files: each published under a name that changes with its content; style sheets follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath, relpath

from toolshelf.build import fingerprint, stylesheet
from toolshelf.build.design_system import DesignSystem
from toolshelf.codec import FrozenDict
from toolshelf.problems import Problem, warning
from toolshelf.spelling import nearest

FOLDER = "assets"
_EXTERNAL = ("http://", "https://", "//", "data:", "#")


@dataclass(frozen=True, slots=True)
class Assets:
    """Published files of the theme and of the design system."""

    entries: Mapping[str, FrozenDict]
    """``{path, integrity}`` by the name that templates use."""
    files: Mapping[str, bytes]
    """By output path."""
    problems: tuple[Problem, ...]


def build_assets(own: Mapping[str, bytes], design_system: DesignSystem) -> Assets:
    """Fingerprint the theme's files ``own`` by name ("css/site.css"), and add those of the design system."""
    published: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in sorted(own, key=lambda name: (name.endswith(".css"), name)):
        data = own[name]
        if name.endswith(".css"):
            data, missing = _with_published_names(name, data, own, published)
            problems += missing
        published[name] = f"{FOLDER}/{fingerprint.fingerprinted(name, data)}"
        contents[name] = data
    entries = {
        name: FrozenDict({"path": published[name], "integrity": fingerprint.integrity(data)})
        for name, data in contents.items()
    }
    for name, asset in design_system.manifest.items():
        entries[name] = FrozenDict({"path": asset.path, "integrity": asset.integrity})
    files = {published[name]: data for name, data in contents.items()}
    files.update({path: file.read_bytes() for path, file in design_system.files.items()})
    return Assets(entries, files, tuple(problems))


def _with_published_names(
    name: str, data: bytes, own: Mapping[str, bytes], published: Mapping[str, str]
) -> tuple[bytes, list[Problem]]:
    """A style sheet whose references name published files; a reference to nothing is a problem."""
    problems: list[Problem] = []

    def renamed(reference: str) -> str:
        if reference.startswith(_EXTERNAL):
            return reference
        path, mark, fragment = reference.partition("#")
        target = normpath(join(dirname(name), path))
        if target in published:
            return relpath(published[target], dirname(f"{FOLDER}/{name}")) + mark + fragment
        like = nearest(target, own)
        problems.append(
            warning(
                "broken-link",
                f"This style sheet names '{reference}', and there is no such file in templates/assets/.",
                path=f"templates/assets/{name}",
                hint=f"did you mean {like}?" if like else "",
            )
        )
        return reference

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data, [warning("encoding", "This style sheet is not UTF-8.", path=f"templates/assets/{name}")]
    return stylesheet.with_references(text, renamed).encode("utf-8"), problems
