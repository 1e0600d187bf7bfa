"""Taxonomies: pages grouped by their tags, and the pages that list the groups."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from sites import CONFIGURATION, dead_references, lines, main, make, soup

TAGGED = {
    "data/site.yml": CONFIGURATION + "taxonomies: [tags]\n",
    "content/a.md": "---\ntitle: A\ndescription: About A\ndate: 2024-05-01\ntags: [Open data, Prizes]\n---\n",
    "content/b.md": "---\ntitle: B\ndate: 2025-01-01T10:00:00+02:00\ntags: Open data\n---\n",
    "content/c.md": "---\ntitle: C\ntags: [Open data]\n---\n",
    "content/d.md": "---\ntitle: D\ndate: 2025-01-01\ntags: [Prizes]\n---\n",
}


def links(tag) -> list[tuple[str, str]]:
    return [(" ".join(link.get_text().split()), link["href"]) for link in tag.find_all("a")]


def body(root, output) -> list[tuple[str, str]]:
    return links(main(root, output).find(class_="toolshelf-body"))


def test_a_taxonomy_has_a_page_of_its_terms_and_each_term_a_page_of_its_pages_newest_first(tmp_path):
    """Terms by name with their counts; pages by date, and those without one at the end."""
    report = make(tmp_path, TAGGED, base_url="https://shelf.example/repo/")
    assert lines(report) == []
    assert body(tmp_path, "tags/index.html") == [
        ("Open data (3 pages)", "/repo/tags/open-data/"),
        ("Prizes (2 pages)", "/repo/tags/prizes/"),
    ]
    listed = [("B", "/repo/b/"), ("A", "/repo/a/"), ("C", "/repo/c/")]
    assert body(tmp_path, "tags/open-data/index.html") == listed
    assert soup(tmp_path, "tags/open-data/index.html").title.string == "Open data | Shelf"
    assert list(dead_references(tmp_path / "_site", "/repo/")) == []


def test_pages_of_one_moment_stand_by_path(tmp_path):
    """A day without a zone begins at midnight in the site's own."""
    zone = TAGGED["data/site.yml"] + "timezone: America/New_York\n"
    pages = {
        f"content/{name}.md": f"---\ntitle: {name}\ndate: {date}\ntags: x\n---\n"
        for name, date in {
            "late": "2025-01-01T05:00:01Z",
            "z": "2025-01-01",
            "b": "2025-01-01T05:00:00Z",
            "y": "2025-01-01T00:00:00",
            "early": "2025-01-01T04:59:59Z",
        }.items()
    }
    make(tmp_path, {"data/site.yml": zone, **pages})
    assert [name for name, _ in body(tmp_path, "tags/x/index.html")] == ["late", "b", "y", "z", "early"]


def test_a_page_links_to_its_terms_in_the_order_in_which_it_names_them(tmp_path):
    """Whatever case it writes them in, they are called as most pages call them."""
    other = {"content/e.md": "---\ntitle: E\ntags: [prizes, Open data, prizes]\n---\n"}
    make(tmp_path, {**TAGGED, **other})
    topics = main(tmp_path, "e/index.html").find(class_="toolshelf-topics")
    assert links(topics) == [("Prizes", "/tags/prizes/"), ("Open data", "/tags/open-data/")]


def test_the_way_to_a_term_leads_from_home_over_its_taxonomy(tmp_path):
    make(tmp_path, TAGGED)
    crumbs = soup(tmp_path, "tags/open-data/index.html").find("nav", class_="usa-breadcrumb")
    assert links(crumbs) == [("Home", "/"), ("Tags", "/tags/")]
    assert crumbs.find(attrs={"aria-current": True}).get_text(strip=True) == "Open data"
    assert links(soup(tmp_path, "tags/index.html").find("nav", class_="usa-breadcrumb")) == [("Home", "/")]


def test_lists_of_terms_are_in_the_sitemap_and_links_to_them_are_known_and_no_section_holds_them(tmp_path):
    files = {**TAGGED, "content/index.md": "---\ntitle: Home\nlayout: home\n---\n[all](/tags/) [one](/tags/prizes/)\n"}
    report = make(tmp_path, files)
    assert lines(report) == []
    listed = [url.findtext("{*}loc") for url in ElementTree.parse(tmp_path / "_site/sitemap.xml").getroot()]
    assert "https://shelf.example/tags/" in listed and "https://shelf.example/tags/prizes/" in listed
    cards = main(tmp_path, "index.html").find("ul", class_="usa-card-group")
    assert [name for name, _ in links(cards)] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("open data", "'open data' is written 'Open data' in content/a.md, and both are one term."),
        ("OPEN  DATA", "'OPEN  DATA' is written 'Open data' in content/a.md, and both are one term."),
    ],
)
def test_spellings_that_differ_in_case_or_spacing_are_one_term_and_a_warning_names_the_usual_one(
    tmp_path, typed, message
):
    report = make(tmp_path, {**TAGGED, "content/e.md": f"---\ntitle: E\ntags:\n  - {typed}\n---\n"})
    assert lines(report) == [f"content/e.md:4:5: warning[term-spelling]: {message} (write 'Open data')"]
    assert ("Open data (4 pages)", "/tags/open-data/") in body(tmp_path, "tags/index.html")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"content/e.md": "---\ntitle: E\npermalink: /tags/prizes/\n---\n"},
            "content/e.md:3:1: error[collision]: This and content/a.md:5:19 both have the address /tags/prizes/.",
        ),
        (
            {"content/tags/prizes.md": "---\ntitle: E\n---\n"},
            "content/a.md:5:19: error[collision]: This and content/tags/prizes.md both have the address /tags/prizes/.",
        ),
        (
            {"content/tags.md": "---\ntitle: E\n---\n"},
            "data/site.yml:4:14: error[collision]: This and content/tags.md both have the address /tags/.",
        ),
        (
            {"content/e.md": "---\ntitle: E\ntags: [C, C++]\n---\n"},
            "content/e.md:3:11: error[collision]: This and content/e.md:3:8 both have the address /tags/c/.",
        ),
        (
            {"content/e.md": "---\ntitle: E\ntags: ['!']\n---\n"},
            "content/e.md:3:8: error[address]: The name '!' has no letter or digit that could stand in an address.",
        ),
        (
            {"content/e.md": "---\ntitle: E\ntags: [con]\n---\n"},
            "content/e.md:3:8: error[address]: The name 'con' is a name that Windows keeps for itself.",
        ),
        (
            {"data/site.yml": CONFIGURATION + "taxonomies: [nul]\n"},
            "data/site.yml:4:14: error[address]: The name 'nul' is a name that Windows keeps for itself.",
        ),
        (
            {
                "data/site.yml": CONFIGURATION + "taxonomies: [kinds]\n",
                "content/e.md": "---\ntitle: E\nkinds: [One, {a: b}, 2, 2025-01-01, false]\n---\n",
            },
            "content/e.md:3:14: warning[no-term]: The key 'kinds' puts pages into groups, and this is no name of a "
            "group.",
        ),
    ],
)
def test_a_term_that_can_have_no_page_of_its_own_is_a_problem_at_its_place(tmp_path, files, told):
    """Addresses collide as those of pages do."""
    report = make(tmp_path, {**TAGGED, **files})
    assert told in [line.partition(" (")[0] for line in lines(report)]


@pytest.mark.parametrize("hidden", ["draft: true", "date: 2099-01-01", "expires: 2020-01-01"])
def test_a_page_that_is_not_published_counts_for_nothing(tmp_path, hidden):
    report = make(tmp_path, {**TAGGED, "content/e.md": f"---\ntitle: E\ntags: [prizes, Sprints]\n{hidden}\n---\n"})
    assert lines(report) == []
    assert body(tmp_path, "tags/index.html")[1] == ("Prizes (2 pages)", "/tags/prizes/")
    assert not (tmp_path / "_site/tags/sprints").exists()


def test_a_site_may_have_several_taxonomies(tmp_path):
    """Any key of front matter may be one; words with blanks and letters of every script make addresses."""
    files = {
        "data/site.yml": CONFIGURATION + "taxonomies: [kinds, tags]\n",
        "content/a.md": "---\ntitle: A\ntags: Ökonomie & Ämter\nkinds: [2024]\n---\n",
    }
    assert lines(make(tmp_path, files)) == []
    topics = main(tmp_path, "a/index.html").find(class_="toolshelf-topics")
    assert links(topics) == [
        ("2024", "/kinds/2024/"),
        ("Ökonomie & Ämter", "/tags/%C3%B6konomie-%C3%A4mter/"),
    ]
    assert (tmp_path / "_site/tags/ökonomie-ämter/index.html").is_file()


def test_without_taxonomies_tags_are_only_a_key(tmp_path):
    """No page, no link, no warning."""
    files = {path: text for path, text in TAGGED.items() if path.startswith("content/")}
    assert lines(make(tmp_path, {**files, "content/tags/index.md": "---\ntitle: Own\n---\n"})) == []
    assert main(tmp_path, "tags/index.html").h1.string == "Own"
    assert "toolshelf-terms" not in (tmp_path / "_site/a/index.html").read_text()
