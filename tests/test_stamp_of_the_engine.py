"""The stamp and the engine: what a build loads that has nothing to do, and what counts as a part of the engine."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sites import CHECKOUT, write

from toolshelf import stamp
from toolshelf.places import DESIGN_SYSTEM, SEARCH, TOOLS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a file does not tell when it was changed")

SITE = {
    "content/index.md": "---\ntitle: Home\n---\nText\n",
    "content/tools.md": "---\ntitle: Tools\n---\n{% include grid.html datafile=tools %}\n",
    "content/thumbnails/dot.png": b"dot",
    "data/tools.yml": "- name: Saw\n  thumb: dot.png\n",
    "data/tools.schema.json": '{"items": {"required": ["name"]}}',
    "data/list.csv": "name\nAxe\n",
    "templates/part.html": "part",
    "templates/includes/grid.html": "grid",
    "templates/assets/a.css": "a{}",
}
OBSERVED = """
import json, os, sys

began = []
sys.addaudithook(lambda event, given: began.append((event, given[0])) if event in EVENTS else None)
EVENTS = ("open", "os.listdir", "os.scandir", "sqlite3.connect", "subprocess.Popen", "socket.__new__")
sys.path.insert(0, sys.argv[1])
from toolshelf.cli import main

code = main(sys.argv[2:])
seen = sorted({os.fsdecode(given) for event, given in began if isinstance(given, (str, bytes, os.PathLike))})
print(json.dumps({"code": code, "modules": sorted(sys.modules), "seen": seen}))
"""
LIGHT = {"cli", "cli.main", "cli.build", "cli.report", "cli.exits", "stamp", "signatures", "places"}
"""The modules of ours that a build needs which has nothing to do."""
HEAVY = {
    "dataclasses",
    "datetime",
    "inspect",
    "msgspec",
    "pathlib",
    "shutil",
    "sqlite3",
    "typing",
    "urllib",
    "zoneinfo",
}
"""Modules of Python that take milliseconds to load."""


@pytest.fixture
def engine(tmp_path) -> Path:
    """A checkout of its own, so that its files can be changed."""
    copy = tmp_path / "engine"
    for part in ("toolshelf", "templates"):
        shutil.copytree(CHECKOUT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for package in (DESIGN_SYSTEM, *TOOLS, SEARCH):
        (copy / package).mkdir(parents=True)
        for part in (CHECKOUT / package).iterdir():
            if part.is_dir():
                (copy / package / part.name).symlink_to(part.resolve())
            else:
                shutil.copy(part, copy / package)
    (copy / "node_modules/@pagefind").symlink_to((CHECKOUT / "node_modules/@pagefind").resolve())
    return copy


def observed(engine: Path, root: Path, *, path: Path | None = None) -> dict[str, list[str]]:
    """The modules that a build of ``root`` loads, and the files and folders that it opens."""
    command = [sys.executable, "-c", OBSERVED, engine, "build", "--root", root]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(path or "")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["code"] == 0, done.stderr
    return told


def ended_at_once(told: dict[str, list[str]]) -> bool:
    """Whether a build has loaded nothing that builds."""
    return "toolshelf.pipeline" not in told["modules"]


@pytest.fixture
def root(tmp_path, engine) -> Path:
    """A site that has a stamp."""
    folder = write(tmp_path / "site", SITE)
    time.sleep(0.06)  # as long as files count as young
    assert not ended_at_once(observed(engine, folder))
    assert (folder / stamp.FILE).exists()
    return folder


UNASKED = {"comrak", "frontmatter", "http", "jsonschema", "nh3", "pymdownx", "yaml"}
"""Libraries, and what they bring, that nobody needs who edits a plain text for the default engine."""


def test_a_build_of_an_edited_text_loads_no_library_that_it_does_not_ask(engine, root):
    (root / "content/index.md").write_text("---\ntitle: Home\n---\nAnother text\n")
    time.sleep(0.06)
    told = observed(engine, root)
    assert not ended_at_once(told)
    assert UNASKED.isdisjoint(name.partition(".")[0] for name in told["modules"])
    assert "toolshelf.data.collection_files" not in told["modules"]  # what they hold is known


def test_a_build_that_has_nothing_to_do_loads_and_reads_nothing(engine, root):
    """No library, nothing of Python's that takes long, no source, no template, no published file, no database."""
    os.utime(root / "content/index.md")
    time.sleep(0.06)
    assert not ended_at_once(observed(engine, root))  # what it publishes is no longer young
    told = observed(engine, root)
    assert ended_at_once(told)
    ours = {name.removeprefix("toolshelf.") for name in told["modules"] if name.startswith("toolshelf.")}
    assert ours == LIGHT
    assert HEAVY & set(told["modules"]) == set()
    foreign = [
        name for name in told["modules"] if name.partition(".")[0] not in {*sys.stdlib_module_names, "toolshelf"}
    ]
    assert [name for name in foreign if not name.startswith(("__main__", "_distutils_hack", "sitecustomize"))] == []
    opened = [path for path in told["seen"] if path.startswith(str(root)) and not os.path.isdir(path)]
    assert opened == [str(root / stamp.FILE)]


def fingerprint(root: Path) -> str:
    """That of the engine whose cache it is."""
    connection = sqlite3.connect(root / ".cache/toolshelf/build.db")
    ((found,),) = connection.execute("select fingerprint from engine").fetchall()
    connection.close()
    return found


UNNOTICED = """
import os, sys

sys.path.insert(0, sys.argv[1])
from toolshelf import signatures, stamp

for path in sys.argv[3:]:
    signatures.rows_of_code.cache_clear()  # as another process
    before = stamp.look(sys.argv[2], []).digest
    if os.path.isdir(path):
        open(os.path.join(path, "new.html"), "w").close()
    else:
        os.utime(path)
    signatures.rows_of_code.cache_clear()
    if stamp.look(sys.argv[2], []).digest == before:
        print(path)
"""


def test_whatever_a_build_opens_belongs_to_the_stamp(engine, root):
    """Every file of the site and of the engine is noticed where it is only touched; in every folder, a new file."""
    shutil.rmtree(root / ".cache")
    told = observed(engine, root)
    package = engine / DESIGN_SYSTEM  # from which a version is prepared only once
    once = (package / "dist", package / "LICENSE.md", engine / "node_modules/@pagefind")
    apart = tuple(map(str, (root / ".cache", root / "_site", engine / ".cache", *once)))
    seen = [
        path
        for path in told["seen"]
        if path.startswith((f"{root}/", f"{engine}/")) and not path.startswith(apart) and os.path.exists(path)
    ]
    assert {str(root / path) for path in SITE} | {str(root / "content"), str(engine / "toolshelf/codec.py")} <= {*seen}
    unnoticed = subprocess.run(
        [sys.executable, "-c", UNNOTICED, engine, root, *seen], capture_output=True, text=True, check=True
    )
    assert unnoticed.stdout == ""


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("toolshelf/codec.py", "\n"),
        ("toolshelf/schemas/site.schema.json", "\n"),
        ("templates/page.html", "\n"),
        ("toolshelf/new.py", ""),
        *((f"{package}/package.json", "\n") for package in (DESIGN_SYSTEM, *TOOLS, SEARCH)),
    ],
)
def test_after_a_change_of_the_engine_a_build_has_a_look(name, new, engine, root):
    """Its code, its schemas, its templates, its design system; with other code the cache is made anew."""
    assert ended_at_once(observed(engine, root))
    before = fingerprint(root)
    with (engine / name).open("a", encoding="utf-8") as file:
        file.write(new)
    assert not ended_at_once(observed(engine, root))
    assert (fingerprint(root) != before) == name.startswith("toolshelf/")


def test_after_a_change_of_the_libraries_a_build_has_a_look(engine, root, tmp_path):
    """Another version of one stands in the folder that the engine finds it in."""
    metadata = tmp_path / "libraries/nh3-0.0.1.dist-info/METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Metadata-Version: 2.1\nName: nh3\nVersion: 0.0.1\n", "utf-8")
    time.sleep(0.06)
    assert not ended_at_once(observed(engine, root, path=tmp_path / "libraries"))
    assert ended_at_once(observed(engine, root, path=tmp_path / "libraries"))
    before = fingerprint(root)
    (metadata.parent / "METADATA").write_text("Metadata-Version: 2.1\nName: nh3\nVersion: 0.0.2\n", "utf-8")
    metadata.parent.rename(tmp_path / "libraries/nh3-0.0.2.dist-info")
    assert not ended_at_once(observed(engine, root, path=tmp_path / "libraries"))
    assert fingerprint(root) != before


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:40] + b"x" + data[41:], lambda _: b""])
def test_what_is_remembered_of_the_engine_may_be_damaged(damage, engine, root):
    """It only saves time."""
    file = root / ".cache/toolshelf/engine.json"
    data = file.read_bytes()
    before = fingerprint(root)
    file.write_bytes(damage(data))
    os.utime(root / "content/index.md")
    told = observed(engine, root)
    assert "importlib.metadata" in told["modules"]
    assert (fingerprint(root), file.read_bytes()) == (before, data)
    os.utime(root / "content/index.md")
    assert "importlib.metadata" not in observed(engine, root)["modules"]
