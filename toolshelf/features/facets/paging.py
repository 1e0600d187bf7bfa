"""Which pages of a long list a pagination names: at most seven slots, as the design system wants it.

See https://designsystem.digital.gov/components/pagination/.
"""

from __future__ import annotations

from typing import Final

_SLOTS: Final = 7
GAP: Final = 0
"""Stands for pages that are not named."""


def slots(current: int, count: int) -> list[int]:
    """The numbers of the pages that the pagination of page ``current`` of ``count`` names, with `GAP` between some.

    The first, the last, the current one and its neighbours are always named; a gap stands for two pages or more.
    """
    if count <= _SLOTS:
        return list(range(1, count + 1))
    middle = min(max(current, 4), count - 3)
    first, last = middle - 1, middle + 1
    if middle == 4:
        return [1, 2, 3, 4, 5, GAP, count]
    if middle == count - 3:
        return [1, GAP, *range(count - 4, count + 1)]
    return [1, GAP, first, middle, last, GAP, count]
