"""The command with helpers: chosen by options, and ended with it however it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import CHECKOUT, CONFIGURATION, tree, write
from test_progress import Screen

from toolshelf.cli import main, progress

BARE = {"data/site.yml": f"{CONFIGURATION}search: false\nexports: false\nsocial_images: false\nimages: false\n"}
FILES = {f"content/s{number % 3}/p{number}.md": f"# Page {number}\n\nText\n" for number in range(12)}
SLOW = {
    # It takes long to render.
    "templates/page.html": "{% for one in range(30000) %}{% for other in range(300) %}{% endfor %}{% endfor %}",
    "templates/section.html": "",
    "templates/home.html": "",
    "templates/404.html": "",
}
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "tests")))}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "site", {**BARE, **FILES})


@pytest.mark.parametrize(
    "command",
    [[str(CHECKOUT / "build.py")], ["-m", "toolshelf"], ["-c", "from toolshelf.cli import main; main()"]],
    ids=["build.py", "python -m", "a line of Python"],
)
def test_processes_help_however_the_command_is_called(root: Path, command: list[str]):
    """They are started anew, and must not begin the command once more."""
    assert main(["build", "--root", str(root), "--executor", "serial", "--output", str(root / "serial")]) == 0
    options = ["--root", str(root), "--executor", "processes", "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, *command, "build", *options], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (0, 1), done.stderr
    assert tree(root / "_site") == tree(root / "serial")


def test_a_build_with_which_processes_helped_ends_with_its_own_code(root: Path):
    write(root, {"content/broken.md": "---\ntitle: [A\n---\n"})
    command = [sys.executable, CHECKOUT / "build.py", "build", "--root", root, "--executor", "processes", "--jobs", "2"]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert done.stderr.endswith("is unchanged.\n")


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--jobs", "0"], 2, "argument --jobs: '0' is not a number of processes, 1 or more\n"),
        (["--jobs", "two"], 2, "argument --jobs: 'two' is not a number of processes, 1 or more\n"),
        (["--executor", "process"], 2, "There is no executor 'process': choose auto, serial, threads or processes, "),
        (["--executor", "no_such_module:factory"], 2, "The executor 'no_such_module:factory' cannot be used ("),
        (["--executor", "shuffling:broken_factory"], 2, "'shuffling:broken_factory' made no executor (ValueError: "),
        (["--executor", "shuffling:Failing"], 4, "The executor failed, and nothing was published (ConnectionError: "),
    ],
)
def test_an_executor_that_is_not_there_or_fails_is_a_sentence(root: Path, capsys, options, code, told):
    """With the exit code of whose fault it is; what was published before stands."""
    assert main(["build", "--root", str(root)]) == 0
    before = tree(root / "_site")
    write(root, {"content/new.md": "# New\n"})
    capsys.readouterr()
    assert main(["build", "--root", str(root), *options]) == code
    assert told in capsys.readouterr().err
    assert tree(root / "_site") == before


def test_timings_tell_what_each_stage_did(root: Path, capsys):
    """On stderr, below all else; nothing of them gets into the site."""
    assert main(["build", "--root", str(root), "--output", str(root / "plain")]) == 0
    (root / ".cache/toolshelf/build.db").unlink()
    capsys.readouterr()
    assert main(["build", "--root", str(root), "--timings"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    built, *rows = told.err.splitlines()
    assert built.startswith("Built ")
    heads = [
        "stage",
        "stamp",
        "load",
        "scan",
        "parse",
        "index",
        "plan",
        "render",
        "search",
        "publish",
        "cache",
        "stamp",
        "total",
    ]
    assert [row.split()[0] for row in rows] == list(dict.fromkeys(heads))
    counts = {row.split()[0]: row.split()[2] for row in rows[1:] if len(row.split()) == 3}
    assert counts["scan"] == "13"  # twelve pages and the configuration
    assert counts["parse"] == "12"
    # The pages, those of three folders, the home page, that for missing addresses, four files for hosts.
    assert counts["render"] == "21"
    assert re.fullmatch(r"(stage +seconds +count\n)(\w+ +\d+\.\d\d( +[\d,]+)?\n)+", told.err.partition("\n")[2])
    assert tree(root / "_site") == tree(root / "plain")


def test_a_terminal_is_told_how_far_a_long_build_has_come(root: Path, monkeypatch):
    """In one line, of which nothing is left when the problems are told."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_PAUSE", 0.0)
    monkeypatch.setattr(sys, "stderr", Screen())
    for name in ("CI", "TERM"):
        monkeypatch.delenv(name, raising=False)
    write(root, {**BARE, "content/s0/p0.md": "# Page\n\n[gone](gone.md)\n"})
    assert main(["build", "--root", str(root)]) == 0
    shown = sys.stderr.getvalue()
    assert "\rReading 12 of 12 pages" in shown
    assert "\rRendering 21 of 21 pages" in shown
    warning, built = shown.splitlines()[-2:]
    assert warning.rpartition("\r")[2].startswith("content/s0/p0.md:3")
    assert built.startswith("Built ")


@pytest.fixture
def building(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A build that takes long, in a process group of its own; its helpers are at work."""
    root = write(tmp_path / "site", {**BARE, **FILES, **SLOW})
    program = subprocess.Popen(
        [sys.executable, CHECKOUT / "build.py", "build", "--root", root, "--executor", "processes", "--jobs", "2"],
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    while len(helpers(program)) < 2:
        assert program.poll() is None
        time.sleep(0.01)
    yield program
    if group(program):
        os.killpg(program.pid, signal.SIGKILL)
    program.communicate()


def group(program: subprocess.Popen[str]) -> dict[int, str]:
    """The processes of its group that live, by number, with their command lines."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pgid=,pid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]
    return {int(row[1]): row[3] for row in rows if int(row[0]) == program.pid and "Z" not in row[2]}


def helpers(program: subprocess.Popen[str]) -> list[int]:
    return [number for number, command in group(program).items() if "spawn_main" in command]


def ended(program: subprocess.Popen[str]) -> bool:
    """Whether soon nothing of it is left."""
    deadline = time.monotonic() + 10
    while group(program) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not group(program)


@pytest.mark.skipif(os.name != "posix", reason="there are no process groups")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("to_all", [True, False], ids=["by a terminal", "by somebody"])
def test_a_build_that_is_stopped_leaves_no_process_and_says_one_sentence(building, sent: int, to_all: bool):
    """And no site, and nothing for the next build to mend."""
    (os.killpg if to_all else os.kill)(building.pid, sent)
    _, told = building.communicate(timeout=30)
    assert ended(building)
    if not (to_all and sent is signal.SIGTERM):  # which ends the helpers as well, and they may be told of first
        assert (building.returncode, told) == (130, "Stopped; what was published before is unchanged.\n")


@pytest.mark.skipif(os.name != "posix", reason="there are no process groups")
def test_a_build_that_is_killed_leaves_no_process(building):
    """Its helpers notice, though nobody tells them."""
    os.kill(building.pid, signal.SIGKILL)
    assert ended(building)


@pytest.mark.skipif(os.name != "posix", reason="there are no process groups")
def test_a_build_that_loses_a_helper_says_so_in_a_sentence(building):
    """As when the system kills it for want of memory."""
    os.kill(helpers(building)[0], signal.SIGKILL)
    _, told = building.communicate(timeout=60)
    assert building.returncode == 4
    assert re.fullmatch(r"A process that worked for this build was ended from outside,.*--jobs 1\.\n", told), told
    assert ended(building)
