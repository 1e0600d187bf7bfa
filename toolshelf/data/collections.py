"""Collections: the files under data/, each read by its format and checked against the schema beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolshelf.codec import MISSING, Value
from toolshelf.data.positions import Positions
from toolshelf.data.yaml_source import read_yaml
from toolshelf.problems import Problem
from toolshelf.sources.text import decode


@dataclass(frozen=True, slots=True)
class Collection:
    """One data file, read."""

    name: str
    """The path under data/ without its suffix: "tools", "pages/templates"."""
    path: str
    """Relative to the site's root."""
    items: Value
    """What the file holds, frozen: a tuple for a list, a mapping otherwise."""
    positions: Positions


def load_collections(
    files: Mapping[str, bytes],
) -> tuple[Mapping[str, Collection], tuple[Problem, ...], frozenset[str]]:
    found, problems, broken = {}, [], set()
    for path, data in sorted(files.items()):
        if path in ("data/site.yml", "data/navigation.yml") or not path.endswith((".yml", ".yaml")):
            continue
        text, faults = decode(data)
        sourced = read_yaml(text)
        name = path.removeprefix("data/").rpartition(".")[0]
        problems += [p.at(path) for p in (*faults, *sourced.problems)]
        if sourced.value is MISSING:
            broken.add(name)
        else:
            found[name] = Collection(name, path, sourced.value, sourced.positions)
    return found, tuple(problems), frozenset(broken)
