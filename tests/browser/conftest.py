"""The reference site and three small ones, served on this machine, and one tab that visits them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from loopback import serving
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, ViewportSize
from reference import build_reference, reference_only
from sites import CHECKOUT, lines, make
from typed import WHOLE_SITE
from visits import WHOLE

from toolshelf.build.design_system import Use
from toolshelf.build.design_system.prepare import prepare
from toolshelf.places import DESIGN_SYSTEM

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30" width="1200" height="900">'
    '<rect width="40" height="30" fill="#cfe8ff"/></svg>'
)
CONSTRUCTS = dedent(
    """\
    ---
    title: Everything that Markdown can say
    subtitle: Tables, notes, terms, tasks and code
    description: A page on which every construct of Markdown stands once, so that each can be looked at.
    sidenav: headings
    ---
    An opening paragraph with *emphasis*, **strength**, `code`, ~~what was struck~~, a
    [link to a case study](work/portal.md), a <kbd>Ctrl</kbd> key, a note[^one] and another.[^two]

    ## Lists

    - An item
      - An item within it
        1. A numbered item

    1. First
    2. Second

    - [x] A task that is done
    - [ ] A task that is not

    Term
    :   What the term means, at some length, so that the line is broken on a narrow screen and must look right.

    Another term
    :   What it means.
    :   What else it means.

    ## A table

    | Program | Opened | What it does for the people who look for data and cannot find it | Entries |
    | :--- | :---: | --- | ---: |
    | One | 2014 | Lists the data sets of the department with a short description of each | 1,204 |
    | Two | 2018 | https://data.example.gov/a-long-address/with-no-place-to-break/that-goes-on-for-a-while/ | 17 |

    ## Code and quotations

    ```python
    def a_function_with_a_name_that_is_rather_long(first_argument: str, second_argument: int) -> dict[str, int]:
        return {first_argument: second_argument}
    ```

    > A quotation of one paragraph.
    >
    > > A quotation within it.

    ## More

    <details markdown="1">
    <summary>What is folded away</summary>

    A paragraph that shows itself when it is asked for, with a [link](https://example.gov/).

    </details>

    ### A heading of the third level

    ![A rectangle of light blue](drawing.svg)

    ---

    A paragraph after a rule. H<sub>2</sub>O and 10<sup>3</sup>.

    #### A heading of the fourth level

    The end.

    [^one]: The first note, with a [link](#lists).
    [^two]: The second note.

        It has two paragraphs.
    """
)
CASE_STUDY = dedent(
    """\
    ---
    path: "/case-study/portal"
    type: "case-study"
    title: "A portal that people find things in"
    description: How an example office put its catalog in order, told with every key that a case study knows.
    client_name: "Example Office of Data"
    preview_image: drawing.svg
    project: "Data portal"
    website: "https://data.example.gov"
    background_section_title: "A catalog that had grown too long"
    background_section: "Nobody could say which entries were current.

    The office asked for help."
    tags: ["Open data", "Support"]
    specs: ["A catalog", "A search", "A form"]
    images:
      - { url: 'drawing.svg', caption: 'The list before the work', alt: 'A long list' }
      - { url: 'drawing.svg', caption: 'The list after it', alt: 'A short list' }
    ---

    ## Approach

    ### Tidying up

    What nobody had opened in three years went to the archive.

    ## Result

    A shorter list.
    """
)
ANCHORED = dedent(
    """\
    ---
    title: A page with anchors
    date: 2025-03-04
    tags: Open data
    description: A page whose side navigation lists headings of its own, one of them below another.
    sidenav: [/, {name: Case study, url: /case-study/portal/}]
    anchors:
      - name: First part
        children: [A part of the first]
      - Second part
    ---

    ## First part

    Text.

    ### A part of the first

    Text.

    ## Second part

    Text.
    """
)
DOCUMENT = {
    "data/glossary.yml": "- {term: Aim, definition: What an office wants to reach.}\n"
    "- {term: Open data, acronym: OD, definition: Data that anyone may use.}\n",
    "content/plan/index.md": "---\ntitle: The example plan\ndescription: What the office plans, in chapters of"
    " their own and on one page.\ndocument:\n  version: '1.0'\n  date: 2026-11-20\n  status: final\n"
    "  license: Public domain\n  numbered: true\n---\nWords of welcome[^1].\n\n[^1]: A first note.\n",
    "content/plan/aims.md": "---\ntitle: Our aims\ndescription: What the office wants to reach within the next years,"
    " and why.\nweight: 1\n---\nWe aim[^1] high[^1], as [the work](work.md#details) shows.\n\n## First aim\n\nText.\n\n"
    "### A part\n\nText.\n\n## Second aim\n\n[Contents](#contents)\n\n[^1]: A note with a list:\n\n    - one\n"
    "    - two <https://data.example.gov/>\n",
    "content/plan/work.md": "---\ntitle: Our work\ndescription: How the office goes about its aims, and what it has"
    " done until now.\nweight: 2\n---\nWe work[^1].\n\n## Details\n\nText.\n\n[^1]: Another note.\n",
}
STUDIES = {
    "content/studies/index.md": "---\ntitle: What came of it\nlayout: case-studies\ndescription: Two pieces of work of"
    " the example office, and what came of each of them.\n---\n",
    "content/studies/search.md": "---\ntitle: A search that finds\nlayout: case-study\ndescription: How an example"
    " office made its search useful, told with figures and a quotation.\nclient_name: Example Office\n"
    "preview_image: /drawing.svg\ntags: [Open data, Search]\nfigures:\n  - {value: '40', label: offices that share}\n"
    "quotation: {text: It saved us weeks., source: A program office}\n---\n<figure>\n<div>\n<header>40</header>\n"
    "<p>offices<br>share</p>\n</div>\n</figure>\n",
    "content/studies/form.md": "---\ntitle: A form that is short\nlayout: case-study\ndescription: How an example"
    " office asked for less, and was told more than ever before.\ntags: [Open data]\n---\nText.\n",
}
SETTINGS = dedent(
    """\
    title: {title}
    url: https://portal.example.gov{base_path}
    language: {language}
    description: A small site that shows what the larger one does not need.
    official: {official}
    repository: https://github.com/example/portal
    taxonomies: [tags]
    feeds: true
    identifier:
      domain: portal.example.gov
      agency: Example Office of Data
      agency_url: https://data.example.gov
      parent: Example Department
      links: [{{name: Accessibility, url: https://data.example.gov/accessibility}}]
    """
)
SMALL_SITES = {
    "/unofficial/": {"title": "A small site", "language": "en", "official": "false"},
    "/official/": {"title": "An official site", "language": "en", "official": "true"},
    "/oficial/": {"title": "Un sitio oficial", "language": "es", "official": "true"},
}


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The reference site under "/repo-name/" and the small sites under their own base paths."""
    reference_only()
    reference = tmp_path_factory.mktemp("reference") / "site"
    report = build_reference(reference, "/repo-name/")
    assert report.published is not None, lines(report)
    folders = {"/repo-name/": reference}
    for base_path, settings in SMALL_SITES.items():
        root = tmp_path_factory.mktemp("small")
        files = {
            "data/site.yml": SETTINGS.format(base_path=base_path, **settings),
            "content/constructs.md": CONSTRUCTS,
            "content/drawing.svg": DRAWING,
            "content/work/drawing.svg": DRAWING,
            "content/work/portal.md": CASE_STUDY,
            "content/work/anchored.md": ANCHORED,
            **DOCUMENT,
            **STUDIES,
            **WHOLE_SITE,
        }
        report = make(root, files)
        assert lines(report) == []
        folders[base_path] = root / "_site"
    whole = tmp_path_factory.mktemp("whole")
    use = Use(("uswds/css/uswds.min.css",), (), ())
    prepare(CHECKOUT / DESIGN_SYSTEM, whole, use, tmp_path_factory.mktemp("parts"), whole=True)
    for folder in folders.values():
        shutil.copytree(whole / "assets", folder / "assets", dirs_exist_ok=True)
        (sheet,) = (whole / "assets/uswds/css").iterdir()
        (folder / "assets/uswds/css" / sheet.name).rename(folder / WHOLE)
    with serving(folders) as origin:
        yield Served(origin, folders)


class Served:
    """Where the sites answer, and where they lie."""

    def __init__(self, origin: str, folders: dict[str, Path]) -> None:
        self.origin = origin
        self.folders = folders


class Tab:
    """A tab of the browser, and what happened in it that should not."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.faults: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def open(self, path: str, width: int = 1280, height: int = 900) -> Page:
        """Go to a page as a visitor who has just opened a window of this size, in CSS pixels."""
        self.page.set_viewport_size(ViewportSize(width=width, height=height))
        self.page.goto("about:blank")
        self.faults.clear()
        self.page.goto(f"{self.origin}{path}", wait_until="load")
        self.page.evaluate("() => document.fonts.ready")
        return self.page

    def settle(self) -> None:
        """Wait for whatever moves to come to rest."""
        self.page.evaluate("() => Promise.all(document.getAnimations().map(each => each.finished))")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.faults.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "about:", "data:")):
            self.faults.append(f"asked for {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.status} for {response.url}")


@pytest.fixture(scope="session")
def tab(browser: Browser, served: Served) -> Iterator[Tab]:
    """The one tab that every test visits pages in."""
    context = browser.new_context(reduced_motion="reduce")
    yield Tab(context.new_page(), served.origin)
    context.close()


@pytest.fixture(scope="session")
def plain_tab(browser: Browser, served: Served) -> Iterator[Tab]:
    """A tab that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield Tab(context.new_page(), served.origin)
    context.close()
