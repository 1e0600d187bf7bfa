"""The command: its formats, exit codes and sentences."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sites import CHECKOUT, CONFIGURATION, tree, write

from toolshelf.cli import main

PAGE = {"content/a.md": "# A\n\n[gone](gone.md)\n"}
BROKEN = {"content/a.md": "---\ntitle: [A\n---\n", "content/b.md": "# B\n\n{% include gone.html %}\n"}


def run(root: Path, *arguments: str) -> int:
    return main(["build", "--root", str(root), *arguments])


def test_a_build_tells_warnings_on_success_and_exits_0(tmp_path, capsys):
    """Problems go to stderr, and stdout stays free for data."""
    assert run(write(tmp_path, PAGE)) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "content/a.md:3:8: warning[broken-link]: " in told.err
    assert "1 warning" in told.err


def test_strict_lets_warnings_stop_the_publication(tmp_path, capsys):
    """``--strict``: exit 1, and nothing is published."""
    assert run(write(tmp_path, PAGE), "--strict") == 1
    assert not (tmp_path / "_site").exists()
    assert "nothing was published" in capsys.readouterr().err


def test_a_build_with_errors_tells_all_of_them_and_leaves_the_old_site(tmp_path, capsys):
    """All or nothing; independent problems in one run, sorted."""
    run(write(tmp_path, PAGE))
    before = tree(tmp_path / "_site")
    capsys.readouterr()
    assert run(write(tmp_path, BROKEN)) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("content/a.md:")
    assert any(line.startswith("content/b.md:3") for line in told)
    assert told[:-1] == sorted(told[:-1])
    assert tree(tmp_path / "_site") == before


def test_json_is_one_array_alone_on_stdout(tmp_path, capsys):
    """``--format json`` for programs."""
    run(write(tmp_path, PAGE), "--format", "json")
    (problem,) = json.loads(capsys.readouterr().out)
    assert {key: problem[key] for key in ("path", "line", "severity", "code")} == {
        "path": "content/a.md",
        "line": 3,
        "severity": "warning",
        "code": "broken-link",
    }


def test_github_annotates_lines_relative_to_the_repository(tmp_path, capsys):
    """``--format github`` for Actions, with its escapes."""
    (tmp_path / ".git").mkdir()
    page = {"content/a,b.md": "# A\n\n[100%](gone%25.md)\n"}
    run(write(tmp_path / "docs", page), "--format", "github")
    out = capsys.readouterr().out
    assert out.startswith("::warning file=docs/content/a%2Cb.md,line=3,")
    assert "gone%2525.md" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--root", "no-such-folder"],
        ["build", "--as-of", "tomorrow"],
        ["build", "--base-url", "example.gov"],
        ["build", "--no-such-option"],
        ["bulid"],
    ],
)
def test_a_wrong_command_line_exits_2(arguments, capsys):
    """With a sentence, not a traceback."""
    assert main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_wrong_moment_exits_2(tmp_path, capsys, monkeypatch):
    """SOURCE_DATE_EPOCH is a number of seconds."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run(write(tmp_path, PAGE)) == 2
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err


def test_the_day_is_that_of_the_sites_time_zone(tmp_path, monkeypatch):
    """The same moment is another day elsewhere."""
    page = {"content/a.md": "---\ntitle: A\ndate: 2026-11-20\n---\n"}
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime.datetime(2026, 11, 20, 3, tzinfo=datetime.UTC).timestamp()))
    )
    run(write(tmp_path / "utc", page))
    run(write(tmp_path / "west", {**page, "data/site.yml": CONFIGURATION + "timezone: America/New_York\n"}))
    assert (tmp_path / "utc/_site/a/index.html").exists()
    assert not (tmp_path / "west/_site/a/index.html").exists()


def test_an_output_that_holds_something_else_is_refused(tmp_path, capsys):
    """A foreign folder is never replaced: exit 2."""
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site/letter.txt").write_text("mine")
    assert run(write(tmp_path, PAGE)) == 2
    assert (tmp_path / "_site/letter.txt").read_text() == "mine"
    assert "Traceback" not in capsys.readouterr().err


def test_our_own_bug_exits_3_and_says_so(tmp_path, capsys, monkeypatch):
    """With the traceback, as it is for us."""
    monkeypatch.setattr("toolshelf.whole_site.render_all", lambda *_: 1 / 0)
    assert run(write(tmp_path, PAGE)) == 3
    assert "bug in Toolshelf" in capsys.readouterr().err


def test_build_is_the_default_verb(tmp_path):
    """``python build.py`` builds the folder it is run in."""
    write(tmp_path, {"content/a.md": "# A\n"})
    done = subprocess.run(
        [sys.executable, CHECKOUT / "build.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "_site/a/index.html").is_file()


def test_clean_removes_what_builds_made_and_nothing_else(tmp_path):
    """The output, its siblings, the cache."""
    run(write(tmp_path, PAGE))
    assert main(["clean", "--root", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "data"]
