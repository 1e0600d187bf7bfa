"""The menu of a Jekyll site, wherever its theme keeps it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sites import AS_OF

from toolshelf.importing import import_site
from toolshelf.pipeline import build
from toolshelf.project import Project

_ONE = "[{title: About, url: /about/}]"


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"_data/navigation.yml": f"main: {_ONE}\ndocs: [{{title: D, children: {_ONE}}}]\n"}, "main"),
        ({"_data/navigation.yml": f"docs: {_ONE}\nprimary: {_ONE}\n"}, "primary"),
        ({"_data/navigation.yml": f"header: {_ONE}\nmain: {_ONE}\n"}, "header"),
        ({"_data/navigation.yml": _ONE}, "header"),
        ({"_data/navigation.yml": f"docs: {_ONE}\n"}, ""),
        ({"_config.yml": f"title: Old\nurl: https://old.example.gov\nnav: {_ONE}\n"}, "header"),
    ],
)
def test_the_settings_name_the_menu_that_there_is(tmp_path, files, name):
    """And the header of each page shows it; a site without one gets the menu that Toolshelf makes of its pages."""
    old, root = tmp_path / "old", tmp_path / "new"
    about = "---\ntitle: About\npermalink: /about/\n---\nWords.\n"
    every = {"_config.yml": "title: Old\nurl: https://old.example.gov\n", "about.md": about, **files}
    for path, text in {**every, "index.md": "---\ntitle: Start\n---\nHello.\n"}.items():
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_text(text, "utf-8")
    done = import_site("jekyll", old, Project(root=root, output=root / "_site", as_of=AS_OF))
    assert done.parity.errors == 0
    settings = done.moved.files["data/site.yml"].decode()
    assert (f"navigation: {name}" if name else "") in settings
    assert bool(name) == ("navigation:" in settings)
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    header = BeautifulSoup((root / "_site/index.html").read_bytes(), "html5lib").find("header")
    assert header is not None
    assert "/about/" in {link["href"] for link in header.find_all("a")}
