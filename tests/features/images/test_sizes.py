"""Pictures in sizes: what is made of each, where it is shown, and that nothing is made twice."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from pictures import drawn, jpeg, png, saved, svg
from PIL import Image
from sites import AS_OF, CHECKOUT, dead_references, lines, main, tree, write

from toolshelf.build.executors import Workers
from toolshelf.features.images import making, raster
from toolshelf.features.images.placeholders import COLOURS, placeholder
from toolshelf.pipeline import Project, build

SITE = {
    "data/site.yml": "title: Shelf\nurl: https://shelf.example/repo/\nlanguage: en\n",
    "data/tools.yml": "- {name: Saw, thumb_url: saw.jpg}\n"
    "- {name: Axe, thumb_url: axe.png, thumb_alt: An axe in a log}\n"
    "- {name: Data-driven Decisions}\n- {name: Beside, thumb: beside.png}\n",
    "data/beside.png": png(300, 300),
    "content/thumbnails/saw.jpg": jpeg(900, 600),
    "content/thumbnails/axe.png": png(500, 500),
    "content/tools.md": "---\ntitle: Tools\n---\n\n{% include collection_thumb.html datafile=tools %}\n",
    "content/team/index.md": "---\ntitle: Team\nlayout: case-study\nimages: [{url: photo.jpg, alt: Us at work}]\n"
    "---\n\n"
    '![A bench](bench.jpg)\n\n## Part ![Small](small.png)\n\n<img src="bench.jpg" alt="A bench" width="300">\n',
    "content/team/photo.jpg": jpeg(1200, 900),
    "content/team/bench.jpg": jpeg(2400, 1600),
    "content/team/small.png": png(24, 24),
}


def built(root: Path, workers: Workers | None = None, **options: object):
    project = Project(root, root / "_site", as_of=AS_OF, cache=root / ".cache/toolshelf/build.db", **options)
    return build(project, workers) if workers else build(project)


@pytest.fixture
def root(tmp_path):
    return write(tmp_path, SITE)


def put(root: Path, files: Mapping[str, str | bytes]) -> None:
    write(root, {"data/site.yml": SITE["data/site.yml"], **files})


@pytest.fixture
def made(monkeypatch):
    """Counts the pictures that are made."""
    counted = []
    make_one = raster.make

    def count(*given):
        counted.append(given[1])
        return make_one(*given)

    monkeypatch.setattr(raster, "make", count)
    return counted


def candidates(picture) -> list[str]:
    return [one.split()[0] for one in picture.find("source")["srcset"].split(", ")]


def test_every_picture_has_sizes_a_fallback_and_its_measures(root):
    """Wherever it stands: in content/thumbnails/, beside the data, beside the page; all lead somewhere."""
    assert lines(built(root)) == []
    assert list(dead_references(root / "_site", "/repo/")) == []
    saw, axe, drawn_one, beside = main(root, "tools/index.html").find_all("picture")
    for picture, kind in ((saw, "JPEG"), (axe, ("PNG", "JPEG")), (beside, ("PNG", "JPEG"))):
        files = [Image.open(root / "_site" / one.removeprefix("/repo/")) for one in candidates(picture)]
        assert [one.format for one in files] == ["WEBP"] * len(files)
        assert [one.width for one in files] == sorted({one.width for one in files})
        assert files[0].width == 160
        assert Image.open(root / "_site" / picture.img["src"].removeprefix("/repo/")).format in kind
    for picture in (saw, axe, drawn_one, beside):
        assert (picture.img["width"], picture.img["height"]) == ("80", "80")
    bench, small, again, photo = main(root, "team/index.html").find_all("picture")
    assert [one.img["alt"] for one in (bench, small, again, photo)] == ["A bench", "Small", "A bench", "Us at work"]
    assert (bench.img["width"], bench.img["height"]) == ("2400", "1600")
    assert (again.img["width"], again.img["height"]) == ("300", "200")
    assert again.source["sizes"] == "300px"
    assert max(Image.open(root / "_site" / one.removeprefix("/repo/")).width for one in candidates(bench)) == 1920


def test_the_first_pictures_are_loaded_at_once_and_those_below_when_they_come_near(root):
    """In lists, and in texts."""
    put(root, {"data/tools.yml": "".join(f"- {{name: N{n}, thumb_url: saw.jpg}}\n" for n in range(9))})
    built(root)
    lazy = [img.get("loading") for img in main(root, "tools/index.html").find_all("img")]
    assert lazy == [None] * 4 + ["lazy"] * 5
    texts = [img.get("loading") for img in main(root, "team/index.html").find_all("img")]
    assert texts == ["eager", "lazy", "lazy", "lazy"]


def test_an_item_says_what_its_picture_shows_or_the_picture_is_decoration(root):
    """Its name stands beside it."""
    built(root)
    assert [img["alt"] for img in main(root, "tools/index.html").find_all("img")] == ["", "An axe in a log", "", ""]


def test_an_item_without_a_picture_gets_its_initials(root):
    """As a file of its own, which nobody else needs."""
    built(root)
    img = main(root, "tools/index.html").find_all("img")[2]
    file = root / "_site" / img["src"].removeprefix("/repo/")
    assert ">DD</text>" in file.read_text("utf-8")
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_letters_can_be_read_on_every_colour():
    """White has a contrast of 7:1 or more (WCAG 2.2, 1.4.6)."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert all(1.05 / (luminance(colour) + 0.05) >= 7 for colour in COLOURS)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Challenge.gov", "CG"),
        ("Saw", "S"),
        ("élan vital today", "ÉV"),
        ("<b>", "B"),
        ("…", "?"),
        ("3D print", "3P"),
        ("ßeta", "S"),
    ],
)
def test_initials_are_those_of_the_first_two_words(name, initials):
    """In capitals, whatever the script."""
    assert placeholder(name).initials == initials
    assert placeholder(name) == placeholder(name)


def test_nothing_is_made_twice(root, made):
    """Neither by the next build, nor after a page, an item or another picture changed, nor under another name."""
    built(root)
    assert len(made) == 6
    made.clear()
    assert built(root).rendered == ()
    put(root, {"content/tools.md": SITE["content/tools.md"] + "More.\n"})
    built(root)
    (root / "content/team/bench.jpg").rename(root / "content/team/work.jpg")
    put(root, {"content/team/index.md": str(SITE["content/team/index.md"]).replace("bench.jpg", "work.jpg")})
    built(root)
    assert made == []
    put(root, {"content/team/small.png": png(25, 25)})
    built(root)
    assert made == [".png"]


def test_a_lost_cache_does_not_cost_the_pictures(root, made):
    """They are kept apart, for all builds of the folder."""
    built(root)
    made.clear()
    before = tree(root / "_site")
    (root / ".cache/toolshelf/build.db").unlink()
    built(root)
    assert (made, tree(root / "_site")) == ([], before)


@pytest.mark.parametrize("damage", ["gone", "cut", "changed", "head"])
def test_what_is_kept_of_pictures_is_disposable(root, made, damage):
    """Whatever happens to it, a lost output comes back with the same bytes."""
    built(root)
    before = tree(root / "_site")
    for file in (root / ".cache/toolshelf/pictures").iterdir():
        data = bytearray(file.read_bytes())
        if damage == "gone":
            file.unlink()
        elif damage == "cut":
            file.write_bytes(data[:-20])
        else:
            data[-20 if damage == "changed" else 40] ^= 255
            file.write_bytes(data)
    for file in (root / "_site/assets/pictures").iterdir():
        file.unlink()
    assert lines(built(root)) == []
    assert tree(root / "_site") == before


def test_another_quality_makes_all_pictures_anew(root, made):
    """A lower one gives smaller files."""
    noise = Image.effect_noise((700, 700), 90).convert("RGB")
    put(root, {"content/thumbnails/saw.jpg": saved(noise, "JPEG")})
    built(root)
    made.clear()

    def size() -> int:
        return sum(len(data) for path, data in tree(root / "_site").items() if "saw-640" in path)

    before = size()
    put(root, {"data/site.yml": SITE["data/site.yml"] + "images: {quality: 30}\n"})
    built(root)
    assert len(made) == 6
    assert size() < before


def test_another_pillow_makes_all_pictures_anew(root, made, monkeypatch):
    """What it makes may be different."""
    built(root)
    made.clear()
    monkeypatch.setattr(making, "_versions", lambda: ["0"])
    (root / ".cache/toolshelf/build.db").unlink()
    built(root)
    assert len(made) == 6


@pytest.mark.parametrize("workers", [("processes", 2), ("threads", 3), ("shuffling:Shuffled", 2)])
def test_who_makes_them_makes_no_difference(root, workers):
    """The same bytes from any number of processes and threads, in any order."""
    built(root)
    expected = tree(root / "_site")
    other = root / "other"
    project = Project(root, other, as_of=AS_OF, cache=None)
    with Workers(*workers) as helpers:
        assert lines(build(project, helpers)) == []
    assert tree(other) == expected


def test_with_images_false_files_are_published_as_they_are(root, made, monkeypatch):
    """And nothing is looked at: the library is not even loaded."""
    put(root, {"data/site.yml": SITE["data/site.yml"] + "images: false\n", "content/fake.png": b"no picture"})
    assert lines(built(root)) == []
    assert made == []
    assert not (root / "_site/assets/pictures").exists()
    assert not (root / "_site/assets/placeholders").exists()
    assert (root / "_site/fake.png").read_bytes() == b"no picture"
    page = main(root, "tools/index.html")
    assert [img["src"] for img in page.find_all("img")] == [
        f"/repo/{one}" for one in ("thumbnails/saw.jpg", "thumbnails/axe.png", "data/beside.png")
    ]
    assert not page.find_all("source")


def test_a_page_that_shows_too_many_bytes_is_named_with_the_heaviest_pictures(root):
    """Once for each page; the budget can be set."""
    noise = Image.effect_noise((1400, 1400), 90).convert("RGB")
    put(
        root,
        {
            "content/team/bench.jpg": saved(noise, "JPEG"),
            "data/site.yml": SITE["data/site.yml"] + "images: {budget: 100}\n",
        },
    )
    (line,) = lines(built(root))
    assert line.startswith("content/team/index.md: warning[heavy-pictures]: The pictures of this page weigh ")
    assert "more than 100 KB; the heaviest are content/team/bench.jpg (" in line
    put(root, {"data/site.yml": SITE["data/site.yml"] + "images: {budget: 5000}\n"})
    assert lines(built(root)) == []


def test_a_picture_that_an_author_gave_candidates_stays_as_it_is(root):
    """In HTML, and within a picture."""
    html = '<img src="bench.jpg" srcset="bench.jpg 1x" alt="A bench">\n\n'
    html += '<picture><source srcset="small.png"><img src="bench.jpg" alt="A bench"></picture>\n'
    put(root, {"content/team/index.md": "---\ntitle: Team\n---\n\n" + html})
    assert lines(built(root)) == []
    assert [img["src"] for img in main(root, "team/index.html").find_all("img")] == ["/repo/team/bench.jpg"] * 2


def test_a_picture_that_no_browser_shows_is_a_warning_where_it_is_shown(root):
    """As telephones and scanners make them; who offers one by a link means it."""
    text = "---\ntitle: T\n---\n\n![A bench](bench.HEIC)\n\n[The bench](bench.HEIC)\n"
    put(root, {"content/team/index.md": text, "content/team/bench.HEIC": b"heic"})
    (line,) = lines(built(root))
    assert line.startswith("content/team/index.md:5:")
    assert "warning[broken-image]: Browsers do not show pictures such as 'content/team/bench.HEIC'" in line


def test_a_drawing_has_the_measures_of_its_view_box(root):
    """So nothing moves when it is loaded."""
    put(root, {"content/team/index.md": "---\ntitle: T\n---\n\n![A line](line.svg)\n", "content/team/line.svg": svg()})
    assert lines(built(root)) == []
    img = main(root, "team/index.html").find("img")
    assert (img["src"], img["width"], img["height"]) == ("/repo/team/line.svg", "40", "20")


def test_colours_with_a_profile_become_those_of_screens(root):
    """So that a photograph looks the same where its profile is gone."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    put(root, {"content/thumbnails/saw.jpg": saved(drawn(400, 300), "JPEG", icc_profile=profile)})
    assert lines(built(root)) == []
    for one in candidates(main(root, "tools/index.html").find("picture")):
        assert (
            "icc_profile" not in Image.open(io.BytesIO((root / "_site" / one.removeprefix("/repo/")).read_bytes())).info
        )


def test_an_edit_without_other_pictures_does_not_load_what_makes_them(root):
    """Neither Pillow nor the reader of SVG: both take a while."""
    write(root, {"data/site.yml": SITE["data/site.yml"], "content/line.svg": svg()})
    built(root)
    write(root, {"data/site.yml": SITE["data/site.yml"], "content/tools.md": str(SITE["content/tools.md"]) + "More.\n"})
    code = (
        "import sys; from toolshelf.cli import main; main(['build', '--root', sys.argv[1]]);"
        "sys.exit(any(name.partition('.')[0] in ('PIL', 'defusedxml') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code, root], cwd=CHECKOUT, check=False).returncode == 0
    assert "More." in main(root, "tools/index.html").get_text()


def test_a_book_takes_along_what_all_readers_show(root):
    """An EPUB holds the fallback of a picture, and names no sizes."""
    book = "---\ntitle: Plan\ntype: document\ndocument: {formats: [epub]}\n---\n"
    files = {"content/plan/index.md": book, "content/plan/01-aims.md": "# Aims\n\n![A bench](bench.jpg)\n"}
    put(root, {**files, "content/plan/bench.jpg": jpeg(2000, 1000)})
    built(root)
    archive = zipfile.ZipFile(root / "_site/plan/plan.epub")
    (picture,) = (name for name in archive.namelist() if "/pictures/" in name)
    assert Image.open(io.BytesIO(archive.read(picture))).size == (960, 480)
    chapters = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    assert "<source" not in chapters
