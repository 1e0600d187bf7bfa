"""What a test needs and a machine may lack."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def unavailable(what: str) -> NoReturn:
    """Skip the test for want of ``what``; in continuous integration, where nothing may be skipped, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and continuous integration must not skip this test", pytrace=False)
    pytest.skip(what)
