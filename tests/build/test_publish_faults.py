"""A failure or a kill at any change of the disk leaves the old site or the new one, byte for byte."""

from __future__ import annotations

import functools
import os
import sys
import tempfile
from pathlib import Path

import pytest
from disk_faults import BROKEN, FORBIDDEN, FULL, FaultyOs, in_child, install, killing

from toolshelf.build import second_tree
from toolshelf.build.manifest import UNFINISHED
from toolshelf.build.publish import PublishError, clean, publish, staging
from toolshelf.build.writing import writing

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork and POSIX permissions"),
    pytest.mark.usefixtures("not_waiting_for_the_disk"),
]

OLDEST = {"index.html": b"oldest", "gone/index.html": b"x" * 50, "kept/index.html": b"kept", "a": b"file"}
OLD = {"index.html": b"old", "gone/index.html": b"x" * 50, "kept/index.html": b"kept", "a": b"file", "empty": b""}
NEW = {"index.html": b"new", "kept/index.html": b"kept", "a/b/index.html": b"folder now", "more/x.css": b"y" * 99}
BEFORE = {"nothing": [], "one site": [OLD], "a stage as well": [OLDEST, OLD]}
SIBLINGS = {"_site", "_site.stage", "_site.memory"}


@pytest.fixture(autouse=True)
def _narrow_modes():
    """So that every mode has to be set, which is one more change that may fail."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def tree(folder):
    """Every file of a published tree with its bytes, and every folder; None where there is no tree."""
    if not folder.is_dir():
        return None
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


@functools.cache
def new_tree():
    """The tree that publishing ``NEW`` makes where nothing goes wrong."""
    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder) / "_site", NEW)
        return tree(Path(folder) / "_site")


class Site:
    """An output in which ``before`` was published, and the trees it had and is to have."""

    def __init__(self, folder: Path, before: list[dict[str, bytes]]) -> None:
        folder.mkdir()
        self.output = folder / "_site"
        for files in before:
            publish(self.output, files)
        self.old = tree(self.output)
        self.new = new_tree()

    def assert_mends(self):
        """The next build publishes the new site, and nothing undocumented stays beside it."""
        published = publish(self.output, NEW)
        assert tree(self.output) == self.new
        assert set(os.listdir(self.output.parent)) <= SIBLINGS
        return published


def publish_staged(output, files):
    """Publish files of which most are written into the stage before."""
    paths = sorted(files)[1:]
    with staging(output, paths) as stage:
        with writing(stage.place) as write:
            written = {path: write(path, files[path]) for path in reversed(paths)}
        return stage.publish({path: files[path] for path in files if path not in paths}, written=written)


def publish_twice(output, files):
    """Publish ``files``, and bring the tree that is swapped out to them as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_tree, "_MUCH", -1)
        publish(output, files)


WAYS = pytest.mark.parametrize("way", [publish, publish_staged, publish_twice], ids=["at once", "staged", "twice"])


@WAYS
@pytest.mark.parametrize("at_once", [True, False], ids=["exchange", "renames"])
@pytest.mark.parametrize(
    ("before", "fault"),
    [
        pytest.param([], FULL, id="nothing-full"),
        pytest.param([OLD], FULL, id="one site-full"),
        pytest.param([OLDEST, OLD], FULL, id="a stage as well-full"),
        pytest.param([OLDEST, OLD], FORBIDDEN, id="a stage as well-forbidden"),
        pytest.param([OLDEST, OLD], BROKEN, id="a stage as well-broken", marks=pytest.mark.nightly),
    ],
)
def test_an_error_at_any_change_leaves_the_old_site(tmp_path, monkeypatch, fault, before, at_once, way):
    for number in range(1, 1000):
        site = Site(tmp_path / str(number), before)
        faulty = FaultyOs(number, fault)
        with monkeypatch.context() as patch:
            install(patch, faulty, at_once=at_once)
            try:
                way(site.output, NEW)
            except PublishError as failure:
                assert str(failure).endswith(".")
                assert tree(site.output) == site.old, (number, faulty.struck)
            else:
                assert tree(site.output) == site.new, (number, faulty.struck)
                if not faulty.struck:
                    break
        site.assert_mends()
    assert number > 30


def kill_at(folder, patch, number, before, at_once, way=publish):
    """Kill a build at a change of the disk and check what it left; False where it ended before."""
    site = Site(folder, before)
    with patch.context() as patched:
        install(patched, FaultyOs(number, killing), at_once=at_once)
        if in_child(lambda: way(site.output, NEW)):
            return False
    left = tree(site.output)
    spare = folder / "_site.exchange"
    assert left in (site.old, site.new) or (left is None and tree(spare) == site.old), number
    said = (folder / "_site.lock").exists() and (folder / "_site.lock").read_text().endswith("}")
    unfinished = (folder / "_site.stage" / UNFINISHED).exists()
    published = site.assert_mends()
    assert bool(published.notes) == said, (number, published.notes)
    assert ("unfinished stage was removed" in "".join(published.notes)) == unfinished
    return True


@WAYS
@pytest.mark.parametrize("at_once", [True, False], ids=["exchange", "renames"])
@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_kill_at_any_change_leaves_a_whole_site_and_the_next_build_says_so(
    tmp_path, monkeypatch, step, before, at_once, way
):
    number = step
    while kill_at(tmp_path / str(number), monkeypatch, number, before, at_once, way):
        number += step
    assert number > 30


@pytest.mark.parametrize("back", range(1, 9))
def test_a_kill_at_any_of_the_last_changes_of_the_renames_is_mended(tmp_path, monkeypatch, back):
    """The short loop passes over these, and they are the ones where the output itself is on its way."""
    faulty = FaultyOs()
    site = Site(tmp_path / "whole", [OLDEST, OLD])
    with monkeypatch.context() as patch:
        install(patch, faulty, at_once=False)
        publish(site.output, NEW)
    assert kill_at(tmp_path / "killed", monkeypatch, faulty.count + 1 - back, [OLDEST, OLD], False)


def test_a_kill_while_a_leftover_is_removed_is_mended_as_well(tmp_path, monkeypatch):
    for number in range(1, 200, 3):
        site = Site(tmp_path / str(number), [OLDEST, OLD])
        for at in (40, number):
            with monkeypatch.context() as patch:
                install(patch, FaultyOs(at, killing))
                ended = in_child(lambda site=site: publish(site.output, NEW))
        assert tree(site.output) in (site.old, site.new)
        site.assert_mends()
        if ended:
            return
    pytest.fail("the build never ended")


def test_a_kill_while_cleaning_leaves_nothing_that_a_second_clean_does_not_remove(tmp_path, monkeypatch):
    for number in range(1, 200):
        site = Site(tmp_path / str(number), [OLDEST, OLD])
        with monkeypatch.context() as patch:
            install(patch, FaultyOs(number, killing))
            ended = in_child(lambda site=site: clean(site.output))
        assert tree(site.output) in (site.old, None)
        clean(site.output)
        assert os.listdir(site.output.parent) == []
        if ended:
            return
    pytest.fail("cleaning never ended")
