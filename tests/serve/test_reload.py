"""Open pages are reloaded after every change that they show, and never miss one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from previews import Served, open_tab, serving, until
from sites import CHECKOUT, CONFIGURATION, write

SITE = {
    "content/a.md": "---\ntitle: A\nthumbdatafile: tools\n---\n# A\n\nFirst\n\n![Dot](dot.svg)\n\n"
    "{% include collection.html datafile='tools' %}\n",
    "content/b.md": "---\ntitle: B\n---\n# B\n\n[A](a.md)\n",
    "content/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg' id='first'/>",
    "data/tools.yml": "- name: Hammer\n",
    "data/navigation.yml": "header: [{name: A, url: /a/}]\n",
}


def site(folder: Path) -> Path:
    return write(folder, SITE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(site(tmp_path_factory.mktemp("site"))) as preview:
        yield preview


EDITS = [
    ("content/a.md", SITE["content/a.md"].replace("First", "Second"), "a/", "Second"),
    ("content/a.md", SITE["content/a.md"].replace("title: A", "title: Alpha"), "a/", "<title>Alpha"),
    ("content/new/c.md", "# New\n\nA page\n", "new/c/", "A page"),
    ("data/tools.yml", "- name: Saw\n", "a/", "Saw"),
    ("data/site.yml", CONFIGURATION.replace("Shelf", "Rack"), "b/", "Rack"),
    ("data/navigation.yml", "header: [{name: Bee, url: /b/}]\n", "a/", "Bee"),
    ("content/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg' id='second'/>", "dot.svg", "second"),
    ("templates/parts/footer.html", "<footer>our own foot</footer>", "b/", "our own foot"),
    ("templates/parts/footer.html", "<footer>our other foot</footer>", "b/", "our other foot"),
]


@pytest.mark.parametrize(("path", "content", "address", "shown"), EDITS, ids=[f"{e[0]}-{e[3]}" for e in EDITS])
def test_an_edit_reloads_open_pages_which_then_show_it(served, path, content, address, shown):
    """A page, its title, a new folder, data, settings, a menu, an image, a template; also in a folder that is new."""
    with open_tab(served, "b/") as tab:
        served.write(path, content)
        tab.reloads_until(served.shows(address, shown))


def test_a_folder_put_in_the_place_of_another_is_watched(served):
    """As it happens where another branch is checked out."""
    with open_tab(served, "b/") as tab:
        (served.root / "content").rename(served.root / "kept")
        tab.reloads_until(served.shows("b/", "toolshelf-overlay"))
        (served.root / "kept").rename(served.root / "content")
        tab.reloads_until(lambda: "toolshelf-overlay" not in served.get("b/").text)
        served.write("content/b.md", "# B\n\nback again\n")
        tab.reloads_until(served.shows("b/", "back again"))


def test_a_page_that_is_removed_is_gone(served):
    """Its address then shows the page for missing ones."""
    served.write("content/short.md", "# Short\n")
    until(lambda: served.get("short/").status == 200)
    with open_tab(served, "b/") as tab:
        (served.root / "content/short.md").unlink()
        tab.reloads_until(lambda: served.get("short/").status == 404)


def test_a_style_of_the_theme_is_reloaded(served):
    """By the whole page: its address holds its checksum."""
    own = (CHECKOUT / "templates/assets/css/toolshelf.css").read_text("utf-8")

    def style() -> str:
        address = served.get("b/").text.partition("/assets/css/toolshelf")[2].partition('"')[0]
        return served.get(f"/assets/css/toolshelf{address}").text

    with open_tab(served, "b/") as tab:
        served.write("templates/assets/css/toolshelf.css", own + ".new-rule { color: red }\n")
        tab.reloads_until(lambda: "new-rule" in style())


def test_only_changes_reload(tmp_path):
    """Neither saving the same again nor what editors write beside a file: no build reads names with a dot."""
    with serving(site(tmp_path)) as served, open_tab(served, "b/") as tab:
        served.write("data/tools.yml", SITE["data/tools.yml"])
        until(lambda: served.built() == 2)
        (tmp_path / "content/.git").mkdir()
        (tmp_path / "content/.git/index").write_text("not read")
        (tmp_path / "content/.b.md.swp").write_text("not read")
        served.write("content/b.md", "# B\n\nreally changed\n")
        tab.reloads()
        assert "really changed" in served.get("b/").text
        until(lambda: served.built() == 3)


def test_a_page_that_was_sent_before_a_change_is_reloaded_as_it_connects(served):
    """A build can end between a page and its connection."""
    old = served.get("b/")
    served.write("content/b.md", "# B\n\njust in between\n")
    until(served.shows("b/", "just in between"))

    class Late(Served):
        def get(self, *_: object, **__: object):
            return old

    late = Late.__new__(Late)
    late.root, late.told, late.process = served.root, served.told, served.process
    with open_tab(late, "b/") as tab:
        tab.reloads()


def lose_none(served: Served, edits: int) -> None:
    with open_tab(served, "b/") as tab:
        for number in range(edits):
            begun = time.monotonic()
            served.write("content/b.md", f"# B\n\nedit number {number}.\n")
            tab.reloads_until(served.shows("b/", f"edit number {number}."))
            time.sleep(max(0.0, begun + 0.3 - time.monotonic()))


def test_edits_in_quick_succession_lose_no_reload(served):
    """Twenty, 0.3 seconds apart: livereload by itself drops what comes within three seconds of the last."""
    lose_none(served, 20)


@pytest.mark.nightly
def test_two_hundred_edits_lose_no_reload(served):
    """The same for a minute."""
    lose_none(served, 200)


def test_edits_during_a_build_are_in_the_next(served):
    """However many: the last one is shown, and open pages are told."""
    with open_tab(served, "b/") as tab:
        for number in range(60):
            served.write("content/b.md", f"# B\n\nburst number {number}.\n")
            time.sleep(0.01)
        while "burst number 59." not in served.get("b/").text:
            tab.reloads()
    with open_tab(served, "b/") as tab:
        assert "burst number 59." in tab.page.text
