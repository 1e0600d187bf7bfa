"""Named tuples by the ten thousand: what makes them in half of the time that they take themselves."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T", bound=tuple[Any, ...])


def maker(kind: type[T]) -> Callable[[Iterable[Any]], T]:
    """``kind._make`` of a named tuple, which trusts that it is given a value for each field."""
    return functools.partial(tuple.__new__, kind)
