"""Items that break their schema, in one site: each is told, and nothing else goes wrong because of it."""

from __future__ import annotations

import json
from pathlib import Path

from broken import check_words
from sites import make, tree
from typed import BASES

TABLE = Path(__file__).parent / "data" / "schema_rules.jsonl"


def test_hundreds_of_broken_items_are_told_in_one_run_and_nothing_follows_from_them(tmp_path):
    """Each row of the table of schema rules in a file of its own; what was published stays as it was."""
    files: dict[str, str] = {}
    expected: list[str] = []
    for number, line in enumerate(TABLE.read_text("utf-8").splitlines()):
        kind, _, change, told = json.loads(line)
        key = change.removeprefix("-").partition(":")[0].strip()
        kept = "".join(f"{one}\n" for one in BASES[kind].splitlines() if not one.startswith(f"{key}:"))
        path = f"data/{kind}/item-{number}.yml"
        files[path] = kept + ("" if change.startswith("-") else change if change.endswith("\n") else f"{change}\n")
        expected += [f"{path}:{one}" for one in told]
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site/index.html").write_text("what was published before")
    report = make(tmp_path, files)
    echoes = {str(problem) for problem in report.problems} - set(expected)
    assert sorted(echoes) == []
    missing = set(expected) - {str(problem) for problem in report.problems}
    assert sorted(missing) == []
    for problem in report.problems:
        check_words(problem)
    assert report.published is None
    assert tree(tmp_path / "_site") == {"index.html": b"what was published before"}
