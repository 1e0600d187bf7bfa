"""Case studies: facts, background, figures, quotation and gallery; related ones by tag; lists to narrow down."""

from __future__ import annotations

import pytest
from sites import AS_OF, PLAIN, dead_references, lines, main, make, shared, soup, tree
from test_precision import replace

from toolshelf.pipeline import Project, build

STUDY = """---
type: case-study
title: Bringing a catalog up to date
description: How an office made its catalog useful again, and what it took.
client_name: Example Office
preview_image: shelf.svg
project: Catalog
website: https://data.example.gov/
background_section_title: A catalog that had grown old
background_section: "One paragraph.

Another one."
background_sections:
  - title: What was tried before
    text: Little.
tags: [Open Data, Support]
specs: [PostgreSQL]
figures:
  - value: 2,993
    label: datasets
quotation:
  text: It saved us weeks.
  source: A program office
images:
  - {url: shelf.svg, caption: The shelf, alt: A shelf with boxes}
  - {url: shelf.svg, alt: The same shelf}
---
### Approach

##### Looking

<blockquote>
<cite>  </cite>
</blockquote>

<figure>
  <div>
    <header>40</header>
    <p>offices<br>share<p>
  </div>
</figure>
"""
SITE = {
    "content/studies/index.md": "---\ntitle: Our work\nlayout: case-studies\n---\n",
    "content/studies/catalog.md": STUDY,
    "content/studies/shelf.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>',
    "content/studies/b.md": "---\nlayout: case-study\ntitle: B\ntags: [open data]\n---\n",
    "content/studies/c.md": "---\nlayout: case-study\ntitle: C\ntags: [Support, Open data]\n---\n",
    "content/studies/d.md": "---\nlayout: case-study\ntitle: D\ntags: Other\n---\n",
}


@pytest.mark.parametrize("engine", ["markdown", "gfm"])
def test_a_case_study_shows_every_key(tmp_path, engine, nu_findings):
    """In valid HTML, whatever its text has left open; what is odd in it is told."""
    config = f"title: S\nurl: https://s.example/\nlanguage: en\nmarkdown: {{engine: {engine}}}\n"
    report = make(tmp_path, {**SITE, "data/site.yml": config})
    place = "content/studies/catalog.md:"
    told = [line.removeprefix(place).split(": ") for line in lines(report) if line.startswith(place)]
    mine = [line + problem for line, problem, *_ in told if "description" not in problem]
    assert mine == [
        "28warning[skipped-heading-level]",
        "30warning[skipped-heading-level]",
        "32:1warning[removed-html]",
        "33:1warning[removed-html]",
        "39:5warning[unclosed-html]",
    ]
    page = main(tmp_path, "studies/catalog/index.html")
    facts = page.find("dl", class_="toolshelf-facts")
    assert [one.get_text() for one in facts.find_all("dd")] == [
        "Example Office",
        "Catalog",
        "https://data.example.gov/",
        "PostgreSQL",
    ]
    headings = [(one.name, one.get_text()) for one in page.find_all(["h1", "h2", "h3"])]
    assert headings == [
        ("h1", "Bringing a catalog up to date"),
        ("h2", "A catalog that had grown old"),
        ("h2", "What was tried before"),
        ("h2", "Approach"),
        ("h3", "Looking"),
        ("h2", "Related case studies"),
        ("h3", "C"),
        ("h3", "B"),
    ]
    stat = page.find("dl", class_="toolshelf-stats")
    assert (stat.find("dd").get_text(), stat.find("dt").get_text()) == ("2,993", "datasets")
    quotation = page.find("figure", class_="toolshelf-quotation")
    assert quotation.find("blockquote").get_text(strip=True) == "It saved us weeks."
    assert quotation.find("figcaption").get_text() == "A program office"
    gallery = page.find(class_="toolshelf-gallery")
    assert [image["alt"] for image in gallery.find_all("img")] == ["A shelf with boxes", "The same shelf"]
    assert [caption.get_text() for caption in gallery.find_all("figcaption")] == ["The shelf"]
    assert not page.find("cite")
    assert nu_findings(tmp_path / "_site") == []


def test_a_list_of_case_studies_is_narrowed_down_by_links(tmp_path):
    """Each tag has a page of its own, with the number of its studies; spellings that differ in case are one."""
    make(tmp_path, SITE)
    whole = main(tmp_path, "studies/index.html")
    filters = whole.find("nav", class_="toolshelf-filters")
    assert [(link.get_text(), link["href"]) for link in filters.find_all("a")] == [
        ("All (4)", "/studies/"),
        ("open data (3)", "/studies/topics/open-data/"),
        ("Other (1)", "/studies/topics/other/"),
        ("Support (2)", "/studies/topics/support/"),
    ]
    assert filters.find(attrs={"aria-current": "page"}).get_text() == "All (4)"
    narrowed = main(tmp_path, "studies/topics/support/index.html")
    assert [one.get_text(strip=True) for one in narrowed.find_all("h2")] == ["C", "Bringing a catalog up to date"]
    assert narrowed.find(attrs={"aria-current": "page"}).get_text().startswith(("Our work", "Support"))
    assert list(dead_references(tmp_path / "_site", "/")) == []


@pytest.mark.parametrize(
    ("keys", "client"),
    [
        ("client: A", "A"),
        ("client_name: A", "A"),
        ("client: B\nclient_name: A", "A"),
        ("client: A\nclient_name:", "A"),
        ("client: 18", "18"),
    ],
)
def test_the_client_has_two_names_in_front_matter(tmp_path, keys, client):
    """It is shown on the page itself and where others name it; ``client_name`` goes before ``client``."""
    study = SITE["content/studies/b.md"].replace("title: B", f"title: B\n{keys}")
    report = make(tmp_path, {**SITE, "content/studies/b.md": study})
    assert [line for line in lines(report) if "studies/b.md" in line and "description" not in line] == []
    facts = main(tmp_path, "studies/b/index.html").find("dl", class_="toolshelf-facts")
    assert (facts.find("dt").get_text(), facts.find("dd").get_text()) == ("Client", client)
    card = main(tmp_path, "studies/index.html").find("a", string="B").find_parent("li")
    assert card.find(class_="usa-card__body").find("p").get_text() == client


@pytest.mark.parametrize(
    ("path", "before", "after", "expected"),
    [
        ("b.md", "title: B", "title: B\nclient: Dee", {"/b", "/c", "/catalog", "", "/topics/open-data"}),
        ("b.md", "title: B", "title: Bee", {"/b", "/c", "/catalog", "", "/topics/open-data"}),
        ("d.md", "title: D", "title: Dee", {"/d", "", "/topics/other", "/catalog"}),
        ("catalog.md", "Little.", "Much.", {"/catalog"}),
    ],
)
def test_an_edit_renders_what_shows_it(tmp_path, path, before, after, expected):
    make(tmp_path, {**SITE, "data/site.yml": f"{PLAIN}search: false\n"}, cache=tmp_path / "build.db")
    replace(f"content/studies/{path}", before, after)(tmp_path)
    report = build(Project(tmp_path, tmp_path / "_site", as_of=AS_OF, cache=tmp_path / "build.db"))
    assert set(report.rendered) == {f"studies{name}/index.html" for name in expected}
    build(Project(tmp_path, tmp_path / "clean", as_of=AS_OF))
    assert tree(tmp_path / "_site") == tree(tmp_path / "clean")


def test_the_four_seeds_build_as_one_site_each_with_its_own_layout(tmp_path, nu_findings):
    """The toolkit, two chapters of the plan as a document, and the case study."""
    seeds = {number: next(shared("seeds").glob(f"{number:03}_*.txt")).read_bytes() for number in range(4)}
    folder = shared("seeds")
    images = {
        f"content/thumbnails/innovation_thumbs/{one.name}": one.read_bytes()
        for one in (folder / "thumbnails").iterdir()
    }
    report = make(
        tmp_path,
        {
            **images,
            "data/innovation_toolkit.yml": (folder / "data/innovation_toolkit.yml").read_bytes(),
            "content/operations/innovation.md": seeds[0],
            "content/plan/index.md": "---\ntitle: Plan\ndocument: true\n---\n",
            "content/plan/12-public-engagement.md": seeds[1],
            "content/plan/09-sharing.md": seeds[2],
            "content/studies/index.md": "---\ntitle: Work\nlayout: case-studies\n---\n",
            "content/studies/hhs.md": seeds[3],
        },
    )
    assert report.published is not None
    assert list(dead_references(tmp_path / "_site", "/")) == []
    assert [line for line in lines(report) if "broken" in line and "LINCS" not in line] == []
    assert main(tmp_path, "operations/innovation/index.html").find("ul", class_="toolshelf-collection")
    for chapter in ("12-public-engagement", "09-sharing"):
        page = main(tmp_path, f"plan/{chapter}/index.html")
        assert page.find("nav", class_="toolshelf-contents")
        back = page.find("a", string="Back to Table of Contents")
        assert back["href"] == "/plan/#document--contents"
    assert soup(tmp_path, "plan/all/index.html").find("article")
    assert main(tmp_path, "case-study/HHS/index.html").find("dl", class_="toolshelf-facts")
    assert nu_findings(tmp_path / "_site") == []
