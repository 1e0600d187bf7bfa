"""Pages: addresses, titles, what is published, and how they hang together."""

from __future__ import annotations

import pytest
from sites import CONFIGURATION, lines, main, make, soup


def test_a_folder_is_a_section_and_a_file_a_pretty_address(tmp_path):
    """content/plan/goals.md answers at /plan/goals/, and /plan/ lists it."""
    make(tmp_path, {"content/plan/goals.md": "---\ntitle: Goals\n---\nText.\n"})
    assert soup(tmp_path, "plan/goals/index.html").title.string == "Goals | Shelf"
    assert main(tmp_path, "plan/index.html").find("a", href="/plan/goals/")
    assert main(tmp_path, "index.html").find("a", href="/plan/")


@pytest.mark.parametrize(
    ("front", "body", "shown", "identifier"),
    [
        ("title: Innovation", "# Innovation\n\nText.", "Innovation", "innovation"),
        ("title: Innovation", "# Innovation at work\n\nText.", "Innovation at work", "innovation-at-work"),
        ("title: Innovation", "Text.\n\n# Innovation {#own}\n", "Innovation", "own"),
        ("title: Innovation", "## First\n\nText.", "Innovation", "page--title"),
        ("", "## Engagement by the People\n\nText.", "Engagement by the People", "engagement-by-the-people"),
        ("", "Only text.", "A page", "page--title"),
        ("title: R&amp;D &#58; a <em>list</em>", "Text.", "R&D : a list", "page--title"),
        ("title: 2024", "Text.", "2024", "page--title"),
    ],
)
def test_every_page_has_exactly_one_h1_which_takes_over_the_bodys_own(tmp_path, front, body, shown, identifier):
    """The body's first H1 becomes the title's and keeps its id."""
    matter = f"---\n{front}\n---\n" if front else ""
    make(tmp_path, {"content/a-page.md": f"{matter}{body}\n"})
    (heading,) = soup(tmp_path, "a-page/index.html").find_all("h1")
    assert (heading.get_text(" ", strip=True), heading["id"]) == (shown, identifier)


def test_a_second_h1_steps_down_and_is_reported(tmp_path):
    """Two titles on one page are one too many."""
    report = make(tmp_path, {"content/a.md": "# One\n\n# Two\n\n## Three\n"})
    page = soup(tmp_path, "a/index.html")
    assert [heading.get_text(strip=True) for heading in page.find_all("h1")] == ["One"]
    assert main(tmp_path, "a/index.html").find("h2", id="two")
    assert any(line.startswith("content/a.md:3: warning[second-h1]") for line in lines(report))


@pytest.mark.parametrize(
    ("front", "output"),
    [
        ("permalink: /elsewhere/", "elsewhere/index.html"),
        ("permalink: old/page.html", "old/page.html"),
        ('path: "/case-study/HHS"', "case-study/HHS/index.html"),
        ("permalink: null", "a/index.html"),
        ("permalink: false", "a/index.html"),
    ],
)
def test_a_permalink_moves_a_page(tmp_path, front, output):
    """``permalink``, and ``path`` of other systems, say where a page stands."""
    make(tmp_path, {"content/a.md": f"---\ntitle: A\n{front}\n---\nText.\n"})
    assert (tmp_path / "_site" / output).is_file()


@pytest.mark.parametrize("key", ["redirect_from", "aliases"])
@pytest.mark.parametrize(
    ("written", "outputs"),
    [("/old/", ["old/index.html"]), ("[/old.html, older]", ["old.html", "older/index.html"]), ("null", []), ("", [])],
)
def test_old_addresses_lead_to_the_page(tmp_path, key, written, outputs):
    """Redirects are text, a list or nothing."""
    site = CONFIGURATION.replace("shelf.example/", "shelf.example/repo/")
    make(tmp_path, {"content/a.md": f"---\ntitle: A\n{key}: {written}\n---\nText.\n", "data/site.yml": site})
    for output in outputs:
        page = soup(tmp_path, output)
        assert page.find("meta", {"http-equiv": "refresh"})["content"] == "0; url=/repo/a/"
        assert page.find("link", rel="canonical")["href"] == "https://shelf.example/repo/a/"
        assert page.find("a", href="/repo/a/")
    others = {"index.html", "404.html", "search/index.html", "a/index.html"}
    made = {file.relative_to(tmp_path / "_site").as_posix() for file in (tmp_path / "_site").rglob("*.html")}
    assert made == {*others, *outputs}


@pytest.mark.parametrize("alias", ["/a/", "a", "/A/", "/a/index.html"])
def test_an_old_address_that_is_the_pages_own_is_reported_and_left_out(tmp_path, alias):
    """Also where only the letter case differs: one file system in two takes it for the same."""
    report = make(tmp_path, {"content/a.md": f"---\ntitle: A\naliases: {alias}\n---\n"})
    assert [line.partition("]")[0] for line in lines(report)] == ["content/a.md:3:10: warning[redirect-to-itself"]


@pytest.mark.parametrize(
    ("front", "shown", "with_drafts"),
    [
        ("draft: true", False, True),
        ("published: false", False, True),
        ("date: 2026-11-21", False, True),
        ("date: 2026-11-20", True, True),
        ("date: 2026-11-20T23:30:00-05:00", False, True),
        ("expires: 2026-11-20", False, False),
        ("expires: 2026-11-21", True, True),
        ("draft: false", True, True),
    ],
)
def test_a_page_is_published_from_its_date_until_it_expires_unless_it_is_a_draft(tmp_path, front, shown, with_drafts):
    """The day is that of ``--as-of`` in the site's time zone."""
    files = {"content/a.md": f"---\ntitle: A\n{front}\n---\nText.\n"}
    make(tmp_path, files)
    assert (tmp_path / "_site/a/index.html").exists() is shown
    make(tmp_path, files, drafts=True)
    assert (tmp_path / "_site/a/index.html").exists() is with_drafts


def test_breadcrumbs_lead_from_home_through_the_sections(tmp_path):
    """Every page says where it stands."""
    make(tmp_path, {"content/plan/deep/goals.md": "---\ntitle: Goals\n---\n", "content/plan/index.md": "# The plan\n"})
    crumbs = soup(tmp_path, "plan/deep/goals/index.html").find("nav", class_="usa-breadcrumb")
    assert [link["href"] for link in crumbs.find_all("a")] == ["/", "/plan/", "/plan/deep/"]
    assert [item.get_text(strip=True) for item in crumbs.find_all("li")] == ["Home", "The plan", "Deep", "Goals"]


def test_previous_and_next_follow_the_sections_order(tmp_path):
    """Weight comes before the file's name."""
    pages = {f"content/s/{name}.md": f"---\ntitle: {name}\n---\n" for name in "abc"}
    make(tmp_path, {**pages, "content/s/z.md": "---\ntitle: z\nweight: -1\n---\n"})
    page = main(tmp_path, "s/a/index.html")
    assert [link["href"] for link in page.find_all("a", rel=True)] == ["/s/z/", "/s/b/"]


def test_a_page_named_like_a_folder_is_the_page_of_that_folder(tmp_path):
    """about.md beside about/ needs no index.md."""
    report = make(tmp_path, {"content/about.md": "# About us\n", "content/about/team.md": "# Team\n"})
    assert not lines(report) or all("error" not in line for line in lines(report))
    crumbs = soup(tmp_path, "about/team/index.html").find("nav", class_="usa-breadcrumb")
    assert [item.get_text(strip=True) for item in crumbs.find_all("li")] == ["Home", "About us", "Team"]


def test_a_heading_that_leaves_out_levels_steps_up_and_is_reported(tmp_path):
    """The outline of a page has no holes: assistive technology reads it as a table of contents."""
    body = "### Approach\n\n##### One\n\n##### Two\n\n### Impact\n\n#### Three\n"
    report = make(tmp_path, {"content/a.md": f"---\ntitle: A\n---\n{body}"})
    shown = [(heading.name, heading["id"]) for heading in main(tmp_path, "a/index.html").find_all(["h2", "h3", "h4"])]
    assert shown == [("h2", "approach"), ("h3", "one"), ("h3", "two"), ("h2", "impact"), ("h3", "three")]
    assert [line.partition(" (")[0] for line in lines(report)] == [
        "content/a.md:4: warning[skipped-heading-level]: The heading 'Approach' leaves out a level, so it is shown "
        "as level 2.",
        "content/a.md:6: warning[skipped-heading-level]: The heading 'One' leaves out a level, so it is shown as "
        "level 3.",
    ]


def test_a_heading_without_words_is_reported_and_not_shown(tmp_path):
    """Nobody can tell what it is a heading of."""
    report = make(tmp_path, {"content/a.md": "---\ntitle: A\n---\n##\n\nText.\n"})
    assert [line.partition(" (")[0] for line in lines(report)] == [
        "content/a.md:4: warning[empty-heading]: This heading has no words, so it is not shown."
    ]
    assert not main(tmp_path, "a/index.html").find("h2")


SECTION = {
    "content/s/a.md": "---\ntitle: A\n---\n",
    "content/s/b.md": "---\ntitle: B\n---\n",
    "data/navigation.yml": "help:\n  - text: Bee\n    href: /s/b/\n  - name: Out\n    url: https://example.org/\n",
}


@pytest.mark.parametrize(
    ("sidenav", "entries"),
    [
        ("true", [("A", "/s/a/"), ("B", "/s/b/"), ("Here", "/s/here/")]),
        ("help", [("Bee", "/s/b/"), ("Out", "https://example.org/")]),
        ("[{text: Bee, href: b.md}, /s/a/]", [("Bee", "/s/b/"), ("A", "/s/a/")]),
        ("headings", [("One", "#one"), ("Two", "#two")]),
    ],
)
def test_side_navigation_comes_in_four_ways(tmp_path, sidenav, entries):
    """The section, a key of data/navigation.yml, a list, the headings."""
    here = f"---\ntitle: Here\nsidenav: {sidenav}\n---\n## One\n\n### Two\n"
    make(tmp_path, {**SECTION, "content/s/here.md": here})
    nav = main(tmp_path, "s/here/index.html").find("ul", class_="usa-sidenav")
    assert [(link.get_text(strip=True), link["href"]) for link in nav.find_all("a")] == entries


def test_a_navigation_that_does_not_exist_is_reported_with_the_nearest(tmp_path):
    """A typo in the key of a navigation is found."""
    report = make(tmp_path, {**SECTION, "content/s/here.md": "---\ntitle: Here\nsidenav: halp\n---\n"})
    assert (
        "content/s/here.md:3:10: warning[unknown-navigation]: There is no list called 'halp' in data/navigation.yml. "
        "(did you mean help?)" in lines(report)
    )


def test_anchors_are_matched_to_headings_by_text_first(tmp_path):
    """Text, then id; children stand below; what is not there is reported with the nearest heading."""
    page = (
        "---\ntitle: Here\nanchors:\n  - name: the  GOALS\n    children:\n      - name: First goal\n  - second\n"
        "  - name: Gaols\n---\n## The goals\n\n### First goal\n\n## Other {#second}\n"
    )
    report = make(tmp_path, {"content/here.md": page})
    nav = main(tmp_path, "here/index.html").find("nav", class_="usa-in-page-nav__nav")
    links = [link["href"] for link in nav.find_all("a")]
    assert links == ["#the-goals", "#first-goal", "#second"]
    assert [line for line in lines(report) if "dead-anchor" in line] == [
        "content/here.md:8:5: warning[dead-anchor]: This page has no heading 'Gaols'. (the nearest is 'The goals')"
    ]


def test_an_unknown_layout_is_an_error_and_a_foreign_type_is_not(tmp_path):
    """``layout`` names a template; ``type`` names one only where it exists."""
    report = make(
        tmp_path,
        {"content/a.md": "---\ntitle: A\nlayout: pgae\n---\n", "content/b.md": "---\ntitle: B\ntype: essay\n---\n"},
    )
    assert [line for line in lines(report) if "layout" in line] == [
        "content/a.md:3:9: error[unknown-layout]: There is no layout 'pgae'. (did you mean page?)"
    ]
