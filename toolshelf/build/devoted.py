"""Workers that are known one by one: who has worked on something is given it again, and need not read it anew."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Final, Generic, TypeAlias, TypeVar

T = TypeVar("T")

_AHEAD: Final = 3
"""Batches that a worker is given before the results of the first are taken."""

Homes: TypeAlias = dict[Hashable, int]
"""The number of the worker who has worked on something, by its name."""
Submit: TypeAlias = Callable[[int, tuple[T, ...]], Any]
"""Gives a batch to the worker of a number, and gives the ``concurrent.futures.Future`` of its results."""
Taken: TypeAlias = Callable[[Any], Sequence[Any]]
"""The results of a batch, as soon as they are there."""


class Rounds(Generic[T]):
    """The batches of one kind of work, and who is to do each.

    A thing whose name is at home with somebody goes there. All others go to whoever asks first, and their names
    are at home there from then on. Who has nothing left takes from the one who has the most.
    """

    def __init__(self, things: Sequence[T], names: Sequence[Hashable], homes: Homes, workers: int, size: int) -> None:
        self._things = things
        self._names = names
        self._homes = homes
        numbers: dict[int | None, list[int]] = {}
        for number, name in enumerate(names):
            numbers.setdefault(homes.get(name), []).append(number)
        self._anybodys = _batches(numbers.get(None, ()), size)
        self._own = [_batches(numbers.get(worker, ()), size) for worker in range(workers)]

    def results(self, submit: Submit[T], taken: Taken) -> Iterator[Any]:
        """The results in the order of the things. The first batches are given out before the first is asked for."""
        given: dict[Any, tuple[int, Sequence[int]]] = {}
        for worker in itertools.chain(*itertools.repeat(range(len(self._own)), _AHEAD)):
            self._give(worker, submit, given)
        return self._taken(submit, taken, given)

    def _taken(self, submit: Submit[T], taken: Taken, given: dict[Any, tuple[int, Sequence[int]]]) -> Iterator[Any]:
        from concurrent.futures import FIRST_COMPLETED, wait  # loaded only where there is somebody to wait for

        found: dict[int, Any] = {}
        for number in range(len(self._things)):
            while number not in found:
                for future in wait(given, return_when=FIRST_COMPLETED).done:
                    worker, batch = given.pop(future)
                    self._give(worker, submit, given)
                    found.update(zip(batch, taken(future), strict=True))
            yield found.pop(number)

    def _give(self, worker: int, submit: Submit[T], given: dict[Any, tuple[int, Sequence[int]]]) -> None:
        if (batch := self._next(worker)) is not None:
            given[submit(worker, tuple([self._things[number] for number in batch]))] = (worker, batch)

    def _next(self, worker: int) -> Sequence[int] | None:
        """The numbers of the things that ``worker`` is to do next, if any."""
        if self._anybodys:
            batch = self._anybodys.popleft()
            self._homes.update((self._names[number], worker) for number in batch)
            return batch
        if self._own[worker]:
            return self._own[worker].popleft()
        longest = max(self._own, key=len)
        return longest.pop() if longest else None


def _batches(numbers: Sequence[int], size: int) -> deque[Sequence[int]]:
    return deque(numbers[start : start + size] for start in range(0, len(numbers), size))
