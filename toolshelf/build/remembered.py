"""What follows from sources alone, whatever else the site is: found out once for each content of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from toolshelf.build.cache import Cache
from toolshelf.codec import digest, from_json, to_json
from toolshelf.content.stored import UNREADABLE


class Remembered:
    """Remembers from build to build what a pure function gave, by its name and all that it was given."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def __call__(self, name: str, given: Sequence[object], make: Callable[[], Any]) -> Any:  # noqa: ANN401
        """What ``make`` gives, made of what JSON knows, with lists for tuples; it follows from what is ``given``."""
        return self.later(name, given, make)()

    def recalled(self, name: str, given: Sequence[object], make: Callable[[], Any]) -> Any:  # noqa: ANN401
        """The same, but what is not remembered is made, and forgotten."""
        if (data := self._cache.document(digest(to_json([name, *given])))) is not None:
            with contextlib.suppress(*UNREADABLE):
                return from_json(data)
        return from_json(to_json(make()))

    def later(self, name: str, given: Sequence[object], make: Callable[[], Any]) -> Callable[[], Any]:
        """What gives that when it is called; until then nothing is read or made."""
        key = digest(to_json([name, *given]))
        self._cache.asked.add(key)

        def found() -> Any:  # noqa: ANN401
            if (data := self._cache.document(key)) is not None:
                with contextlib.suppress(*UNREADABLE):
                    return from_json(data)
            data = to_json(make())
            self._cache.keep(key, data)
            return from_json(data)

        return found
