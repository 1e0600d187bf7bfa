"""The main job, on a page of the seed's shape and, where they are at hand, on the four real documents."""

from __future__ import annotations

import re

import pytest
from sites import dead_references, lines, main, make, shared, soup

PAGE = """---
title: Innovation
layout: page
sidenav: true
thumbdatafile: toolkit
anchors:
  - name: Innovation
  - name: Our Innovation Toolkit
---

# Innovation

Write to [the office](mailto:office@example.gov).

## Our Innovation Toolkit

{% include collection_thumb.html %}

It grows.
"""
TOOLKIT = """- name: Zeta
  url: https://example.org/z
  description: First by file.
  publisher: Agency One
  thumb_url: pictures/z.jpg

- name: Alpha+™
  url: https://example.org/#!/products
  description: |
    Used by many. For example:
    <ul>
    <li><a href = "https://example.org/one/">One (for ideas)</a></li>
    <li><a href = "https://example.org/two/">Two</a></li>
    </ul>
  publisher: Agency Two
  thumb_url: pictures/a.jpg
"""
SAMPLE = {
    "content/operations/innovation.md": PAGE,
    "content/thumbnails/pictures/z.jpg": b"\xff\xd8z",
    "content/thumbnails/pictures/a.jpg": b"\xff\xd8a",
    "data/toolkit.yml": TOOLKIT,
}


def check_toolkit(root, names: list[str], toolkit_id: str) -> None:
    """The collection is whole and valid, and both anchors are reached from the side navigation."""
    page = soup(root, "operations/innovation/index.html")
    body = main(root, "operations/innovation/index.html")
    items = body.find("ul", class_="usa-collection").find_all("li", class_="usa-collection__item", recursive=False)
    assert [item.find(class_="usa-collection__heading").get_text(strip=True) for item in items] == names
    for item in items:
        assert (root / "_site" / item.find("img")["src"].lstrip("/")).is_file()
        assert item.find(class_="usa-collection__heading").find("a")["href"].startswith("https://")
    assert [heading["id"] for heading in page.find_all("h1")] == ["innovation"]
    nav = body.find("ul", class_="usa-sidenav")
    assert {"#innovation", f"#{toolkit_id}"} <= {link["href"] for link in nav.find_all("a")}
    assert body.find(id=toolkit_id)
    assert not [one for one in page.find_all("ul") if not one.find_all("li")]
    assert not [one for one in page.find_all("p") if one.find(["ul", "p", "div"])]
    text = (root / "_site/operations/innovation/index.html").read_text("utf-8")
    assert not re.search(r"\{%|\{\{|&lt;/?[a-z]", text)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_page_of_the_seeds_shape_becomes_the_toolkit_page(tmp_path, newline):
    """Items in file order, working images, one H1, both anchors, valid lists, no leftover of a template."""
    report = make(tmp_path, {**SAMPLE, "content/operations/innovation.md": PAGE.replace("\n", newline)})
    assert lines(report) == []
    check_toolkit(tmp_path, ["Zeta", "Alpha+™"], "our-innovation-toolkit")
    two = main(tmp_path, "operations/innovation/index.html").find_all("li", class_="usa-collection__item")[1]
    assert [link["href"] for link in two.find_all("a")][1:] == ["https://example.org/one/", "https://example.org/two/"]
    assert "Agency Two" in two.get_text()


def _seed(number: int) -> bytes:
    return next(shared("seeds").glob(f"{number:03}_*.txt")).read_bytes()


def _seed_site() -> dict[str, str | bytes]:
    folder = shared("seeds")
    files: dict[str, str | bytes] = {
        f"content/thumbnails/innovation_thumbs/{image.name}": image.read_bytes()
        for image in (folder / "thumbnails").iterdir()
    }
    files["data/innovation_toolkit.yml"] = (folder / "data/innovation_toolkit.yml").read_bytes()
    return files


NAMES = [
    "Challenge.gov",
    "Customer Experience Toolkit",
    "Digital.gov",
    "Federal Crowdsourcing and Citizen Science Toolkit",
    "FedRAMP Marketplace",
    "HHS Health+™",
    "NASA Center of Excellence for Collaborative Innovation",
    "OASH InnovationX",
    "Technology Sprints TOPx Toolkit",
]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("folder", ["content/thumbnails/innovation_thumbs/", "content/thumbnails/", "data/"])
def test_the_seed_page_is_published_unchanged(tmp_path, newline, folder):
    """Nine items, whether the images stand in their folder, at the top of content/thumbnails/ or beside the data."""
    page = _seed(0).replace(b"\r\n", b"\n").replace(b"\n", newline)
    files = {path.replace("content/thumbnails/innovation_thumbs/", folder): data for path, data in _seed_site().items()}
    report = make(tmp_path, {**files, "content/operations/innovation.md": page})
    assert report.published is not None
    check_toolkit(tmp_path, NAMES, "hhs-innovation-toolkit")


def test_the_four_seeds_build_as_one_site(tmp_path, nu_findings):
    """Chapters and case study as pages; footnotes work both ways; the missing contents list is a warning."""
    report = make(
        tmp_path,
        {
            **_seed_site(),
            "content/operations/innovation.md": _seed(0),
            "content/plan/11-public-engagement.md": _seed(1),
            "content/plan/10-data-sharing.md": _seed(2),
            "content/work/hhs.md": _seed(3),
        },
    )
    assert report.published is not None
    missing = [line for line in lines(report) if "table-of-contents" in line]
    assert [line.split(": ")[1] for line in missing] == ["warning[broken-anchor]"] * 2
    for output in ("plan/11-public-engagement/index.html", "plan/10-data-sharing/index.html"):
        page = main(tmp_path, output)
        references = [link for link in page.find_all("a") if str(link["href"]).startswith("#fn")]
        assert references
        assert all(page.find(id=link["href"][1:]) for link in references)
    assert (tmp_path / "_site/case-study/HHS/index.html").is_file()
    dead = [line for line in dead_references(tmp_path / "_site", "/") if "table-of-contents" not in line]
    assert dead == []
    assert nu_findings(tmp_path / "_site") == []
