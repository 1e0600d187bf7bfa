"""The breaks of `mutations.py` keep up with the engine: one that can no longer be made would say nothing."""

from __future__ import annotations

import pytest
from mutations import BREAKS, CHECKOUT, SUITE


@pytest.mark.parametrize(("file", "text", "instead"), BREAKS.values(), ids=BREAKS)
def test_every_break_can_be_made(file: str, text: str, instead: str):
    source = (CHECKOUT / "toolshelf" / file).read_text("utf-8")
    assert source.count(text) == 1
    compile(source.replace(text, instead), file, "exec")


def test_the_suite_that_has_to_notice_them_exists():
    assert [path for path in SUITE if not (CHECKOUT / path).is_file()] == []
