"""Why an output would be rendered or would not, and what it read: the decision of a build in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from toolshelf.build.manifest import Entry, entry
from toolshelf.build.traces import Reason, described_target
from toolshelf.codec import MISSING
from toolshelf.features.feature import Target
from toolshelf.index.index import Index, Query
from toolshelf.index.queries import Asset, Config, Data, Field, Items, Template


class Explanation(Struct, frozen=True):
    """What a build would do with one output."""

    output: str
    made: str
    """What it is and by what it is made, in words."""
    reasons: tuple[str, ...]
    """Why it would be made; nothing where it would be left as it is."""
    read: tuple[str, ...]
    """What it depends on, a group a line."""

    def __str__(self) -> str:
        told = [f"{self.output} ({self.made})"]
        if self.reasons:
            told += ["would be made anew:", *(f"  - {reason}" for reason in self.reasons)]
        else:
            told += ["would be left as it is: nothing that it depends on has changed."]
        if self.read:
            told += ["It depends on:", *(f"  - {line}" for line in self.read)]
        return "\n".join(told) + "\n"


def explained(
    target: Target,
    reasons: Iterable[Reason],
    asked: Iterable[Query],
    before: Entry | None,
    index: Index,
    standing: bytes | None,
) -> Explanation:
    """What would become of ``target``, given the ``reasons`` for which it would be rendered, and what it ``asked``.

    ``before`` is the file that it was rendered to, if it was; ``standing`` are the bytes that stand there now. Pure.
    """
    found = [str(reason) for reason in reasons]
    if standing is None:
        found.append("it is not in the output folder")
    elif before is not None and entry(standing) != before:
        found.append("somebody has changed it in the output folder since it was made")
    return Explanation(target.output, described_target(target), tuple(found), tuple(_grouped(asked, index)))


def explained_copy(
    output: str, source: str, wanted: bytes, standing: bytes | None, how: str = "copy of"
) -> Explanation:
    """What would become of a file that is copied from ``source``, or made of it, which gives ``wanted``."""
    found = ["it is not in the output folder"] if standing is None else []
    if standing is not None and standing != wanted:
        found = [f"it has other bytes than {source}"]
    return Explanation(output, f"{how} {source}", tuple(found), (source,))


def _grouped(asked: Iterable[Query], index: Index) -> list[str]:
    """What was asked, each page's fields in one line, and so the settings, data and templates."""
    groups: dict[str, list[str]] = {}
    for query in asked:
        absent = " (not there)" if query.answer(index) is MISSING else ""
        match query:
            case Field(path, name):
                groups.setdefault(path, []).append(name + absent)
            case Config(key):
                groups.setdefault("settings", []).append(key + absent)
            case Data(name) | Items(name):
                groups.setdefault("data", []).append(name + absent)
            case Template(name):
                groups.setdefault("templates", []).append(name + absent)
            case Asset(name):
                groups.setdefault("files of the theme", []).append(name + absent)
            case _:
                groups.setdefault(str(query) + absent, [])
    return [f"{group}: {', '.join(sorted(set(names)))}" if names else group for group, names in groups.items()]
