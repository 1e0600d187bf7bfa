"""What goes to workers and comes back from them: a batch of things, and what the work on all of them has in common."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

from msgspec import Struct

from toolshelf.codec import digest

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

Work: TypeAlias = Callable[[S, tuple[T, ...]], list[R]]
"""Makes something of every thing in a batch, given what all batches have in common. A function of a module."""
_HEAVY: Final = 1_000_000
"""Bytes of a parcel from which on it matters how often it is sent."""


class Parcel(Struct, frozen=True):
    """A value on its way to a worker, which opens it once, however often it is sent."""

    digest: str
    payload: bytes

    @classmethod
    def of(cls, value: object) -> Parcel:
        """The parcel that holds ``value``, which can be pickled."""
        import pickle  # as below: most builds send nothing to anybody

        payload = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return cls(digest(payload), payload)

    @property
    def known(self) -> Parcel:
        """The parcel for who has opened it before."""
        return Parcel(self.digest, b"")

    @property
    def is_heavy(self) -> bool:
        """Whether it takes long to send."""
        return len(self.payload) > _HEAVY


class _Opened(threading.local):
    """The parcel that this thread has opened last; workers that are threads have each a value of their own."""

    digest = ""
    value: object = None


_OPENED: Final = _Opened()


def done(work: Work[object, T, R], parcel: Parcel, batch: tuple[T, ...]) -> tuple[list[R], Exception | None]:
    """In a worker: what ``work`` makes of ``batch``; or what it raised, which is no fault of the executor."""
    import pickle

    try:
        if _OPENED.digest != parcel.digest:
            _OPENED.value = pickle.loads(parcel.payload)
            _OPENED.digest = parcel.digest
        return work(_OPENED.value, batch), None
    except Exception as failure:
        import traceback

        failure.add_note("In a worker:\n" + "".join(traceback.format_tb(failure.__traceback__)).rstrip())
        return [], _portable(failure)


def nothing() -> None:
    """What starts a process."""


def _portable(failure: Exception) -> Exception:
    """``failure``, or where it cannot be sent to another process one that says the same."""
    import pickle

    try:
        sent = pickle.loads(pickle.dumps(failure))
    except Exception:
        sent = None
    if type(sent) is type(failure):
        return failure
    told = RuntimeError(f"{type(failure).__name__}: {failure}")
    told.__notes__ = failure.__notes__
    return told
