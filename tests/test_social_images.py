"""Pictures for social media: of the right size, the same for the same words, and only of pages that have one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from sites import AS_OF, CONFIGURATION, lines, make, soup, tree, write

from toolshelf.features import social_images
from toolshelf.pipeline import Project, build

SITE = {
    "content/about.md": "# About\n",
    "content/work/index.md": "# Work\n",
    "content/work/tool.md": "# A tool\n",
    "content/work/asked.md": "---\ntitle: Asked for\nsocial_image: true\n---\n",
    "content/work/deep/page.md": "# A page\n",
}
PICTURES = {
    "index.html": "index.png",
    "about/index.html": "index.png",
    "work/index.html": "work/index.png",
    "work/tool/index.html": "work/index.png",
    "work/asked/index.html": "work/asked.png",
    "work/deep/page/index.html": "work/deep/index.png",
}
FOLDER = "https://shelf.example/repo/assets/social/"


def told(root: Path, output: str) -> dict[str, str]:
    tags = soup(root, output).find_all("meta", property=lambda name: name and name.startswith("og:image"))
    return {tag["property"]: tag["content"] for tag in tags}


def test_every_page_names_a_picture_of_its_own_its_section_or_the_site(tmp_path: Path):
    """Which is published, and of the size that the page says."""
    settings = CONFIGURATION.replace("shelf.example/", "shelf.example/repo/")
    assert lines(make(tmp_path, {**SITE, "data/site.yml": settings})) == []
    for output, name in PICTURES.items():
        found = told(tmp_path, output)
        assert found["og:image"] == FOLDER + name, output
        picture = Image.open(tmp_path / "_site/assets/social" / name)
        assert picture.format == "PNG"
        assert picture.size == (int(found["og:image:width"]), int(found["og:image:height"])) == social_images.SIZE
    assert told(tmp_path, "work/asked/index.html")["og:image:alt"] == "Asked for"
    assert told(tmp_path, "404.html") == {}
    drawn = tree(tmp_path / "_site/assets/social")
    assert drawn.keys() == set(PICTURES.values())


def test_switched_off_they_leave_nothing_behind(tmp_path: Path):
    make(tmp_path, {**SITE, "data/site.yml": f"{CONFIGURATION}social_images: false\n"})
    assert not (tmp_path / "_site/assets/social").exists()
    assert told(tmp_path, "index.html") == {}


@pytest.mark.parametrize(
    ("title", "fits"),
    [
        ("Work", True),
        ("Innovación, año y señal", True),
        ("A title of a good many words that does not stand in one line of the picture", True),
        ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", True),
        ("word " * 200, True),
        ("", False),
    ],
)
def test_whatever_a_title_is_it_stays_within_the_picture(title: str, fits: bool):
    image = Image.open(io.BytesIO(social_images.picture(title, "The name of the site"))).convert("RGB")
    ground = image.getpixel((0, 0))
    edges = [image.crop(box) for box in ((0, 0, 70, 600), (1130, 0, 1200, 600), (0, 0, 1200, 60), (0, 560, 1200, 610))]
    assert {edge.getcolors() == [(edge.width * edge.height, ground)] for edge in edges} == {True}
    assert (image.crop((80, 140, 1120, 560)).getcolors(2) != [(1040 * 420, ground)]) == fits


def test_the_same_words_make_the_same_bytes_and_others_do_not():
    first = social_images.picture("Work", "Shelf")
    social_images.picture.cache_clear()
    assert social_images.picture("Work", "Shelf") == first
    assert social_images.picture("Works", "Shelf") != first


def test_a_picture_is_drawn_again_exactly_where_its_words_change(tmp_path: Path):
    project = Project(write(tmp_path, SITE), tmp_path / "_site", as_of=AS_OF, cache=tmp_path / "cache" / "build.db")
    build(project)
    write(tmp_path, {"content/work/index.md": "# Labour\n"})
    report = build(project)
    assert [output for output in report.rendered if output.endswith(".png")] == ["assets/social/work/index.png"]
    build(Project(tmp_path, tmp_path / "_clean", as_of=AS_OF))
    assert tree(tmp_path / "_site") == tree(tmp_path / "_clean")
    assert build(project).rendered == ()
