"""Facets: the items of a collection by publisher, category or whatever its schema marks, on pages that need no script.

A collection whose schema names facets has a page of all its items, one of the groups of each facet, and one of the
items of each group, long ones in several pages; and a file of all items, from which the same grid is filtered in the
browser. One whose schema names none has nothing of this.
"""

from __future__ import annotations

from toolshelf.features.facets.feature import FEATURE

__all__ = ["FEATURE"]
