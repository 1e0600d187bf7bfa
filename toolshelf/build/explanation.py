"""Why an output would be rendered or would not, and what it read: the decision of a build in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolshelf.build.manifest import entry
from toolshelf.build.plan import Target
from toolshelf.build.traces import Record, Trace, described, described_target, reasons
from toolshelf.codec import MISSING
from toolshelf.index.index import Index, Query
from toolshelf.index.queries import Asset, Config, Data, Field, Items, Template


@dataclass(frozen=True, slots=True)
class Explanation:
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


def explained(target: Target, record: Record | None, trace: Trace, index: Index, standing: bytes | None) -> Explanation:
    """What would become of ``target``, given its ``record`` and the bytes that stand in the output now.

    ``trace`` is what it reads: that of the record, or of a render in memory where there is no record. Pure.
    """
    found = [str(reason) for reason in reasons(target, record, index)]
    if standing is None:
        found.append("it is not in the output folder")
    elif record is not None and entry(standing) != record.entry:
        found.append("somebody has changed it in the output folder since it was made")
    return Explanation(target.output, described_target(target), tuple(found), tuple(_grouped(trace, index)))


def explained_copy(output: str, source: str, wanted: bytes, standing: bytes | None) -> Explanation:
    """What would become of a file that is copied from ``source``, which holds ``wanted``."""
    found = ["it is not in the output folder"] if standing is None else []
    if standing is not None and standing != wanted:
        found = [f"it has other bytes than {source}"]
    return Explanation(output, f"copy of {source}", tuple(found), (source,))


def _grouped(trace: Iterable[Query], index: Index) -> list[str]:
    """What was asked, each page's fields in one line, and so the settings, data and templates."""
    groups: dict[str, list[str]] = {}
    for query in trace:
        absent = " (not there)" if index.answer(query).value is MISSING else ""
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
                groups.setdefault(described(query) + absent, [])
    return [f"{group}: {', '.join(sorted(set(names)))}" if names else group for group, names in groups.items()]
