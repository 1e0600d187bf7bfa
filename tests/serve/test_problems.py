"""A bad edit leaves the last good page, under an overlay that says what is wrong."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from previews import open_tab, serving, until
from sites import AS_OF, CONFIGURATION, make, tree, write

from toolshelf.build.executors import WorkersLostError
from toolshelf.build.publish import PublishError
from toolshelf.build.warm import Warm
from toolshelf.problems import error
from toolshelf.serve import attempts
from toolshelf.serve.overlay import problem_overlay, reload_script

BAD = "---\ntitle: [A\n---\n"


def problems(text: str) -> list[str]:
    """What the overlay of a page lists."""
    return [item.get_text() for item in BeautifulSoup(text, "html5lib").select("body .toolshelf-overlay li")]


def test_a_bad_edit_shows_the_last_good_page_and_all_problems_until_it_is_mended(tmp_path):
    """With file and line; the page is reloaded as it is broken and as it is mended."""
    write(tmp_path, {"content/a.md": "# A\n\nThe good page\n", "content/b.md": "# B\n"})
    with serving(tmp_path) as served, open_tab(served, "a/") as tab:
        good = tree(tmp_path / ".cache/toolshelf/serve/site")
        assert problems(tab.page.text) == []
        served.write("content/a.md", BAD)
        tab.reloads()
        broken = served.get("a/")
        assert broken.status == 200
        assert "The good page" in broken.text
        assert any(one.startswith("content/a.md:2:8 error: ") for one in problems(broken.text))
        served.write("content/b.md", "# B\n\n{% include <gone>.html %}\n")
        tab.reloads()
        both = problems(served.get("missing/").text)
        assert any(one.startswith("content/a.md:2:8 ") for one in both)
        assert any(one.startswith("content/b.md:3") for one in both)
        assert tree(tmp_path / ".cache/toolshelf/serve/site") == good
        assert any(line.startswith("content/a.md:2:8: error[") for line in served.told)
        served.write("content/b.md", "# B\n")
        tab.reloads()
        served.write("content/a.md", "# A\n\nThe mended page\n")
        tab.reloads_until(served.shows("a/", "The mended page"))
        assert problems(served.get("a/").text) == []


def test_warnings_put_nothing_over_the_page(tmp_path):
    """They stop nothing; the console tells them."""
    with serving(write(tmp_path, {"content/a.md": "# A\n\n[gone](gone.md)\n"})) as served:
        assert problems(served.get("a/").text) == []
        assert any("warning[broken-link]" in line for line in served.told)


def test_a_site_that_has_never_been_built_shows_its_problems(tmp_path):
    """At every address, until it is mended."""
    with serving(write(tmp_path, {"content/a.md": BAD})) as served:
        answer = served.get("whatever/")
        assert answer.status == 503
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert any(one.startswith("content/a.md:2:8 error: ") for one in problems(answer.text))
        with open_tab(served, "a/") as tab:
            served.write("content/a.md", "# A\n")
            tab.reloads()
            assert served.get("a/").status == 200


def attempted(root):
    """One build of a preview, and its end."""
    warm = Warm()
    try:
        plan = attempts.Plan(root, root / "_site", "http://127.0.0.1:1", lambda: AS_OF)
        return attempts.attempt(plan, warm, lambda: None)
    finally:
        warm.end()


@pytest.mark.parametrize("settings", [b"title: [", b"\xff\xfe", b"", b"url: 7\n", None])
def test_broken_settings_do_not_end_the_preview(tmp_path, settings):
    """Nor do missing ones."""
    write(tmp_path, {"content/a.md": "# A\n"})
    if settings is None:
        (tmp_path / "data/site.yml").unlink()
    else:
        (tmp_path / "data/site.yml").write_bytes(settings)
    made = attempted(tmp_path)
    assert made.base_path == "/"
    assert (made.stopped, made.published) == ("", False)
    assert any(problem.location.path == "data/site.yml" for problem in made.problems)


def test_the_base_path_follows_the_settings(tmp_path):
    """Without a new start."""
    with serving(write(tmp_path, {"content/a.md": "# A\n"})) as served:
        served.write("data/site.yml", CONFIGURATION.replace("shelf.example/", "shelf.example/new/"))
        until(lambda: served.get("/new/a/").status == 200)
        assert served.get("/a/").status == 404


@pytest.mark.parametrize(
    ("stopped_by", "said", "ours"),
    [
        (ZeroDivisionError("<division>"), "bug in Toolshelf", True),
        (PublishError("The disk is full."), "The disk is full.", False),
        (PermissionError(13, "Permission denied", "content/a.md"), "content/a.md", False),
        (WorkersLostError("A process was lost."), "A process was lost.", False),
    ],
)
def test_what_stops_a_build_is_said_and_ends_nothing(tmp_path, monkeypatch, stopped_by, said, ours):
    """A fault of ours with its traceback on the console."""

    def stop(*_: object, **__: object) -> None:
        raise stopped_by

    monkeypatch.setattr(attempts, "build", stop)
    write(tmp_path, {})
    made = attempted(tmp_path)
    assert said in made.stopped
    assert ("Traceback" in made.traceback) == ours
    overlay = problem_overlay(made.problems, made.stopped)
    assert said in problems(overlay)[0]
    assert "<division>" not in overlay


def test_what_an_author_wrote_is_text_in_the_overlay():
    """A name or a sentence with markup in it brings none into the page."""
    wrong = error("code", "<script>1</script>", 1, 2, path='content/<a">.md', hint="<b>")
    overlay = problem_overlay((wrong,), "")
    assert problems(overlay) == ['content/<a">.md:1:2 error: <script>1</script> (<b>)']
    assert "<script" not in overlay
    assert "<b>" not in overlay


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("127.0.0.1:8000", "host=127.0.0.1&amp;port=8000&amp;"),
        ("[::1]:8000", "host=[::1]&amp;port=8000&amp;"),
        ("localhost", "host=localhost&amp;port=80&amp;"),
        ("[::1]", "host=[::1]&amp;port=80&amp;"),
    ],
)
def test_the_script_connects_to_the_host_of_its_page(host, asked):
    """The script itself would not find it in an address of the sixth version."""
    assert asked in reload_script(host, "r1")


def test_a_build_beside_the_preview_disturbs_neither(tmp_path):
    """Each has its output."""
    with serving(write(tmp_path, {"content/a.md": "# A\n"})) as served:
        assert make(tmp_path, {"content/a.md": "# A\n\nbuilt meanwhile\n"}).published
        until(lambda: "built meanwhile" in served.get("a/").text)
