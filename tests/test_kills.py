"""Builds that are killed at any moment: the next one leaves what a clean build leaves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from sites import CHECKOUT, make, tree, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")

KILLS = 30
PAGES = 40
ONE_OF_TWO = "<p>{{ page.title }}</p>{% if false %}{% include 'parts/nothing.html' ignore missing %}{% endif %}\n"


def page(number: int, chance: random.Random) -> str:
    """A page that links to another one and whose title and body are any of many."""
    word, other = chance.choice(("plan", "pilot", "prize", "sprint")), place(chance.randrange(PAGES))
    return f"---\ntitle: Page {number} {word}\n---\n\n## About {word}\n\nSee [another](../{other}).\n"


def place(number: int) -> str:
    """Where the page of that number stands below content/."""
    return f"section-{number % 4}/page-{number}.md"


def edited(chance: random.Random, standing: Mapping[str, str | None]) -> dict[str, str | None]:
    """An edit of a few files: written anew, or removed (None)."""
    edit: dict[str, str | None] = {}
    for number in chance.sample(range(PAGES), chance.randint(1, PAGES // 2)):
        edit[f"content/{place(number)}"] = page(number, chance) if chance.random() < 0.8 else None
    if chance.random() < 0.3:
        edit["data/tools.yml"] = "".join(f"- name: Tool {chance.randrange(99)}\n" for _ in range(3))
    if chance.random() < 0.3:
        there = standing.get("templates/parts/note.html") is not None
        edit["templates/parts/note.html"] = None if there else ONE_OF_TWO
    return edit


def apply(root: Path, edit: Mapping[str, str | None]) -> None:
    """Write or remove the files of ``edit``."""
    for path, text in edit.items():
        if text is None:
            (root / path).unlink(missing_ok=True)
        else:
            write(root, {path: text})


def started(root: Path) -> subprocess.Popen[bytes]:
    """A build of ``root`` in a process group of its own."""
    command = [sys.executable, str(CHECKOUT / "build.py"), "build", "--root", str(root), "--as-of", "2026-11-20"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def finished(root: Path) -> str:
    """What a whole build of ``root`` says, which must end well."""
    process = started(root)
    _, told = process.communicate()
    assert process.returncode == 0, told.decode()
    return told.decode()


def test_a_build_after_one_that_was_killed_leaves_what_a_clean_build_leaves(tmp_path):
    """For thirty moments at random between the start of an incremental build and its end, whole process killed."""
    chance = random.Random(20261120)
    root, clean, standing = tmp_path / "site", tmp_path / "clean", {}
    first = {f"content/{place(number)}": page(number, chance) for number in range(PAGES)}
    write(root, first)
    standing.update(first)
    finished(root)

    def something_else() -> None:
        edit = edited(chance, standing)
        apply(root, edit)
        standing.update(edit)

    something_else()
    begun = time.monotonic()
    finished(root)
    lasting = time.monotonic() - begun
    killed = 0
    for _ in range(KILLS * 4):
        something_else()
        process = started(root)
        try:
            process.wait(lasting * chance.uniform(0.1, 1.0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.communicate()
        finished(root)
        shutil.rmtree(clean / "content", ignore_errors=True)
        apply(clean, standing)
        make(clean, {})  # without a cache
        assert tree(root / "_site") == tree(clean / "_site"), f"after kill {killed}"
        if killed == KILLS:
            break
    assert killed == KILLS
