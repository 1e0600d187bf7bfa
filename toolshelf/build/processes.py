"""Processes of our own that work for a build, and none of which outlives it, however it ends."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_MOST: Final = 61
"""How many there are at most: Windows cannot wait for more."""
_MASKS: Final = hasattr(signal, "pthread_sigmask")


class Process:
    """An executor of one process; see `processes`."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def submit(self, function: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Let the process call ``function``, which must be one of a module, with arguments that can be pickled.

        Here it is started, and inherits what is blocked: Ctrl-C reaches all processes of a terminal, and one that
        has just begun would print a traceback.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if _MASKS else None
        try:
            return self._pool.submit(function, *arguments, **named)
        finally:
            if before is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def processes(jobs: int, modules: Sequence[str] = ()) -> Iterator[list[Process]]:
    """At most ``jobs`` processes, which import ``modules`` as soon as they are started: each an executor of its own.

    They are started anew (not forked: nothing is inherited), as work comes. Each of them holds one end of a pipe
    and ends at once when nobody holds the other: at the end, and also after an error, after Ctrl-C, and when this
    process was killed.
    """
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    pools = [ProcessPoolExecutor(1, context, _begin, (theirs, tuple(modules))) for _ in range(min(jobs, _MOST))]
    try:
        yield [Process(pool) for pool in pools]
    finally:
        # First, whether there was an error or not: Python takes half a second to clear away what a process holds
        # that has read ten thousand pages, piece by piece.
        ours.close()
        # Each waits for one process, so all end at once. A pool that is not waited for is not quite shut down when
        # Python ends, which then wakes it up through a pipe that it closes at that moment.
        ends = [threading.Thread(target=pool.shutdown, kwargs={"cancel_futures": True}) for pool in pools]
        for end in ends:
            end.start()
        for end in ends:
            end.join()
        theirs.close()


def _begin(pipe: Connection, modules: Sequence[str]) -> None:
    """What a new process does first. It makes hardly any cycles, so it does not look for them (see pipeline.py)."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _MASKS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with, args=(pipe,), daemon=True).start()
    for name in modules:
        importlib.import_module(name)


def _end_with(pipe: Connection) -> None:
    """End this process when nobody holds the other end of ``pipe``, whatever else it is doing."""
    pipe.poll(None)
    os._exit(1)
