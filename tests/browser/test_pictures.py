"""A page with both layouts of a collection, and pictures in its text, as a browser shows and loads it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from availability import unavailable
from loopback import serving
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, Response
from sites import CHECKOUT, lines, make

pytestmark = pytest.mark.browser

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ITEMS = 48
WIDTHS = (360, 768, 1280)
LAYOUTS = """---
title: Both layouts
description: A page that shows two collections, one of them as a list and as cards, and a photograph in its text.
datafile: tools
---

![Soft shapes in many colours](photo.jpg)

## As a list

{% include collection_thumb.html datafile="few" %}

## As cards

{% include card_grid.html datafile="few" %}

## Another collection as cards

{% include card_grid.html datafile="tools" %}
"""
PLAIN = """---
title: The toolkit by {0}
description: Forty-eight tools, each of them with a thumbnail that was made from a photograph, shown by {0}.
---

{{% include {0} datafile="tools" %}}
"""


def photograph(seed: int, width: int = 1200, height: int = 800) -> bytes:
    """Something like a photograph: soft shapes and a little noise, another one for each ``seed``."""
    small = Image.effect_mandelbrot((60, 40), (-2 + seed / 60, -1, 1, 1 - seed / 90), 60)
    shapes = Image.merge("RGB", [small, small.rotate(90), small.rotate(180)]).resize((width, height))
    noise = Image.effect_noise((width, height), 25).convert("RGB")
    out = io.BytesIO()
    Image.blend(shapes.filter(ImageFilter.GaussianBlur(4)), noise, 0.15).save(out, "JPEG", quality=88)
    return out.getvalue()


def item(number: int, picture: bool = True) -> str:
    thumb = f"  thumb_url: tool-{number}.jpg\n" if picture else ""
    return (
        f"- name: Tool number {number}\n  url: https://tool-{number}.example.gov/\n  publisher: An example office\n"
        f"  description: What the tool does, in a sentence of the usual length.\n  tags: [Data, Prizes]\n{thumb}"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pictures")
    photographs = [photograph(number) for number in range(6)]
    files: dict[str, str | bytes] = {
        "data/site.yml": "title: Shelf\nurl: https://shelf.example/\nlanguage: en\n"
        "description: A site that shows its tools in two layouts.\nimages: {budget: 2000}\n",
        "data/tools.yml": "".join(item(number) for number in range(ITEMS)),
        "data/few.yml": "".join(item(number, picture=number % 2 == 0) for number in range(6)),
        "content/layouts.md": LAYOUTS,
        "content/list.md": PLAIN.format("collection_thumb.html"),
        "content/cards.md": PLAIN.format("card_grid.html"),
        "content/photo.jpg": photograph(7),
        **{f"content/thumbnails/tool-{number}.jpg": photographs[number % 6] for number in range(ITEMS)},
    }
    assert lines(make(root, files)) == []
    return root / "_site"


@pytest.fixture(scope="module")
def visitor(browser: Browser, site: Path) -> Iterator[tuple[Page, str]]:
    """A tab, and where the site answers."""
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True)
    with serving({"/": site}) as origin:
        yield context.new_page(), origin
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_a_page_with_both_layouts(visitor: tuple[Page, str], width: int):
    """At the widths of a telephone, a tablet and a desk."""
    if not AXE.is_file():
        unavailable("axe-core is not installed (make test installs it)")
    page, origin = visitor
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{origin}/layouts/")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("standards => axe.run({runOnly: standards})", STANDARDS)
    assert len(found["passes"]) > 10
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_the_nu_checker_finds_nothing(site: Path, nu_findings):
    """On all pages, ids included: a collection that is shown twice has other anchors the second time."""
    assert nu_findings(site) == []


@pytest.mark.parametrize("path", ["layouts", "list", "cards"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_while_pictures_are_loaded(visitor: tuple[Page, str], path: str, width: int):
    """The layout shift is 0, from the first paint to the end of the page; and nothing is wider than the window."""
    page, origin = visitor
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("about:blank")
    page.route("**/*.woff2", lambda route: route.abort())  # how letters take their places is not the pictures' matter
    page.goto(f"{origin}/{path}/")
    shift = page.evaluate(
        """async () => {
            let sum = 0
            new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value }))
                .observe({type: "layout-shift", buffered: true})
            const paused = () => new Promise(done => setTimeout(done, 40))
            for (let at = 0; at < document.body.scrollHeight; at += 700) { scrollTo(0, at); await paused() }
            await Promise.all([...document.images].map(each => each.decode().catch(() => {})))
            await paused()
            return sum
        }"""
    )
    assert shift == 0
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("() => [...document.images].every(each => each.naturalWidth > 0 || each.alt === 'Close')")


@pytest.mark.parametrize("path", ["list", "cards"])
@pytest.mark.parametrize("scale", [1, 2])
def test_forty_eight_items_come_with_their_first_pictures_in_400_kilobytes(
    browser: Browser, site: Path, path: str, scale: int
):
    """What is above the fold, and what the browser fetches ahead of it, on an ordinary screen and on a dense one."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, device_scale_factor=scale)
    page = context.new_page()
    bodies: list[Response] = []
    page.on("response", lambda response: bodies.append(response))
    with serving({"/": site}) as origin:
        page.goto(f"{origin}/{path}/", wait_until="networkidle")
        pictures = sum(len(one.body()) for one in bodies if "/assets/pictures/" in one.url)
        loaded = sum("/assets/pictures/" in one.url for one in bodies)
    context.close()
    assert 3 <= loaded < 2 * ITEMS
    assert pictures <= 400_000 - 150_000


def test_every_item_of_every_layout_has_an_anchor_of_its_own(visitor: tuple[Page, str]):
    """Links lead to an item by the name of its collection and its own."""
    page, origin = visitor
    page.goto(f"{origin}/layouts/#tools--tool-number-40")
    ids = page.evaluate("() => [...document.querySelectorAll('main [id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    for name in ("few--tool-number-3", "few--tool-number-3-again-1", "tools--tool-number-3"):
        assert name in ids
    assert page.evaluate("() => document.querySelector(':target').textContent.includes('Tool number 40')")
