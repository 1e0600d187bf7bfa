"""Pictures of old sites: what keeps a site from being published is left out or emptied, and listed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from sites import AS_OF

from toolshelf.importers.alternative_texts import without_stand_ins
from toolshelf.importing import Imported, import_site
from toolshelf.pipeline import build
from toolshelf.project import Project

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"{}/>'
_HEAD = "---\ntitle: Page\nimages:\n  - {url: chart.svg, alt: image}\n---\n"
_SETTINGS = {
    "jekyll": ("_config.yml", "title: Old\nurl: https://old.example.gov\n", ""),
    "mkdocs": ("mkdocs.yml", "site_name: Old\nsite_url: https://old.example.gov/\n", "docs/"),
    "gatsby-markdown": ("package.json", '{"name": "old"}', "content/"),
}


def _picture(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, kind)
    return written.getvalue()


FILES = {
    "index.md": b"---\ntitle: Start\n---\nHello.\n",
    "page.md": _HEAD.encode() + b'![image](/good.png)\n\nText <img alt="good.png" src="/good.png">.\n',
    "good.png": _picture("PNG"),
    "photo.png": _picture("JPEG"),
    "empty.jpg": b"",
    "chart.svg": _SVG.format("").encode(),
    "bad.svg": _SVG.format(' onload="alert(1)"').encode(),
}


def moved(tmp_path: Path, generator: str) -> tuple[Path, Imported]:
    old, root = tmp_path / "old", tmp_path / "new"
    name, settings, folder = _SETTINGS[generator]
    for path, content in {name: settings.encode(), **{folder + path: data for path, data in FILES.items()}}.items():
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_bytes(content)
    return root, import_site(generator, old, Project(root=root, output=root / "_site", as_of=AS_OF))


@pytest.mark.parametrize("generator", _SETTINGS)
def test_no_picture_keeps_a_site_from_being_published(tmp_path, generator):
    """Neither its text nor its file; both are listed."""
    root, done = moved(tmp_path, generator)
    assert build(Project(root=root, output=root / "_site", as_of=AS_OF)).published is not None
    assert (done.parity.errors, done.parity.unanswered) == (0, ())
    assert {path for path in FILES if not (root / "content" / path).is_file()} == {"photo.png", "empty.jpg", "bad.svg"}
    told = {(one.kind, one.path.removeprefix("content/"), one.line) for one in done.moved.remarks}
    assert told >= {("picture", "photo.png", 0), ("picture", "empty.jpg", 0), ("picture", "bad.svg", 0)}
    assert told >= {("alternative text", "page.md", line) for line in (1, 6, 8)}
    assert set(done.moved.unanswered) >= {"/photo.png", "/empty.jpg", "/bad.svg"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("![image](/a.jpg)", "![](/a.jpg)"),
        ("![alt text](a.jpg) ![A dog](b.jpg)", "![](a.jpg) ![A dog](b.jpg)"),
        ("![a-1](a-1.jpg 'x')", "![](a-1.jpg 'x')"),
        ("![img][1]\n\n[1]: a.jpg", "![][1]\n\n[1]: a.jpg"),
        ("![img]\n\n[img]: a.jpg", "![][img]\n\n[img]: a.jpg"),
        ("[![Image](a.jpg)](b)", "[![](a.jpg)](b)"),
        ('<img\n  src="a.jpg"\n  alt="a.jpg">', '<img\n  src="a.jpg"\n  alt="">'),
        ("<p><IMG alt=img src=a.jpg></p>", '<p><IMG alt="" src=a.jpg></p>'),
        ("`![img](a.jpg)` ![img](a.jpg)", "`![img](a.jpg)` ![](a.jpg)"),
        ("    ![img](a.jpg)\n\n![img](a.jpg)", "    ![img](a.jpg)\n\n![](a.jpg)"),
        ("![A cat](a.jpg)", "![A cat](a.jpg)"),
    ],
)
def test_a_text_that_says_nothing_goes(written, read):
    """Code is never touched, nor is a text that says something."""
    told: list[int] = []
    assert without_stand_ins(written, written, 1, lambda line, _: told.append(line)) == read
    assert bool(told) == (written != read)
