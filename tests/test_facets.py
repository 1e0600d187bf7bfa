"""Facets: the items of a collection by what its schema marks, on pages that need no script."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sites import dead_references, lines, main, make, soup

from toolshelf.features.facets.paging import GAP, slots

TYPES: dict[str, dict[str, object]] = {"kind": {}, "tags": {}}


def schema(size: object = 48, **properties: dict[str, object]) -> str:
    """A schema of items that marks every one of ``properties`` as a facet; a page shows ``size`` items."""
    marked = {name: {**about, "x-facet": about.get("x-facet", True)} for name, about in properties.items()}
    items = {"type": "object", "properties": marked}
    return json.dumps({"title": "Tools", "items": items, "type": "array", "x-page-size": size}, indent=1)


def site(items: list[dict[str, object]], size: int = 48, **properties: dict[str, object]) -> dict[str, str]:
    """A site with a collection of ``items``, of which a page shows ``size``."""
    return {
        "data/tools.json": json.dumps(items, indent=1),
        "data/tools.schema.json": schema(size, **(properties or TYPES)),
        "content/index.md": "---\ntitle: Home\n---\nText\n",
    }


ITEMS = [
    {"name": "Saw", "kind": "hand tool", "tags": ["Wood", "Garden"]},
    {"name": "Drill", "kind": "machine", "tags": "Wood"},
    {"name": "Rake", "kind": "hand tool", "tags": ["Garden"]},
    {"name": "Nothing"},
]


def names(root: Path, output: str) -> list[str]:
    """What the items on a page are called."""
    return [heading.get_text() for heading in main(root, output).select("[data-grid] > li h3")]


def offered(root: Path, output: str) -> list[tuple[str, str]]:
    """The groups that a page offers, with their addresses."""
    return [(" ".join(link.get_text().split()), link["href"]) for link in main(root, output).select("details a")]


def walk(root: Path, url: str) -> Iterator[str]:
    """The names of all items of the grid at ``url``, page after page as a visitor without scripts goes on."""
    while url:
        output = f"{unquote(url).strip('/')}/index.html"
        yield from names(root, output)
        following = main(root, output).select_one("a[rel=next]")
        url = following["href"] if following else ""


def test_a_collection_has_a_page_of_all_items_one_for_each_facet_and_one_for_each_of_its_values(tmp_path):
    """They name one another, and the way back leads over the facet to all items and home."""
    report = make(tmp_path, site(ITEMS), base_url="https://shelf.example/repo/")
    assert lines(report) == []
    assert names(tmp_path, "tools/index.html") == ["Saw", "Drill", "Rake", "Nothing"]
    assert names(tmp_path, "tools/kind/hand-tool/index.html") == ["Saw", "Rake"]
    groups = [
        ("hand tool (2 entries)", "/repo/tools/kind/hand-tool/"),
        ("machine (1 entry)", "/repo/tools/kind/machine/"),
        ("Garden (2 entries)", "/repo/tools/tags/garden/"),
        ("Wood (2 entries)", "/repo/tools/tags/wood/"),
    ]
    assert offered(tmp_path, "tools/index.html") == offered(tmp_path, "tools/tags/wood/index.html") == groups
    page = soup(tmp_path, "tools/tags/wood/index.html")
    assert page.h1.get_text() == "Tools by tags: Wood"
    assert page.title.string == "Tools by tags: Wood | Shelf"
    assert (
        page.find("meta", attrs={"name": "description"})["content"]
        == "From the list Tools: 2 entries, chosen by the tags Wood: Saw, Drill."
    )
    assert page.find("link", rel="canonical")["href"] == "https://shelf.example/repo/tools/tags/wood/"
    assert [link["href"] for link in page.select(".usa-breadcrumb a")] == [
        "/repo/",
        "/repo/tools/",
        "/repo/tools/tags/",
    ]
    assert page.select_one("details[open] summary").get_text() == "Tags"
    assert [link.get_text().split()[0] for link in page.select("[aria-current=true]")] == ["Wood"]
    assert (
        main(tmp_path, "tools/tags/wood/index.html").select_one(".toolshelf-facets__clear a")["href"] == "/repo/tools/"
    )
    assert list(dead_references(tmp_path / "_site", "/repo/")) == []


VALUES = st.sampled_from(["A", "a", "B b", "b  B", "Ç", 7, True, None, ""])
TAGS = st.lists(VALUES, max_size=3) | st.sampled_from(["A", "b  B"])
RECORDS = st.lists(st.fixed_dictionaries({"kind": VALUES, "tags": TAGS}), min_size=1, max_size=12)
CALLED = {"A": "a", "a": "a", "B b": "b-b", "b  B": "b-b", "Ç": "ç", 7: "7", True: "yes"}


@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(records=RECORDS, size=st.integers(1, 5))
def test_each_value_has_its_items_all_of_them_and_no_others(tmp_path_factory, records, size):
    """Counted once more by a plain loop, whatever the values are and however many a page shows."""
    root = tmp_path_factory.mktemp("facets")
    items = [{"name": f"I{number}", **record} for number, record in enumerate(records)]
    make(root, site(items, size))
    expected: dict[str, list[str]] = {}
    for item in items:
        for facet in ("kind", "tags"):
            value = item[facet]
            for one in dict.fromkeys(CALLED.get(v, "") for v in (value if isinstance(value, list) else [value])):
                if one:
                    expected.setdefault(f"/tools/{facet}/{one}/", []).append(str(item["name"]))
    if not expected:
        assert not (root / "_site/tools").exists()  # nothing to choose by
        return
    links = main(root, "tools/index.html").select("details a")
    assert {link["href"]: int(link.select_one("span").get_text().strip("()").split()[0]) for link in links} == {
        url.replace("ç", "%C3%A7"): len(found) for url, found in expected.items()
    }
    for url, found in {"/tools/": [str(item["name"]) for item in items], **expected}.items():
        assert list(walk(root, url)) == found
    data = json.loads((root / "_site/tools/items.json").read_text("utf-8"))
    told: dict[str, list[str]] = {}
    for (groups, drawn), item in zip(data["items"], items, strict=True):
        assert f">{item['name']}<" in drawn
        for (facet, slugs), places in zip(data["facets"], groups, strict=True):
            for place in places:
                told.setdefault(f"/tools/{facet}/{slugs[place]}/", []).append(str(item["name"]))
    assert told == expected


@pytest.mark.parametrize("count", [*range(1, 12), 40])
def test_a_pagination_names_at_most_seven_pages_and_leads_to_all(count):
    """The first, the last, the current one and its neighbours; a gap stands for two pages or more."""
    for current in range(1, count + 1):
        named = slots(current, count)
        pages = [one for one in named if one != GAP]
        assert len(named) <= 7 and pages == sorted(set(pages))
        assert {1, current, count} | ({current - 1, current + 1} & set(range(1, count + 1))) <= set(pages)
        for before, after in pairwise(named):
            assert after == before + 1 or GAP in (before, after)
        for place in (place for place, one in enumerate(named) if one == GAP):
            assert named[place + 1] - named[place - 1] > 2


def test_further_pages_have_addresses_titles_and_canonical_addresses_of_their_own(tmp_path):
    """And no address or title is that of another page."""
    items = [{"name": f"I{number}", "kind": "a" if number % 2 else "b"} for number in range(9)]
    make(tmp_path, site(items, 2, kind={}))
    outputs = [path.relative_to(tmp_path / "_site").as_posix() for path in (tmp_path / "_site/tools").rglob("*.html")]
    assert {"tools/page/5/index.html", "tools/kind/a/page/2/index.html", "tools/kind/b/page/3/index.html"} <= {*outputs}
    assert not any("page/1/" in output or "page/6/" in output for output in outputs)
    pages = {output: soup(tmp_path, output) for output in outputs}
    for output, page in pages.items():
        address = "https://shelf.example/" + output.removesuffix("index.html")
        assert page.find("link", rel="canonical")["href"] == address
    assert len({page.title.string for page in pages.values()}) == len(pages)
    assert len({page.find("meta", attrs={"name": "description"})["content"] for page in pages.values()}) == len(pages)
    fourth = main(tmp_path, "tools/page/4/index.html")
    assert fourth.select_one("h2.toolshelf-grid__count").get_text() == "Entries 7 to 8 of 9"
    assert [link["href"] for link in fourth.select("[data-grid-pages] a")] == [
        *("/tools/page/3/", "/tools/", "/tools/page/2/", "/tools/page/3/", "/tools/page/4/", "/tools/page/5/"),
        "/tools/page/5/",
    ]
    listed = {url.findtext("{*}loc") for url in ElementTree.parse(tmp_path / "_site/sitemap.xml").getroot()}
    assert {"https://shelf.example/tools/", "https://shelf.example/tools/kind/a/"} <= listed


@pytest.mark.parametrize("path", ["content/tools.md", "content/tools/index.md", "content/other.md"])
def test_a_page_that_stands_at_the_address_of_a_collection_is_the_first_page_of_its_items(tmp_path, path):
    """Under its own title and words, in its own place on the site."""
    text = "---\ntitle: Our shelf\npermalink: /tools/\nlayout: section\n---\nChoose *well*.\n"
    report = make(tmp_path, {**site(ITEMS, 2), path: text, "content/tools/more.md": "---\ntitle: More\n---\n"})
    assert lines(report) == []
    page = main(tmp_path, "tools/index.html")
    assert page.h1.get_text() == "Our shelf" and page.em.get_text() == "well"
    assert list(walk(tmp_path, "/tools/")) == ["Saw", "Drill", "Rake", "Nothing"]
    assert soup(tmp_path, "tools/page/2/index.html").h1.get_text() == "Our shelf, page 2"
    crumbs = main(tmp_path, "tools/kind/machine/index.html").select(".usa-breadcrumb a")
    assert [crumb.get_text() for crumb in crumbs] == ["Home", "Our shelf", "Tools by kind"]


def test_a_page_that_shows_a_collection_leads_to_where_it_is_filtered(tmp_path):
    """And one that shows a collection without facets does not."""
    shows = "---\ntitle: A\n---\n{% include collection_thumb.html datafile=tools %}\n"
    make(tmp_path, {**site(ITEMS), "content/a.md": shows}, base_url="https://shelf.example/repo/")
    offer = main(tmp_path, "a/index.html").select_one(".toolshelf-grid-link a")
    assert (offer.get_text(), offer["href"]) == ("Filter by Kind, Tags", "/repo/tools/")
    make(tmp_path, {**site(ITEMS, kind={"x-facet": False}), "content/a.md": shows})
    assert main(tmp_path, "a/index.html").select_one(".toolshelf-grid-link") is None


def test_pages_are_called_in_the_language_of_the_site(tmp_path):
    """What nobody wrote is in Spanish where the site is."""
    spanish = {"data/site.yml": "title: Estante\nurl: https://shelf.example/\nlanguage: es-MX\n"}
    assert lines(make(tmp_path, {**site(ITEMS, 1), **spanish})) == []
    page = soup(tmp_path, "tools/tags/wood/page/2/index.html")
    assert page.h1.get_text() == "Tools por tags: Wood, página 2"
    assert page.select_one("[data-grid-count]").get_text() == "Entradas 2 a 2 de 2"
    assert "las entradas de la 2 a la 2 de 2" in page.find("meta", attrs={"name": "description"})["content"]


def test_a_collection_whose_schema_marks_nothing_has_no_pages_and_no_file(tmp_path):
    """Neither has one without a schema, or without items."""
    files = {
        **site(ITEMS, kind={"x-facet": False}),
        "data/other.json": json.dumps(ITEMS),
        "data/empty.json": "[]",
        "data/empty.schema.json": schema(kind={}),
    }
    make(tmp_path, files)
    assert not [name for name in ("tools", "other", "empty") if (tmp_path / "_site" / name).exists()]


def test_the_schema_says_what_a_facet_is_called_and_in_which_order_its_values_stand(tmp_path):
    """``x-facet`` names it, else the field's title, else its key; a field within another can be one."""
    level = {"enum": ["low", "moderate", "high"], "x-facet": "Level of impact"}
    properties = {
        "kind": {"title": "Sort of tool"},
        "fiscal_year": {"type": "array", "items": {"enum": ["FY27", "FY26"]}},
        "ato": {"type": "object", "x-facet": False, "properties": {"level": level}},
    }
    items = [
        {"name": str(number), "kind": "x", "ato": {"level": level}, "fiscal_year": [year]}
        for number, (level, year) in enumerate(
            [("high", "FY26"), ("low", "FY27"), ("moderate", "FY26"), ("low", "FY26")]
        )
    ]
    assert lines(make(tmp_path, site(items, **properties))) == []
    summaries = main(tmp_path, "tools/index.html").select("summary")
    assert [summary.get_text() for summary in summaries] == ["Sort of tool", "Fiscal year", "Level of impact"]
    assert [name for name, _ in offered(tmp_path, "tools/index.html")] == [
        *("x (4 entries)", "FY27 (1 entry)", "FY26 (3 entries)"),
        *("low (2 entries)", "moderate (1 entry)", "high (1 entry)"),
    ]
    assert soup(tmp_path, "tools/ato-level/low/index.html").h1.get_text() == "Tools by level of impact: low"


SPRINTS = [
    {"id": "one", "title": "One", "kind": "hackathon", "start": "2026-11-01", "end": "2026-11-30"},
    {"id": "two", "title": "Two", "kind": "hackathon", "start": "2027-01-01", "end": "2027-01-31"},
    {"id": "three", "title": "Three", "kind": "datajam", "start": "2026-12-01", "end": "2026-12-02"},
]


def test_items_with_a_life_are_filtered_by_the_state_that_follows_from_their_dates(tmp_path):
    """Below the page that lists them, by what their own schema marks; the state moves with the day."""
    more = {
        "summary": "A sprint of this office that is told of in one sentence of the right length.",
        "as_of": "2026-11-01",
    }
    more |= {"problem_statements": ["What to do"], "source": "The office", "registration_url": "https://a.example/"}
    more |= {"contact_email": "sprints@office.example"}
    files = {"data/sprints.json": json.dumps([{**one, **more} for one in SPRINTS])}
    report = make(tmp_path, files)
    assert [line for line in lines(report) if "error" in line] == []
    assert names(tmp_path, "sprints/index.html") == ["One", "Two", "Three"]
    assert names(tmp_path, "sprints/kind/hackathon/index.html") == ["One", "Two"]
    states = dict(offered(tmp_path, "sprints/index.html"))
    assert {"hackathon (2 entries)": "/sprints/kind/hackathon/"}.items() <= states.items()
    first = {url: names(tmp_path, f"{url.strip('/')}/index.html") for url in states.values() if "/state/" in url}
    assert sorted(first.values()) == [["One"], ["Two", "Three"]]
    make(tmp_path, files, as_of=datetime.date(2027, 6, 1))
    assert [
        main(tmp_path, f"{path.strip('/')}/index.html").h1.get_text()
        for path in sorted(url for _, url in offered(tmp_path, "sprints/index.html") if "/state/" in url)
    ] == ["Sprints by stage: Closed"]
    links = [link["href"] for link in main(tmp_path, "sprints/index.html").select("[data-grid] h3 a")]
    assert links == ["/sprints/one/", "/sprints/two/", "/sprints/three/"]


@pytest.mark.parametrize(
    ("kinds", "slugs"),
    [
        (("C", "C++", "C#"), {"c": "C", "c-2": "C#", "c-3": "C++"}),
        (("C", "C++", "C 2"), {"c": "C", "c-2": "C 2", "c-3": "C++"}),
        (("C++", "C#", "C 2"), {"c": "C#", "c-2": "C 2", "c-3": "C++"}),
    ],
)
def test_values_that_differ_in_signs_alone_have_pages_apart(tmp_path, kinds, slugs):
    listed = [{"name": kind, "kind": kind} for kind in kinds]
    report = make(tmp_path, {**site(ITEMS), "data/tools.json": json.dumps(listed)})
    assert report.published is not None, lines(report)
    for slug, name in slugs.items():
        assert main(tmp_path, f"tools/kind/{slug}/index.html").h1.get_text().endswith(f": {name}")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"content/e.md": "---\ntitle: E\npermalink: /tools/kind/machine/\n---\n"},
            "data/tools.json:12:11: error[collision]: This and content/e.md:3:1 both have the address"
            " /tools/kind/machine/.",
        ),
        (
            {"content/tools/kind.md": "---\ntitle: E\n---\n"},
            "data/tools.schema.json:7:16: error[collision]: This and content/tools/kind.md both have the address"
            " /tools/kind/.",
        ),
        (
            {"content/tools.md": "---\ntitle: E\nlayout: case-study\n---\n"},
            "content/tools.md: error[collision]: This and the list of all items of data/tools.json that Toolshelf makes"
            " both have the address /tools/.",
        ),
        (
            {"content/tools/items.json": "{}"},
            "content/tools/items.json: error[collision]: This and the list of all items of data/tools.json that"
            " Toolshelf makes both have the address /tools/items.json.",
        ),
        (
            {"data/tools.json": '[{"name": "x", "kind": "!"}]'},
            "data/tools.json:1:24: error[address]: The name '!' has no letter or digit that could stand in an address."
            " (write it in other words)",
        ),
        (
            {"data/tools.schema.json": schema(kind={"x-facet": 7})},
            "data/tools.schema.json:7:16: error[facet]: The keyword 'x-facet' is true, or the name of the facet as"
            ' visitors read it. (write "x-facet": true)',
        ),
        (
            {"data/tools.schema.json": schema(page={})},
            "data/tools.schema.json:7:16: error[facet]: The field 'page' cannot be a facet: its name cannot"
            " stand in addresses of its pages. (give the field another name)",
        ),
        (
            {
                "data/tools.json": '[{"name": "x", "kind": "A"}, {"name": "x", "kind": "A"},'
                '\n{"name": "y", "kind": "a "}]'
            },
            "data/tools.json:2:23: warning[term-spelling]: 'a' is written 'A' elsewhere in this list, and both are one"
            " value. (write 'A')",
        ),
        (
            {"data/tools.schema.json": schema(0, kind={})},
            "data/tools.schema.json:12:17: error[facet]: The keyword 'x-page-size' is a whole number from 1 to 1,000:"
            ' how many items a page shows. (write "x-page-size": 48)',
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path, files, told):
    """Names that cannot be addresses, that two would have, and marks that mean nothing."""
    report = make(tmp_path, {**site(ITEMS), **files})
    assert told in [line.replace(" (give one of the two another name or permalink)", "") for line in lines(report)]
