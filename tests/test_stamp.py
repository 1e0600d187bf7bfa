"""The stamp: a build that has nothing to do ends at once, and one that has something to do never does."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from histories import use_own_theme_only
from pictures import png
from sites import write
from test_precision import SITE

from toolshelf import stamp, whole_site
from toolshelf.build import disk, lock
from toolshelf.build.manifest import MANIFEST
from toolshelf.cli import building, main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a file does not tell when it was changed")

PAGE = "content/s/alpha.md"
Edit = Callable[[Path], object]


@pytest.fixture(autouse=True)
def _own_theme_only(monkeypatch, tmp_path):
    use_own_theme_only(monkeypatch, tmp_path)


@pytest.fixture
def root(tmp_path) -> Path:
    """A site that was built and has a stamp."""
    folder = write(tmp_path / "site", {**SITE, "content/s/delta.md": "---\ntitle: Delta\n---\n[gone](gone.md)\n"})
    wait()
    assert main(["build", "--root", str(folder)]) == 0
    assert (folder / stamp.FILE).exists()
    return folder


def wait() -> None:
    """As long as files count as young."""
    time.sleep(0.06)


@contextlib.contextmanager
def builds() -> Iterator[list[str]]:
    """Lists the builds that did not end at once."""
    seen: list[str] = []
    real = building.build_anew

    def counted(*arguments: object) -> int:
        seen.append("build")
        return real(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "build_anew", counted)
        yield seen


def ends_at_once(root: Path, *options: str) -> bool:
    """Whether a build ends without a look into any file; it must end well."""
    with builds() as seen:
        assert main(["build", "--root", str(root), *options]) == 0
    return not seen


def as_a_clean_build(root: Path) -> bool:
    """Whether what is published, and how, is what a clean build leaves."""
    clean = root.with_name("clean")
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(clean)
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns(".cache", "_site*"))
    assert main(["build", "--root", str(clean)]) == 0
    return standing(root / "_site") == standing(clean / "_site")


def standing(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder below ``folder`` with its mode and bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mode,
            path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b"",
        )
        for path in [folder, *folder.rglob("*")]
    }


def test_a_build_that_has_nothing_to_do_ends_at_once(root):
    """However often."""
    before = standing(root)
    for _ in range(3):
        assert ends_at_once(root)
    assert standing(root) == before


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_build_that_ends_at_once_says_what_the_last_one_said(form, root, capfd):
    """The problems in every format, the count of pages, and that nothing was written."""
    (root / stamp.FILE).unlink()
    told = []
    for at_once in (False, True):
        assert ends_at_once(root, "--format", form) == at_once
        told.append(capfd.readouterr())
    assert told[0] == told[1]
    assert "gone.md" in told[0].out + told[0].err
    assert "0 files written, 0 removed; 0 errors, 1 warning" in told[0].err


def rewrite(path: str, data: bytes | None = None) -> Edit:
    """Other bytes of the same size in the same file, with the time of modification put back."""

    def change(root: Path) -> None:
        file = root / path
        before = file.stat()
        new = data or file.read_bytes().swapcase()
        assert len(new) == before.st_size
        assert new != file.read_bytes()
        with file.open("r+b") as opened:
            opened.write(new)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    return change


def restore_an_older_one(root: Path) -> None:
    """As from a backup: another file with its own, older time takes the place."""
    file = root / PAGE
    backup = root / "backup"
    backup.write_text(file.read_text("utf-8").replace("Text", "Tuxt"), "utf-8")
    os.utime(backup, (1_000_000_000, 1_000_000_000))
    backup.rename(file)


def copy_an_older_one(root: Path) -> None:
    """As ``cp -p`` does: into the file that stands there, with the time of the other one."""
    rewrite(PAGE, (root / PAGE).read_bytes().replace(b"Text", b"Tuxt"))(root)
    os.utime(root / PAGE, (1_000_000_000, 1_000_000_000))


def exchange(first: str, second: str) -> Edit:
    def change(root: Path) -> None:
        (root / first).rename(root / "spare")
        (root / second).rename(root / first)
        (root / "spare").rename(root / second)

    return change


def make(path: str, text: str = "") -> Edit:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(exist_ok=True, parents=True)
        (root / path).write_text(text, "utf-8")

    return change


def remove(path: str) -> Edit:
    return lambda root: (root / path).unlink()


def link_to_a_file(root: Path) -> None:
    (root / "content/linked.md").symlink_to("s/beta.md")


def link_to_a_folder(root: Path) -> None:
    (root / "content").rename(root / "pages")
    (root / "content").symlink_to("pages")


OF_SOURCES: dict[str, Edit] = {
    "other bytes, all times and the size as before": rewrite(PAGE),
    "an older file moved there": restore_an_older_one,
    "an older file copied there": copy_an_older_one,
    "two pages of the same size change places": exchange("content/s/beta.md", "content/s/gamma.md"),
    "a page appears": make("content/s/new.md", "---\ntitle: New\n---\n"),
    "a page goes": remove("content/s/beta.md"),
    "a page is emptied": make("content/s/beta.md"),
    "a page is renamed": lambda root: (root / PAGE).rename(root / "content/s/omega.md"),
    "a folder is renamed": lambda root: (root / "content/s").rename(root / "content/t"),
    "a link appears": link_to_a_file,
    "a folder becomes a link": link_to_a_folder,
    "an image changes": rewrite("content/picture.png", png(27, 42)),
    "data change": rewrite("data/tools.yml", b"- name: Sew\n- name: Axe\n"),
    "data appear": make("data/more.yml", "- name: More\n"),
    "the configuration changes": rewrite("data/site.yml", SITE["data/site.yml"].replace("Shelf", "Stock").encode()),
    "a template changes": rewrite("templates/part.html"),
    "a template that was looked for appears": make("templates/banner.html", "banner"),
    "a file of the theme changes": rewrite("templates/assets/css/a.css", b"b{}"),
    "an item of a folder that was not there appears": make("content/folder/page.md", "---\ntitle: Page\n---\n"),
}


@pytest.mark.parametrize("edit", OF_SOURCES.values(), ids=OF_SOURCES)
def test_whatever_becomes_of_the_sources_is_noticed(edit, root):
    """Even where size, times and the file's number stay, the next build leaves what a clean one leaves."""
    edit(root)
    wait()
    assert not ends_at_once(root)
    assert as_a_clean_build(root)


NO_EDITS: dict[str, Edit] = {
    "a dot file appears": make("content/s/.page.md.swp", "unsaved"),
    "a folder of an editor appears": make("content/.idea/workspace.xml"),
    "an empty folder appears": lambda root: (root / "content/empty").mkdir(),
    "a file beside the sources appears": make("notes.txt"),
    "a file is read": lambda root: (root / PAGE).read_bytes(),
}


@pytest.mark.parametrize("edit", NO_EDITS.values(), ids=NO_EDITS)
def test_what_no_build_reads_keeps_none_busy(edit, root):
    """Editors and systems put files of their own beside the sources."""
    edit(root)
    assert ends_at_once(root)
    assert as_a_clean_build(root)


def test_it_does_not_matter_where_a_build_is_run_from(root, monkeypatch):
    """One root, however it is written."""
    monkeypatch.chdir(root)
    assert ends_at_once(Path())
    monkeypatch.chdir(root / "content")
    assert ends_at_once(Path(".."))
    make("s/new.md", "---\ntitle: New\n---\n")(Path())
    wait()
    assert not ends_at_once(Path(".."))
    monkeypatch.chdir(root.parent)
    assert ends_at_once(Path(root.name))
    lock_file = root / ".cache/toolshelf/build.db.lock"
    lock_file.touch()
    assert not ends_at_once(Path(root.name))


@pytest.mark.parametrize(
    "edit",
    [
        lambda root: os.utime(root / PAGE),
        lambda root: shutil.copy2(root / PAGE, root / "copy") and (root / "copy").rename(root / PAGE),
        lambda root: [exchange(PAGE, "content/s/beta.md")(root) for _ in range(2)],
    ],
    ids=["touched", "replaced by itself", "renamed twice"],
)
def test_a_source_that_may_have_changed_is_looked_into_once(edit, root):
    """Then nothing is written, and the next build ends at once again."""
    edit(root)
    wait()
    before = standing(root / "_site")
    assert not ends_at_once(root)
    assert standing(root / "_site") == before
    assert ends_at_once(root)


def test_a_source_that_is_too_young_leaves_no_stamp(root):
    """It could be changed once more within the same tick of the clock."""
    wait()
    rewrite(PAGE)(root)
    assert not ends_at_once(root)
    assert not (root / stamp.FILE).exists()
    assert not ends_at_once(root)


@pytest.mark.parametrize("when", ["scan", "publish"])
def test_an_edit_during_a_build_is_not_lost(when, root, monkeypatch):
    """Whatever the build has read before, the next one sees that something changed meanwhile."""
    owner = "toolshelf.reading" if when == "scan" else "toolshelf.whole_site"
    real = getattr(importlib.import_module(owner), when)

    def meanwhile(*arguments: object, **options: object) -> object:
        result = real(*arguments, **options)
        rewrite(PAGE)(root)
        return result

    make("content/s/new.md", "---\ntitle: New\n---\n")(root)
    wait()
    with monkeypatch.context() as patch:
        patch.setattr(f"{owner}.{when}", meanwhile)
        assert not ends_at_once(root)
    wait()
    assert not ends_at_once(root)
    assert as_a_clean_build(root)


def replaced_by_a_link(root: Path) -> None:
    (root / "_site").rename(root / "elsewhere")
    (root / "_site").symlink_to("elsewhere")


def change_the_manifest(root: Path) -> None:
    data = (root / "_site" / MANIFEST).read_bytes()
    rewrite(f"_site/{MANIFEST}", data[:-10] + bytes([data[-10] ^ 1]) + data[-9:])(root)


def put_a_copy_there(root: Path) -> None:
    shutil.copytree(root / "_site", root / "copy")
    shutil.rmtree(root / "_site")
    (root / "copy").rename(root / "_site")


OF_OUTPUTS: dict[str, Edit] = {
    "other bytes, all times and the size as before": rewrite("_site/s/alpha/index.html"),
    "a file goes": remove("_site/s/alpha/index.html"),
    "a file grows": make("_site/s/alpha/index.html", "much " * 1000),
    "a file appears": make("_site/s/alpha/stray.html", "stray"),
    "a dot file appears": make("_site/.stray", "stray"),
    "a folder appears": lambda root: (root / "_site/s/empty").mkdir(),
    "a folder goes": lambda root: shutil.rmtree(root / "_site/s/alpha"),
    "a folder is renamed": lambda root: (root / "_site/s").rename(root / "_site/t"),
    "two files change places": exchange("_site/s/beta/index.html", "_site/s/gamma/index.html"),
    "a file is hidden from others": lambda root: (root / "_site/index.html").chmod(0o600),
    "a folder is hidden from others": lambda root: (root / "_site/s").chmod(0o700),
    "a file becomes a link": lambda root: (
        (root / "_site/index.html").unlink() or (root / "_site/index.html").symlink_to("404.html")
    ),
    "a byte of the manifest is changed": change_the_manifest,
    "the whole output goes": lambda root: shutil.rmtree(root / "_site"),
    "another tree is put there": put_a_copy_there,
}


@pytest.mark.parametrize("at_once", [False, True], ids=["later", "at once"])
@pytest.mark.parametrize("edit", OF_OUTPUTS.values(), ids=OF_OUTPUTS)
def test_whatever_becomes_of_the_output_is_noticed(edit, at_once, root):
    """Even where it is changed as soon as the build has ended."""
    if at_once:
        make(PAGE, "---\ntitle: Other\n---\n")(root)
        wait()
        assert not ends_at_once(root)
    edit(root)
    assert not ends_at_once(root)
    assert as_a_clean_build(root)


def test_a_build_that_mended_something_leaves_no_stamp_so_that_the_next_one_has_a_look(root):
    rewrite("_site/s/alpha/index.html")(root)
    assert not ends_at_once(root)
    assert not (root / stamp.FILE).exists()
    assert not ends_at_once(root)
    assert ends_at_once(root)


WITHIN_THE_OUTPUT = {name: edit for name, edit in OF_OUTPUTS.items() if name != "another tree is put there"}


@pytest.mark.parametrize("edit", WITHIN_THE_OUTPUT.values(), ids=WITHIN_THE_OUTPUT)
def test_what_changes_in_the_output_within_one_tick_of_the_clock_is_noticed(edit, root, monkeypatch):
    """What a build has only just written is known by its content as well, where its signature stays as it was."""
    make(PAGE, "---\ntitle: Other\n---\n")(root)
    wait()
    monkeypatch.setattr("toolshelf.stamping.is_settled", lambda *_: False)
    assert not ends_at_once(root)
    assert json.loads((root / stamp.FILE).read_bytes().partition(b"\n")[2])["doubtful"]
    told = {}
    real = stamp.rows

    def as_before(folder: str, paths: list[str], look: Callable[[str], os.stat_result]) -> list[stamp.Row]:
        asked = (folder, *paths)
        if asked not in told:
            told[asked] = list(real(folder, paths, look))
        return told[asked]

    monkeypatch.setattr(stamp, "rows", as_before)
    assert ends_at_once(root)
    edit(root)
    assert not ends_at_once(root)


def test_after_a_build_of_much_the_next_one_opens_no_file_of_the_output_but_the_manifest(root):
    """What a build has written it has looked at again when nothing of it was young any longer."""
    for number in range(120):
        make(f"content/s/more/page-{number}.md", f"# Page {number}\n")(root)
    wait()
    assert main(["build", "--root", str(root)]) == 0
    doubtful = json.loads((root / stamp.FILE).read_bytes().partition(b"\n")[2])["doubtful"]
    assert {path for path, *_ in doubtful} <= {"", f"/{MANIFEST}"}
    assert ends_at_once(root)
    (root / "_site/s/more/page-7/index.html").write_bytes(b"other")
    assert not ends_at_once(root)
    assert as_a_clean_build(root)


@pytest.mark.parametrize("edit", [remove(f"_site/{MANIFEST}"), replaced_by_a_link], ids=["no manifest", "a link"])
def test_an_output_that_is_no_longer_ours_is_refused(edit, root, capsys):
    """As without a stamp."""
    edit(root)
    assert main(["build", "--root", str(root)]) == 2
    assert "cannot be published" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--drafts"],
        ["--base-url", "https://other.example/"],
        ["--as-of", "2026-11-20"],
        ["--output", "elsewhere"],
    ],
    ids=lambda options: options[0],
)
def test_another_option_is_another_build(options, root, monkeypatch):
    """Whatever can change what is published or told."""
    monkeypatch.chdir(root)
    assert not ends_at_once(root, *options)
    assert ends_at_once(root, *options)
    assert not ends_at_once(root)


def test_warnings_that_stop_a_publication_are_no_end(root):
    """``--strict`` after a build that was not, and the other way round."""
    with builds() as seen:
        assert main(["build", "--root", str(root), "--strict"]) == 1
        assert main(["build", "--root", str(root), "--strict"]) == 1
    assert len(seen) == 2
    assert not ends_at_once(root)


NOON = 1_795_176_000  # in UTC, on 2026-11-20


@pytest.mark.parametrize(
    ("zone", "moment", "same"),
    [
        ("UTC", NOON + 12 * 3600 - 1, True),
        ("UTC", NOON + 12 * 3600, False),
        ("UTC", NOON - 12 * 3600, True),
        ("UTC", NOON - 12 * 3600 - 1, False),
        ("America/New_York", NOON + 17 * 3600 - 1, True),
        ("America/New_York", NOON + 17 * 3600, False),
        ("Pacific/Auckland", NOON - 3600, True),
        ("Pacific/Auckland", NOON - 3600 - 1, False),
    ],
)
def test_another_day_is_another_build(zone, moment, same, root, monkeypatch):
    """In the time zone of the site."""
    make("data/site.yml", SITE["data/site.yml"] + f"timezone: {zone}\n")(root)
    wait()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))
    assert not ends_at_once(root)
    assert ends_at_once(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
    assert ends_at_once(root) == same


def test_a_day_in_two_pieces_leaves_no_stamp(root, monkeypatch):
    """Newfoundland put its clocks back at a minute past midnight, and had a minute of Sunday before Saturday ended."""
    make("data/site.yml", SITE["data/site.yml"] + "timezone: America/St_Johns\n")(root)
    wait()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1162135800")
    assert not ends_at_once(root)
    assert not ends_at_once(root)


def test_a_wrong_moment_is_told_every_time(root, monkeypatch, capsys):
    """As without a stamp."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert main(["build", "--root", str(root)]) == 2
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err


def test_a_stamp_that_was_damaged_is_no_stamp(root):
    """Whichever byte of it is another one, or however much of it is lost."""
    file = root / stamp.FILE
    data = file.read_bytes()
    damaged = [data[:length] for length in range(0, len(data), 97)]
    damaged += [
        data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :] for at in range(0, len(data), 7) for bit in (1, 128)
    ]
    looked = stamp.look(str(root), building_options(root))
    file.write_bytes(data)
    assert stamp.recall(str(root), looked) is not None
    for wrong in damaged:
        file.write_bytes(wrong)
        assert stamp.recall(str(root), looked) is None


def building_options(root: Path) -> list[str]:
    """What a build without options is asked for."""
    return [str(root / "_site"), "", "", "False", "False", "False"]


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        lambda root: (root / stamp.FILE).unlink(),
        lambda root: a_folder(root / stamp.FILE),
        lambda root: shutil.rmtree(root / ".cache"),
        lambda root: main(["clean", "--root", str(root)]),
    ],
    ids=["no stamp", "a folder in its place", "no cache", "cleaned"],
)
def test_without_a_stamp_a_build_takes_longer_and_nothing_else(damage, root):
    """A stamp only saves time."""
    damage(root)
    assert not ends_at_once(root)
    assert as_a_clean_build(root)


@pytest.mark.parametrize("place", [".cache/toolshelf/build.db.lock", "_site.lock"])
def test_a_build_beside_another_one_does_not_end_at_once(place, root, capsys):
    """It says who is at work, though it has nothing to do."""
    folder = disk.open_folder(str((root / place).parent))
    with lock.hold(folder, (root / place).name):
        assert main(["build", "--root", str(root)]) == 4
    disk.close_folder(folder)
    assert "Another build" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["_site.exchange", "_site.stage/.toolshelf-unfinished"])
def test_what_a_killed_build_has_left_is_put_right(name, root):
    """By the next build, though it has nothing else to do."""
    make(PAGE, "---\ntitle: Other\n---\n")(root)
    wait()
    assert not ends_at_once(root)  # so that there is a stage
    if name.endswith("unfinished"):
        make(name)(root)
    else:
        (root / "_site").rename(root / name)
    assert not ends_at_once(root)
    assert not (root / name).exists()


def test_a_build_that_begins_meanwhile_is_not_overlooked(root, monkeypatch):
    """A build that takes the stamp away while another one compares keeps that one from ending at once."""
    real = stamp.is_whole
    data = (root / stamp.FILE).read_bytes()

    def meanwhile(*arguments: object) -> bool:
        (root / stamp.FILE).unlink()
        return real(*arguments)

    body = json.loads(data.partition(b"\n")[2])
    body["doubtful"] = [["/index.html", 0o644, stamp._digest((root / "_site/index.html").read_bytes())]]
    looked = stamp.look(str(root), building_options(root))
    (root / stamp.FILE).write_bytes(stamp._sealed(json.dumps(body).encode(), looked.digest))
    assert stamp.recall(str(root), looked) is not None
    monkeypatch.setattr(stamp, "is_whole", meanwhile)
    assert stamp.recall(str(root), looked) is None


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, ZeroDivisionError])
def test_a_build_that_is_stopped_leaves_no_stamp(stopped, root, monkeypatch):
    """It was taken away before anything was changed."""

    def stop(*_: object) -> None:
        assert not (root / stamp.FILE).exists()
        raise stopped

    rewrite(PAGE)(root)
    with monkeypatch.context() as patch:
        patch.setattr(whole_site, "publish", stop)
        assert main(["build", "--root", str(root)]) != 0
    assert not (root / stamp.FILE).exists()


def test_a_build_with_errors_leaves_no_stamp(root):
    """It has to be told again, and read again."""
    make("content/broken.md", "---\ntitle: [\n---\n")(root)
    wait()
    with builds() as seen:
        for _ in range(2):
            assert main(["build", "--root", str(root)]) == 1
    assert len(seen) == 2


def test_a_stamp_that_cannot_be_written_is_done_without(root):
    """As with the rest of the cache."""
    a_folder(root / stamp.FILE)
    assert not ends_at_once(root)
    assert not ends_at_once(root)
    assert as_a_clean_build(root)
