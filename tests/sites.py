"""Small sites for tests: written from mappings, built for real, and read back."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from toolshelf.pipeline import Project, Report, build

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TOOLSHELF_SHARED", CHECKOUT.parent / "shared"))
CONFIGURATION = "title: Shelf\nurl: https://shelf.example/\nlanguage: en\n"
PLAIN = f"{CONFIGURATION}images: false\n"
"""Pictures are published as they are: those of small sites are a few bytes of text."""
AS_OF = datetime.date(2026, 11, 20)

Files = Mapping[str, str | bytes]


def write(root: Path, files: Files) -> Path:
    """Write ``files`` (path below ``root`` → text or bytes), with a configuration where they bring none."""
    for path, content in {"data/site.yml": PLAIN, **files}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (root / "content").mkdir(parents=True, exist_ok=True)
    return root


def make(root: Path, files: Files, **options: object) -> Report:
    """Write a site into ``root`` and build it into ``root/_site``."""
    write(root, files)
    return build(Project(**{"root": root, "output": root / "_site", "as_of": AS_OF, **options}))  # type: ignore[arg-type]


def lines(report: Report) -> list[str]:
    """The problems of a build as they are told."""
    return [str(problem) for problem in report.problems]


def soup(root: Path, output: str) -> BeautifulSoup:
    """A published page, parsed as browsers do."""
    return BeautifulSoup((root / "_site" / output).read_text("utf-8"), "html5lib")


def main(root: Path, output: str) -> Tag:
    """The main part of a published page."""
    found = soup(root, output).find("main")
    assert isinstance(found, Tag)
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def shared(*parts: str) -> Path:
    """A folder of real material beside the checkout; skips the test where it is absent."""
    folder = SHARED.joinpath(*parts)
    if not folder.exists():
        pytest.skip(f"the material to test with is not on this machine ({'/'.join(parts)})")
    return folder


def dead_references(site: Path, base_path: str) -> Iterator[str]:
    """Every reference in the pages of ``site``, published under ``base_path``, that leads to nothing."""
    pages = {path: BeautifulSoup(path.read_bytes(), "html5lib") for path in sorted(site.rglob("*.html"))}
    ids = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}
    for path, page in pages.items():
        own = base_path + path.relative_to(site).as_posix().removesuffix("index.html")
        for tag in page.find_all(["a", "img", "link", "script", "source", "use", "form", "meta"]):
            for reference in _references(tag):
                if why := _dead(reference, own, site, base_path, ids):
                    yield f"{path.relative_to(site)}: {reference}: {why}"


def _references(tag: Tag) -> Iterator[str]:
    if tag.name == "meta":
        if tag.get("http-equiv") == "refresh":
            yield str(tag["content"]).partition("url=")[2]
        return
    for attribute in ("href", "src", "action", "xlink:href"):
        if tag.has_attr(attribute) and tag.get("rel") != ["canonical"]:
            yield str(tag[attribute])
    for candidate in str(tag.get("srcset", "")).split(","):
        if candidate.strip():
            yield candidate.split()[0]


def _dead(reference: str, own: str, site: Path, base_path: str, ids: Mapping[Path, set[str]]) -> str:
    parts = urlsplit(reference)
    if parts.scheme in ("mailto", "tel", "https", "http"):
        return ""
    if parts.scheme or parts.netloc:
        return "a scheme of its own"
    path = unquote(parts.path) or own
    if not path.startswith("/"):
        path = own.rpartition("/")[0] + "/" + path
    if not path.startswith(base_path):
        return f"outside {base_path}"
    file = site / path.removeprefix(base_path)
    if path.endswith("/"):
        file /= "index.html"
    if not file.is_file():
        return "no such file"
    if parts.fragment and file in ids and unquote(parts.fragment) not in ids[file]:
        return "no such id"
    return ""
