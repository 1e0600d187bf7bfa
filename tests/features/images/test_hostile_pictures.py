"""What somebody broke, or made to do harm, is told or made harmless, and never stops more than the publication."""

from __future__ import annotations

import io
import time

import pytest
from pictures import (
    PLACE,
    SHAPE,
    animated,
    bomb,
    drawn,
    exif,
    jpeg,
    png,
    saved,
    sixteen_bits,
    svg,
)
from PIL import Image
from sites import lines, main, make, tree

ITEM = "- name: Saw\n  thumb_url: {}\n"
PAGE = "---\ntitle: Tools\n---\n\n{% include collection_thumb.html datafile=tools %}\n"


def site(name: str, data: bytes | str) -> dict[str, bytes | str]:
    return {
        "data/site.yml": "title: Shelf\nurl: https://shelf.example/\nlanguage: en\n",
        "content/tools.md": PAGE,
        "data/tools.yml": ITEM.format(name),
        f"content/thumbnails/{name}": data,
    }


REFUSED = [
    ("bomb.png", bomb(), "more than 64 million pixels", "make it smaller"),
    ("cut.jpg", jpeg()[:-900], "damaged or cut off", "save it anew"),
    ("cut.png", png(400, 300)[:-80], "damaged or cut off", "save it anew"),
    ("renamed.jpg", png(), "called .jpg and holds a picture of another kind, PNG", "end with .png"),
    ("renamed.png", jpeg(), "called .png and holds a picture of another kind, JPEG", "end with .jpg"),
    ("text.png", b"picture", "no picture", "save it anew"),
    ("empty.webp", b"", "empty", "again"),
    ("pointer.png", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS", "git lfs pull"),
    ("script.svg", svg("<script>alert(1)</script>"), "element 'script'", "plain SVG"),
    ("event.svg", svg('<rect onload="alert(1)"/>'), "script, in the attribute 'onload'", "plain SVG"),
    ("link.svg", svg('<image href="https://evil.example/x.png"/>'), "refers to something outside", "plain SVG"),
    ("page.svg", svg("<foreignObject><p/></foreignObject>"), "element 'foreignObject'", "plain SVG"),
    ("import.svg", svg("<style>@import url(//evil.example/x.css);</style>"), "outside of itself", "plain SVG"),
    ("escaped.svg", svg('<rect style="fill:u\\72l(//evil.example/x)"/>'), "outside of itself", "plain SVG"),
    ("base.svg", svg('<g xml:base="//evil.example/"/>'), "xml:base", "plain SVG"),
    ("animate.svg", svg('<set attributeName="href" to="x"/>'), "element 'set'", "plain SVG"),
    ("sheet.svg", '<?xml-stylesheet href="//evil.example/x.css"?>' + svg(), "instruction for other", "plain SVG"),
    ("entity.svg", '<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"), "entities", "plain SVG"),
    ("html.svg", svg('<p xmlns="http://www.w3.org/1999/xhtml"/>'), "foreign element 'p'", "plain SVG"),
    ("open.svg", svg("<g>"), "not well-formed at line 1", "plain SVG"),
    ("other.svg", "<html/>", "outside of SVG's own namespace", "plain SVG"),
]


@pytest.mark.parametrize(("name", "data", "fault", "remedy"), REFUSED, ids=[one[0] for one in REFUSED])
def test_a_refused_picture_is_named_with_what_to_do_and_nothing_is_published(tmp_path, name, data, fault, remedy):
    """One error at the file, in words for whoever put it there; the build ends as any with a mistake does."""
    report = make(tmp_path, site(name, data))
    (line,) = lines(report)
    assert line.startswith(f"content/thumbnails/{name}: error[refused-image]: ")
    assert fault in line
    assert remedy in line
    assert report.published is None


def test_all_refused_pictures_are_told_in_one_run(tmp_path):
    """An editor mends them together."""
    files = {f"content/thumbnails/{name}": data for name, data, *_ in REFUSED}
    report = make(tmp_path, {**site("good.png", png()), **files})
    assert len(lines(report)) == len(REFUSED)


def shown(root) -> tuple[Image.Image, Image.Image]:
    """The largest size of the one thumbnail that a page shows, and what other browsers get."""
    picture = main(root, "tools/index.html").find("picture")
    source = picture.find("source")["srcset"].split(", ")[-1].split()[0]
    return tuple(Image.open(root / "_site" / one.lstrip("/")) for one in (source, picture.find("img")["src"]))


def dark(picture: Image.Image, corner: tuple[int, int]) -> bool:
    return sum(picture.convert("RGB").getpixel(corner)) < 3 * 128


def test_a_photograph_of_fifty_million_pixels_becomes_small(tmp_path):
    """As the largest cameras of telephones make them."""
    huge = saved(Image.new("RGB", (8160, 6144), (10, 200, 100)), "JPEG", quality=30)
    assert lines(make(tmp_path, site("huge.jpg", huge))) == []
    webp, other = shown(tmp_path)
    assert webp.size == (640, 482)
    assert other.size == (320, 241)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nobody_learns_where_a_picture_was_taken(tmp_path, kind):
    """Neither from the sizes nor from the file at the picture's own address; and it stands upright in all of them."""
    name = f"place.{kind.lower()}"
    data = saved(drawn(400, 300), kind, exif=exif(6))
    assert PLACE.encode() in data
    assert lines(make(tmp_path, site(name, data))) == []
    published = {path: data for path, data in tree(tmp_path / "_site").items() if "/place" in path}
    assert len(published) >= 4
    for path, data in published.items():
        picture = Image.open(io.BytesIO(data))
        assert not picture.getexif(), path
        assert not picture.info.keys() & {"exif", "xmp", "comment"}, path
        assert PLACE.encode() not in data
        assert picture.height > picture.width, path
        assert dark(picture, (picture.width - 1, 0)), path
        assert not dark(picture, (0, 0)), path


def test_a_photograph_without_metadata_is_published_byte_for_byte(tmp_path):
    """At its own address, for whoever links to it."""
    data = jpeg()
    make(tmp_path, site("plain.jpg", data))
    assert (tmp_path / "_site/thumbnails/plain.jpg").read_bytes() == data


def test_colours_for_printers_become_colours_for_screens(tmp_path):
    """CMYK."""
    assert lines(make(tmp_path, site("print.jpg", saved(drawn(400, 300, "CMYK"), "JPEG")))) == []
    for picture in shown(tmp_path):
        assert picture.mode == "RGB"
        assert dark(picture, (2, 2))
        assert not dark(picture, (picture.width - 2, picture.height - 2))


def test_an_animation_stands_still_as_a_thumbnail(tmp_path):
    """What moves by itself must be able to be stopped (WCAG 2.2.2), and a thumbnail cannot."""
    assert lines(make(tmp_path, site("moving.gif", animated()))) == []
    for picture in shown(tmp_path):
        assert not getattr(picture, "is_animated", False)
    assert Image.open(tmp_path / "_site/thumbnails/moving.gif").n_frames == 3


def test_sixteen_bits_become_eight_with_all_their_shades(tmp_path):
    """And not white, as in a plain conversion."""
    assert lines(make(tmp_path, site("deep.png", sixteen_bits()))) == []
    for picture in shown(tmp_path):
        row = [picture.convert("L").getpixel((x * (picture.width - 1) // 4, 5)) for x in range(5)]
        assert all(abs(shade - wanted) < 12 for shade, wanted in zip(row, (0, 64, 128, 191, 255), strict=True))


def test_a_picture_like_a_thread_is_shown(tmp_path):
    """One pixel wide, ten thousand high."""
    assert lines(make(tmp_path, site("thread.png", png(1, 10_000)))) == []
    webp, other = shown(tmp_path)
    assert webp.size == (1, 640)
    assert other.size == (1, 320)


def test_a_drawing_of_svg_is_shown_by_an_img_alone(tmp_path):
    """With what drawing programs leave in it, and with styles and gradients."""
    inside = (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
        '<defs><linearGradient id="a"><stop offset="0" style="stop-color:#fff"/></linearGradient></defs>'
        '<style>.b { fill: url(#a) }</style><rect class="b" width="40" height="20" fill="url(#a)"/><use href="#a"/>'
    )
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert lines(make(tmp_path, site("drawing.svg", doctype + svg(inside)))) == []
    img = main(tmp_path, "tools/index.html").find("img")
    assert img["src"] == "/thumbnails/drawing.svg"
    assert not main(tmp_path, "tools/index.html").find("svg")


def test_a_deep_or_endless_drawing_ends(tmp_path):
    """Neither fills the memory."""
    deep = "<g>" * 20_000 + SHAPE + "</g>" * 20_000
    assert lines(make(tmp_path, site("deep.svg", svg(deep)))) == []
    nested = "(" * 20_000
    started = time.monotonic()
    make(tmp_path, site("deep.svg", svg(f'<rect style="fill:{nested}"/>')))
    assert started
