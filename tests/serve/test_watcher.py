"""What is watched, and how."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from previews import PATIENCE

from toolshelf.serve import watcher
from toolshelf.serve.watcher import SourceWatcher


@contextlib.contextmanager
def watching(root: Path, ring: Callable[[], None]):
    sources = SourceWatcher(root, (), ring)
    try:
        yield sources.start(lambda: pytest.fail("livereload has looked"))
    finally:
        sources.stop()


def test_livereload_itself_never_looks_at_files(tmp_path):
    """It would look at each of them more than once a second."""
    with watching(tmp_path, lambda: None) as begun:
        assert begun is True


def test_it_rings_once_it_watches(tmp_path):
    """What was saved before that, nobody has told: so the first build begins then, and none sooner."""
    (tmp_path / "content").mkdir()
    rung = Event()
    with watching(tmp_path, rung.set):
        assert rung.wait(PATIENCE)
        rung.clear()
        (tmp_path / "content/a.md").write_text("# A\n")
        assert rung.wait(PATIENCE)


def test_a_system_that_has_no_watches_left_is_polled(tmp_path, monkeypatch):
    """Other programs may have taken them all."""
    watch = watcher.watch

    def short_of_watches(*paths: object, **options: object):
        if not options["force_polling"]:
            raise OSError(28, "No space left on device")
        return watch(*paths, **options)

    monkeypatch.setattr(watcher, "watch", short_of_watches)
    (tmp_path / "content").mkdir()
    rung = Event()
    with watching(tmp_path, rung.set):
        assert rung.wait(PATIENCE)
        rung.clear()
        (tmp_path / "content/a.md").write_text("# A\n")
        assert rung.wait(PATIENCE)
