"""An edited page is shown before all of the site is published, and is then what is published."""

from __future__ import annotations

import pytest
from previews import open_tab, serving, until
from sites import PLAIN, tree, write

from toolshelf.build.publish import publish
from toolshelf.serve.early import put_early

SITE = {"a.html": b"a", "b/index.html": b"b", "c/index.html": b"c"}


@pytest.fixture
def output(tmp_path):
    publish(tmp_path / "site", SITE)
    return tmp_path / "site"


def test_files_are_exchanged_one_by_one_and_published_later_without_a_word(output):
    edited = {"b/index.html": b"edited", "c/index.html": b"c"}
    before = (output / "b/index.html").open("rb")
    assert put_early(output, edited) == {"b/index.html"}
    assert before.read() == b"b"
    assert (output / "b/index.html").read_bytes() == b"edited"
    published = publish(output, {**SITE, **edited})
    assert (published.written, published.removed, published.notes) == ((), (), ())
    publish(output.with_name("other"), {**SITE, **edited})
    assert tree(output) == tree(output.with_name("other"))


@pytest.mark.parametrize("path", ["new/index.html", "new.html", "a.html/index.html"])
def test_a_file_that_is_new_is_left_to_who_publishes_all(output, path):
    with pytest.raises(OSError):
        put_early(output, {"a.html": b"edited", path: b"new"})
    assert (output / "a.html").read_bytes() == b"a"


def test_no_link_is_followed(output, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/index.html").write_bytes(b"safe")
    (output / "b/index.html").unlink()
    (output / "b").rmdir()
    (output / "b").symlink_to(tmp_path / "outside")
    with pytest.raises(OSError):
        put_early(output, {"b/index.html": b"edited"})
    assert (tmp_path / "outside/index.html").read_bytes() == b"safe"


def test_where_nothing_stands_there_is_nothing_to_exchange(tmp_path):
    with pytest.raises(OSError):
        put_early(tmp_path / "none", {"a.html": b"a"})


def test_many_files_are_published_together(output):
    assert put_early(output, {f"{number}.html": b"" for number in range(100)}) == frozenset()


def test_an_edit_reloads_a_page_once_and_the_console_says_what_was_written(tmp_path):
    """Also the second and the third, which go on with what the first has left."""
    pages = {f"content/{name}.md": f"# {name}\n\nText.\n" for name in "abc"}
    # A page alone: neither an index of its words nor a list of it is written with it.
    pages["data/site.yml"] = f"{PLAIN}search: false\nexports: false\nsocial_images: false\n"
    with serving(write(tmp_path, pages)) as served, open_tab(served, "a/") as tab:
        for number in range(3):
            built = served.built()
            served.write("content/a.md", f"# a\n\nEdit {number}.\n")
            tab.reloads()
            assert f"Edit {number}." in served.get("a/").text
            until(lambda built=built: served.built() > built)
            assert ": 1 written, 0 removed; 0 errors" in served.told[-1]
