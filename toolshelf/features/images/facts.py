"""What is known of a picture once it was made: its measures, the files that came of it, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class File(NamedTuple):
    """One file that was made of a picture."""

    type: str
    """As a browser knows it: "image/webp"."""
    width: int
    """Pixels."""
    height: int
    size: int
    """Bytes."""
    digest: str


class Facts(NamedTuple):
    """What became of a picture. Made of what JSON knows."""

    width: int = 0
    """Pixels, as people see it: a photograph that the camera held on its side is upright."""
    height: int = 0
    own: File | None = None
    """What is published at the picture's own address; None where that is the author's file as it is."""
    sizes: tuple[File, ...] = ()
    """WebP, from the narrowest on."""
    fallback: File | None = None
    """For other browsers; None where that is what stands at the picture's own address."""
    weight: int = 0
    """Bytes that most visitors load of it."""
    fault: str = ""
    """Why it is refused, as a sentence; "" for a picture that is not."""
    remedy: str = ""

    @property
    def files(self) -> tuple[File, ...]:
        """All that was made."""
        return tuple(filter(None, (self.own, *self.sizes, self.fallback)))


def stored(facts: Facts) -> list[Any]:
    """``facts`` as `restored` takes them."""
    return list(facts)


def restored(words: Sequence[Any]) -> Facts:
    """What `stored` gave. Raises TypeError or ValueError for anything else."""
    width, height, own, sizes, fallback, weight, fault, remedy = words
    return Facts(
        int(width),
        int(height),
        File(*own) if own else None,
        tuple(File(*one) for one in sizes),
        File(*fallback) if fallback else None,
        int(weight),
        str(fault),
        str(remedy),
    )
