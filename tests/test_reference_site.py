"""Laws of the reference site: whole, silent, its own, and honest about what it is."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from reference import HOST, build_reference, moved, pages_of, reference_only
from sites import CHECKOUT, dead_references, shared

from toolshelf.build import stylesheet
from toolshelf.pipeline import Report

BASE_PATHS = ("/", "/repo-name/", "/a/b/")
TOOLKIT = CHECKOUT / "data" / "innovation_toolkit.yml"
THUMBNAILS = CHECKOUT / "content" / "thumbnails"
PAGES = {
    "index.html": "Example Innovation Toolkit",
    "operations/innovation/index.html": "Innovation",
    "resources/open-data/index.html": "Open data",
    "operations/governance/index.html": "Governance",
    "about/index.html": "About",
    "contact/index.html": "Contact",
    "accessibility/index.html": "Accessibility",
    "contribute/index.html": "Contribute",
    "privacy/index.html": "Privacy",
    "vulnerability-disclosure-policy/index.html": "Vulnerability disclosure",
    "404.html": "Page not found",
}
LOADS = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src", "object": "data"}


@dataclass(frozen=True, slots=True)
class Built:
    """The reference site under one base path."""

    base_path: str
    folder: Path
    report: Report
    pages: dict[str, BeautifulSoup]

    @property
    def articles(self) -> dict[str, BeautifulSoup]:
        """The pages that are read, without those that only send visitors on."""
        return {path: page for path, page in self.pages.items() if not moved(page)}


@pytest.fixture(scope="session", autouse=True)
def example() -> None:
    reference_only()


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    built = {}
    for base_path in BASE_PATHS:
        folder = tmp_path_factory.getbasetemp() / "reference" / f"under{base_path.replace('/', '-')}"
        folder.parent.mkdir(exist_ok=True)
        report = build_reference(folder, base_path)
        built[base_path] = Built(base_path, folder, report, pages_of(folder))
    return built


@pytest.fixture
def site(builds: dict[str, Built]) -> Built:
    return builds["/"]


@pytest.fixture(params=BASE_PATHS)
def each_site(builds: dict[str, Built], request: pytest.FixtureRequest) -> Built:
    return builds[request.param]


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def loaded(page: BeautifulSoup) -> Iterator[str]:
    """Everything that a browser fetches for a page by itself."""
    for tag in page.find_all(list(LOADS)):
        if tag.has_attr(LOADS[tag.name]) and tag.get("rel") != ["canonical"]:
            yield str(tag[LOADS[tag.name]])
        for candidate in str(tag.get("srcset", "")).split(","):
            yield from candidate.split()[:1]


def test_nothing_at_all_is_reported_about_it(each_site: Built):
    assert [str(problem) for problem in each_site.report.problems] == []
    assert each_site.report.published is not None


def test_every_link_image_style_script_and_fragment_leads_somewhere(each_site: Built):
    assert list(dead_references(each_site.folder, each_site.base_path)) == []


def test_the_address_of_every_style_sheet_s_font_and_picture_leads_to_a_file(site: Built):
    sheets = list(site.folder.rglob("*.css"))
    assert len(sheets) >= 2
    dead = [
        f"{sheet.name}: {reference}"
        for sheet in sheets
        for reference in stylesheet.references(sheet.read_text("utf-8"))
        if not reference.startswith("data:") and not (sheet.parent / unquote(urlsplit(reference).path)).is_file()
    ]
    assert dead == []


def test_the_nu_checker_finds_no_error_under_any_base_path(
    builds: dict[str, Built], nu_findings: Callable[[Path], list[str]]
):
    folders = [built.folder for built in builds.values()]
    assert nu_findings(folders[0].parent) == []
    assert {folder.parent for folder in folders} == {folders[0].parent}


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_it_has_the_page(site: Built, path: str, heading: str):
    assert site.articles[path].h1.get_text().strip().startswith(heading)


def test_every_page_has_exactly_one_main_heading(site: Built):
    assert {path: len(page.find_all("h1")) for path, page in site.pages.items()} == dict.fromkeys(site.pages, 1)


def test_every_page_has_a_title_that_no_other_has_and_a_description_that_no_other_has(site: Built):
    titles = Counter(page.title.get_text() for page in site.articles.values())
    descriptions = Counter(
        tag["content"] if (tag := page.find("meta", {"name": "description"})) else f"none in {path}"
        for path, page in site.articles.items()
    )
    assert [title for title, times in titles.items() if times > 1] == []
    assert [text for text, times in descriptions.items() if times > 1 or not 50 <= len(text) <= 170] == []


def test_every_page_says_that_it_is_an_example_and_not_a_website_of_hhs(site: Built):
    assert len(site.pages) > len(PAGES)
    for path, page in site.pages.items():
        said = text_of(page.body)
        assert "This is an example" in said, path
        assert "not a website of the U.S. Department of Health and Human Services (HHS)" in said, path


def test_no_page_claims_to_be_official(site: Built):
    for path, page in site.pages.items():
        assert page.select(".usa-banner") == [], path
        assert not re.search(r"\bofficial (web)?site of\b", text_of(page), re.IGNORECASE), path


def test_no_picture_is_a_seal_a_logo_or_a_flag(site: Built):
    shown = {urlsplit(src).path for page in site.pages.values() for src in loaded(page)}
    assert [path for path in shown if re.search(r"seal|logo|flag|emblem|eagle", path, re.IGNORECASE)] == []


def test_no_page_fetches_anything_from_another_host(site: Built):
    for path, page in site.pages.items():
        foreign = [src for src in loaded(page) if urlsplit(src).netloc not in ("", HOST)]
        assert foreign == [], path
        assert page.find("base") is None, path
    for sheet in site.folder.rglob("*.css"):
        references = stylesheet.references(sheet.read_text("utf-8"))
        assert [each for each in references if urlsplit(each).netloc] == [], sheet.name


def test_no_published_drawing_fetches_or_runs_anything(site: Built):
    drawings = [file for file in site.folder.rglob("*.svg") if "uswds" not in file.parts]
    assert len(drawings) > 24
    for file in drawings:
        for element in ElementTree.parse(file).iter():
            name = element.tag.rpartition("}")[2]
            assert name not in ("script", "image", "foreignObject", "style", "animate", "set"), file
            assert not any(key.startswith("on") or key.endswith("href") for key in element.attrib), file


def test_every_script_and_style_sheet_carries_the_checksum_of_its_file(each_site: Built):
    for path, page in each_site.pages.items():
        tags = page.select("script:not([type='application/ld+json']), link[rel=stylesheet]")
        assert tags or moved(page), path
        for tag in tags:
            address = urlsplit(str(tag.get("src") or tag.get("href"))).path
            data = (each_site.folder / unquote(address).removeprefix(each_site.base_path)).read_bytes()
            algorithm, _, checksum = str(tag["integrity"]).partition("-")
            assert algorithm in ("sha256", "sha384", "sha512"), path
            assert base64.b64decode(checksum) == hashlib.new(algorithm, data).digest(), f"{path}: {address}"


def test_no_page_holds_a_script_or_a_style_of_its_own(site: Built):
    for path, page in site.pages.items():
        scripts = page.select("script:not([type='application/ld+json'])")  # data is no script
        assert [tag for tag in scripts if not tag.get("src") or tag.get_text().strip()] == [], path
        assert page.find_all("style") == [], path
        attributes = {key for tag in page.find_all(True) for key in tag.attrs}
        assert [key for key in attributes if key == "style" or key.startswith("on")] == [], path
        assert page.select('[href^="javascript:"]') == [], path


def test_the_sitemap_lists_every_page_that_search_engines_may_show_and_nothing_else(each_site: Built):
    listed = [
        element.text or ""
        for element in ElementTree.parse(each_site.folder / "sitemap.xml").iter()
        if element.tag.endswith("}loc")
    ]
    origin = f"https://{HOST}{each_site.base_path}"
    expected = {
        f"{origin}{path.removesuffix('index.html')}"
        for path, page in each_site.articles.items()
        if path != "404.html" and page.find("meta", attrs={"name": "robots", "content": "noindex"}) is None
    }
    assert Counter(listed) == Counter(expected)
    assert f"Sitemap: {origin}sitemap.xml" in (each_site.folder / "robots.txt").read_text("utf-8")


def test_every_tool_has_a_source_a_day_and_a_thumbnail_of_its_own():
    tools = yaml.safe_load(TOOLKIT.read_text("utf-8"))
    assert len(tools) >= 24
    for tool in tools:
        assert str(tool["source"]).strip(), tool["name"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(tool["as_of"])), tool["name"]
        assert (THUMBNAILS / tool["thumb_url"]).is_file(), tool["name"]
    drawn = Counter(hashlib.sha256((THUMBNAILS / tool["thumb_url"]).read_bytes()).digest() for tool in tools)
    assert len(drawn) == len(tools)
    assert len({tool["name"] for tool in tools}) == len(tools)


def test_the_toolkit_page_shows_every_tool_with_its_publisher_source_day_and_thumbnail(site: Built):
    page = site.pages["operations/innovation/index.html"]
    tools = yaml.safe_load(TOOLKIT.read_text("utf-8"))
    shown = page.select("main li.usa-collection__item")
    assert [item.h3.get_text().strip() for item in shown] == [tool["name"] for tool in tools]
    for item, tool in zip(shown, tools, strict=True):
        assert item.a["href"] == tool["url"]
        assert item.img["src"].startswith("/"), tool["name"]
        said = text_of(item)
        assert tool["publisher"] in said
        assert f"Source: {tool['source']}" in said
        assert f"{tool['as_of']:%Y}" in said


def test_no_tool_is_said_to_be_authorized():
    claims = re.compile(r"\bATO\b|\bauthorized (to operate|by HHS)|\bHHS (has )?authori[sz]", re.IGNORECASE)
    tools = yaml.safe_load(TOOLKIT.read_text("utf-8"))
    assert [tool["name"] for tool in tools if claims.search(str(tool["description"]))] == []


def test_no_twelve_words_in_a_row_come_from_the_documents_it_is_modelled_on(site: Built):
    copied = set()
    own = {run for page in site.pages.values() for run in runs(text_of(page))}
    for document in sorted(shared("seeds").rglob("*")):
        if document.suffix in (".txt", ".yml", ".md"):
            copied |= runs(document.read_text("utf-8")) & own
    assert copied == set()


def runs(text: str, length: int = 12) -> set[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}
