"""Regular expressions that are compiled when they are first used: a build uses a third of all that it loads."""

from __future__ import annotations

import functools
import re
from typing import Any, AnyStr, cast


class _Regex:
    """Stands for the pattern and becomes it: what was asked of it once is its own from then on."""

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self._compile = functools.partial(re.compile, expression, flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        value = getattr(self._compile(), name)  # the library keeps it, for the next name
        setattr(self, name, value)
        return value


def regex(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, for a constant of a module. Raises ``re.error`` where it is first used."""
    return cast("re.Pattern[AnyStr]", _Regex(expression, flags))
