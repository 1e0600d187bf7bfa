"""Processes of our own that work for a build, and none of which outlives it, however it ends."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_MOST: Final = 61 if sys.platform == "win32" else 10_000
"""How many a process can wait for; Windows has a limit."""
_MASKS: Final = hasattr(signal, "pthread_sigmask")


class Processes:
    """An executor; see `processes`."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def submit(self, function: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Let a process call ``function``, which must be one of a module, with arguments that can be pickled.

        Here processes are started, which inherit what is blocked: Ctrl-C reaches all processes of a terminal,
        and one that has just begun would print a traceback.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if _MASKS else None
        try:
            return self._pool.submit(function, *arguments, **named)
        finally:
            if before is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def processes(jobs: int, modules: Sequence[str] = ()) -> Iterator[Processes]:
    """An executor of at most ``jobs`` processes, which import ``modules`` as soon as they are started.

    They are started anew (not forked: nothing is inherited), as work comes. Each of them holds one end of a pipe
    and ends at once when nobody holds the other: after an error, after Ctrl-C, and when this process was killed.
    """
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(min(jobs, _MOST), context, _begin, (theirs, tuple(modules)))
    try:
        yield Processes(pool)
    except BaseException:
        ours.close()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        ours.close()
        theirs.close()


def _begin(pipe: Connection, modules: Sequence[str]) -> None:
    """What a new process does first."""
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
