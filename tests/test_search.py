"""Search: what is indexed, when it is indexed anew, and what stands on the search page without a script."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import AS_OF, CONFIGURATION, lines, main, make, soup, tree, write

from toolshelf.build import search_index
from toolshelf.build.pagefind import Pagefind
from toolshelf.pipeline import Project, build

ITEMS = """\
- name: Beaker
  description: Measures *volumes* of liquids.
  publisher: Office of Glass
  url: https://beaker.example/
- name: "Scale </main> & more"
  description: Weighs.
"""
SITE = {
    "content/index.md": "# Shelf\n\nWelcome to the laboratory.\n",
    "content/about.md": "---\ntitle: About\n---\nWe keep the laboratory.\n",
    "content/shop/index.md": "# Work\n",
    "content/shop/tools.md": "---\ntitle: Tools\ndatafile: glass\n---\nTools of all kinds.\n\n"
    "{% include collection.html %}\n",
    "content/shop/bench.md": "---\ntitle: Bench\ntags: [wood]\n---\nMade of wood.\n",
    "content/casa.md": "---\ntitle: Casa\nlanguage: es\n---\nUna casa de madera.\n",
    "data/glass.yml": ITEMS,
    "data/site.yml": f"{CONFIGURATION}taxonomies: [tags]\n",
}


def fragments(root: Path) -> dict[str, dict[str, object]]:
    """Everything that can be found, by its address below the base path."""
    found = {}
    for file in sorted((root / "_site/search/pagefind/fragment").glob("*.pf_fragment")):
        fragment = json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        found["/" + fragment["meta"]["url"] if "url" in fragment["meta"] else fragment["url"]] = {
            **fragment,
            "language": file.name.partition("_")[0],
        }
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("search")
    assert lines(make(root, SITE)) == []
    return root


def test_every_page_and_every_item_that_a_page_shows_is_found_and_nothing_else(built: Path):
    """Neither the search page, nor lists of terms, nor the page for missing addresses."""
    assert fragments(built).keys() == {
        *("/", "/about/", "/shop/", "/shop/tools/", "/shop/bench/", "/casa/"),
        *("/shop/tools/#glass--beaker", "/shop/tools/#glass--scale-main-more"),
    }


def test_an_item_is_found_by_its_texts_and_its_page_is_not(built: Path):
    found = fragments(built)
    item = found["/shop/tools/#glass--beaker"]
    assert item["meta"]["title"] == "Beaker"
    assert "Measures volumes of liquids" in item["content"]
    assert "Office of Glass" in item["content"]
    assert "beaker.example" not in item["content"]
    assert not re.search(r"\.(png|svg|yml)|content/", item["content"])
    assert found["/shop/tools/#glass--scale-main-more"]["meta"]["title"] == "Scale </main> & more"
    assert "Tools of all kinds" in found["/shop/tools/"]["content"]
    assert "volumes" not in found["/shop/tools/"]["content"]


def test_no_text_of_menus_headers_and_footers_is_found(built: Path):
    """Only what stands in the main part of a page."""
    assert fragments(built)["/about/"]["content"].rstrip() == "About. We keep the laboratory."


def test_what_is_found_can_be_narrowed_by_section_and_kind(built: Path):
    found = fragments(built)
    assert found["/shop/bench/"]["filters"] == {"section": ["Work"], "kind": ["Page"]}
    assert found["/about/"]["filters"] == {"kind": ["Page"]}
    assert found["/shop/tools/#glass--beaker"]["filters"] == {"section": ["Work"], "kind": ["Glass"]}


def test_pages_in_another_language_have_an_index_of_their_own(built: Path):
    found = fragments(built)
    assert {address for address, one in found.items() if one["language"] == "es"} == {"/casa/"}
    assert {one["language"] for one in found.values()} == {"en", "es"}
    entry = json.loads((built / "_site/search/pagefind/pagefind-entry.json").read_bytes())
    assert {name: one["page_count"] for name, one in entry["languages"].items()} == {"en": 7, "es": 1}


def test_a_page_in_another_language_asks_its_own_index(built: Path):
    asked = {
        output: [(field["name"], field.get("value")) for field in soup(built, output).select("header form input")]
        for output in ("casa/index.html", "about/index.html")
    }
    assert asked == {"casa/index.html": [("query", None), ("lang", "es")], "about/index.html": [("query", None)]}


def test_without_scripts_everything_that_can_be_found_is_listed(built: Path):
    """Pages by section, and the items of the lists, each with a link to where it stands."""
    listing = soup(built, "search/index.html").find(id="search--listing")
    shelves: dict[str, list[str]] = {}
    title = ""
    for tag in listing.find_all(["h3", "a"]):
        if tag.name == "h3":
            title = tag.get_text()
        else:
            shelves.setdefault(title, []).append(tag["href"])
    assert shelves == {
        "": ["/", "/about/", "/casa/"],
        "Work": ["/shop/", "/shop/bench/", "/shop/tools/"],
        "Glass": ["/shop/tools/#glass--beaker", "/shop/tools/#glass--scale-main-more"],
    }
    assert {address for group in shelves.values() for address in group} == fragments(built).keys()


def test_only_the_search_page_may_compile_and_it_fetches_nothing_of_the_index_by_itself(built: Path):
    for output in ("index.html", "search/index.html"):
        page = soup(built, output)
        policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
        assert ("'wasm-unsafe-eval'" in policy) == (output == "search/index.html")
        assert [tag for tag in page.select("script[src], link[href]") if "pagefind" in str(tag)] == []
    assert "'wasm-unsafe-eval'" in (built / "_site/_headers").read_text("utf-8")


def test_what_other_search_pages_need_is_not_published(built: Path):
    names = {file.name for file in (built / "_site/search/pagefind").iterdir()}
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"} <= names
    assert not [name for name in names if "ui" in name or "highlight" in name]


@pytest.mark.parametrize("written", ["search: false", "search: {synonyms: [[a, b]]}", "search: true", "search:"])
def test_search_can_be_switched_off_and_then_leaves_nothing_behind(written: str, tmp_path: Path):
    report = make(tmp_path, {**SITE, "data/site.yml": f"{CONFIGURATION}{written}\n"})
    assert lines(report) == []
    on = written != "search: false"
    assert (tmp_path / "_site/search").exists() == on
    box = soup(tmp_path, "index.html").select('header form[role="search"]')
    assert [form["action"] for form in box] == (["/search/"] if on else [])
    assert ("wasm-unsafe-eval" in (tmp_path / "_site/_headers").read_text("utf-8")) == on


def test_synonyms_are_those_of_the_configuration_or_the_usual_ones(tmp_path: Path):
    def told() -> list[list[str]]:
        return json.loads(soup(tmp_path, "search/index.html").find(id="search--all")["data-synonyms"])

    make(tmp_path, SITE)
    assert ["ATO", "authority to operate", "authorization to operate"] in told()
    make(tmp_path, {**SITE, "data/site.yml": f"{CONFIGURATION}search:\n  synonyms:\n    - [jar, vessel's]\n"})
    assert told() == [["jar", "vessel's"]]


def test_a_page_of_the_authors_at_its_address_is_told_and_how_to_do_without(tmp_path: Path):
    report = make(tmp_path, {"content/search.md": "# Find\n"})
    (line,) = lines(report)
    assert "error[collision]" in line
    assert "search: false" in line


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The folders that Pagefind was run on."""
    found: list[Path] = []
    run = Pagefind.index

    def counted(self: Pagefind, documents: Path, *rest: object) -> dict[str, bytes]:
        found.append(documents)
        return run(self, documents, *rest)

    monkeypatch.setattr(Pagefind, "index", counted)
    return found


@pytest.mark.parametrize(
    ("path", "text", "again"),
    [
        ("content/about.md", "---\ntitle: About\n---\nWe keep the laboratory.\n", 0),
        ("content/about.md", "---\ntitle: About\n---\nWe sweep the laboratory.\n", 1),
        ("content/about.md", "---\ntitle: About\ndescription: In a head only.\n---\nWe keep the laboratory.\n", 0),
        ("templates/parts/footer.html", "<footer>Another footer</footer>\n", 0),
        ("data/glass.yml", ITEMS.replace("Weighs", "Weighs heavy things"), 1),
        ("data/site.yml", f"{CONFIGURATION}taxonomies: [tags]\nnotice: Closed today.\n", 0),
        ("content/shop/index.md", "# Labour\n", 1),
        ("content/new.md", "# New\n", 1),
        ("content/about.md", "---\ndraft: true\n---\n# About\n", 1),
    ],
    ids=[
        *("nothing", "a body", "a description", "a footer", "an item", "a notice", "a section's title"),
        *("a page appears", "a page goes"),
    ],
)
def test_the_index_is_made_anew_exactly_where_something_to_find_has_changed(path, text, again, tmp_path, runs):
    """And it is then the one that a build without any memory makes."""
    project = Project(write(tmp_path, SITE), tmp_path / "_site", as_of=AS_OF, cache=tmp_path / "cache" / "build.db")
    build(project)
    write(tmp_path, {**SITE, path: text})
    assert len(runs) == 1
    build(project)
    assert len(runs) == 1 + again
    incremental = tree(tmp_path / "_site")
    build(Project(tmp_path, tmp_path / "_clean", as_of=AS_OF))
    assert incremental == tree(tmp_path / "_clean")
    assert not (tmp_path / "cache" / "search").exists()  # where Pagefind has worked


@pytest.mark.parametrize("lost", ["pagefind.js", "pagefind-entry.json", "fragment"])
def test_what_is_lost_or_changed_of_the_index_is_made_again(lost: str, tmp_path: Path, runs: list[Path]):
    project = Project(write(tmp_path, SITE), tmp_path / "_site", as_of=AS_OF, cache=tmp_path / "cache" / "build.db")
    build(project)
    whole = tree(tmp_path / "_site")
    place = tmp_path / "_site/search/pagefind" / lost
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.write_bytes(b"tampered")
    build(project)
    assert tree(tmp_path / "_site") == whole
    assert len(runs) == 2


def test_two_sites_of_the_same_pages_have_the_same_index(tmp_path: Path, built: Path):
    make(tmp_path, SITE)
    assert tree(tmp_path / "_site") == tree(built / "_site")


def test_where_pagefind_is_missing_the_list_is_published_and_a_warning_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(search_index, "installed", lambda *_: None)
    (line,) = lines(make(tmp_path, SITE))
    assert line.startswith("data/site.yml: warning[no-search-index]")
    assert "npm ci" in line
    assert len(main(tmp_path, "search/index.html").select("#search--listing a")) == 8
    assert not (tmp_path / "_site/search/pagefind").exists()


def test_a_run_of_pagefind_that_fails_keeps_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    make(tmp_path, SITE)
    before = tree(tmp_path / "_site")
    broken = write(tmp_path / "tools", {"command": "#!/bin/sh\necho no room >&2\nexit 1\n"}) / "command"
    broken.chmod(0o755)
    monkeypatch.setattr(search_index, "installed", lambda *_: Pagefind(broken, "1"))
    with pytest.raises(OSError, match=r"Pagefind could not make the search index \(no room\)"):
        make(tmp_path, {**SITE, "content/about.md": "# Other\n"})
    assert tree(tmp_path / "_site") == before
