"""Publishing: the output is exactly what was given, whatever was there and whoever touched it since."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from disk_faults import FaultyOs, install
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from toolshelf.build import disk, lock, second_tree
from toolshelf.build.manifest import MANIFEST, UNFINISHED
from toolshelf.build.output import OutputRefused, check_output
from toolshelf.build.publish import PublishError, clean, publish
from toolshelf.build.tree_memory import load_memory, recalled
from toolshelf.signatures import UNKNOWN

SITE = {"index.html": b"home", "a/index.html": b"page a", "a/b/index.html": b"page b", "css/site.css": b"body{}"}
CHANGED = {"index.html": b"new", "a/index.html": b"page a", "css/site.css": b"body{}", "new.html": b""}
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions and links")


pytestmark = pytest.mark.usefixtures("not_waiting_for_the_disk")


@pytest.fixture
def output(tmp_path):
    return tmp_path / "_site"


def files(folder):
    """Every regular file of a tree, the manifest apart; symbolic links show as what they point to."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_symlink():
            found[path.relative_to(folder).as_posix()] = os.readlink(path)
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    found.pop(MANIFEST, None)
    return found


def test_the_output_holds_exactly_the_files(output):
    published = publish(output, SITE)
    assert files(output) == SITE
    assert published.written == tuple(sorted(SITE))
    assert published.removed == published.notes == ()


def test_published_tells_what_changed(output):
    publish(output, SITE)
    published = publish(output, CHANGED)
    assert published.written == ("index.html", "new.html")
    assert published.removed == ("a/b/index.html",)
    assert published.notes == ()
    assert files(output) == CHANGED
    assert not (output / "a/b").exists()


def test_publishing_the_same_again_changes_nothing_on_the_disk(output, monkeypatch):
    publish(output, CHANGED)
    publish(output, SITE)
    time.sleep(0.06)  # as long as files count as too young to be remembered
    publish(output, SITE)
    faulty = FaultyOs()
    install(monkeypatch, faulty)
    inodes = {path: path.stat().st_ino for path in output.rglob("*")}
    monkeypatch.setattr(disk, "read_file", only_own(disk.read_file))
    published = publish(output, SITE)
    assert (published.written, published.removed, published.notes) == ((), (), ())
    assert {path: path.stat().st_ino for path in output.rglob("*")} == inodes
    assert faulty.count <= 8  # the lock alone


def only_own(read):
    """Refuse to read a file of the site: nothing that nobody touched is read again."""

    def reader(folder, name):
        assert name.startswith((".toolshelf-", "_site.")), f"{name} was read again"
        return read(folder, name)

    return reader


def test_a_change_of_one_page_reads_nothing_again_and_writes_what_two_builds_changed(output, monkeypatch):
    for content in (SITE, CHANGED, SITE, CHANGED, CHANGED):
        publish(output, content)
        time.sleep(0.06)
    wrote = []
    real = disk.write_file
    monkeypatch.setattr(
        disk, "write_file", lambda folder, name, data: (wrote.append(name), real(folder, name, data))[1]
    )
    monkeypatch.setattr(disk, "read_file", only_own(disk.read_file))
    publish(output, {**CHANGED, "css/site.css": b"p{}"})
    assert sorted(wrote) == sorted([MANIFEST, "_site.memory", "index.html", "new.html", "site.css"])


@contextlib.contextmanager
def following_at_once():
    """The tree that is swapped out is brought up to date at once, as after a build that has changed much."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_tree, "_MUCH", -1)
        yield


@posix
def test_after_a_build_that_changed_much_the_next_one_writes_its_own_files_alone_and_reads_nothing(output, monkeypatch):
    many = {f"{number}/index.html": b"%d" % number for number in range(200)}
    publish(output, SITE)
    assert not output.with_name("_site.stage").exists()
    for content in ({**SITE, **many}, SITE, {**CHANGED, **many}):
        publish(output, content)
        assert files(output) == content
        assert files(output.with_name("_site.stage")) == content
    wrote = []
    real = disk.write_file
    monkeypatch.setattr(
        disk, "write_file", lambda folder, name, data: (wrote.append(name), real(folder, name, data))[1]
    )
    monkeypatch.setattr(disk, "read_file", only_own(disk.read_file))
    publish(output, {**CHANGED, **many, "css/site.css": b"p{}"})
    assert sorted(wrote) == sorted([MANIFEST, "_site.memory", "site.css"])
    assert files(output) == {**CHANGED, **many, "css/site.css": b"p{}"}


@posix
@pytest.mark.parametrize("stage", [False, True], ids=["output", "stage"])
def test_what_somebody_writes_into_a_file_of_both_trees_is_found_in_both(output, stage):
    with following_at_once():
        publish(output, SITE)
    path = output.with_name("_site.stage" if stage else "_site") / "a/index.html"
    before = path.stat()
    assert before.st_nlink == 2
    path.write_bytes(b"PAGE A")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    for content in (SITE, {**SITE, "new": b""}, SITE):
        publish(output, content)
        assert files(output) == content


@posix
@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOSPC, errno.EMLINK])
def test_where_files_cannot_have_two_names_the_site_is_published_all_the_same(output, monkeypatch, number):
    def refuse(*_args):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch, following_at_once():
        patch.setattr(disk, "share_file", refuse)
        assert publish(output, SITE).written == tuple(sorted(SITE))
    assert files(output) == SITE
    assert publish(output, CHANGED).notes == ()
    assert files(output) == CHANGED


def trusted(parent):
    """The files and folders of each remembered tree that are not looked at again."""
    folder = disk.open_folder(str(parent))
    memory = load_memory(folder, "_site.memory")
    disk.close_folder(folder)
    known = [recalled(memory, tree) for tree in memory]
    return [{path for path, at in {**one.files, **one.folders}.items() if at != UNKNOWN} for one in known]


def test_a_file_too_young_to_show_a_second_change_is_not_remembered(output, monkeypatch):
    publish(output, SITE)
    last = max(path.stat().st_ctime_ns for path in output.rglob("*"))
    monkeypatch.setattr("toolshelf.build.survey.time.time_ns", lambda: last + 1_000_000)
    publish(output, SITE)
    assert not any(trusted(output.parent))
    monkeypatch.setattr("toolshelf.build.survey.time.time_ns", lambda: last + 1_000_000_000)
    publish(output, SITE)
    assert trusted(output.parent) == [{*SITE, "a", "a/b", "css"}]


@pytest.mark.parametrize("stage", [False, True], ids=["output", "stage"])
def test_a_change_that_keeps_size_and_time_is_found(output, stage):
    for content in (SITE, CHANGED, SITE, CHANGED, CHANGED):
        publish(output, content)
        time.sleep(0.06)
    path = output.with_name("_site.stage" if stage else "_site") / "a/index.html"
    before = path.stat()
    path.write_bytes(b"PAGE A")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    publish(output, SITE if stage else CHANGED)
    assert files(output) == (SITE if stage else CHANGED)


def test_two_outputs_of_one_site_are_the_same_byte_for_byte(tmp_path):
    publish(tmp_path / "one", SITE)
    publish(tmp_path / "two", CHANGED)
    publish(tmp_path / "two", dict(reversed(SITE.items())))
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()
    assert files(tmp_path / "one") == files(tmp_path / "two")


@posix
def test_modes_do_not_depend_on_the_umask(output):
    before = os.umask(0o077)
    try:
        publish(output, SITE)
    finally:
        os.umask(before)
    for path in [output, *output.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_a_missing_or_empty_output_is_filled(tmp_path):
    publish(tmp_path / "deep" / "er" / "_site", SITE)
    (tmp_path / "empty").mkdir()
    publish(tmp_path / "empty", SITE)
    assert files(tmp_path / "deep/er/_site") == files(tmp_path / "empty") == SITE


@pytest.mark.parametrize("name", ["_site", "_site.stage"])
def test_a_folder_of_somebody_else_is_refused_and_left_alone(output, name):
    foreign = output.with_name(name)
    (foreign / "thesis").mkdir(parents=True)
    (foreign / "thesis" / "chapter.txt").write_text("years of work")
    for verb in (lambda: publish(output, SITE), lambda: clean(output)):
        with pytest.raises(OutputRefused, match=r"thesis"):
            verb()
        assert files(foreign) == {"thesis/chapter.txt": b"years of work"}


@posix
def test_an_output_that_is_a_link_or_a_file_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "file").write_text("text")
    for name, words in (("link", "symbolic link"), ("file", "is a file")):
        with pytest.raises(OutputRefused, match=words):
            publish(tmp_path / name, SITE)
    assert os.listdir(tmp_path / "elsewhere") == []
    assert (tmp_path / "file").read_text() == "text"


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/x", "../x", "a/../../x", "a//b", "./a", "a/.", "a\\..\\b", "C:x", "a\0b"),
        *(MANIFEST, f"a/{UNFINISHED}"),
    ],
)
def test_a_path_that_could_leave_the_output_is_never_written(output, path):
    with pytest.raises(ValueError, match="not a path inside"):
        publish(output, {**SITE, path: b"x"})
    assert not output.exists()


def test_a_file_and_a_folder_of_one_name_are_never_written(output):
    with pytest.raises(ValueError, match="at once"):
        publish(output, {"a/b": b"", "a/b/c": b""})


@pytest.mark.parametrize("root", [".", "site", "site/content", "site/data", "site/templates", "site/content/x", ".."])
def test_an_output_that_would_replace_or_become_a_source_is_refused(tmp_path, monkeypatch, root):
    for name in ("content", "data", "templates"):
        (tmp_path / "site" / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputRefused, match="choose a folder"):
        check_output(Path(root), Path("site"))
    check_output(Path("site/_site"), Path("site"))
    check_output(Path("elsewhere"), Path("site"))


def test_an_output_whose_stage_would_replace_a_source_is_refused(tmp_path):
    (tmp_path / "content.stage" / "content").mkdir(parents=True)
    with pytest.raises(OutputRefused):
        check_output(tmp_path / "content", tmp_path / "content.stage")
    with pytest.raises(OutputRefused):
        check_output(Path("/"), tmp_path)


@posix
def test_an_output_that_reaches_a_source_through_a_link_is_refused(tmp_path):
    (tmp_path / "site" / "content").mkdir(parents=True)
    (tmp_path / "link").symlink_to("site")
    with pytest.raises(OutputRefused):
        check_output(tmp_path / "link" / "content", tmp_path / "site")


def replace_by_link(path, target):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    path.symlink_to(target)


@posix
@pytest.mark.parametrize("by_descriptor", [True, False], ids=["descriptors", "paths"])
@pytest.mark.parametrize("tree", ["_site", "_site.stage"])
@pytest.mark.parametrize("victim", ["a", "a/b", "css/site.css", "index.html"])
def test_a_link_inside_the_output_is_never_followed(tmp_path, monkeypatch, tree, victim, by_descriptor):
    monkeypatch.setattr(disk, "BY_DESCRIPTOR", by_descriptor)
    outside = tmp_path / "outside"
    treasure = {"index.html": b"HOME", "b/index.html": b"PAGE B", "site.css": b"BODY{}"}
    for path, data in treasure.items():
        (outside / path).parent.mkdir(parents=True, exist_ok=True)
        (outside / path).write_bytes(data)
    output = tmp_path / "work" / "_site"
    publish(output, CHANGED if tree == "_site" else SITE)
    publish(output, SITE if tree == "_site" else CHANGED)
    target = outside if (output.with_name(tree) / victim).is_dir() else outside / "index.html"
    replace_by_link(output.with_name(tree) / victim, target)
    for content in (SITE, CHANGED, SITE):
        publish(output, content)
        assert files(output) == content
        assert files(outside) == treasure
    clean(output)
    assert files(outside) == treasure


@posix
def test_a_folder_that_becomes_a_link_while_we_write_is_not_followed(tmp_path, monkeypatch):
    outside = tmp_path / "outside"
    outside.mkdir()
    output = tmp_path / "work" / "_site"
    for content in (SITE, CHANGED, SITE):
        publish(output, content)
    real = disk.write_file

    def racing(folder, name, data):
        if data == b"first":
            replace_by_link(output.with_name("_site.stage") / "css", outside)
        return real(folder, name, data)

    monkeypatch.setattr(disk, "write_file", racing)
    with pytest.raises(PublishError):
        publish(output, {**SITE, "a/index.html": b"first", "css/site.css": b"then"})
    assert os.listdir(outside) == []
    assert files(output) == SITE


@posix
def test_a_file_that_shares_its_bytes_with_another_name_is_not_written_into(tmp_path):
    output = tmp_path / "_site"
    for content in (SITE, CHANGED):
        publish(output, content)
    for tree in (output, output.with_name("_site.stage")):
        os.link(tree / "index.html", tmp_path / f"backup-{tree.name}")
    for content in ({"index.html": b"1"}, {"index.html": b"2"}, {"index.html": b"3"}):
        publish(output, content)
    assert (tmp_path / "backup-_site").read_bytes() == b"new"
    assert (tmp_path / "backup-_site.stage").read_bytes() == b"home"


LOCK_HOLDER = """
import sys
from toolshelf.build import disk, lock, second_tree
with lock.hold(disk.open_folder(sys.argv[1]), "_site.lock"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_build_is_told_which_process_is_at_work(output):
    publish(output, SITE)
    command = [sys.executable, "-c", LOCK_HOLDER, str(output.parent)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline()
        try:
            for verb in (lambda: publish(output, CHANGED), lambda: clean(output)):
                with pytest.raises(PublishError, match=rf"process {holder.pid}\b.*wait"):
                    verb()
            assert files(output) == SITE
        finally:
            holder.kill()
    published = publish(output, CHANGED)
    assert f"process {holder.pid}" in published.notes[0]
    assert not output.with_name("_site.lock").exists()


def test_a_lock_whose_file_went_while_we_waited_is_taken_anew(tmp_path, monkeypatch):
    """Its last owner removes the file: who locked the removed one must not think to be alone."""
    folder = disk.open_folder(str(tmp_path))
    real = lock._lock

    def late(handle):
        monkeypatch.setattr(lock, "_lock", real)
        (tmp_path / "_site.lock").unlink()
        return real(handle)

    monkeypatch.setattr(lock, "_lock", late)
    with lock.hold(folder, "_site.lock"), pytest.raises(lock.LockHeldError), lock.hold(folder, "_site.lock"):
        pass
    disk.close_folder(folder)


@posix
def test_a_lock_file_that_is_a_link_is_not_written_through(tmp_path):
    (tmp_path / "precious").write_text("text")
    (tmp_path / "_site.lock").symlink_to("precious")
    with pytest.raises(PublishError):
        publish(tmp_path / "_site", SITE)
    assert (tmp_path / "precious").read_text() == "text"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EXDEV, errno.EBUSY, errno.E2BIG])
def test_a_parent_that_cannot_be_written_is_a_sentence(output, monkeypatch, number):
    def fault():
        raise OSError(number, os.strerror(number))

    install(monkeypatch, FaultyOs(2, fault))
    with pytest.raises(PublishError) as stopped:
        publish(output, SITE)
    assert str(stopped.value).endswith(".")
    assert "Errno" not in str(stopped.value)


def test_a_mount_point_is_a_sentence(output, monkeypatch):
    publish(output, SITE)
    monkeypatch.setattr(disk, "exchange", lambda *_: (_ for _ in ()).throw(OSError(errno.EBUSY, "busy")))
    with pytest.raises(PublishError, match="mounted"):
        publish(output, CHANGED)
    assert files(output) == SITE


def test_a_lost_or_damaged_memory_only_costs_time(output):
    for content in (SITE, CHANGED, SITE):
        publish(output, content)
    memory = output.with_name("_site.memory")
    for damage in (b"", b"{}", memory.read_bytes()[:-9], memory.read_bytes().replace(b"1", b"2", 1)):
        memory.write_bytes(damage)
        publish(output, CHANGED)
        assert files(output) == CHANGED
        publish(output, SITE)
        assert files(output) == SITE


def test_a_damaged_manifest_heals(output):
    publish(output, SITE)
    manifest = output / MANIFEST
    whole = manifest.read_bytes()
    for damaged in (
        whole.replace(b'"sizes":[', b'"sizes":[1'),
        whole.replace(b"manifest 2", b"manifest 1"),
        whole[:-9],
    ):
        assert damaged != whole
        manifest.write_bytes(damaged)
        assert "damaged" in publish(output, SITE).notes[0]
        assert manifest.read_bytes() == whole


def test_what_others_did_to_the_output_is_mended_and_told(output):
    publish(output, SITE)
    (output / "index.html").write_bytes(b"hack")
    (output / "notes.txt").write_text("mine")
    (output / "empty").mkdir()
    published = publish(output, SITE)
    assert files(output) == SITE
    assert not (output / "empty").exists()
    assert published.written == ("index.html",)
    assert published.removed == ("notes.txt",)
    assert [next(name for name in ("notes.txt", "index.html") if name in note) for note in published.notes] == [
        "notes.txt",
        "index.html",
    ]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda output: (output / "empty").mkdir(),
        lambda output: (output / "index.html").chmod(0o600),
        lambda output: (output / "a").chmod(0o700),
        lambda output: (output / "index.html").unlink(),
        lambda output: (output / "index.html").write_bytes(b"HOME"),
        lambda output: (output / "more").symlink_to("index.html"),
        lambda output: (output / UNFINISHED).write_bytes(b""),
    ],
    ids=["a folder", "a file's mode", "a folder's mode", "a lost file", "other bytes", "a link", "a mark of ours"],
)
@posix
def test_one_change_by_somebody_else_is_mended(output, tamper):
    publish(output, SITE)
    before = {path: path.lstat().st_mode for path in output.rglob("*")}
    tamper(output)
    publish(output, SITE)
    assert files(output) == SITE
    assert {path: path.lstat().st_mode for path in output.rglob("*")} == before


def test_everything_is_on_the_disk_before_the_exchange_and_the_exchange_before_the_end(output, monkeypatch):
    publish(output, SITE)
    calls = []
    for name in ("write_file", "remove_file", "flush_tree", "exchange", "flush_folder"):
        real = getattr(disk, name)
        monkeypatch.setattr(disk, name, lambda *args, name=name, real=real: (calls.append(name), real(*args))[1])
    publish(output, CHANGED)
    order = [name for name in calls if name not in {"write_file", "remove_file"}]
    assert order == ["flush_tree", "exchange", "flush_folder"]
    assert "write_file" not in calls[calls.index("exchange") :]


def test_clean_removes_what_we_made_and_nothing_else(tmp_path):
    output = tmp_path / "_site"
    (tmp_path / "_site.backup").mkdir()
    for content in (SITE, CHANGED):
        publish(output, content)
    assert clean(output) == ("_site", "_site.stage", "_site.memory")
    assert os.listdir(tmp_path) == ["_site.backup"]
    assert clean(output) == ()
    assert clean(tmp_path / "no" / "such" / "folder") == ()
    assert not (tmp_path / "no").exists()


PATHS = st.sampled_from(["index.html", "a", "a/b", "a/b/c", "a/d", "é/x y.html", "B", "z/index.html"])


def beside_each_other(paths):
    return not any(other.startswith(f"{path}/") for path in paths for other in paths)


TREES = st.dictionaries(PATHS, st.sampled_from([b"", b"one", b"two", b"long" * 40])).filter(beside_each_other)


class Publishing(RuleBasedStateMachine):
    """After any history of builds and of tampering, the output is the last site, byte for byte."""

    def __init__(self):
        super().__init__()
        self.parent = Path(tempfile.mkdtemp())
        self.output = self.parent / "_site"
        self.outside = self.parent / "outside"
        self.outside.mkdir()
        (self.outside / "b").write_bytes(b"safe")
        self.last = None

    def teardown(self):
        shutil.rmtree(self.parent)

    def some_tree(self, stage):
        folder = self.output.with_name("_site.stage" if stage else "_site")
        return folder if folder.is_dir() else self.output

    def some_file(self, stage, number):
        folder = self.some_tree(stage)
        found = sorted(path for path in folder.rglob("*") if path.name != MANIFEST)
        return found[number % len(found)] if found else None

    @rule(tree=TREES, at_once=st.booleans())
    def build(self, tree, at_once):
        with following_at_once() if at_once else contextlib.nullcontext():
            publish(self.output, tree)
        assert files(self.output) == tree
        self.last = tree

    @precondition(lambda self: self.last is not None)
    @rule(stage=st.booleans(), number=st.integers(0, 9), length=st.booleans())
    def change_a_file_and_hide_it(self, stage, number, length):
        path = self.some_file(stage, number)
        if path is not None and path.is_file() and not path.is_symlink():
            before = path.stat()
            path.write_bytes(b"!" * (before.st_size + length))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @precondition(lambda self: self.last is not None)
    @rule(stage=st.booleans(), number=st.integers(0, 9))
    def remove_something(self, stage, number):
        path = self.some_file(stage, number)
        if path is not None:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    @precondition(lambda self: self.last is not None)
    @rule(stage=st.booleans(), number=st.integers(0, 9))
    def replace_something_by_a_link(self, stage, number):
        path = self.some_file(stage, number)
        if path is not None:
            replace_by_link(path, self.outside if path.is_dir() else self.outside / "b")

    @precondition(lambda self: self.last is not None)
    @rule(stage=st.booleans(), path=PATHS, mode=st.sampled_from([0o600, 0o755]))
    def put_something_there(self, stage, path, mode):
        target = self.some_tree(stage) / path
        if any(above.is_symlink() for above in [target, *target.parents]):
            return
        with contextlib.suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"stray")
            target.chmod(mode)

    @precondition(lambda self: self.last is not None)
    @rule(stage=st.booleans(), number=st.integers(0, 9))
    def move_a_folder_out_and_link_to_it(self, stage, number):
        path = self.some_file(stage, number)
        if path is not None and path.is_dir() and not path.is_symlink():
            elsewhere = Path(tempfile.mkdtemp(dir=self.parent)) / "moved"
            path.rename(elsewhere)
            path.symlink_to(elsewhere)

    @rule()
    def let_everything_settle(self):
        time.sleep(0.06)

    @precondition(lambda self: self.last is not None)
    @rule()
    def remove_the_stage(self):
        shutil.rmtree(self.output.with_name("_site.stage"), ignore_errors=True)

    @precondition(lambda self: self.last is not None)
    @rule()
    def rebuild(self):
        publish(self.output, self.last)
        assert files(self.output) == self.last
        again = publish(self.output, self.last)
        assert (again.written, again.removed, again.notes) == ((), (), ())

    @invariant()
    def nothing_outside_is_touched(self):
        assert files(self.outside) == {"b": b"safe"}


@posix
def test_after_any_history_the_output_is_the_last_site():
    run_state_machine_as_test(
        Publishing,
        settings=settings(derandomize=True, max_examples=50, stateful_step_count=15, deadline=None),
    )
