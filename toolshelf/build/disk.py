"""Every change that publishing makes to a disk, one small function each: nothing else here writes.

A folder is named by an open descriptor, so that nobody can slip a symbolic link into the way between a
check and a change; where the system has no such calls (Windows), it is named by its path. Every function
raises OSError and, where it fails, leaves what was there before, except for a file that it had begun.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

Folder: TypeAlias = int | str
"""An open descriptor of a folder, or its path where descriptors cannot name folders."""

BY_DESCRIPTOR: Final = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
FILE_MODE: Final = 0o644
FOLDER_MODE: Final = 0o755
HAS_MODES: Final = hasattr(os, "fchmod")

_PIECE: Final = 1 << 20
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_NOT_SUPPORTED: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def _system_call(*names: str) -> Callable[..., int] | None:
    """The first of ``names`` that the C library has."""
    if os.name != "posix":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    for name in names:
        with contextlib.suppress(AttributeError):
            call: Callable[..., int] = library[name]
            return call
    return None


_rename_with_flags = _system_call("renameat2", "renameatx_np")
_sync_file_system = _system_call("syncfs")


def open_folder(path: str, parent: Folder | None = None) -> Folder:
    """The folder ``path``; below ``parent`` it must not be a symbolic link. Release it with `close_folder`."""
    if BY_DESCRIPTOR:
        follow = 0 if parent is None else os.O_NOFOLLOW
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | follow
        return os.open(path, flags, dir_fd=parent if isinstance(parent, int) else None)
    if parent is None:
        return path
    found = look(parent, path)
    if found is None or not stat.S_ISDIR(found.st_mode) or getattr(found, "st_reparse_tag", None):
        raise NotADirectoryError(errno.ENOTDIR, "not a folder", path)
    return os.path.join(str(parent), path)


def close_folder(folder: Folder) -> None:
    """Release what `open_folder` gave."""
    if isinstance(folder, int):
        os.close(folder)


def look(folder: Folder, name: str) -> os.stat_result | None:
    """What stands at ``name``, symbolic links not followed; None where nothing does."""
    path, descriptor = _place(folder, name)
    try:
        return os.stat(path, dir_fd=descriptor, follow_symlinks=False)
    except FileNotFoundError:
        return None


def read_file(folder: Folder, name: str) -> bytes:
    """The bytes of a regular file; a symbolic link raises OSError."""
    return b"".join(read_pieces(folder, name))


def read_pieces(folder: Folder, name: str) -> Iterator[bytes]:
    """The bytes of a regular file that may be large, some at a time; a symbolic link raises OSError."""
    path, descriptor = _place(folder, name)
    handle = os.open(path, os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0), dir_fd=descriptor)
    try:
        standing = os.fstat(handle)
        if not stat.S_ISREG(standing.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", name)
        while piece := os.read(handle, min(standing.st_size + 1, _PIECE)):
            yield piece
    finally:
        os.close(handle)


def make_folders(path: str) -> None:
    """Make ``path`` and the folders above it."""
    os.makedirs(path, FOLDER_MODE, exist_ok=True)


def make_folder(parent: Folder, name: str) -> None:
    """Make a folder, mode 0755 whatever the umask; where it stands already its mode is set."""
    path, descriptor = _place(parent, name)
    # A file system that ignores letter case holds "About" already when "about" stands there.
    with contextlib.suppress(FileExistsError):
        os.mkdir(path, FOLDER_MODE, dir_fd=descriptor)
    standing = look(parent, name)
    if HAS_MODES and (standing is None or stat.S_IMODE(standing.st_mode) != FOLDER_MODE):
        folder = open_folder(name, parent)
        try:
            os.chmod(folder, FOLDER_MODE)
        finally:
            close_folder(folder)


def write_file(folder: Folder, name: str, data: bytes | Iterable[bytes]) -> os.stat_result:
    """Write a new file, mode 0644 whatever the umask, and tell how it stands there.

    A file of that name is removed first, never written into: another name elsewhere may share its bytes.
    """
    path, descriptor = _place(folder, name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW
    try:
        handle = os.open(path, flags, FILE_MODE, dir_fd=descriptor)
    except FileExistsError:
        remove_file(folder, name)
        handle = os.open(path, flags, FILE_MODE, dir_fd=descriptor)
    size = 0
    try:
        for piece in (data,) if isinstance(data, bytes) else data:
            size += len(piece)
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(handle, rest) :]
        standing = os.fstat(handle)
        if HAS_MODES and stat.S_IMODE(standing.st_mode) != FILE_MODE:
            os.fchmod(handle, FILE_MODE)
            standing = os.fstat(handle)
        if _sync_file_system is None and not hasattr(os, "sync"):
            os.fsync(handle)
            standing = os.fstat(handle)
    finally:
        os.close(handle)
    if standing.st_size != size:
        raise OSError(errno.EIO, "fewer bytes arrived than were written", name)
    return standing


def share_file(folder: Folder, name: str, other: Folder, new: str) -> None:
    """Give a file a second name: ``new`` in the folder ``other``."""
    (source, descriptor), (target, destination) = _place(folder, name), _place(other, new)
    os.link(source, target, src_dir_fd=descriptor, dst_dir_fd=destination, follow_symlinks=False)


def open_for_rewriting(folder: Folder, name: str) -> int:
    """An open handle of a file that stays, made where it is missing; never through a symbolic link."""
    path, descriptor = _place(folder, name)
    return os.open(path, os.O_RDWR | os.O_CREAT | _NO_FOLLOW, FILE_MODE, dir_fd=descriptor)


def rewrite(handle: int, data: bytes) -> None:
    """Replace what the file behind ``handle`` says."""
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, data)


def remove_file(folder: Folder, name: str) -> None:
    """Remove a file or a symbolic link; what the link points to stays."""
    path, descriptor = _place(folder, name)
    os.unlink(path, dir_fd=descriptor)


def remove_folder(parent: Folder, name: str) -> None:
    """Remove an empty folder."""
    path, descriptor = _place(parent, name)
    os.rmdir(path, dir_fd=descriptor)


def rename(folder: Folder, old: str, new: str) -> None:
    """Give what stands at ``old`` the name ``new`` in the same folder."""
    (source, descriptor), (target, _) = _place(folder, old), _place(folder, new)
    os.rename(source, target, src_dir_fd=descriptor, dst_dir_fd=descriptor)


def move_file(folder: Folder, old: str, other: Folder, new: str) -> None:
    """Let a file stand at ``new`` in the folder ``other``, in place of what stands there."""
    (source, descriptor), (target, destination) = _place(folder, old), _place(other, new)
    os.replace(source, target, src_dir_fd=descriptor, dst_dir_fd=destination)


def exchange(folder: Folder, first: str, second: str, spare: str) -> None:
    """Let two folders exchange their names: at one instant, or through the name ``spare``.

    Where the system cannot do it at one instant, three renames do it, undone should one fail; a process
    killed between them leaves something at ``spare``, which the caller looks for when it starts.
    """
    if _exchange_at_once(folder, first, second):
        return
    done: list[tuple[str, str]] = []
    try:
        for old, new in ((first, spare), (second, first), (spare, second)):
            rename(folder, old, new)
            done.append((old, new))
    except BaseException:
        for old, new in reversed(done):
            rename(folder, new, old)
        raise


def _exchange_at_once(folder: Folder, first: str, second: str) -> bool:
    if _rename_with_flags is None or not isinstance(folder, int):
        return False
    if _rename_with_flags(folder, os.fsencode(first), folder, os.fsencode(second), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_SUPPORTED:
        return False
    raise OSError(number, os.strerror(number), first)


def flush_tree(folder: Folder) -> None:
    """Wait until all that was written below ``folder`` is on the disk.

    One call for the whole file system: a call for each of some thousand files takes many times longer.
    """
    if _sync_file_system is not None and isinstance(folder, int):
        if _sync_file_system(folder) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    elif hasattr(os, "sync"):
        os.sync()


def flush_folder(folder: Folder) -> None:
    """Wait until the names in ``folder`` are on the disk."""
    if isinstance(folder, int):
        os.fsync(folder)


def _place(folder: Folder, name: str) -> tuple[str, int | None]:
    """The path and descriptor that the calls of ``os`` take."""
    return (name, folder) if isinstance(folder, int) else (os.path.join(folder, name), None)
