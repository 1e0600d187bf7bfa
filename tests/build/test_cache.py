"""The cache: whatever becomes of its file, a build only takes longer."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from histories import use_own_theme_only
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import AS_OF, CHECKOUT, tree, write
from test_precision import EVERYTHING, SITE

from toolshelf.build import cache, disk, engine, lock
from toolshelf.build.blocks import Row
from toolshelf.cli import main
from toolshelf.codec import to_json
from toolshelf.pipeline import Project, Report, build

DAMAGED = "The cache was damaged, so everything was made anew."


@pytest.fixture(autouse=True)
def _own_theme_only(monkeypatch, tmp_path):
    use_own_theme_only(monkeypatch, tmp_path)


@pytest.fixture
def root(tmp_path):
    """A site that was built with a cache."""
    folder = write(tmp_path / "site", SITE)
    assert set(once(folder).rendered) == EVERYTHING
    return folder


def file_of(root: Path) -> Path:
    return root / ".cache/toolshelf/build.db"


def once(root: Path) -> Report:
    return build(Project(root, root / "_site", as_of=AS_OF, cache=file_of(root)))


def sql(*statements: str):
    """Damage that SQLite itself does not see."""

    def damage(file: Path) -> None:
        connection = sqlite3.connect(file)
        with connection:
            for statement in statements:
                assert connection.execute(statement).rowcount
        connection.close()

    return damage


def flip(start: float, count: int):
    """Change ``count`` bytes from a part of the file on."""

    def damage(file: Path) -> None:
        data = bytearray(file.read_bytes())
        at = int(len(data) * start)
        data[at : at + count] = bytes(byte ^ 0xFF for byte in data[at : at + count])
        file.write_bytes(data)

    return damage


def cut(part: float):
    return lambda file: file.write_bytes(file.read_bytes()[: int(file.stat().st_size * part)])


def become_a_folder(file: Path) -> None:
    file.unlink()
    (file / "inner").mkdir(parents=True)


def another_database(file: Path) -> None:
    file.unlink()
    sql("create table letter (text)")(file)


def with_payload(table: str, payload: bytes):
    """Every row of ``table`` gets ``payload``, sealed as if it were ours."""

    def damage(file: Path) -> None:
        key = "key" if table == "document" else "name"
        connection = sqlite3.connect(file)
        with connection:
            names = connection.execute(f"select {key} from {table}").fetchall()
            assert names
            rows = [(payload, cache._seal(name, payload), name) for (name,) in names]
            connection.executemany(f"update {table} set payload = ?, seal = ? where {key} = ?", rows)
        connection.close()

    return damage


def blocks_of_another_build(file: Path) -> None:
    """Blocks that are sealed as they should be, and hold rows of other shapes."""
    with_payload("block", b'[["content/s/beta.md"],["s/beta/index.html"],["ledger"],["surroundings"]]\n\n\n\n')(file)


ROWS_LOST = {
    "half of it is lost": cut(0.5),
    "all of it is lost": cut(0),
    "its head is changed": flip(0, 16),
    "its whole head is changed": flip(0, 100),
    "a digest in a block is changed": sql("update block set payload = cast(payload || ' ' as blob)"),
    "one character of a row is changed": sql(
        "update block set payload = cast(replace(cast(payload as text), 'Beta', 'Bets') as blob)"
        " where name like 'page%'"
    ),
    "blocks change places": sql("update block set name = 'other' || name"),
    "a block is text": sql("update block set payload = cast(payload as text)"),
    "a seal is empty": sql("update block set seal = ''"),
    "the rows are gone": sql("drop table block"),
    "the documents are gone": sql("drop table document"),
    "the engine is named twice": sql("insert into engine select fingerprint from engine"),
    "a block is nested without end": with_payload("block", b"[" * 100_000),
    "blocks hold other rows": blocks_of_another_build,
    "it is not a database": lambda file: file.write_text("a letter"),
    "it is another database": another_database,
    "a folder stands in its place": become_a_folder,
}
DOCUMENTS_LOST = {
    "a byte of a text is changed": sql(
        "update document set payload = cast(replace(cast(payload as text), 'Text', 'Tixt') as blob)"
    ),
    "a document is a number": sql("update document set payload = 1"),
    "a document has the seal of another": sql("update document set seal = (select max(seal) from document)"),
    "a document is nested without end": with_payload("document", b"[" * 100_000),
    "documents are empty": with_payload("document", b"[]\n[]"),
    "documents are gone": sql("delete from document"),
}
ANYTHING_LOST = {
    "its end is lost": cut(0.97),
    "its middle is changed": flip(0.5, 5000),
    "another part is changed": flip(0.7, 3000),
}


@pytest.mark.parametrize(
    ("damage", "rendered"),
    [
        *((damage, [EVERYTHING]) for damage in ROWS_LOST.values()),
        *((damage, [set()]) for damage in DOCUMENTS_LOST.values()),
        *((damage, [EVERYTHING, set()]) for damage in ANYTHING_LOST.values()),
    ],
    ids=[*ROWS_LOST, *DOCUMENTS_LOST, *ANYTHING_LOST],
)
def test_a_damaged_cache_makes_a_build_take_longer_and_nothing_else(damage, rendered, root, tmp_path):
    """The site is that of a clean build, nobody sees a traceback, and the build after it knows everything again.

    Where only documents are lost nothing is rendered, and what is rendered later is what it should be all the same.
    """
    file = file_of(root)
    before = tree(root / "_site")
    damage(file)
    report = once(root)
    assert set(report.rendered) in rendered
    assert report.published.written == ()
    assert tree(root / "_site") == before
    if file.is_dir():
        assert "cannot be used" in report.notes[0]
    else:
        again = once(root)
        assert (again.parsed, again.rendered, again.notes) == (0, (), ())
    (root / "templates/base.html").write_text("other {% block main %}{% endblock %}", "utf-8")
    (root / "content/s/new.md").write_text("---\ntitle: New\n---\n[beta](/s/beta/)\n", "utf-8")
    once(root)
    assert build(Project(root, tmp_path / "clean", as_of=AS_OF)).published
    assert tree(root / "_site") == tree(tmp_path / "clean")


def test_damage_is_told_in_a_sentence(root):
    """So that whoever wonders about the time knows."""
    cut(0.5)(file_of(root))
    assert once(root).notes == (DAMAGED,)


@pytest.mark.parametrize("statement", ["pragma user_version = 99", "update engine set fingerprint = 'another'"])
def test_a_cache_of_another_version_or_engine_is_ignored(statement, root):
    """It is no damage, so nobody is told; nothing of it is used."""
    connection = sqlite3.connect(file_of(root))
    with connection:
        connection.execute(statement)
    connection.close()
    report = once(root)
    assert (set(report.rendered), report.notes) == (EVERYTHING, ())
    assert once(root).rendered == ()


class _Bomb:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self):
        return (os.mkdir, (str(self.folder),))


def test_nothing_in_a_cache_can_run(root, tmp_path):
    """A cache may come from a machine that is not to be trusted: its payloads are data, however they are sealed."""
    payload = pickle.dumps(_Bomb(tmp_path / "ran"))
    for table in ("document", "block"):
        with_payload(table, payload)(file_of(root))
    assert set(once(root).rendered) == EVERYTHING
    assert not (tmp_path / "ran").exists()


def test_a_build_beside_another_one_stops_with_a_sentence(root, capsys):
    """It says who is at work, and exits with 4."""
    folder = disk.open_folder(str(file_of(root).parent))
    capsys.readouterr()
    with lock.hold(folder, "build.db.lock"):
        assert main(["build", "--root", str(root)]) == 4
    disk.close_folder(folder)
    assert re.fullmatch(
        r"Another build of this site \(process \d+ on \S+\) is at work: wait until it has finished\.\n",
        capsys.readouterr().err,
    )


@pytest.mark.parametrize("place", [".cache", ".cache/toolshelf", ".cache/toolshelf/build.db.lock"])
def test_a_cache_that_cannot_be_written_only_costs_time(place, root):
    """The site is built, and a note says why it takes as long every time."""
    shutil.rmtree(root / ".cache")
    if place.endswith(".lock"):
        (root / place).mkdir(parents=True)
    else:
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text("a file")
    report = once(root)
    assert set(report.rendered) == EVERYTHING
    assert "cannot be used" in report.notes[0]


def test_a_full_disk_only_costs_time(root, monkeypatch):
    """What was published stays published where the cache cannot be kept."""

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    (root / "content/s/beta.md").write_text("---\ntitle: Beta\n---\nOther\n", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(cache, "_replace", full)
        assert once(root).rendered == ("s/beta/index.html",)
    assert once(root).rendered == ("s/beta/index.html",)
    assert once(root).rendered == ()


NAMES = [f"folder-{number // 40}/row-{number}" for number in range(400)]
ROWS = {name: Row([name, number]) for number, name in enumerate(NAMES)}


@given(st.sets(st.sampled_from(NAMES), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_some_rows_of_a_table_are_read_and_changed_as_if_all_were(names):
    """Those that stand in one folder are read together, and what is kept in the end is the same."""
    changed = {name: Row([name, "changed"], b"rest") for name in names}
    with cache.open_cache(None) as few, cache.open_cache(None) as all_at_once:
        for one in (few, all_at_once):
            one.commit({"table": ROWS, "other": {"row": Row(["row", "other"])}}, ())
        found = few.some_rows("table", names)
        assert names <= found.keys()
        assert all(ROWS[name] == row for name, row in found.items())
        folders = {name.partition("/")[0] for name in names}
        assert found.keys() >= {name for name in ROWS if name.partition("/")[0] in folders}
        few.change_rows({"table": changed})
        all_at_once.commit({"table": {**ROWS, **changed}}, ())
        assert few.rows("table", 2) == all_at_once.rows("table", 2) == {**ROWS, **changed}
        assert _blocks(few) == _blocks(all_at_once)


@given(st.sampled_from(NAMES))
@settings(max_examples=20, deadline=None)
def test_rows_are_found_by_a_text_in_them(name):
    with cache.open_cache(None) as kept:
        kept.commit({"table": ROWS, "other": {name: Row([name, "other"])}}, ())
        found = kept.rows_with("table", to_json(name))
        assert found[name] == ROWS[name]
        assert found.items() <= ROWS.items()
        assert kept.rows_with("table", b"nowhere") == {}


def test_rows_that_were_damaged_are_not_read(root):
    """Neither some of them, nor all."""
    sql("update block set payload = cast(replace(cast(payload as text), 'md', 'mb') as blob)")(file_of(root))
    with cache.open_cache(file_of(root)) as damaged:
        with pytest.raises(cache.DAMAGE):
            damaged.some_rows("page", ["content/a.md"])
        with pytest.raises(cache.DAMAGE):
            damaged.rows_with("page", b"content")
        assert damaged.notes == ()
        assert damaged.rows("page", 0) == {}
        assert damaged.notes == (DAMAGED,)


def _blocks(one: cache.Cache) -> list[tuple[object, ...]]:
    return one._connection.execute("select name, payload, seal from block order by name").fetchall()


def test_every_library_counts_as_a_part_of_the_engine():
    """Another version of one may render otherwise; only those that no page comes through are left out."""
    declared = (CHECKOUT / "pyproject.toml").read_text("utf-8").partition("dependencies = [")[2].partition("\n]")[0]
    names = set(re.findall(r'^    "([a-z0-9-]+)', declared, re.MULTILINE))
    preview, importers = {"livereload", "tornado", "watchfiles"}, {"markdown-it-py", "python-liquid", "ruamel"}
    assert names - set(engine.LIBRARIES) == {*preview, *importers, "tzdata"}
    assert set(engine.LIBRARIES) <= names


OBSERVER = """
import os, random, sys, time
from pathlib import Path

sys.path[:0] = sys.argv[1:3]
root, leak = Path(sys.argv[3]), sys.argv[4]

from sites import AS_OF
from toolshelf import pipeline, reading
from toolshelf.build import render, views
from toolshelf.build.design_system import DesignSystem
from toolshelf.build.theming import Drawn

reading.drawn = lambda *_: Drawn(DesignSystem(root, {}, {}))
working, seen = [], []

def observe(what):
    if working:
        seen.append(what)

sys.addaudithook(lambda event, _: observe(event) if event.split(".")[0] in WATCHED else None)
WATCHED = {"open", "os", "socket", "subprocess", "glob", "shutil", "tempfile", "sqlite3", "urllib", "ctypes"}
for owner, name in ((type(os.environ), "__getitem__"), (time, "time"), (random, "random")):
    def watched(*arguments, real=getattr(owner, name), name=name):
        observe(name)
        return real(*arguments)
    setattr(owner, name, watched)

LEAKS = {
    "file": lambda: open(sys.executable, "rb").close(),
    "environment": lambda: os.environ.get("HOME"),
    "clock": lambda: time.time(),
    "network": lambda: __import__("socket").socket().close(),
}
whole = render.Renderer.render

def rendered(self, target):
    working.append(target)
    try:
        if leak in LEAKS:
            LEAKS[leak]()
        return whole(self, target)
    finally:
        working.clear()

render.Renderer.render = rendered
report = pipeline.build(pipeline.Project(root, root / "_site", as_of=AS_OF))
assert report.rendered and report.published, report.problems
print(sorted(set(seen)))
"""


@pytest.mark.parametrize(
    ("leak", "seen"),
    [
        ("none", "[]"),
        ("file", "['open']"),
        ("environment", "['__getitem__']"),
        ("clock", "['time']"),
        ("network", "['socket.__new__']"),
    ],
)
def test_a_render_reads_nothing_but_the_index(leak, seen, tmp_path):
    """No file, environment, clock or network; and were one read, this test would see it."""
    write(tmp_path, SITE)
    command = [sys.executable, "-c", OBSERVER, CHECKOUT, CHECKOUT / "tests", tmp_path, leak]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == seen, done.stderr
