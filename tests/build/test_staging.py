"""Files that others write into the stage are published as if the build had written them itself."""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
import pickle
import random
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolshelf.build.manifest import MANIFEST, UNFINISHED, entry
from toolshelf.build.output import OutputRefused
from toolshelf.build.publish import PublishError, publish, staging
from toolshelf.build.writing import write_into, writing

SITE = {"index.html": b"home", "a/index.html": b"page a", "a/b/index.html": b"page b", "css/site.css": b"body{}"}
OTHER = {"index.html": b"new", "a/index.html": b"page a", "css": b"a file now", "c/d.html": b"d"}
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX links")


pytestmark = pytest.mark.usefixtures("not_waiting_for_the_disk")


@pytest.fixture
def output(tmp_path):
    """An output and a stage."""
    place = tmp_path / "_site"
    publish(place, {**SITE, "old.html": b"old"})
    publish(place, SITE)
    return place


def files(folder):
    """Every file of a tree, the manifest apart."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST, None)
    return found


def inodes(folder):
    """Which files and folders stand there."""
    return {path: (path.lstat().st_ino, path.lstat().st_ctime_ns) for path in [folder, *folder.rglob("*")]}


def refuse(path):
    raise AssertionError(f"{path} was asked for")


PATHS = st.sampled_from(["index.html", "a", "a/b", "a/b/c", "a/d", "é/x y.html", "B", "z/index.html", "z/y/x/w"])
TREES = st.dictionaries(PATHS, st.sampled_from([b"", b"one", b"two", b"long" * 40])).filter(
    lambda tree: not any(other.startswith(f"{path}/") for path in tree for other in tree)
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(TREES, st.randoms(use_true_random=False)), min_size=1, max_size=4))
def test_whoever_writes_what_and_in_whatever_order_the_output_is_what_was_wanted(history):
    """And what is told of it is the difference from what stood there; a second time nothing is written."""
    with tempfile.TemporaryDirectory() as folder:
        output, before = Path(folder) / "_site", {}
        for wanted, chance in history:
            paths = list(wanted)
            chance.shuffle(paths)
            of_others = set(paths[: chance.randint(0, len(paths))])
            at_hand = {path: data for path, data in wanted.items() if path not in of_others and chance.random() < 0.5}
            rest = {path: entry(data) for path, data in wanted.items() if path not in of_others | at_hand.keys()}
            with staging(output, of_others) as stage:
                place = pickle.loads(pickle.dumps(stage.place))
                written = {path: write_into(place, path, wanted[path]) for path in paths if path in of_others}
                published = stage.publish(at_hand, rest, wanted.__getitem__, written)
            assert files(output) == wanted
            assert published.written == tuple(sorted(path for path in wanted if wanted[path] != before.get(path)))
            assert published.removed == tuple(sorted(before.keys() - wanted.keys()))
            assert published.notes == ()
            assert dict(published.manifest) == {path: entry(data) for path, data in wanted.items()}
            stood = inodes(output)
            assert publish(output, {}, published.manifest, refuse).written == ()
            assert inodes(output) == stood
            before = wanted


def test_other_processes_write(output):
    with (
        ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor,
        staging(output, OTHER) as stage,
    ):
        paths = list(OTHER)
        random.Random(3).shuffle(paths)
        given_out = {path: executor.submit(write_into, stage.place, path, OTHER[path]) for path in paths}
        written = {path: future.result() for path, future in given_out.items()}
        published = stage.publish({}, written=written)
    assert files(output) == OTHER
    assert published.written == ("c/d.html", "css", "index.html")
    assert published.removed == ("a/b/index.html", "css/site.css")


def test_a_build_whose_result_is_what_stands_changes_nothing_in_the_output(output):
    stood = inodes(output)
    with staging(output, SITE) as stage, writing(stage.place) as write:
        published = stage.publish({}, written={path: write(path, data) for path, data in SITE.items()})
    assert (published.written, published.removed, published.notes) == ((), (), ())
    assert inodes(output) == stood
    assert publish(output, OTHER).notes == ()
    assert files(output) == OTHER


def test_a_build_that_is_given_up_leaves_the_output_and_a_stage_that_is_right(output):
    stood = inodes(output)
    with staging(output, OTHER) as stage:
        write_into(stage.place, "c/d.html", b"rubbish")
    assert inodes(output) == stood
    assert not (output.with_name("_site.stage") / UNFINISHED).exists()
    assert publish(output, OTHER).notes == ()
    assert files(output) == OTHER


def test_a_build_that_fails_leaves_the_output_and_the_next_one_says_so(output):
    stood = inodes(output)
    with pytest.raises(RuntimeError), staging(output, OTHER) as stage:
        write_into(stage.place, "c/d.html", b"rubbish")
        raise RuntimeError
    assert inodes(output) == stood
    assert "unfinished stage was removed" in publish(output, OTHER).notes[0]
    assert files(output) == OTHER


@pytest.mark.parametrize("end", ["published", "given up", "failed"])
def test_nobody_writes_into_a_stage_after_its_build(output, end):
    """Neither into what has become the output, nor into the stage of the next build."""
    with contextlib.suppress(RuntimeError), staging(output, ["x.html"]) as stage:
        if end == "published":
            stage.publish({"x.html": b"old"})
        if end == "failed":
            raise RuntimeError
    late = stage.place
    stood = files(output)
    with staging(output, ["x.html"]) as stage:
        with pytest.raises(OSError, match="belongs to another build"):
            write_into(late, "x.html", b"late")
        assert files(output) == stood
        stage.publish({"x.html": b"right"})
    with pytest.raises(OSError, match=r"belongs to another build|No such file"):
        write_into(late, "x.html", b"late")
    assert files(output) == {"x.html": b"right"}


@pytest.mark.parametrize("path", ["", "/x", "../x", "a/../../x", "a//b", MANIFEST, f"a/{UNFINISHED}", "C:x"])
def test_a_path_that_could_leave_the_stage_is_never_written(output, path):
    with pytest.raises(ValueError, match="not a path inside"), staging(output, [path]):
        pass
    with staging(output, OTHER) as stage, pytest.raises(ValueError, match="not a path inside"):
        write_into(stage.place, path, b"x")
    assert files(output) == SITE


@posix
def test_a_link_that_somebody_puts_in_the_way_is_not_followed(tmp_path, output):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "d.html").write_bytes(b"treasure")
    stage_folder = output.with_name("_site.stage")
    (stage_folder / "c").symlink_to(tmp_path / "outside")
    with staging(output, OTHER) as stage:
        assert not (stage_folder / "c").is_symlink()
        (stage_folder / "index.html").unlink(missing_ok=True)
        (stage_folder / "index.html").symlink_to(tmp_path / "outside/d.html")
        (stage_folder / "c").rmdir()
        (stage_folder / "c").symlink_to(tmp_path / "outside")
        write_into(stage.place, "index.html", b"new")
        with pytest.raises(OSError):
            write_into(stage.place, "c/d.html", b"d")
        stage.publish(OTHER)
    assert files(output) == OTHER
    assert files(tmp_path / "outside") == {"d.html": b"treasure"}


def test_what_was_written_and_then_changed_by_somebody_else_is_made_again(output):
    with staging(output, OTHER) as stage, writing(stage.place) as write:
        written = {path: write(path, data) for path, data in OTHER.items()}
        output.with_name("_site.stage").joinpath("c/d.html").write_bytes(b"hack")
        output.with_name("_site.stage").joinpath("c/more.html").write_bytes(b"hack")
        output.with_name("_site.stage").joinpath("index.html").unlink()
        stage.publish({}, {}, OTHER.__getitem__, written)
    assert files(output) == OTHER


def test_a_folder_of_somebody_else_is_refused_before_anything_is_made(tmp_path):
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site" / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputRefused), staging(tmp_path / "_site", OTHER):
        pass
    assert os.listdir(tmp_path) == ["_site"]


def test_a_full_disk_in_another_process_is_a_sentence(output):
    with pytest.raises(PublishError, match="the disk is full"), staging(output, OTHER):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a/index.html")
    assert files(output) == SITE


def test_files_whose_bytes_nobody_knows_are_asked_for_once_and_in_pieces(output):
    wanted = {**SITE, "big.bin": b"x" * 3_000_000, "small.bin": b"y", "index.html": b"new"}
    asked = []

    def again(path):
        asked.append(path)
        return (wanted[path][at : at + 1_000_000] for at in range(0, len(wanted[path]), 1_000_000))

    unread = dict.fromkeys(("big.bin", "small.bin"))
    known = {path: entry(SITE[path]) for path in SITE if path != "index.html"}
    published = publish(output, {"index.html": b"new"}, {**known, **unread}, again)
    assert sorted(asked) == ["big.bin", "small.bin"]
    assert published.written == ("big.bin", "index.html", "small.bin")
    assert files(output) == wanted
    stood = inodes(output)
    assert publish(output, {"index.html": b"new"}, {**known, **unread}, again).written == ()
    assert inodes(output) == stood


def test_bytes_that_are_not_those_that_were_promised_are_never_published(output):
    for content in (b"other", iter([b"ot", b"her"])):
        with pytest.raises(ValueError, match="not the bytes that were promised"):
            publish(output, SITE, {"x.bin": entry(b"right")}, lambda _, content=content: content)
        assert files(output) == SITE
