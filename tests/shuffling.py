"""Executors for tests, and work for them; a module of its own, as other processes import it by its name."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future


class Shuffled(Executor):
    """Does nothing until a result is wanted, and then all that it was given, in a random order."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._given: list[tuple[Future, Callable, tuple]] = []
        self.done = 0

    def submit(self, function, /, *arguments):
        future = _Waiting(self)
        self._given.append((future, function, arguments))
        return future

    def run(self) -> None:
        given, self._given = self._given, []
        self._random.shuffle(given)
        for future, function, arguments in given:
            self.done += 1
            future.set_result(function(*arguments))


def shuffled_otherwise() -> Shuffled:
    return Shuffled(1)


class _Waiting(Future):
    def __init__(self, executor: Shuffled) -> None:
        super().__init__()
        self._executor = executor

    def result(self, timeout=None):
        if not self.done():
            self._executor.run()
        return super().result(timeout)


class Bare:
    """No more than is asked of an executor, and asked once for each."""

    class _Result:
        def __init__(self, value: object) -> None:
            self.result = lambda: value

    def submit(self, function, /, *arguments):
        return self._Result(function(*arguments))


class Failing(Bare):
    def submit(self, function, /, *arguments):
        raise ConnectionError("nobody answers")


def broken_factory() -> None:
    raise ValueError("no address")


not_a_factory = 7


class UnportableError(Exception):
    """An exception that another process cannot make again."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def added(common: int, batch: tuple[int, ...]) -> list[int]:
    return [common + number for number in batch]


def failing(common: int, batch: tuple[int, ...]) -> list[int]:
    if common in batch:
        raise LookupError(f"not {common}")
    return list(batch)


def unportable(_: int, batch: tuple[int, ...]) -> list[int]:
    raise UnportableError("one", "two")


def dying(common: int, batch: tuple[int, ...]) -> list[int]:
    if common in batch:
        os._exit(9)
    return list(batch)


def slow(_: int, batch: tuple[int, ...]) -> list[int]:
    time.sleep(60)
    return list(batch)


def who(_: int, batch: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(os.getpid(), threading.get_ident()) for _ in batch]


class Counted:
    """A value that knows how often it was opened in its process."""

    opened = 0

    def __setstate__(self, state: object) -> None:
        Counted.opened += 1

    def __getstate__(self) -> tuple[int]:
        return (0,)


def openings(_: Counted, batch: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(os.getpid(), Counted.opened) for _ in batch]
