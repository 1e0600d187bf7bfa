"""Which outputs the site has: a pure function of the index, so what appears or vanishes is a difference of plans."""

from __future__ import annotations

from toolshelf.features import FEATURES
from toolshelf.features.feature import Target
from toolshelf.index.index import Index


def plan(index: Index) -> tuple[Target, ...]:
    """Every rendered output of the site, by its path."""
    return tuple(sorted(target for feature in FEATURES for target in feature.targets(index)))
