"""Rings whenever a source of the site may have changed; what has changed is for the build to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

from livereload.watcher import Watcher
from watchfiles import Change, watch

SOURCES = ("content", "data", "templates")
_DEBOUNCE = 80
"""The most milliseconds that changes are gathered for."""
_STEP = 20
"""Milliseconds without a change after which no more are gathered."""
_LEISURELY = 50
"""The same for the folder above: its entries change a few times a day."""


class SourceWatcher(Watcher):  # type: ignore[misc] # livereload has no types
    """Has the system tell of changes, in place of livereload's own looking at every file again and again."""

    def __init__(self, root: Path, more: tuple[Path, ...], ring: Callable[[], None]) -> None:
        """Watch the sources of ``root`` and the folders ``more``; ``ring`` is called in other threads."""
        super().__init__()
        self._root = root.resolve()
        self._folders = tuple(dict.fromkeys((*(self._root / name for name in SOURCES), *more)))
        self._ring = ring
        self._anew = Event()
        self._over = Event()
        self._upper = Thread(target=self._watch_root, name="root watch", daemon=True)
        self._lower = Thread(target=self._watch_sources, name="source watch", daemon=True)
        for folder in self._folders:
            self.watch(str(folder))

    def start(self, callback: Callable[[], None]) -> bool:
        """Begin, and say that livereload itself need not poll: ``callback`` would."""
        self._upper.start()
        return True

    def stop(self) -> None:
        """End the watch, if it has begun; after this nothing rings."""
        self._over.set()
        self._anew.set()
        for thread in (self._upper, self._lower):
            if thread.is_alive():
                thread.join()

    def _watch_sources(self) -> None:
        while True:
            self._anew.clear()
            if self._over.is_set():
                return
            standing = [folder for folder in self._folders if folder.is_dir()]
            for _ in _changes(standing, self._is_source, _Watching(self._anew, self._ring), _DEBOUNCE, _STEP):
                self._ring()

    def _watch_root(self) -> None:
        """A folder that is put in the place of another, or that is new, must be watched from then on.

        So the watch of the folders begins after this one: none can come in between unseen.
        """
        stop = _Watching(self._over, self._lower.start)
        for _ in _changes([self._root], self._is_folder, stop, _LEISURELY, _LEISURELY, recursive=False):
            self._anew.set()

    def _is_source(self, _: Change, path: str) -> bool:
        """Whether a build would read ``path``: it passes over names that begin with a dot."""
        parts = (Path(path).relative_to(folder).parts for folder in self._folders if Path(path).is_relative_to(folder))
        return not any(part.startswith(".") for part in next(parts, ()))

    def _is_folder(self, _: Change, path: str) -> bool:
        return Path(path) in self._folders


class _Watching:
    """Asked by watchfiles whether to stop, and not before it watches: so from the first question on it does."""

    def __init__(self, stop: Event, begun: Callable[[], None]) -> None:
        """``begun`` is called once; what changed before that nobody has told."""
        self._stop = stop
        self._begun = begun
        self._asked = False

    def is_set(self) -> bool:
        if not self._asked:
            self._asked = True
            self._begun()
        return self._stop.is_set()


def _changes(
    paths: list[Path],
    matters: Callable[[Change, str], bool],
    stop: _Watching,
    debounce: int,
    step: int,
    *,
    recursive: bool = True,
) -> Iterator[object]:
    """An item for each burst of changes; by looking at every file where the system has no watches left to give."""
    for polling in (None, True):
        try:
            yield from watch(
                *paths,
                watch_filter=matters,
                stop_event=stop,
                debounce=debounce,
                step=step,
                rust_timeout=0,
                raise_interrupt=False,
                force_polling=polling,
                recursive=recursive,
                ignore_permission_denied=True,
            )
        except FileNotFoundError:
            return  # a folder has gone since it was listed
        except (OSError, RuntimeError):
            if polling:
                raise
        else:
            return
