"""A whole build on a disk that fails, or killed while it writes, leaves the old site or the new one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from disk_faults import FORBIDDEN, FULL, FaultyOs, in_child, install, killing
from sites import tree, write

from toolshelf.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and POSIX permissions")

OLD = {"content/a.md": "# Old\n", "content/gone.md": "# Gone\n"}
NEW = {"content/a.md": "# New\n", "content/b/c.md": "# Added\n", "content/gone.md": "---\ndraft: true\n---\n"}
EVERY = pytest.mark.nightly
SAMPLE = range(0, 1000, 6)


def is_named(lock: Path) -> bool:
    """Whether a build has left its name in the lock of the output: without it, it has changed nothing there."""
    try:
        return bool(json.loads(lock.read_bytes()))
    except (OSError, ValueError):
        return False


def build(root: Path) -> int:
    return main(["build", "--root", str(root), "--as-of", "2026-11-20"])


@pytest.fixture
def expected(tmp_path):
    """The old tree and the new one."""
    trees = []
    for files in (OLD, {**OLD, **NEW}):
        root = tmp_path / f"expected-{len(trees)}"
        assert build(write(root, files)) == 0
        trees.append(tree(root / "_site"))
    return trees


def built(root: Path) -> Path:
    """A site that was published as OLD, twice so that a stage stands, and whose sources are NEW now."""
    build(write(root, {**OLD, "content/a.md": "# Older\n"}))
    build(write(root, OLD))
    return write(root, NEW)


@pytest.mark.parametrize("fault", [FULL, FORBIDDEN], ids=["full", "forbidden"])
@pytest.mark.parametrize("points", [SAMPLE, pytest.param(range(1000), marks=EVERY)], ids=["sample", "every"])
def test_a_failing_write_exits_4_with_one_sentence_and_the_old_site_stands(
    tmp_path, monkeypatch, capsys, expected, fault, points
):
    """At the n-th change of the disk, for every n until a build has fewer."""
    old, new = expected
    for point in points:
        root = built(tmp_path / f"{point}")
        capsys.readouterr()
        with monkeypatch.context() as patched:
            faulty = FaultyOs(point + 1, fault)
            install(patched, faulty)
            code = build(root)
        told = capsys.readouterr().err
        if not faulty.struck:
            assert (code, tree(root / "_site")) == (0, new)
            break
        if code == 0:  # it struck where failing costs nothing: a note for the next build, or a lock to be left
            assert tree(root / "_site") == new
        else:
            assert (code, len(told.splitlines()), tree(root / "_site")) == (4, 1, old)
        assert build(root) == 0
        assert tree(root / "_site") == new
    else:
        assert points == SAMPLE


@pytest.mark.parametrize("points", [SAMPLE, pytest.param(range(1000), marks=EVERY)], ids=["sample", "every"])
def test_a_killed_build_leaves_one_of_the_two_sites_and_the_next_says_what_it_found(
    tmp_path, monkeypatch, capsys, expected, points
):
    """SIGKILL at the n-th change of the disk, for every n until a build has fewer."""
    old, new = expected
    told_of = 0
    for point in points:
        root = built(tmp_path / f"{point}")
        with monkeypatch.context() as patched:
            install(patched, FaultyOs(point + 1, killing))
            ended_well = in_child(lambda root=root: build(root))
        assert tree(root / "_site") in (old, new)
        named = is_named(root / "_site.lock")
        capsys.readouterr()
        assert build(root) == 0
        told = capsys.readouterr().err
        assert tree(root / "_site") == new
        if ended_well:
            break
        assert "was stopped" in told or not named
        told_of += named
    else:
        assert points == SAMPLE
    assert told_of > 5
