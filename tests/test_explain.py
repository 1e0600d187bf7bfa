"""``explain``: why an output would be made anew or would not, and what it read."""

from __future__ import annotations

import pytest
from histories import use_own_theme_only
from sites import AS_OF, tree, write
from test_precision import SITE

from toolshelf.cli import main


@pytest.fixture(autouse=True)
def _own_theme_only(monkeypatch, tmp_path):
    use_own_theme_only(monkeypatch, tmp_path)


@pytest.fixture
def root(tmp_path):
    """A site that was built."""
    folder = write(tmp_path / "site", SITE)
    assert main(["build", "--root", str(folder), "--as-of", str(AS_OF)]) == 0
    return folder


def explain(root, output: str, capsys, code: int = 0) -> str:
    """What is said of ``output``; whatever it is, it changes no file."""
    before = tree(root)
    capsys.readouterr()
    assert main(["explain", output, "--root", str(root), "--as-of", str(AS_OF)]) == code
    assert tree(root) == before
    told = capsys.readouterr()
    return told.err if code else told.out


@pytest.mark.parametrize("name", ["s/beta/index.html", "/s/beta/", "s/beta", "./s/beta/index.html"])
def test_an_output_that_stands_as_it_should_is_left_as_it_is(name, root, capsys):
    """It may be named by its file or by its address, and what it read is told in groups."""
    told = explain(root, name, capsys)
    assert told.startswith("s/beta/index.html (page of content/s/beta.md, by the template 'page.html')\n")
    assert "would be left as it is" in told
    assert "  - templates: banner.html (not there), base.html, page.html\n" in told
    assert "  - content/s/beta.md: body, next, title\n" in told


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("content/s/beta.md", "---\ntitle: Bet\n---\nText\n", "'title' of content/s/beta.md has changed"),
        ("content/s/gamma.md", "---\ntitle: Late\n---\n", "'next' of content/s/beta.md has changed"),
        ("templates/base.html", "other", "the template 'base.html' has changed"),
        ("templates/banner.html", "banner", "the template 'banner.html' is there now"),
        ("content/s/beta.md", "---\ntitle: Beta\nlayout: section\n---\n", "something else stood here before: page of"),
        ("_site/s/beta/index.html", "tampered", "somebody has changed it in the output folder since it was made"),
        ("_site/s/beta/index.html", None, "it is not in the output folder"),
    ],
)
def test_every_reason_is_told_in_a_sentence(path, text, reason, root, capsys):
    """The one that the build would act on."""
    if text is None:
        (root / path).unlink()
    else:
        (root / path).write_text(text, "utf-8")
    told = explain(root, "s/beta/", capsys)
    assert "would be made anew:" in told
    assert f"  - {reason}" in told


def test_a_site_that_was_never_built_is_explained_from_a_render_in_memory(tmp_path, capsys):
    """What an output would read is known all the same, and nothing is published."""
    write(tmp_path, SITE)
    assert main(["explain", "s/beta/", "--root", str(tmp_path), "--as-of", str(AS_OF)]) == 0
    told = capsys.readouterr().out
    assert "  - it is new, or nothing is known of earlier builds\n" in told
    assert "  - content/s/beta.md: body, next, title\n" in told
    assert not (tmp_path / "_site").exists()


def test_a_copy_is_explained_by_its_file(root, capsys):
    """It reads nothing else."""
    assert "copy of content/picture.png" in explain(root, "picture.png", capsys)
    (root / "content/picture.png").write_bytes(b"other")
    assert "it has other bytes than content/picture.png" in explain(root, "picture.png", capsys)


def test_a_size_of_a_picture_is_explained_by_the_picture(root, capsys):
    """It is made of nothing else."""
    (name,) = (path.name for path in (root / "_site/assets/pictures").iterdir())
    told = explain(root, f"assets/pictures/{name}", capsys)
    assert f"assets/pictures/{name} (made of content/picture.png)\nwould be left as it is" in told


def test_errors_are_no_hindrance_and_are_told(root, capsys):
    """An author asks while the site is being mended, too."""
    (root / "content/broken.md").write_text("---\ntitle: [\n---\n", "utf-8")
    assert "The site has errors" in explain(root, "robots.txt", capsys)


def test_an_unknown_output_exits_2_with_the_nearest_name(root, capsys):
    """There is nothing to explain, and no traceback."""
    told = explain(root, "robot.txt", capsys, code=2)
    assert told == "The site has no output 'robot.txt': did you mean robots.txt?\n"
