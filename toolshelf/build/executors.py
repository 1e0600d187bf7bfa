"""Who does the work that can be shared out: this process, its threads, other processes, or somebody's executor.

Of an executor only ``submit(function, *arguments)`` is used, and ``result()`` of what that gives. Results are
taken in the order in which the work was given out, so it does not matter who finishes first.
"""

from __future__ import annotations

import importlib
import itertools
import os
import sys
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final, Protocol, Self, TypeVar

from toolshelf.build.devoted import Homes, Rounds
from toolshelf.build.parcels import Parcel, Work, done, nothing

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

AUTO: Final = "auto"
NAMES: Final = (AUTO, "serial", "threads", "processes")
"""What an executor can be called, besides ``module:factory``."""
_WORTHWHILE: Final = 0.8
"""Seconds of work from which on two processes take less time than one, although they have to be started."""
_BATCHES: Final = 8
"""How many batches each worker gets at least, so that all end at about the same time."""
_LARGEST: Final = 64
"""Things in a batch at most, so that nobody waits long for a result."""
_AHEAD: Final = 3
"""Batches for each worker that are given out before the first result is taken."""


class Promise(Protocol):
    """What is used of a ``concurrent.futures.Future``."""

    def result(self) -> Any:  # noqa: ANN401
        """What the function gave, as soon as it has; raises what it raised."""


class Executor(Protocol):
    """What is used of a ``concurrent.futures.Executor``."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Promise:  # noqa: ANN401
        """Let ``function`` be called somewhere, some time."""


class ExecutorError(Exception):
    """There is no executor of that name, or it cannot be made; the text is a sentence."""


class WorkersLostError(Exception):
    """The executor did not do its work; the text is a sentence, and nothing was published."""


class Workers:
    """The executor of a build: a context. It is made when there is enough work for it, and not before."""

    def __init__(self, executor: str | Executor = AUTO, jobs: int = 0, batch: int = 0) -> None:
        """``executor`` is one of `NAMES`, "module:factory", or one that its owner will shut down.

        It has ``jobs`` workers (0: as many as there are processors), which get ``batch`` things at a time (0: as
        suits their number). Raises ExecutorError.
        """
        self.jobs = jobs or processors()
        self._batch = batch
        self._name = executor if isinstance(executor, str) else ""
        self._executors: Sequence[Executor] = [] if isinstance(executor, str) else [executor]
        """Several, where each is one process; else whoever does the work is unknown."""
        self._factory = _found(self._name) if self._name and self._name not in NAMES else None
        self._sent: tuple[object, Parcel] | None = None
        """What was sent last, as it is packed."""
        self._have: set[int] = set()
        """The numbers of the processes to which it was sent."""
        self._homes: Homes = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: Any) -> None:  # noqa: ANN401
        self._open.__exit__(*failure)

    @property
    def local(self) -> bool:
        """Whether the workers are sure to see the same disk as this process."""
        return self._name in NAMES

    def expect(self, count: int, cost: float, modules: Sequence[str]) -> bool:
        """Say that there are ``count`` things to do, each for ``cost`` seconds: who helps begins to load ``modules``.

        Gives whether anybody helps. Raises as `share` does.
        """
        if self._executors:
            return True
        if count == 0 or self._name == "serial":
            return False
        if self._name == AUTO and (count * cost < _WORTHWHILE or self.jobs == 1):
            return False
        self._executors = self._made(modules)
        if self._name in (AUTO, "processes"):
            for number in range(min(len(self._executors), count)):
                self._submit(number, nothing)
        return True

    def share(
        self,
        work: Work[S, T, R],
        common: S,
        things: Iterable[T],
        count: int,
        cost: float,
        names: Callable[[], Sequence[Hashable]] | None = None,
    ) -> Iterator[R]:
        """What ``work`` makes of each of the ``count`` ``things``, in their order; each takes about ``cost`` seconds.

        The first of them are given out at once, the others as results are taken. ``names``, where there are any,
        say what each thing is about: what is about the same goes to the same process, if it can. Raises what
        ``work`` raises, ExecutorError for an executor that cannot be made, and WorkersLostError where one fails.
        """
        if not self.expect(count, cost, (work.__module__,)):
            return (result for thing in things for result in work(common, (thing,)))
        if self._sent is None or self._sent[0] is not common:
            self._sent = (common, Parcel.of(common))
            self._have = set()
        parcel = self._sent[1]
        several = len(self._executors) > 1
        most = count if parcel.is_heavy and not several else _LARGEST
        size = self._batch or max(1, min(most, -(-count // (self.jobs * _BATCHES))))

        def submit(number: int, batch: tuple[T, ...]) -> Promise:
            sent = parcel.known if number in self._have else parcel
            if several:
                self._have.add(number)
            return self._submit(number, done, work, sent, batch)

        if several:
            given = tuple(things)
            rounds = Rounds(
                given, names() if names else range(count), self._homes if names else {}, len(self._executors), size
            )
            return rounds.results(submit, self._result)
        promises = (submit(0, batch) for batch in _batched(things, size))
        return self._results(deque(itertools.islice(promises, self.jobs * _AHEAD)), promises)

    def _results(self, given: deque[Promise], more: Iterator[Promise]) -> Iterator[Any]:
        while given:
            results = self._result(given.popleft())
            given.extend(itertools.islice(more, 1))
            yield from results

    def _submit(self, number: int, function: Callable[..., Any], *arguments: object) -> Promise:
        try:
            return self._executors[number].submit(function, *arguments)
        except Exception as failure:
            raise self._lost(failure) from failure

    def _result(self, promise: Promise) -> Sequence[Any]:
        """What was promised. Raises what the work raised; all else that is raised is the executor's fault."""
        try:
            results, fault = promise.result()
        except Exception as failure:
            raise self._lost(failure) from failure
        if fault is not None:
            raise fault
        return results  # type: ignore[no-any-return]

    def _lost(self, failure: Exception) -> WorkersLostError:
        if self.local:
            return WorkersLostError(
                "A process that worked for this build was ended from outside, perhaps for want of memory; nothing "
                "was published. Try again with --jobs 1."
            )
        said = f": {failure}" if str(failure) else ""
        return WorkersLostError(f"The executor failed, and nothing was published ({type(failure).__name__}{said}).")

    def _made(self, modules: Sequence[str]) -> Sequence[Executor]:
        if self._factory is not None:
            return [_made_by(self._factory, self._name)]
        if self._name == "threads":
            from concurrent.futures import ThreadPoolExecutor

            pool = ThreadPoolExecutor(self.jobs)
            self._open.callback(pool.shutdown, cancel_futures=True)
            return [pool]
        from toolshelf.build.processes import processes

        return self._open.enter_context(processes(self.jobs, modules))


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _found(path: str) -> Callable[[], Any]:
    """What ``path``, "module:factory", names. Raises ExecutorError."""
    module, _, name = path.partition(":")
    if not (module and name):
        names = ", ".join(NAMES[:-1])
        raise ExecutorError(f"There is no executor '{path}': choose {names} or {NAMES[-1]}, or write module:factory.")
    # As `python -m` does: a script that is run by its path sees only its own folder.
    if (here := os.getcwd()) not in sys.path:
        sys.path.append(here)
    try:
        found = getattr(importlib.import_module(module), name)
    except Exception as failure:
        raise ExecutorError(f"The executor '{path}' cannot be used ({type(failure).__name__}: {failure}).") from failure
    if not callable(found):
        raise ExecutorError(f"The executor '{path}' cannot be used: it is not a function that makes one.")
    factory: Callable[[], Any] = found
    return factory


def _made_by(factory: Callable[[], Any], path: str) -> Executor:
    try:
        made = factory()
    except Exception as failure:
        raise ExecutorError(f"'{path}' made no executor ({type(failure).__name__}: {failure}).") from failure
    if not callable(getattr(made, "submit", None)):
        raise ExecutorError(f"'{path}' made no executor, as what it gave cannot 'submit' ({type(made).__name__}).")
    executor: Executor = made
    return executor


def _batched(things: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    rest = iter(things)
    while batch := tuple(itertools.islice(rest, size)):
        yield batch


SERIAL: Final = Workers("serial")
"""Does everything in this process, one thing after the other."""
