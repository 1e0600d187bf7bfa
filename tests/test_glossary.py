"""The glossary: a page of terms, their first uses, and acronyms that stand somewhere without their words."""

from __future__ import annotations

import re

import pytest
from sites import AS_OF, CONFIGURATION, dead_references, lines, main, make, soup, tree
from test_precision import replace

from toolshelf.features.documents.acronyms import first_uses
from toolshelf.pipeline import Project, build

GLOSSARY = """- term: Open data
  definition: Data that <anyone> may use.
- name: Data Governance Board
  acronym: DGB
  description: Who decides about data.
- term: R&D
  definition: Research and development.
"""
SITE = {
    "data/glossary.yml": GLOSSARY,
    "content/p/index.md": "---\ntitle: P\ndocument: true\n---\nSee [the term](/glossary/#open-data).\n",
    "content/p/a.md": "# Open data\n\n## Open data here\n\n[open data](b.md) `open data` Our open Data, and open data. "
    "The Data Governance Board (DGB) does R&D.\n",
    "content/p/b.md": "# B\n\nThe DGB meets with NASA.\n\n```\nFOO\n```\n",
    "content/other.md": "# Other\n\nSome open data of the DGB.\n",
}


@pytest.mark.parametrize("engine", ["markdown", "gfm"])
def test_the_first_use_of_a_term_on_a_page_leads_to_what_it_means(tmp_path, engine):
    """With a link, so that the keyboard reaches it; neither in headings nor in links nor in code."""
    config = f"{CONFIGURATION}markdown: {{engine: {engine}}}\n"
    report = make(tmp_path, {**SITE, "data/site.yml": config})
    marked = main(tmp_path, "p/a/index.html").find_all("a", role="doc-glossref")
    assert [(link.get_text(), link["href"]) for link in marked] == [
        ("open Data", "/glossary/#open-data"),
        ("Data Governance Board", "/glossary/#data-governance-board"),
        ("R&D", "/glossary/#rd"),
    ]
    page = main(tmp_path, "glossary/index.html")
    assert [one.get_text() for one in page.find_all("dfn")] == ["Data Governance Board", "Open data", "R&D"]
    assert page.find(id="open-data").find("dd").get_text() == "Data that <anyone> may use."
    assert main(tmp_path, "other/index.html").find(role="doc-glossref") is None
    assert soup(tmp_path, "p/all/index.html").find("article").find_all("a", role="doc-glossref")
    assert list(dead_references(tmp_path / "_site", "/")) == []
    assert lines(report) == [
        "content/p/b.md:3:20: warning[acronym]: The acronym 'NASA' stands here first, without its words. (write its "
        "words and then (NASA))"
    ]


def test_pages_outside_documents_follow_on_request(tmp_path):
    """And neither marks nor warnings come to a site that has no glossary and asks for none."""
    config = f"{CONFIGURATION}glossary: {{mark: all, acronyms: all}}\n"
    report = make(tmp_path, {**SITE, "data/site.yml": config})
    assert [link.get_text() for link in main(tmp_path, "other/index.html").find_all("a", role="doc-glossref")] == [
        "open data",
        "DGB",
    ]
    assert "content/other.md:3:23: warning[acronym]" in lines(report)[0]
    plain = {path: text for path, text in SITE.items() if path != "data/glossary.yml"}
    plain["content/p/index.md"] = "---\ntitle: P\ndocument: true\n---\n"
    assert lines(make(tmp_path / "plain", plain)) == []
    asked = {**plain, "data/site.yml": f"{CONFIGURATION}glossary: {{acronyms: documents}}\n"}
    assert [line.partition(": ")[0] for line in lines(make(tmp_path / "asked", asked))] == ["content/p/b.md:3:20"]


def test_a_page_that_an_author_wrote_stands_in_place_of_the_glossary(tmp_path):
    make(tmp_path, {**SITE, "content/glossary.md": "# Our words\n\n## Open data\n"})
    assert main(tmp_path, "glossary/index.html").find("h1").get_text() == "Our words"
    assert main(tmp_path, "p/a/index.html").find(role="doc-glossref") is None


@pytest.mark.parametrize(
    ("glossary", "told"),
    [
        ("- term: Open data\n  definition: A.\n- term: Data\n- name: open Data\n  definition: B.\n", ["4:3", "1:3"]),
        ("open data: A.\nData: B.\nOpen data: C.\n", ["3:12", "1:12"]),
        ("- {term: IT, definition: A.}\n- {term: it, definition: B.}\n", []),
        ("- {term: Open data, acronym: OD}\n- {term: OD, definition: B.}\n", []),
    ],
)
def test_a_term_that_is_explained_twice_is_told_and_its_uses_lead_to_the_first(tmp_path, glossary, told):
    """Capitals count only in terms that are all capitals."""
    page = {"content/p/index.md": "---\ntitle: P\ndocument: true\n---\nOur open data.\n"}
    report = make(tmp_path, {**page, "data/glossary.yml": glossary})
    found = [line for line in lines(report) if "[term-duplicate]" in line]
    assert [place for line in found for place in re.findall(r"glossary\.yml:([0-9:]*[0-9])", line)] == told
    if told:
        link = main(tmp_path, "p/index.html").find("a", role="doc-glossref")
        target = soup(tmp_path, "glossary/index.html").find(id=link["href"].partition("#")[2])
        assert target.find("dd").get_text() == "A."


@pytest.mark.parametrize(
    ("path", "before", "after", "rendered"),
    [
        ("data/glossary.yml", "Who decides", "Who rules", {"glossary", "p", "p/a", "p/b", "p/all"} - {"p", "p/b"}),
        ("data/glossary.yml", "term: Open data", "term: Data", {"glossary", "p/a", "p/all"}),
        ("content/p/b.md", "NASA", "NIH", {"p/b", "p/all"}),
    ],
)
def test_an_edit_of_the_glossary_leaves_what_a_clean_build_leaves(tmp_path, path, before, after, rendered):
    make(tmp_path, SITE, cache=tmp_path / "build.db")
    replace(path, before, after)(tmp_path)
    report = build(Project(tmp_path, tmp_path / "_site", as_of=AS_OF, cache=tmp_path / "build.db"))
    clean = build(Project(tmp_path, tmp_path / "clean", as_of=AS_OF))
    assert report.problems == clean.problems
    assert tree(tmp_path / "_site") == tree(tmp_path / "clean")
    assert set(report.rendered) <= {f"{name}/index.html" for name in rendered}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Data Board (DB) and the DB.", [("DB", 1, 17, True)]),
        ("DB (Data Board) meets.", [("DB", 1, 1, True)]),
        ("**DB** \u2013 Data Board", [("DB", 1, 3, True)]),
        ("- DB: Data Board", [("DB", 1, 3, True)]),
        ("Two DBs, and a <b class='X YZ'>DB</b>.", [("DB", 1, 5, False)]),
        ("---\ntitle: AB\n---\n\nThe CD.", [("CD", 5, 5, False)]),
        ("`AB` [x](AB.md) [AB](x) https://AB.gov/AB\n\n~~~\nCD\n~~~\n", [("AB", 1, 18, False)]),
        ("SHARED PURPOSE of HTML in part IV", []),
        ("A PDF; I.D.; X", []),
    ],
)
def test_acronyms_are_found_where_they_stand(text, found):
    assert [tuple(use) for use in first_uses(text)] == found
