"""Precision: after an edit exactly the outputs are rendered whose templates were told something else."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from histories import use_own_theme_only
from pictures import png
from sites import AS_OF, CONFIGURATION, make

from toolshelf.build import cache
from toolshelf.explaining import explain
from toolshelf.pipeline import Project, Report, build

PAGE = (
    '{% extends "base.html" %}{% block main %}{% include "banner.html" ignore missing %}<h1>{{ page.title }}</h1>'
    "{{ page.content }}{% if page.next %}{{ page.next.title }}{% endif %}{% endblock %}"
)
NAVIGATION = "main:\n- {name: Alpha, url: /s/alpha/}\n- {name: Beta, url: /s/beta/}\n"
SITE = {
    "data/site.yml": CONFIGURATION + "navigation: main\nowner: Office\nunread: 1\nexports: false\n",
    "data/navigation.yml": NAVIGATION,
    "data/tools.yml": "- name: Saw\n- name: Axe\n",
    "data/colours.yml": "red: 1\nblue: 2\n",
    "templates/base.html": "<title>{{ page.title }}</title>{% block main %}{% endblock %}",
    "templates/page.html": PAGE,
    "templates/section.html": '{% extends "base.html" %}{% block main %}'
    "{% for one in page.children %}{{ one.title }}{% endfor %}{% endblock %}",
    "templates/home.html": '{% include "part.html" %}{% for one in site.navigation %}{{ one.name }}{% endfor %}',
    "templates/part.html": "part",
    "templates/styled.html": '{{ asset("css/a.css").url }}{% for key in site.data.colours %}{{ key }}{% endfor %}',
    "templates/404.html": "{{ site.owner }}",
    "templates/redirect.html": "{{ target_url }}",
    "templates/sitemap.xml": "{% for page in pages %}{{ page.canonical_url }}\n{% endfor %}",
    "templates/robots.txt": "{{ site.url }}",
    "templates/includes/list.html": "{% for one in collection(include.of) %}{{ one.name }}{% endfor %}",
    "templates/assets/css/a.css": "a{}",
    "content/index.md": "---\ntitle: Home\nlayout: home\n---\n",
    "content/styled.md": "---\ntitle: Styled\nlayout: styled\n---\n",
    "content/listing.md": "---\ntitle: Listing\n---\n{% include list.html of=tools %}\n",
    "content/s/index.md": "---\ntitle: Section\nlayout: section\n---\n",
    "content/s/alpha.md": "---\ntitle: Alpha\n---\nText ![A picture](/picture.png)\n",
    "content/s/beta.md": "---\ntitle: Beta\n---\nText\n",
    "content/s/gamma.md": "---\ntitle: Gamma\n---\nText\n",
    "content/picture.png": png(),
}
PAGES = {"404.html", "index.html", "listing/index.html", "s/index.html", "styled/index.html"} | {
    f"s/{name}/index.html" for name in ("alpha", "beta", "gamma")
}
PRINT_A_TITLE = {"s/index.html", "listing/index.html"} | {f"s/{name}/index.html" for name in ("alpha", "beta", "gamma")}
WITH_PAGE_HTML = PRINT_A_TITLE - {"s/index.html"}
EVERYTHING = PAGES | {"robots.txt", "sitemap.xml", ".nojekyll"}

Edit = Callable[[Path], object]


def put(path: str, text: str) -> Edit:
    def write(root: Path) -> None:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    return write


def save(path: str, data: bytes) -> Edit:
    return lambda root: (root / path).write_bytes(data)


def replace(path: str, before: str, after: str) -> Edit:
    def write(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert before in text
        (root / path).write_text(text.replace(before, after), "utf-8")

    return write


def touch_all(root: Path) -> None:
    for file in root.rglob("*"):
        if file.is_file() and "_site" not in file.parts[len(root.parts)]:
            os.utime(file, (1, 1))


TABLE: list[tuple[str, Edit, set[str]]] = [
    ("nothing", lambda _: None, set()),
    ("every file is touched", touch_all, set()),
    ("a body", replace("content/s/beta.md", "Text", "Other"), {"s/beta/index.html"}),
    (
        "a title, which the section and the page before it print",
        replace("content/s/beta.md", "title: Beta", "title: Bet"),
        {"s/beta/index.html", "s/index.html", "s/alpha/index.html"},
    ),
    ("front matter that nobody reads", replace("content/s/beta.md", "---\nText", "unread: 1\n---\nText"), set()),
    ("a comment in front matter", replace("content/s/beta.md", "---\nText", "# unread\n---\nText"), set()),
    (
        "a page appears between two others",
        put("content/s/between.md", "---\ntitle: Betb\n---\n"),
        {"s/between/index.html", "s/index.html", "s/beta/index.html", "sitemap.xml"},
    ),
    (
        "a page goes",
        lambda root: (root / "content/s/gamma.md").unlink(),
        {"s/index.html", "s/beta/index.html", "sitemap.xml"},
    ),
    (
        "a page is renamed",
        lambda root: (root / "content/s/gamma.md").rename(root / "content/s/late.md"),
        {"s/late/index.html", "s/index.html", "s/beta/index.html", "sitemap.xml"},
    ),
    (
        "a page becomes a draft",
        replace("content/s/gamma.md", "title: Gamma", "title: Gamma\ndraft: true"),
        {"s/index.html", "s/beta/index.html", "sitemap.xml"},
    ),
    (
        "a page takes another layout",
        replace("content/s/beta.md", "title: Beta", "title: Beta\nlayout: section"),
        {"s/beta/index.html"},
    ),
    (
        "an old address is kept",
        replace("content/s/beta.md", "title: Beta", "title: Beta\naliases: /b/"),
        {"b/index.html"},
    ),
    ("the menu", put("data/navigation.yml", NAVIGATION.replace("Beta", "Bet")), {"index.html"}),
    ("an item of a collection", put("data/tools.yml", "- name: Saw\n- name: Hatchet\n"), {"listing/index.html"}),
    ("data that nobody reads", put("data/more.yml", "- name: Saw\n"), set()),
    ("the keys of data change places", put("data/colours.yml", "blue: 2\nred: 1\n"), {"styled/index.html"}),
    ("a setting", replace("data/site.yml", "owner: Office", "owner: Bureau"), {"404.html"}),
    ("a setting that nobody reads", replace("data/site.yml", "unread: 1", "unread: 2"), set()),
    ("a part of a template", put("templates/part.html", "other"), {"index.html"}),
    ("the base of templates", put("templates/base.html", "{% block main %}{% endblock %}"), PRINT_A_TITLE),
    ("a template that nobody uses", put("templates/unused.html", "unused"), set()),
    ("a template that is looked for appears", put("templates/banner.html", "banner"), WITH_PAGE_HTML),
    ("an include of content", put("templates/includes/list.html", "other"), {"listing/index.html"}),
    ("a file of the theme", put("templates/assets/css/a.css", "b{}"), {"styled/index.html"}),
    ("an image, which keeps its name", save("content/picture.png", png(41)), {"s/alpha/index.html"}),
    ("an image that nobody shows", save("content/other.png", png(41)), set()),
]


NEWS = {
    f"content/n/p{number:02}.md": f"---\ntitle: P{number}\nlayout: tagged\ndate: 2024-01-{number:02}\n{tags}---\n"
    for number, tags in enumerate(["", "tags: [x]\n", "tags: x\n", "tags: z\n", *[""] * 19])
    if number
}
GROUPED = {
    **SITE,
    **NEWS,
    "data/site.yml": SITE["data/site.yml"] + "taxonomies: [tags]\nfeeds: true\n",
    "templates/tagged.html": "{{ page.title }}{% for term in page.terms %}{{ term.name }}{{ term.url }}{% endfor %}",
    "templates/term.html": "{{ page.title }}{% for each in pages %}{{ each.title }}{% endfor %}",
    "templates/terms.html": "{{ page.title }}{% for term in terms %}{{ term.name }}{{ term.count }}{% endfor %}",
    "templates/feed.xml": "{{ updated }}{% for each in pages %}{{ each.title }}{% endfor %}",
}
"""The site with 22 pages of news, of which the feed holds the newest 20, and two of the oldest three have the tag x."""
GROUPED_TABLE: list[tuple[str, Edit, set[str]]] = [
    (
        "a page takes a tag that is new",
        replace("content/n/p01.md", "[x]", "[x, y]"),
        {"n/p01/index.html", "tags/index.html", "tags/y/index.html", "sitemap.xml"},
    ),
    (
        "a page takes a tag that others have",
        replace("content/n/p04.md", "title: P4", "title: P4\ntags: [x]"),
        {"n/p04/index.html", "tags/index.html", "tags/x/index.html"},
    ),
    (
        "the last page with a tag loses it",
        replace("content/n/p03.md", "tags: z\n", ""),
        {"n/p03/index.html", "tags/index.html", "sitemap.xml"},
    ),
    (
        "the title of a page that has a tag",
        replace("content/n/p01.md", "P1", "Other"),
        {"n/p01/index.html", "n/index.html", "tags/x/index.html"},
    ),
    (
        "the title of a page that the feed holds",
        replace("content/n/p20.md", "P20", "Other"),
        {"n/p20/index.html", "n/index.html", "feed.xml"},
    ),
    (
        "a tag is written otherwise on most pages that have it",
        lambda root: [replace(f"content/n/p0{number}.md", "x", "X")(root) for number in (1, 2)],
        {"n/p01/index.html", "n/p02/index.html", "tags/index.html", "tags/x/index.html"},
    ),
    (
        "two pages with a tag change places",
        replace("content/n/p01.md", "2024-01-01", "2024-01-02T12:00:00Z"),
        {"tags/x/index.html"},
    ),
    ("a page becomes newer, and stays where it stands", replace("content/n/p02.md", "-02", "-02T12:00:00Z"), set()),
    ("a draft has a tag", put("content/n/draft.md", "---\ntitle: D\ndraft: true\ntags: [q]\n---\n"), set()),
    (
        "a page of news that is older than those of the feed",
        put("content/n/old.md", "---\ntitle: Old\nlayout: tagged\ndate: 2023-01-01\n---\n"),
        {"n/old/index.html", "n/index.html", "sitemap.xml"},
    ),
    (
        "a page of news that is newer",
        put("content/n/new.md", "---\ntitle: New\nlayout: tagged\ndate: 2025-01-01\n---\n"),
        {"n/new/index.html", "n/index.html", "sitemap.xml", "feed.xml"},
    ),
    ("the template of terms", put("templates/term.html", "other"), {"tags/x/index.html", "tags/z/index.html"}),
    (
        "there is no feed any more",
        replace("data/site.yml", "feeds: true", "feeds: false"),
        set(),
    ),
]


FACETED_SCHEMA = '{"x-page-size": 2, "items": {"properties": {"kind": {"x-facet": true}}}}'
TOOLS = "".join(f"- name: T{number}\n  kind: {'one' if number < 2 else 'two'}\n" for number in range(5))
FACETED = {
    **SITE,
    "data/tools.yml": TOOLS,
    "data/tools.schema.json": FACETED_SCHEMA,
    "templates/facets/grid.html": "{{ page.title }}{% for facet in facets %}{{ facet.name }}"
    "{% for group in facet.groups %}{{ group.name }}{{ group.count }}{% endfor %}{% endfor %}"
    "{% for item in grid.items %}{{ item.name }}{% endfor %}",
    "templates/facets/groups.html": "{% for group in facet.groups %}{{ group.name }}{{ group.count }}{% endfor %}",
    "templates/facets/items.json": "{{ groups | length }}{{ facets | length }}"
    "{% for item in items %}{{ item.name }}{% endfor %}",
}
"""The site with five tools, two on a page: two of one kind, and on the second page one of each."""
GRIDS = {f"tools/{name}index.html" for name in ("", "page/2/", "page/3/", "kind/one/", "kind/two/", "kind/two/page/2/")}
FACETED_TABLE: list[tuple[str, Edit, set[str]]] = [
    (
        "an item: the pages that show it, and what holds all",
        replace("data/tools.yml", "name: T2", "name: Other"),
        {"tools/page/2/index.html", "tools/kind/two/index.html", "tools/items.json", "listing/index.html"},
    ),
    (
        "an item takes another value, which counts on all pages",
        replace("data/tools.yml", "name: T1\n  kind: one", "name: T1\n  kind: two"),
        {*GRIDS, "tools/kind/index.html", "tools/items.json", "listing/index.html"},
    ),
    (
        "an item takes a value that is new",
        replace("data/tools.yml", "name: T1\n  kind: one", "name: T1\n  kind: three"),
        {*GRIDS, "tools/kind/index.html", "tools/kind/three/index.html", "tools/items.json", "sitemap.xml"}
        | {"listing/index.html"},
    ),
    (
        "a field that nobody marks, which templates are told all the same",
        replace("data/tools.yml", "name: T0", "name: T0\n  note: x"),
        {"tools/index.html", "tools/kind/one/index.html", "tools/items.json", "listing/index.html"},
    ),
    ("an item changes its line only", replace("data/tools.yml", "- name: T4", "# here\n- name: T4"), set()),
    (
        "two items change places within a page",
        put("data/tools.yml", TOOLS.replace("T2", "x").replace("T3", "T2").replace("x", "T3")),
        {*("tools/page/2/index.html", "tools/kind/two/index.html", "tools/items.json"), "listing/index.html"},
    ),
    (
        "the schema says more of a field",
        put("data/tools.schema.json", FACETED_SCHEMA.replace("true", 'true, "type": "string"')),
        set(),
    ),
    (
        "a facet takes another name",
        put("data/tools.schema.json", FACETED_SCHEMA.replace("true", '"Sort"')),
        {*GRIDS, "tools/kind/index.html"},
    ),
    ("the template of groups", put("templates/facets/groups.html", "other"), {"tools/kind/index.html"}),
]


@pytest.fixture(autouse=True)
def _own_theme_only(monkeypatch, tmp_path):
    use_own_theme_only(monkeypatch, tmp_path)


def once_more(root: Path) -> Report:
    return build(Project(root, root / "_site", as_of=AS_OF, cache=root / "build.db"))


def made(root: Path, site: Mapping[str, str | bytes] = SITE) -> Report:
    return make(root, site, cache=root / "build.db")


@pytest.mark.parametrize(("edit", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_exactly_what_was_told_something_else_is_rendered(edit, expected, tmp_path):
    """Neither less, which would be wrong, nor more, which would be slow."""
    assert set(made(tmp_path).rendered) == EVERYTHING
    edit(tmp_path)
    report = once_more(tmp_path)
    assert report.published is not None, report.problems
    assert sorted(report.rendered) == sorted(expected)


@pytest.mark.parametrize(
    ("edit", "expected"), [row[1:] for row in GROUPED_TABLE], ids=[row[0] for row in GROUPED_TABLE]
)
def test_exactly_the_lists_that_change_are_rendered(edit, expected, tmp_path):
    """Of pages that are grouped by their tags, and of those that the feed holds."""
    made(tmp_path, GROUPED)
    edit(tmp_path)
    report = once_more(tmp_path)
    assert report.published is not None, report.problems
    assert sorted(report.rendered) == sorted(expected)


@pytest.mark.parametrize(
    ("edit", "expected"), [row[1:] for row in FACETED_TABLE], ids=[row[0] for row in FACETED_TABLE]
)
def test_exactly_the_grids_that_show_it_are_rendered(edit, expected, tmp_path):
    """Of a collection that visitors filter."""
    made(tmp_path, FACETED)
    edit(tmp_path)
    report = once_more(tmp_path)
    assert report.published is not None, report.problems
    assert sorted(report.rendered) == sorted(expected)


def test_after_a_build_that_failed_exactly_what_is_another_since_the_last_published_one_is_rendered(tmp_path):
    made(tmp_path)
    put("content/s/beta.md", "---\ntitle: [\n---\n")(tmp_path)
    assert once_more(tmp_path).published is None
    put("content/s/beta.md", str(SITE["content/s/beta.md"]))(tmp_path)
    put("content/s/alpha.md", str(SITE["content/s/alpha.md"]) + "More.\n")(tmp_path)
    report = once_more(tmp_path)
    assert report.published is not None, report.problems
    assert report.rendered == ("s/alpha/index.html",)


def test_what_a_list_depends_on_can_be_explained(tmp_path):
    """In words that say which list it is."""
    made(tmp_path, GROUPED)
    project = Project(tmp_path, tmp_path / "_site", as_of=AS_OF, cache=tmp_path / "build.db")
    told = {output: str(explain(project, output)[0]) for output in ("tags/", "tags/x/", "feed.xml")}
    assert "  - the list of all tags\n" in told["tags/"]
    assert "  - the list of the pages of tags/x\n" in told["tags/x/"]
    assert "  - the list of the 20 newest pages\n" in told["feed.xml"]


def test_a_changed_file_is_copied_without_rendering(tmp_path):
    """Its page names it, and that name is what it was; so does a page whose pictures are published as they are."""
    made(tmp_path)
    replace("data/site.yml", "owner:", "images: false\nowner:")(tmp_path)
    once_more(tmp_path)
    put("content/picture.png", "other")(tmp_path)
    report = once_more(tmp_path)
    assert (report.rendered, report.published.written) == ((), ("picture.png",))


@pytest.mark.parametrize("output", ["s/beta/index.html", "sitemap.xml"])
def test_an_output_that_was_lost_is_rendered_alone(output, tmp_path):
    """What stands as it should is not made again."""
    made(tmp_path)
    once_more(tmp_path)
    (tmp_path / "_site" / output).unlink()
    report = once_more(tmp_path)
    assert (report.rendered, report.published.written) == ((output,), (output,))


def test_another_engine_renders_everything(tmp_path, monkeypatch):
    """Whatever it does otherwise, nothing of the one before is used."""
    made(tmp_path)
    monkeypatch.setattr(cache, "_fingerprint", lambda _: "another")
    report = once_more(tmp_path)
    assert (set(report.rendered), report.published.written) == (EVERYTHING, ())
    assert report.parsed
