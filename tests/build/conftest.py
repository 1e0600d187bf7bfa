"""What the tests of published trees share."""

from __future__ import annotations

import os

import pytest

from toolshelf.build import disk


@pytest.fixture
def not_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is flushed: these tests cut no power."""
    monkeypatch.setattr(disk, "_sync_file_system", lambda _: 0)
    monkeypatch.setattr(os, "fsync", lambda _: None)
