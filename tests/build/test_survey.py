"""What is remembered of a tree saves looking into it, and never hides what somebody did to it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolshelf.build import disk
from toolshelf.build.lookout import Lookout, lookout
from toolshelf.build.manifest import MANIFEST, entry
from toolshelf.build.publish import PublishError, publish
from toolshelf.build.standing import Standing
from toolshelf.build.tree_memory import identity, load_memory
from toolshelf.signatures import UNKNOWN, YOUNG, Signature, of

SITE = {f"{folder}page-{number}/index.html": b"page %d" % number for folder in ("", "a/", "a/b/") for number in (1, 2)}
SITE |= {"index.html": b"home", "a/index.html": b"a", "a/notes.txt": b"notes"}
OTHER = {**SITE, "index.html": b"new home"}
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="nothing is remembered there"),
    pytest.mark.usefixtures("not_waiting_for_the_disk"),
]


@pytest.fixture
def output(tmp_path, monkeypatch):
    """An output and a stage in which everything is old enough to be trusted, the last site being SITE."""
    real = time.time_ns
    monkeypatch.setattr("toolshelf.build.survey.time.time_ns", lambda: real() + YOUNG)
    place = tmp_path / "_site"
    for site in (OTHER, SITE, SITE):
        publish(place, site)
    time.sleep(0.02)  # the clocks of file systems tick every 10 ms at worst
    return place


def content(folder):
    """All that stands in a tree, folders and links as well."""
    return {
        path.relative_to(folder).as_posix(): (
            os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None,
            path.lstat().st_mode,
        )
        for path in folder.rglob("*")
    }


def test_of_a_tree_that_nobody_touched_only_the_root_is_listed_and_only_the_manifest_is_read(output, monkeypatch):
    listed, read = [], []
    scandir, read_pieces = os.scandir, disk.read_pieces
    monkeypatch.setattr("toolshelf.build.survey.os.scandir", lambda at: (listed.append(at), scandir(at))[1])
    monkeypatch.setattr(disk, "read_pieces", lambda at, name: (read.append(name), read_pieces(at, name))[1])
    assert publish(output, {}, {path: entry(data) for path, data in SITE.items()}).written == ()
    assert len(listed) == 1
    assert set(read) == {MANIFEST, "_site.memory"}


def hidden(path, data):
    """Write ``data`` into a file and put its time back."""
    before = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def linked(path):
    """Put a folder elsewhere and a link to it in its place."""
    elsewhere = Path(tempfile.mkdtemp(prefix="elsewhere-")) / "moved"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def copied(path):
    """Put a copy of a folder in its place, times and all."""
    shutil.copytree(path, path.with_name("copy"))
    shutil.rmtree(path)
    path.with_name("copy").rename(path)


TAMPERING = {
    "a file in a folder": lambda tree: (tree / "a/b/stray.txt").write_text("x"),
    "a hidden file": lambda tree: (tree / "a/page-1/.stray").write_text("x"),
    "a folder in a folder": lambda tree: (tree / "a/b/stray").mkdir(),
    "a tree in a folder": lambda tree: shutil.copytree(tree / "a/b", tree / "a/page-2/b"),
    "a link in a folder": lambda tree: (tree / "a/b/stray").symlink_to("page-1"),
    "a pipe in a folder": lambda tree: os.mkfifo(tree / "a/b/stray"),
    "other bytes": lambda tree: (tree / "a/page-1/index.html").write_bytes(b"other"),
    "other bytes of the same size and time": lambda tree: hidden(tree / "a/b/page-1/index.html", b"PAGE 1"),
    "a lost file": lambda tree: (tree / "a/b/page-1/index.html").unlink(),
    "a lost folder": lambda tree: shutil.rmtree(tree / "a/b"),
    "everything lost": lambda tree: [shutil.rmtree(tree / name) for name in ("a", "page-1", "page-2")],
    "a folder replaced by a link to it": lambda tree: linked(tree / "a/b"),
    "an outer folder replaced by a link to it": lambda tree: linked(tree / "a"),
    "a folder replaced by a file": lambda tree: (shutil.rmtree(tree / "a/b"), (tree / "a/b").write_text("x")),
    "a file replaced by a folder": lambda tree: ((tree / "a/notes.txt").unlink(), (tree / "a/notes.txt").mkdir()),
    "a folder replaced by a copy": lambda tree: copied(tree / "a"),
    "two files exchanged": lambda tree: exchanged(tree / "a/page-1/index.html", tree / "a/page-2/index.html"),
    "two folders exchanged": lambda tree: exchanged(tree / "a/page-1", tree / "a/page-2"),
    "a file moved": lambda tree: (tree / "a/notes.txt").rename(tree / "a/b/notes.txt"),
    "a folder of another name": lambda tree: (tree / "a/b").rename(tree / "a/B"),
    "the mode of a file": lambda tree: (tree / "a/b/page-1/index.html").chmod(0o600),
    "the mode of a folder": lambda tree: (tree / "a/b").chmod(0o700),
    "times that are to come": lambda tree: os.utime(tree / "a/b/page-1/index.html", (4e9, 4e9)),
    "times that no number holds": lambda tree: os.utime(tree / "a/b/page-1/index.html", ns=(0, 10**19)),
}


def exchanged(first, second):
    """Let two files or folders exchange their names."""
    spare = first.with_name("spare")
    first.rename(spare)
    second.rename(first)
    spare.rename(second)


UNTOLD = {"a folder in a folder", "a folder replaced by a copy", "the mode of a folder", "times that are to come"}
"""No file is another, so that there is nothing to tell of."""


@pytest.fixture
def looking():
    """Begins to look ahead, and ends it after the test."""
    with contextlib.ExitStack() as stack:

        def begin(output):
            process = lookout(str(output), 0)
            if process is None:
                pytest.skip("no process looks ahead here: it takes Linux and a second processor")
            stack.callback(process.end)
            return process

        yield begin


@pytest.mark.parametrize("ahead", [False, True], ids=["now", "ahead"])
@pytest.mark.parametrize("tree", ["_site", "_site.stage"])
@pytest.mark.parametrize("wanted", [SITE, OTHER], ids=["the same site", "another site"])
@pytest.mark.parametrize("tampering", TAMPERING)
def test_whatever_somebody_did_to_a_tree_that_is_remembered_is_mended(
    tmp_path, output, looking, tree, wanted, tampering, ahead
):
    """And where it was the output, it is told; it makes no difference whether another process has looked ahead."""
    publish(tmp_path / "clean" / "_site", wanted)
    TAMPERING[tampering](output.with_name(tree))
    published = publish(output, wanted, lookout=looking(output) if ahead else None)
    assert content(output) == content(tmp_path / "clean" / "_site")
    assert bool(published.notes) == (tree == "_site" and tampering not in UNTOLD)
    publish(output, OTHER)
    publish(output, wanted)
    assert content(output) == content(tmp_path / "clean" / "_site")


@pytest.mark.parametrize("tree", ["_site", "_site.stage"])
@pytest.mark.parametrize("tampering", TAMPERING)
def test_what_somebody_did_after_a_look_ahead_is_mended_by_the_next_build(tmp_path, output, looking, tree, tampering):
    publish(tmp_path / "clean" / "_site", OTHER)
    process = looking(output)
    process.moved(os.stat("/"), b"")  # now it has looked at everything
    TAMPERING[tampering](output.with_name(tree))
    with contextlib.suppress(PublishError):
        publish(output, OTHER, lookout=process)
    publish(output, OTHER)
    assert content(output) == content(tmp_path / "clean" / "_site")


@pytest.mark.parametrize("tree", ["_site", "_site.stage"])
@pytest.mark.parametrize("wanted", [SITE, OTHER], ids=["the same site", "another site"])
def test_a_folder_made_anew_after_a_look_ahead_is_looked_at_though_it_has_the_number_of_the_old_one(
    tmp_path, output, looking, tree, wanted
):
    """So it is where a disk gives the number of a stage that was removed to the next one."""
    publish(tmp_path / "clean" / "_site", wanted)
    process = looking(output)
    process.moved(os.stat("/"), b"")
    folder = output.with_name(tree)
    for path in folder.iterdir():
        if path.name != MANIFEST:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    publish(output, wanted, lookout=process)
    assert content(output) == content(tmp_path / "clean" / "_site")


def test_where_no_process_can_be_begun_nobody_looks_ahead(output, monkeypatch):
    """Nothing is left open, and the build looks for itself."""

    def refused():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    before = os.listdir("/dev/fd")
    assert lookout(str(output), 0) is None
    assert os.listdir("/dev/fd") == before


def test_nothing_is_looked_at_again_that_another_process_has_looked_at(output, looking, monkeypatch):
    process = looking(output)
    process.moved(os.stat("/"), b"")
    with monkeypatch.context() as changed:
        changed.setattr(Standing, "moved", None)
        publish(output, OTHER, lookout=process)
        with pytest.raises(TypeError):
            publish(output, SITE)


def test_a_tree_that_a_build_has_changed_since_a_look_ahead_is_looked_at_again(output, looking):
    """And so is one that was asked for once: whoever asks changes it."""
    process = looking(output)
    trees = [output.with_name(name).stat() for name in ("_site", "_site.stage")]
    folder = disk.open_folder(str(output.parent))
    rows = load_memory(folder, "_site.memory")
    assert [process.moved(tree, b"") for tree in trees] == [None, None]
    process = looking(output)
    assert [process.moved(tree, rows[identity(tree)]) for tree in trees] == [([], []), ([], [])]
    assert [process.moved(tree, rows[identity(tree)]) for tree in trees] == [None, None]


@pytest.mark.parametrize("told", [b"", b"\xe3", b"["], ids=["nothing", "not all", "half"])
def test_a_process_that_was_stopped_has_seen_nothing(told):
    hear, tell = os.pipe()
    os.write(tell, told)
    os.close(tell)
    process = os.fork()
    if process == 0:
        os._exit(0)
    stopped = Lookout(process, hear)
    assert stopped.moved(os.stat("/"), b"seal row") is None
    stopped.end()
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def standing(folder):
    """How everything in a tree stands, the root as ""."""
    return {"": of(folder.stat())} | {
        path.relative_to(folder).as_posix(): of(path.stat()) for path in folder.rglob("*")
    }


@pytest.mark.parametrize("wanted", [SITE, OTHER, {"a/b/c.html": b"c"}, {}], ids=["same", "other", "small", "empty"])
def test_published_tells_how_everything_stands_in_the_output(output, wanted):
    published = publish(output, wanted)
    assert {**published.standing, **published.folders} == standing(output)
    assert published.manifest == {path: entry(data) for path, data in wanted.items()}
    assert {path for path, _ in published.folders.items()} == {
        path.relative_to(output).as_posix().removeprefix(".") for path in [output, *output.rglob("*")] if path.is_dir()
    }


@pytest.mark.parametrize("into", ["a/b", ""], ids=["a folder", "the root"])
def test_what_somebody_puts_into_a_folder_while_we_write_there_is_found_by_the_next_build(output, monkeypatch, into):
    real = disk.write_file

    def racing(folder, name, data):
        if data == b"mine":
            (output.with_name("_site.stage") / into / "stray.txt").write_text("x")
        return real(folder, name, data)

    monkeypatch.setattr(disk, "write_file", racing)
    wanted = {**SITE, (f"{into}/" if into else "") + "index.html": b"mine"}
    published = publish(output, wanted)
    assert [path for path, at in published.folders.items() if at == UNKNOWN] == [into]
    assert publish(output, wanted).removed == (f"{into}/stray.txt".lstrip("/"),)
    assert UNKNOWN not in publish(output, wanted).folders.values()


ROWS = st.builds(Signature, *[st.integers(0, 2**63 - 1)] * 4)
PATHS = st.text("ab/é", min_size=1, max_size=4)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dictionaries(PATHS, ROWS), st.lists(st.tuples(st.dictionaries(PATHS, ROWS), st.frozensets(PATHS))))
def test_standing_is_a_mapping_whatever_comes_and_goes(first, changes):
    """As a dictionary would be that is changed in the same way."""
    model, compact = dict(first), Standing().changed(first)
    for now, gone in changes:
        before = (dict(model), compact)
        model = {**{path: row for path, row in model.items() if path not in gone}, **now}
        compact = compact.changed(now, gone)
        assert dict(before[1].items()) == before[0]
    assert dict(compact.items()) == dict(compact) == model
    assert compact.keys() == model.keys()
    assert len(compact) == len(model)
