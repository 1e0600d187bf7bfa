"""What a verb knows that writes one file: the site's configuration, and the day in its time zone."""

from __future__ import annotations

import os
from pathlib import Path

from toolshelf.build.day import Day, day_of
from toolshelf.codec import FrozenDict
from toolshelf.data.configuration import CONFIGURATION, load_configuration
from toolshelf.project import Project
from toolshelf.sources.clock import moment


def today(root: Path) -> tuple[FrozenDict, Day]:
    """The configuration of the site at ``root``, and its day. Raises ValueError for a wrong SOURCE_DATE_EPOCH."""
    settings = root / CONFIGURATION
    config, _, _ = load_configuration(settings.read_bytes() if settings.is_file() else None)
    return config, day_of(Project(root=root, output=root / "_site", as_of=moment(os.environ)), config)
