"""What an import makes of a site: the files to write, where each address went, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field


class Remark(NamedTuple):
    """Something of the old site that was left out, or left as it is."""

    path: str
    """Relative to the old site."""
    line: int
    """1-based; 0 for the whole file."""
    what: str
    """One sentence."""
    kind: str
    """By which remarks are counted: "liquid", "layout", …"""


class OldPage(NamedTuple):
    """A page of the old site as its source has it, to compare with what is published of it."""

    path: str
    """Relative to the old site."""
    content: str
    """Where it is written: a path below the new site."""
    readings: tuple[str, ...]
    """Its body as HTML, as it stands or as libraries read it: what readers should see, one of them."""


class Moved(Struct):
    """An import, before anything of it is written."""

    generator: str
    """What the old site was made with: "Jekyll"."""
    files: dict[str, bytes] = field(default_factory=dict)
    """By path below the new site."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Each address of the old site, and the one that answers now; below the old site's own address."""
    unanswered: dict[str, str] = field(default_factory=dict)
    """Each address that nothing answers, and why, in a sentence."""
    urls: dict[str, str] = field(default_factory=dict)
    """The address of each page, by its path in the old site."""
    pages: list[OldPage] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def say(self, path: str, line: int, kind: str, what: str) -> None:
        """Add a remark, once."""
        if (remark := Remark(path, line, what, kind)) not in self.remarks:
            self.remarks.append(remark)


def by_kind(remarks: Sequence[Remark]) -> Mapping[str, list[Remark]]:
    """The ``remarks`` of each kind, kinds by name."""
    kinds: dict[str, list[Remark]] = {}
    for remark in remarks:
        kinds.setdefault(remark.kind, []).append(remark)
    return {kind: sorted(kinds[kind]) for kind in sorted(kinds)}
