"""Finding the sources: everything that stands there, and no file is opened twice for nothing."""

from __future__ import annotations

import errno
import os
import pickle
import random
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolshelf.codec import digest
from toolshelf.signatures import YOUNG, of
from toolshelf.sources import source as reading
from toolshelf.sources.discover import Known, scan
from toolshelf.stamp import look

SITE = {
    "content/index.md": b"# Home\n",
    "content/a.md": b"# A\n",
    "content/a-b/c.markdown": b"# C\n",
    "content/a/picture.png": b"\x89PNG",
    "data/site.yml": b"title: T\n",
    "templates/page.html": b"<p>",
}
posix = pytest.mark.skipif(os.name != "posix", reason="needs the time of a file's change, or links")


def write(root: Path, files: dict[str, bytes]) -> Path:
    """Write ``files``, old enough to be trusted."""
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def every(sources):
    """All sources by path."""
    return {**sources.pages, **sources.files, **sources.data, **sources.templates}


def contents(sources):
    """What a build would read, without what earlier ones knew."""
    return {path: (source.digest, source.data) for path, source in every(sources).items()}


def opened(monkeypatch):
    """A list that grows by the path of every source that is opened."""
    paths = []
    real = reading.Files.open
    monkeypatch.setattr(reading.Files, "open", lambda self, path: (paths.append(path), real(self, path))[1])
    return paths


def known_of(root):
    """What a scan of ``root`` knows that reads everything, after the files have settled."""
    time.sleep(YOUNG / 1e9 + 0.02)
    sources = scan(root)
    contents(sources)
    return sources.known()


def test_every_file_is_found_in_its_room_and_in_the_order_of_the_paths(tmp_path):
    sources = scan(write(tmp_path, {**SITE, "content/.hidden": b"", "data/.git/x.yml": b"", "other/x.md": b""}))
    assert list(sources.pages) == ["content/a-b/c.markdown", "content/a.md", "content/index.md"]
    assert list(sources.files) == ["content/a/picture.png"]
    assert list(sources.data) == ["data/site.yml"]
    assert list(sources.templates) == ["templates/page.html"]
    assert {path: data for path, (_, data) in contents(sources).items()} == SITE
    assert all(source.signature == of((tmp_path / path).stat()) for path, source in every(sources).items())


@posix
def test_a_file_that_stands_as_known_is_not_opened(tmp_path, monkeypatch):
    known = known_of(write(tmp_path, SITE))
    assert set(known) == set(SITE)
    paths = opened(monkeypatch)
    (tmp_path / "content/a.md").write_bytes(b"# B\n")
    sources = scan(tmp_path, None, known)
    digests = {path: source.digest for path, source in every(sources).items()}
    assert digests == {path: digest(data) for path, data in {**SITE, "content/a.md": b"# B\n"}.items()}
    assert set(paths) == {"content/a.md"}


def test_a_file_too_young_to_show_a_second_change_is_not_told_to_be_known(tmp_path, monkeypatch):
    write(tmp_path, SITE)
    last = max((tmp_path / path).stat().st_ctime_ns for path in SITE)
    for later, expected in ((YOUNG - 1, set()), (YOUNG, set(SITE)), (-YOUNG, set())):
        monkeypatch.setattr("toolshelf.sources.discover.time.time_ns", lambda now=last + later: now)
        sources = scan(tmp_path)
        contents(sources)
        known = {path for path, one in sources.known().items() if one.signature == of((tmp_path / path).stat())}
        assert {path for path in known if of((tmp_path / path).stat()).changed == last} <= expected <= known
        assert set(sources.known()) == set(SITE)


def test_a_file_that_may_not_be_read_is_a_problem_though_nobody_reads_it(tmp_path, monkeypatch):
    write(tmp_path, SITE)

    def forbidden(self, path):
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(reading.Files, "open", forbidden)
    sources = scan(tmp_path)
    assert [problem.location.path for problem in sources.problems] == sorted(SITE)
    assert {problem.message for problem in sources.problems} == {"This file cannot be read: permission denied."}
    assert every(sources) == {}


def test_bytes_that_are_not_those_whose_digest_was_told_are_refused(tmp_path):
    write(tmp_path, {"content/a.md": b"# A\n", "content/b.bin": b"b" * 3_000_000})
    for path, other in (("content/a.md", b"# B\n"), ("content/b.bin", b"c" * 3_000_000)):
        source = every(scan(tmp_path))[path]
        assert source.digest == digest(source.data)
        (tmp_path / path).write_bytes(other)
        for read in (lambda source=source: source.data, lambda source=source: b"".join(source.pieces())):
            with pytest.raises(OSError, match="changed while it was read") as raised:
                read()
            assert raised.value.errno == errno.EAGAIN


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_a_file_is_read_whole_whatever_its_size_and_though_it_has_grown(tmp_path, size):
    path = write(tmp_path, {"content/x": b"x" * size}) / "content/x"
    source, grown = scan(tmp_path).files["content/x"], scan(tmp_path).files["content/x"]
    assert b"".join(source.pieces()) == source.data == path.read_bytes()
    assert source.digest == digest(path.read_bytes())
    path.write_bytes(b"y" * (size + 5))
    assert grown.data == path.read_bytes()


def test_the_digest_and_then_the_bytes_of_a_page_are_one_read(tmp_path, monkeypatch):
    source = scan(write(tmp_path, SITE)).pages["content/a.md"]
    paths = opened(monkeypatch)
    assert digest(source.data) == source.digest
    assert len(paths) == 1
    again = scan(tmp_path).pages["content/a.md"]
    paths.clear()
    assert again.digest == digest(again.data)
    assert len(paths) == 1


def test_a_source_in_another_process_reads_there_and_takes_no_bytes_along(tmp_path):
    source = scan(write(tmp_path, {"content/a.md": b"# A\n" * 1000})).pages["content/a.md"]
    assert source.digest == digest(b"# A\n" * 1000)
    sent = pickle.dumps(source)
    assert len(sent) < 1000
    assert pickle.loads(sent).data == b"# A\n" * 1000


def test_the_order_in_which_a_folder_is_listed_changes_nothing(tmp_path, monkeypatch):
    write(tmp_path, {**SITE, "content/\u200bb": b"", "content/\u200ba": b""})
    real, chance = os.scandir, random.Random(7)
    found = []
    for _ in range(5):
        sources = scan(tmp_path)
        found.append(([*map(list, (sources.pages, sources.files, sources.data))], sources.problems, contents(sources)))
        monkeypatch.setattr("toolshelf.sources.discover.os.scandir", lambda place: shuffled(real(place), chance))
    assert found == [found[0]] * 5
    assert len(found[0][1]) == 2


class shuffled(list):  # noqa: N801 - stands in for a function
    """A listing in another order."""

    def __init__(self, listing, chance):
        super().__init__(listing)
        chance.shuffle(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


PATHS = st.sampled_from(["content/a.md", "content/b/c.md", "content/b/d.png", "data/x.yml", "content/e.md"])
EDITS = st.one_of(
    st.tuples(st.just("write"), PATHS, st.sampled_from([b"one", b"two", b"three"])),
    st.tuples(st.just("hide"), PATHS, st.sampled_from([b"one", b"two"])),
    st.tuples(st.just("move"), PATHS, PATHS),
    st.tuples(st.just("remove"), PATHS, st.just(b"")),
)


def edit(root, kind, path, more):
    """One change of a site: a file written, or written with its time put back, or moved, or removed."""
    file = root / path
    if kind == "write":
        write(root, {path: more})
    elif not file.exists():
        return
    elif kind == "hide":
        before = file.stat()
        file.write_bytes(more)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif kind == "move":
        (root / more).parent.mkdir(parents=True, exist_ok=True)
        file.rename(root / more)
    else:
        file.unlink()


@posix
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(EDITS, st.booleans()), max_size=8))
def test_after_any_edits_what_is_known_changes_nothing_of_what_is_found(edits):
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), SITE)
        known: dict[str, Known] = {}
        for one, waits in edits:
            edit(root, *one)
            if waits:
                time.sleep(YOUNG / 1e9 + 0.01)
            sources, fresh, looked_at = (
                scan(root, None, known),
                scan(root),
                scan(root, None, known, look(str(root), [])),
            )
            assert contents(sources) == contents(fresh) == contents(looked_at)
            assert sources.problems == fresh.problems == looked_at.problems
            known = sources.known()


ODD = {
    "nothing": lambda root: None,
    "a new page": lambda root: write(root, {"content/new.md": b"# New\n"}),
    "an edited page": lambda root: write(root, {"content/a.md": b"# B\n"}),
    "a hidden file": lambda root: write(root, {"content/.a/b.md": b""}),
    "a name that nobody sees": lambda root: write(root, {"content/\u200bb/c.md": b"", "content/\u200bb/d.md": b""}),
    "a pipe": lambda root: os.mkfifo(root / "content/pipe"),
    "a link": lambda root: (root / "content/link.md").symlink_to("a.md"),
    "a folder that is a link": lambda root: (root / "data/more").symlink_to("../content"),
    "no templates": lambda root: shutil.rmtree(root / "templates"),
    "no content": lambda root: shutil.rmtree(root / "content"),
    "a file for a folder": lambda root: (shutil.rmtree(root / "data"), write(root, {"data": b""})),
}


@posix
@pytest.mark.parametrize("odd", ODD)
def test_what_was_looked_at_before_is_found_as_by_looking_again(tmp_path, odd):
    known = known_of(write(tmp_path, SITE))
    ODD[odd](tmp_path)
    again, sources = scan(tmp_path, None, known), scan(tmp_path, None, known, look(str(tmp_path), []))
    assert contents(sources) == contents(again)
    assert [*map(list, (sources.pages, sources.files, sources.data, sources.templates))] == [
        *map(list, (again.pages, again.files, again.data, again.templates))
    ]
    assert sources.problems == again.problems


@posix
def test_what_was_looked_at_before_is_not_looked_at_again(tmp_path, monkeypatch):
    known, looked = known_of(write(tmp_path, SITE)), look(str(tmp_path), [])
    monkeypatch.setattr("toolshelf.sources.discover.os.scandir", None)
    assert every(scan(tmp_path, None, known, looked)).keys() == SITE.keys()


@posix
def test_what_changes_after_it_was_looked_at_is_seen_by_the_next_scan(tmp_path):
    known, looked = known_of(write(tmp_path, SITE)), look(str(tmp_path), [])
    write(tmp_path, {"content/a.md": b"# B\n"})
    known = scan(tmp_path, None, known, looked).known()
    assert scan(tmp_path, None, known).pages["content/a.md"].digest == digest(b"# B\n")
