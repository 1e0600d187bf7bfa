"""How a file stands."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from toolshelf import signatures
from toolshelf.signatures import YOUNG, Signature, is_settled

NOW = 1_763_600_000_000_000_000


@pytest.mark.parametrize(
    ("modified", "changed", "settled"),
    [
        (NOW - YOUNG, NOW - YOUNG, True),
        (NOW - YOUNG + 1, NOW - YOUNG, False),
        (NOW - YOUNG, NOW - YOUNG + 1, False),
        (0, NOW - 2 * YOUNG, True),
        (NOW + 1, 0, False),
        (0, NOW + 1, False),
    ],
)
def test_only_a_file_whose_times_are_both_old_enough_is_settled(modified: int, changed: int, *, settled: bool):
    """A file that was touched just now, or in a time to come, may change again and look the same."""
    assert is_settled(Signature(1, modified, changed, 1), NOW) is settled


def _rewritten(file: Path) -> None:
    file.write_bytes(b"two")


def _touched(file: Path) -> None:
    os.utime(file)


def _replaced(file: Path) -> None:
    other = file.with_name("other")
    shutil.copy2(file, other)
    other.replace(file)


def _longer(file: Path) -> None:
    file.write_bytes(b"three")


@pytest.mark.parametrize("change", [_rewritten, _touched, _replaced, _longer])
def test_a_change_shows_even_where_the_time_of_modification_is_put_back(tmp_path: Path, change: Callable[[Path], None]):
    """Neither the same size nor the old time of modification hides that a file was changed."""
    file = tmp_path / "page.md"
    file.write_bytes(b"one")
    while not is_settled(signatures.of(file.stat()), _now(tmp_path)):
        pass
    before = signatures.of(file.stat())
    change(file)
    os.utime(file, ns=(before.modified, before.modified))
    assert signatures.of(file.stat()) != before


def test_a_file_that_was_left_alone_stands_as_it_stood(tmp_path: Path):
    """Reading changes nothing, and a signature survives the way to another process."""
    file = tmp_path / "page.md"
    file.write_bytes(b"one")
    before = signatures.of(file.stat())
    file.read_bytes()
    assert signatures.of(file.stat()) == pickle.loads(pickle.dumps(before)) == before


def _now(folder: Path) -> int:
    clock = folder / "clock"
    clock.write_bytes(b"")
    return clock.stat().st_mtime_ns
