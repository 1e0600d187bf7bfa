"""What is built, and how: the command line as a value."""

from __future__ import annotations

import datetime
from pathlib import Path

from msgspec import Struct


class Project(Struct, frozen=True):
    """What is built, and how."""

    root: Path
    output: Path
    as_of: datetime.date
    """The day the site is built for, or the moment, whose day is that of the site's time zone."""
    base_url: str = ""
    """Instead of the configured address, where it is not empty."""
    drafts: bool = False
    strict: bool = False
    """Whether warnings stop the publication as errors do."""
    strict_ato: bool = False
    """Whether authorizations that have expired, or soon will, stop the publication."""
    cache: Path | None = None
    """The file in which builds keep what they know; None to forget it."""
