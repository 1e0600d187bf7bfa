"""The moment a build is for: the only place where the clock is read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

EPOCH: Final = "SOURCE_DATE_EPOCH"


def moment(environment: Mapping[str, str]) -> datetime.datetime:
    """Now, or the moment that SOURCE_DATE_EPOCH names (reproducible-builds.org), with its zone.

    Raises ValueError, with a sentence, where that is no number of seconds.
    """
    epoch = environment.get(EPOCH)
    if epoch is None:
        return datetime.datetime.now(datetime.UTC)
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{EPOCH} is '{epoch}', which is no number of seconds since 1970.") from None
