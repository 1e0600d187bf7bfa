"""What is kept of a picture is given back as it was, or not at all."""

from __future__ import annotations

import pytest

from toolshelf.codec import digest
from toolshelf.features.images.facts import Facts, File
from toolshelf.features.images.store import Store

PIECES = {digest(data): data for data in (b"narrow", b"wide", b"fallback")}
FILES = tuple(File(f".{at}.webp", at, at, len(data), name) for at, (name, data) in enumerate(PIECES.items(), 1))
KNOWN = Facts(3, 3, sizes=FILES[:2], fallback=FILES[2], weight=6)


def kept(folder):
    """A store in which one picture is kept."""
    store = Store(folder)
    store.keep("key", KNOWN, PIECES)
    return store


@pytest.mark.parametrize("on_disk", [True, False], ids=["on the disk", "in memory"])
def test_what_was_kept_is_given_back(tmp_path, on_disk):
    store = kept(tmp_path / "pictures" if on_disk else None)
    assert store.facts("key") == KNOWN
    assert {name: store.blob("key", name) for name in PIECES} == PIECES
    assert (store.facts("other"), store.blob("other", FILES[0].digest), store.blob("key", "0" * 32)) == (None,) * 3


def test_whichever_byte_of_it_is_changed_nothing_is_told_that_is_not_so(tmp_path):
    store = kept(tmp_path)
    data = (tmp_path / "key").read_bytes()
    for at in range(len(data)):
        (tmp_path / "key").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert store.facts("key") in (KNOWN, None)
        told = {name: store.blob("key", name) for name in PIECES}
        assert all(piece in (PIECES[name], None) for name, piece in told.items())
        assert store.facts("key") is None or None in told.values()


def test_however_much_of_it_is_cut_off_nothing_is_told_that_is_not_so(tmp_path):
    store = kept(tmp_path)
    data = (tmp_path / "key").read_bytes()
    for size in range(len(data)):
        (tmp_path / "key").write_bytes(data[:size])
        assert store.facts("key") in (KNOWN, None)
        assert store.blob("key", FILES[2].digest) is None
