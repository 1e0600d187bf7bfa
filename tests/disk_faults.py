"""Faults for tests of publishing: the n-th change of the disk fails, or kills the process."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import traceback

from toolshelf.build import disk

CHANGES = frozenset(
    ["mkdir", "makedirs", "chmod", "fchmod", "fsync", "sync", "ftruncate", "unlink", "rmdir", "rename", "link"]
)


class FaultyOs:
    """Stands in for ``os`` in toolshelf.build.disk and counts every call that changes the disk."""

    def __init__(self, at=0, fault=None):
        self.count = 0
        self.struck = ""
        self._at = at
        self._fault = fault
        self._writing = set()

    def __getattr__(self, name):
        real = getattr(os, name)
        if name not in CHANGES:
            return real

        def call(*args, **kwargs):
            self.change(name)
            return real(*args, **kwargs)

        return call

    def open(self, path, flags, *args, **kwargs):
        """Only what may make a file is a change."""
        if flags & os.O_CREAT:
            self.change("open")
        handle = os.open(path, flags, *args, **kwargs)
        if flags & os.O_CREAT:
            self._writing.add(handle)
        return handle

    def close(self, handle):
        """What fails to close is closed none the less."""
        os.close(handle)
        if handle in self._writing:
            self._writing.remove(handle)
            self.change("close")

    def write(self, handle, data):
        """What fails while it writes has written a part."""
        if self.count + 1 == self._at and len(data) > 1:
            os.write(handle, data[: len(data) // 2])
        self.change("write")
        return os.write(handle, data)

    def change(self, name):
        """One change is about to be made."""
        self.count += 1
        if self.count == self._at:
            self.struck = name
            self._fault()


def raising(number):
    """A fault that is an error of the system."""

    def fault():
        raise OSError(number, os.strerror(number))

    return fault


def killing():
    """A fault that ends the process as a power cut or an impatient operator would."""
    os.kill(os.getpid(), signal.SIGKILL)


def install(monkeypatch, faulty, *, at_once=True):
    """Let toolshelf.build.disk change the disk through ``faulty``; without ``at_once``, by renames only."""

    def counted(name, real):
        def call(*args):
            try:
                faulty.change(name)
            except OSError as failure:
                ctypes.set_errno(failure.errno)
                return -1
            return real(*args)

        return call

    monkeypatch.setattr(disk, "os", faulty)
    exchange = counted("exchange", disk._rename_with_flags) if at_once else None
    monkeypatch.setattr(disk, "_rename_with_flags", exchange)
    if disk._sync_file_system is not None:
        # Waiting for a whole disk says nothing here, and other programs would be waited for as well.
        monkeypatch.setattr(disk, "_sync_file_system", counted("syncfs", lambda _: 0))


def in_child(action):
    """Run ``action`` in a child process; True if it ended well, False if it was killed."""
    child = os.fork()
    if child == 0:
        try:
            action()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return not os.WIFSIGNALED(status)


FULL, FORBIDDEN, BROKEN = (raising(number) for number in (errno.ENOSPC, errno.EACCES, errno.EIO))
