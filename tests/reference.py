"""The checkout's own site, built for tests, and what a page of it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sites import AS_OF, CHECKOUT

from toolshelf.pipeline import Project, Report, build

HOST = "toolkit.example.gov"


def reference_only() -> None:
    """Skip the test where an office has made the site of the checkout its own."""
    if HOST not in (CHECKOUT / "data" / "site.yml").read_text("utf-8"):
        pytest.skip("the site of this checkout is no longer the example")


def build_reference(output: Path, base_path: str) -> Report:
    """Build the checkout's own site into ``output``, to be published under ``base_path``."""
    return build(Project(root=CHECKOUT, output=output, base_url=f"https://{HOST}{base_path}", as_of=AS_OF))


def pages_of(site: Path) -> dict[str, BeautifulSoup]:
    """Every HTML file of a built site, parsed as browsers do, by its path below ``site``."""
    return {
        file.relative_to(site).as_posix(): BeautifulSoup(file.read_bytes(), "html5lib")
        for file in sorted(site.rglob("*.html"))
    }


def moved(page: BeautifulSoup) -> bool:
    """Whether a page only sends visitors on to another address."""
    return page.find("meta", {"http-equiv": "refresh"}) is not None
