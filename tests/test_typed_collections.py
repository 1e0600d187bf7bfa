"""Typed collections: which they are, where their items stand, how they are named, linked and drawn."""

from __future__ import annotations

import pytest
from sites import CONFIGURATION, lines, main, make, soup
from typed import AUTHORIZED, CHALLENGE, SPRINT, TOOL

from toolshelf.problems import Severity

OFF = CONFIGURATION + "collections: {tools: false}\n"
APPS = CONFIGURATION + "collections: {apps: {type: tools, url: '/a/{id}.html'}}\n"
HOME = "---\ntitle: Home\n---\n{}\n"


def dated(text: str) -> str:
    """An item of a list, from the text of one that stands alone."""
    first, *rest = text.splitlines()
    return "\n".join([f"- {first}", *(f"  {line}" for line in rest)]) + "\n"


@pytest.mark.parametrize(
    ("files", "pages"),
    [
        ({"data/tools/login-gov.yml": TOOL}, {"tools/login-gov/"}),
        ({"data/tools/login-gov.md": f"---\n{TOOL}---\n\nText.\n"}, {"tools/login-gov/"}),
        ({"data/tools/a.json": '{"title": "A", "summary": "' + "x" * 50 + '", "url": "https://a.gov/", '
          '"category": ["Any"], "status": "Beta", "source": "AB", "as_of": "2026-11-01"}'}, {"tools/a/"}),
        ({"data/tools.yml": dated(TOOL)}, {"tools/login-gov/"}),
        ({"data/tools.yml": dated(TOOL + "id: own\n"), "data/tools/b.yml": TOOL}, {"tools/own/", "tools/b/"}),
        ({"data/tools.yml": "- name: A plain list\n  url: https://a.example/\n"}, set()),
        ({"data/tools.yml": "- name: A plain list\n", "data/site.yml": OFF}, set()),
        ({"data/gear/a.yml": "title: A\n", "data/gear.schema.json": '{"properties": {}}'}, {"gear/a/"}),
        ({"data/gear.yml": "- title: A\n", "data/site.yml": CONFIGURATION + "collections: [gear]\n"}, {"gear/a/"}),
        ({"data/gear/a.yml": "title: A\n"}, set()),
        (
            {"data/apps.yml": dated(TOOL), "data/site.yml": APPS},
            {"a/login-gov.html"},
        ),
    ],
    ids=["a file an item", "an item with a text", "JSON", "a list", "both together", "a plain list", "switched off",
         "a schema of one's own", "asked for", "a folder without a schema", "a type and addresses"],
)  # fmt: skip
def test_a_typed_collection_has_a_page_for_each_item(tmp_path, files, pages):
    """And a list of links that nobody calls a collection of items has none."""
    report = make(tmp_path, files)
    assert [one for one in report.problems if one.severity is Severity.ERROR] == []
    found = {
        file.relative_to(tmp_path / "_site").as_posix().removesuffix("index.html")
        for folder in ("tools", "gear", "a")
        for file in (tmp_path / "_site" / folder).glob("**/*.html")
        if file.parent.name != folder or folder == "a"
    }
    assert {one for one in found if one.count("/") < 3 and not one.startswith("tools/status")} >= pages
    assert bool(pages) == bool(found)


def test_an_id_that_two_items_have_names_both_lines(tmp_path):
    """In whatever files they stand."""
    report = make(
        tmp_path, {"data/tools.yml": dated(TOOL) + dated(TOOL + "id: box\n"), "data/tools/box.yml": "# here\n" + TOOL}
    )
    assert lines(report) == [
        "data/tools/box.yml:2:1: error[double-id]: The id 'box' is that of the item in data/tools.yml:8 too (tools). "
        "(write another id: into one of the two)"
    ]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("tools: [login-gov]", []),
        ("tool: login-gov", []),
        ("sprint: health", []),
        ("datasets: ['https://data.example.gov/set']", []),
        (
            "tools: [login-gov, logingov]",
            [
                "data/challenges/c.yml:7:20: error[dead-reference]: 'tools' names 'logingov', and no item of the "
                "collection 'tools' has that id. (did you mean login-gov?)"
            ],
        ),
        (
            "sprint: helth",
            [
                "data/challenges/c.yml:7:9: error[dead-reference]: 'sprint' names 'helth', and no item of the "
                "collection 'sprints' has that id. (did you mean health?)"
            ],
        ),
        (
            "datasets: [births]",
            [
                "data/challenges/c.yml:7:12: error[dead-reference]: 'datasets' names 'births', and there is no "
                "collection 'datasets'. (write its items into data/datasets/, or give a web address)"
            ],
        ),
    ],
)
def test_an_item_that_another_names_must_be_there(tmp_path, named, told):
    """The nearest id is proposed."""
    files = {"data/tools/login-gov.yml": TOOL, "data/sprints/health.yml": SPRINT}
    assert lines(make(tmp_path, {**files, "data/challenges/c.yml": f"{CHALLENGE}{named}\n"})) == told


def test_related_items_are_shown_both_ways(tmp_path):
    """The challenge names the tool, and the page of the tool names the challenge."""
    files = {"data/tools/login-gov.yml": TOOL, "data/challenges/c.yml": CHALLENGE + "tools: [login-gov]\n"}
    assert lines(make(tmp_path, files, base_url="https://a.example/repo/")) == []
    for page, related in (("tools/login-gov", "/repo/challenges/c/"), ("challenges/c", "/repo/tools/login-gov/")):
        section = main(tmp_path, f"{page}/index.html").find(id="item--related-1").parent
        assert [link["href"] for link in section.find_all("a")] == [related]


def test_item_pages_take_part_in_links_breadcrumbs_and_the_sitemap(tmp_path):
    """By their files and by their addresses; a link that leads to no item is told."""
    links = (
        "[a](/tools/login-gov/) [b](../data/tools/login-gov.md) [c](../data/tools/login-gov.md#begin) [d](/tools/gone/)"
    )
    files = {
        "content/index.md": HOME.format(links),
        "data/tools/login-gov.md": f"---\n{TOOL}---\n\n## Begin\n\nSee [home](../../content/index.md) and [x](y.md).\n",
    }
    told = lines(make(tmp_path, files, base_url="https://a.example/repo/"))
    assert [one.partition("]")[0] for one in told] == [
        "content/index.md:4:98: warning[broken-link",
        "data/tools/login-gov.md:13: warning[broken-link",
    ], told
    body = main(tmp_path, "index.html")
    assert [link["href"] for link in body.find_all("a")][:2] == ["/repo/tools/login-gov/"] * 2
    page = soup(tmp_path, "tools/login-gov/index.html")
    crumbs = [link["href"] for link in page.select(".usa-breadcrumb a")]
    assert crumbs == ["/repo/", "/repo/tools/"]
    assert page.find(id="begin") is not None
    assert "<loc>https://a.example/repo/tools/login-gov/</loc>" in (tmp_path / "_site/sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            "{tools: {url: /apps/}}",
            "data/site.yml:4:28: error[collection]: The address of the items of 'tools' does not hold {id} once.",
        ),
        ("{tools: {template: nice.html}}", "data/site.yml: error[template]: There is no template 'nice.html'"),
        (
            "[tools, gear]",
            "data/site.yml:4:22: warning[missing-data-file]: There are no items of the collection 'gear'.",
        ),
    ],
)
def test_settings_of_a_collection_are_looked_at(tmp_path, settings, told):
    """What cannot be so is told at its line."""
    config = f"{CONFIGURATION}collections: {settings}\n"
    report = make(tmp_path, {"data/site.yml": config, "data/tools/a.yml": TOOL})
    assert [one.partition(" (")[0] for one in lines(report)] == [told]


def test_expired_authorizations_are_warnings_and_errors_where_one_asks_for_it(tmp_path):
    """The badge says so by itself."""
    files = {"data/tools/a.yml": AUTHORIZED.replace("2028-01-01", "2026-11-19")}
    report = make(tmp_path, files)
    assert report.published is not None
    assert [one.code for one in report.problems] == ["ato-expired"]
    assert main(tmp_path, "tools/a/index.html").select_one(".toolshelf-state--expired").get_text() == "Expired"
    strict = make(tmp_path, files, strict_ato=True)
    assert strict.published is None
    assert [(one.code, one.severity) for one in strict.problems] == [("ato-expired", Severity.ERROR)]


def test_a_draft_is_published_only_where_drafts_are(tmp_path):
    """Others may name it."""
    files = {"data/sprints/s.yml": SPRINT + "draft: true\n", "data/challenges/c.yml": CHALLENGE + "sprint: s\n"}
    assert lines(make(tmp_path, files)) == []
    assert not (tmp_path / "_site/sprints/s").exists()
    make(tmp_path, files, drafts=True)
    assert (tmp_path / "_site/sprints/s/index.html").is_file()
