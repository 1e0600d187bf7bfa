"""What pages say of themselves to programs and allow browsers, and what is told where two say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from reference import HOST, build_reference, pages_of, reference_only
from sites import CONFIGURATION, lines, make

IDENTIFIER = """\
identifier:
  agency: Office of Examples
  agency_url: /about/
  parent: Department of Examples
  parent_url: https://examples.example/
"""
PAGES = {
    "content/index.md": "# Shelf\n",
    "content/about.md": "---\ntitle: About\ndescription: Who we are.\n---\n",
    "content/news/index.md": "# News\n",
    "content/news/prize.md": "---\ntitle: A prize\ndate: 2026-11-02\nupdated: 2026-11-05\n---\n",
}
DAP = "analytics:\n  dap:\n    agency: HHS\n    subagency: Office of the Secretary\n"


def head(root: Path, output: str) -> BeautifulSoup:
    page = BeautifulSoup((root / "_site" / output).read_bytes(), "html5lib")
    assert page.head is not None
    return page.head


def graph(page: BeautifulSoup) -> list[dict[str, object]]:
    """What the page is, for programs: a graph in the words of schema.org, and one of the item on it, if any."""
    scripts = page.find_all("script", type="application/ld+json")
    assert len(scripts) == (2 if page.find(class_="toolshelf-item") else 1)
    graphs = [json.loads(script.string) for script in scripts]
    assert {one["@context"] for one in graphs} == {"https://schema.org"}
    return graphs[0]["@graph"]


def named(found: list[dict[str, object]], kind: str) -> dict[str, object]:
    (one,) = [node for node in found if node["@type"] == kind]
    return one


@pytest.mark.parametrize("base_path", ["/", "/repo-name/"])
def test_every_page_of_the_reference_site_names_itself_where_it_stands(base_path: str, tmp_path: Path):
    """Canonical, Open Graph and structured data agree, absolute and below the base path."""
    reference_only()
    build_reference(tmp_path / "site", base_path)
    origin = f"https://{HOST}"
    for path, page in pages_of(tmp_path / "site").items():
        if path == "404.html" or page.find("meta", {"http-equiv": "refresh"}):
            assert not page.find("script", type="application/ld+json")
            continue
        address = f"{origin}{base_path}{path.removesuffix('index.html')}"
        assert page.find("link", rel="canonical")["href"] == address
        assert page.find("meta", property="og:url")["content"] == address
        assert page.html["lang"] == "en"
        found = graph(page)
        nodes = {node.get("@id") for node in found}
        assert {address, f"{origin}{base_path}#website", f"{origin}{base_path}#publisher"} <= nodes
        trail = [crumb.get_text().strip() for crumb in page.select(".usa-breadcrumb__list-item")]
        if trail:
            listed = named(found, "BreadcrumbList")["itemListElement"]
            assert [step["name"] for step in listed] == trail
            assert [step["position"] for step in listed] == list(range(1, len(trail) + 1))
            assert listed[-1]["item"] == address
            assert all(step["item"].startswith(origin + base_path) for step in listed)


def test_structured_data_says_who_publishes_what_and_when(tmp_path: Path):
    report = make(tmp_path, {**PAGES, "data/site.yml": f"{CONFIGURATION}official: true\n{IDENTIFIER}"})
    assert lines(report) == []
    found = graph(head(tmp_path, "news/prize/index.html"))
    publisher = named(found, "GovernmentOrganization")
    assert publisher["name"] == "Office of Examples"
    assert publisher["url"] == "https://shelf.example/about/"
    assert publisher["parentOrganization"] == {
        "@type": "GovernmentOrganization",
        "name": "Department of Examples",
        "url": "https://examples.example/",
    }
    assert named(found, "WebSite")["publisher"] == {"@id": publisher["@id"]}
    page, article = named(found, "WebPage"), named(found, "Article")
    for one in (page, article):
        assert (one["datePublished"], one["dateModified"]) == ("2026-11-02", "2026-11-05")
    assert article["mainEntityOfPage"] == {"@id": page["@id"]}
    assert named(graph(head(tmp_path, "news/index.html")), "CollectionPage")["name"] == "News"


def test_structured_data_says_how_the_site_is_searched_where_it_is(tmp_path: Path):
    make(tmp_path, {**PAGES, "data/site.yml": CONFIGURATION})
    action = named(graph(head(tmp_path, "index.html")), "WebSite")["potentialAction"]
    assert action["@type"] == "SearchAction"
    assert action["target"]["urlTemplate"] == "https://shelf.example/search/?query={search_term_string}"
    assert action["query-input"] == "required name=search_term_string"
    assert (tmp_path / "_site" / "search" / "index.html").is_file()
    make(tmp_path, {**PAGES, "data/site.yml": f"{CONFIGURATION}search: false\n"})
    assert "potentialAction" not in named(graph(head(tmp_path, "index.html")), "WebSite")


def test_only_an_official_site_is_said_to_be_a_government_s(tmp_path: Path):
    make(tmp_path, {**PAGES, "data/site.yml": CONFIGURATION + IDENTIFIER})
    kinds = {str(node["@type"]) for node in graph(head(tmp_path, "index.html"))}
    assert kinds == {"WebSite", "Organization", "WebPage"}


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "'\"<!--&", "\u2028\u202e", "{{ 1 }}"])
def test_no_text_ends_the_structured_data_or_an_attribute(text: str, tmp_path: Path):
    """Whatever an author types stands in it as typed, and nowhere as markup."""
    typed = json.dumps(text)
    settings = f"title: {typed}\nurl: https://shelf.example/\nlanguage: en\n"
    make(tmp_path, {"content/a.md": "# A\n", "data/site.yml": settings})
    found = head(tmp_path, "a/index.html")
    assert named(graph(found), "WebSite")["name"] == text
    assert found.find("meta", property="og:site_name")["content"] == text
    assert [tag for tag in found.find_all("script") if not tag.get("src")] == found.find_all("script", type=True)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"content/a.md": "# Overview\n", "content/s/b.md": "# Overview\n"},
            ["content/s/b.md:1: warning[same-title] … content/a.md: 'Overview'"],
        ),
        (
            {"content/s/index.md": "# News\n", "content/s.md": "# Other\n", "content/news/b.md": "# B\n"},
            ["content/s/index.md:1: warning[same-title] … the page at /news/"],
        ),
        (
            {
                "content/a.md": "---\ntitle: A\ndescription: What we do.\n---\n",
                "content/b.md": "---\ntitle: B\ndescription: What we do.\n---\n",
            },
            ["content/b.md:1: warning[same-description] … content/a.md: 'What we do.'"],
        ),
        ({"content/a.md": "# A\n", "content/b.md": "# B\n"}, []),
        ({"content/a.md": "---\ntitle: A\n---\n", "content/b.md": "---\ntitle: A\ndraft: true\n---\n"}, []),
        ({"content/404.md": "---\ntitle: A\n---\n", "content/b.md": "---\ntitle: A\n---\n"}, []),
    ],
    ids=["titles", "a folder's title", "descriptions", "none", "a draft", "the page for missing addresses"],
)
def test_a_title_or_description_that_two_pages_share_is_told_with_both(files, expected, tmp_path: Path):
    found = [line for line in lines(make(tmp_path, files)) if "same-" in line]
    assert len(found) == len(expected)
    for line, parts in zip(found, expected, strict=True):
        assert all(part in line for part in parts.split(" … "))


def policy_of(page: BeautifulSoup) -> dict[str, str]:
    rules = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    return {name: rest for name, _, rest in (rule.strip().partition(" ") for rule in rules.split(";"))}


def test_the_policy_of_a_page_allows_nothing_within_it_and_nothing_from_elsewhere(tmp_path: Path):
    """It stands before anything that is fetched, and a headers file says it to hosts, with what only they can say."""
    make(tmp_path, {**PAGES, "content/b.md": "---\ntitle: B\nredirect_from: /old/\n---\n"})
    for output in ("index.html", "404.html", "old/index.html"):
        found = head(tmp_path, output)
        policy = policy_of(found)
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert {source for rule in policy.values() for source in rule.split()} == {"'none'", "'self'"}
        assert "frame-ancestors" not in policy  # browsers complain of it here
        assert found.find_all(True)[1].get("http-equiv") == "Content-Security-Policy"
    headers = (tmp_path / "_site" / "_headers").read_text("utf-8")
    assert re.search(r"^/\*\n  Content-Security-Policy: default-src 'none'; .*; frame-ancestors 'none'$", headers, re.M)
    assert "  Strict-Transport-Security: max-age=31536000\n" in headers
    assert "  X-Content-Type-Options: nosniff\n" in headers


@pytest.mark.parametrize(
    ("settings", "asked", "told"),
    [
        (f"url: https://shelf.example.gov/\nofficial: true\n{DAP}", True, ""),
        (f"url: http://127.0.0.1:8000/\nofficial: true\n{DAP}", False, ""),
        (f"url: https://shelf.example.gov/\n{DAP}", False, "data/site.yml:4:1: warning[unused-key]"),
        ("url: https://shelf.example.gov/\nofficial: true\n", False, ""),
    ],
    ids=["official", "a preview", "not official", "not configured"],
)
def test_visits_are_counted_only_for_an_official_site_that_asks_for_it(settings, asked, told, tmp_path: Path):
    """The policy is widened for exactly that."""
    report = make(tmp_path, {**PAGES, "data/site.yml": f"title: Shelf\nlanguage: en\n{settings}"})
    assert [line for line in lines(report) if not line.startswith(told or "-")] == []
    found = head(tmp_path, "index.html")
    script = found.find("script", id="_fed_an_ua_tag")
    policy = policy_of(found)
    if asked:
        address = "https://dap.digitalgov.gov/Universal-Federated-Analytics-Min.js"
        assert script["src"] == f"{address}?agency=HHS&subagency=Office+of+the+Secretary"
        assert policy["script-src"] == "'self' https://dap.digitalgov.gov https://www.googletagmanager.com"
        assert policy["connect-src"] == "'self' https://www.google-analytics.com"
    else:
        assert script is None
        assert "https:" not in " ".join(policy.values())
