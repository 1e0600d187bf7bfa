"""For which edits an excerpt of a site is enough; and after all of them a build leaves what a clean one does."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from histories import TEMPLATES, Editing, use_own_theme_only

from toolshelf import excerpt, understanding
from toolshelf.excerpt import Excerpt
from toolshelf.index.additions import Ground, Made, Maker

Edit = Callable[[Editing], object]


@pytest.fixture
def site(monkeypatch, tmp_path) -> Iterator[Editing]:
    use_own_theme_only(monkeypatch, tmp_path)
    site = Editing()
    try:
        site.start()
        yield site
    finally:
        site.teardown()


@pytest.fixture
def rendered(monkeypatch) -> list[tuple[str, ...] | None]:
    """For each build of which somebody has looked at the sources what was rendered from an excerpt; None for none."""
    found: list[tuple[str, ...] | None] = []
    real = Excerpt.build

    def build(self: Excerpt) -> object:
        report = real(self)
        if self._means.ahead.sources is not None:
            found.append(None if report is None else report.rendered)
        return report

    monkeypatch.setattr(Excerpt, "build", build)
    return found


def put(path: str, text: str | bytes) -> Edit:
    return lambda site: site.put(path, text)


def body(name: str, text: str) -> Edit:
    return lambda site: site.edit_a_body(name, text)


def field(name: str, key: str, value: str) -> Edit:
    return lambda site: site.edit_one_field(name, (key, value))


def at_once(*edits: Edit) -> Edit:
    def change(site: Editing) -> None:
        for edit in edits:
            edit(site)

    return change


def touch(name: str) -> Edit:
    return lambda site: (site.root / "content" / name).touch()


NOTHING = at_once()
ENOUGH: dict[str, tuple[Edit, Edit, tuple[str, ...]]] = {
    "the text of a page": (NOTHING, body("a.md", "Other.\n"), ("a/index.html",)),
    "the text of two pages": (
        NOTHING,
        at_once(body("b.md", "Other.\n"), body("s/c.md", "Other.\n")),
        ("b/index.html", "s/c/index.html"),
    ),
    "the text of the home page": (NOTHING, body("index.md", "Other.\n"), ("index.html",)),
    "the text of a section, which names its pages": (NOTHING, body("s/index.md", "Other.\n"), ("s/index.html",)),
    "the text around a link, which stands in another line then": (
        body("a.md", "Text.\n\n[b](b.md) [c](/s/c/) [d](s/d.md)\n"),
        body("a.md", "Text.\n\nMore.\n\n[b](b.md) [c](/s/c/) [d](s/d.md)\n"),
        ("a/index.html",),
    ),
    "the text below a heading to which another page links": (
        at_once(body("s/c.md", "## Part\n\nText.\n"), body("a.md", "[c](/s/c/#part)\n")),
        body("s/c.md", "## Part\n\nOther.\n"),
        ("s/c/index.html",),
    ),
    "the text beside a link to a heading of another page": (
        at_once(body("s/c.md", "## Part\n\nText.\n"), body("a.md", "[c](/s/c/#part)\n")),
        body("a.md", "[c](/s/c/#part) and more\n"),
        ("a/index.html",),
    ),
    "the text of a page with terms, an address of its own, and a former one": (
        at_once(
            field("a.md", "tags", "[One]"), field("a.md", "permalink", "/moved/"), field("a.md", "aliases", "/old/")
        ),
        body("a.md", "Other.\n"),
        ("moved/index.html",),
    ),
    "the text of a page that the feed names": (
        field("a.md", "date", "2026-11-18"),
        body("a.md", "Other.\n"),
        ("a/index.html",),
    ),
    "the text around the items of a collection": (
        at_once(
            lambda site: site.make_pictures_otherwise("images: false\n"),
            body("a.md", "{% include list.html datafile=tools %}\n"),
        ),
        body("a.md", "{% include list.html datafile=tools %}\n\nOther.\n"),
        ("a/index.html",),
    ),
    "the text of a page beside which menus name other ones": (
        at_once(
            field("s/d.md", "layout", "plain"),
            field("s/d.md", "sidenav", "side"),
            put("data/navigation.yml", "side: [/s/c/, {text: B, url: b.md}]\nmain: [/a/]\n"),
            put("templates/nav.html", "{% for entry in site.navigation %}{{ entry.name }}{{ entry.url }}{% endfor %}"),
        ),
        body("s/d.md", "Other.\n"),
        ("s/d/index.html",),
    ),
    "the text of a page that names the ones around it": (
        at_once(field("s/c.md", "sidenav", "true"), field("s/c.md", "layout", "plain")),
        body("s/c.md", "Other.\n"),
        ("s/c/index.html",),
    ),
    "the text of a page, in a site with other problems": (
        body("s/d.md", "[gone](gone.md)\n"),
        body("a.md", "Other.\n"),
        ("a/index.html",),
    ),
    "a file is saved as it was": (NOTHING, touch("a.md"), ()),
    "a text that is saved only just before": (
        NOTHING,
        at_once(body("a.md", "Other.\n"), lambda site: site.be_in_a_hurry()),
        ("a/index.html",),
    ),
}


@pytest.mark.parametrize(("before", "edit", "expected"), ENOUGH.values(), ids=ENOUGH)
def test_an_excerpt_is_enough_where_nothing_but_texts_is_another(site, rendered, monkeypatch, before, edit, expected):
    """Only the edited pages are rendered, and the whole site is not joined."""
    before(site)
    site.compare()
    rendered.clear()
    edit(site)
    whole = []
    real = understanding.join
    monkeypatch.setattr(understanding, "join", lambda *given, **more: whole.append(given[0]) or real(*given, **more))
    site.compare()
    assert rendered[0] == expected
    assert rendered[1:] in ([], [()])  # one that was saved only just before is read again
    assert len(whole) == 2  # the clean build, and one without anybody who has looked at the sources


NOT_ENOUGH: dict[str, tuple[Edit, Edit]] = {
    "another title": (NOTHING, field("a.md", "title", "Other")),
    "a key that nobody reads": (NOTHING, field("a.md", "unread", "Other")),
    "another heading": (NOTHING, body("a.md", "## Heading\n")),
    "another link": (body("a.md", "[b](/b/)\n"), body("a.md", "[b](/s/c/)\n")),
    "a picture": (NOTHING, body("a.md", "![A dot](/dot.png)\n")),
    "the text around pictures that are made in sizes": (
        body("a.md", "{% include list.html datafile=tools %}\n"),
        body("a.md", "{% include list.html datafile=tools %}\n\nOther.\n"),
    ),
    "a page that appears": (NOTHING, put("content/new.md", "---\ntitle: New\n---\n")),
    "a page that goes": (NOTHING, lambda site: site.remove_or_restore_a_page("b.md")),
    "a page that goes, and a text": (
        NOTHING,
        at_once(body("a.md", "Other.\n"), lambda site: site.remove_or_restore_a_page("s/c.md")),
    ),
    "a page that is renamed": (NOTHING, lambda site: site.rename_a_page("a.md", "s/e.md")),
    "a data file": (NOTHING, put("data/tools.yml", "- name: Other\n")),
    "a data file and a text": (NOTHING, at_once(put("data/tools.yml", "- name: O\n"), body("a.md", "Other.\n"))),
    "a template": (NOTHING, put("templates/shell.html", TEMPLATES["shell.html"] + "more")),
    "a link that leads nowhere, in another line": (
        body("a.md", "[gone](gone.md)\n"),
        body("a.md", "Text.\n\n[gone](gone.md)\n"),
    ),
    "the text of a draft": (field("a.md", "draft", "true"), body("a.md", "Other.\n")),
    "the text of a chapter": (field("s/index.md", "document", "true"), body("s/c.md", "Other.\n")),
    "the text of any page, where others are read as one text": (
        field("s/index.md", "document", "true"),
        body("a.md", "Other.\n"),
    ),
    "a text that another output prints": (
        at_once(
            field("a.md", "date", "2026-11-18"),
            put("templates/feed.xml", "{% for one in pages %}{{ one.content }}{% endfor %}"),
        ),
        body("a.md", "Other.\n"),
    ),
    "a text that asks another question": (
        put("templates/page.html", "{{ page.content }}{% if 'Other' in page.content %}{{ site.as_of }}{% endif %}"),
        body("a.md", "Other.\n"),
    ),
    "the text of a page beside which a menu names one that has an address of its own": (
        at_once(
            field("b.md", "layout", "plain"),
            field("b.md", "sidenav", "side"),
            field("s/c.md", "permalink", "/moved/"),
            put("data/navigation.yml", "side: [/moved/]\n"),
        ),
        body("b.md", "Other.\n"),
    ),
    "the next day": (NOTHING, at_once(body("a.md", "Other.\n"), lambda site: site.let_days_pass(1))),
    "an output that somebody changed": (
        NOTHING,
        at_once(body("a.md", "Other.\n"), lambda site: (site.folder / "out/b/index.html").write_text("x", "utf-8")),
    ),
    "an output that is gone": (
        NOTHING,
        at_once(body("a.md", "Other.\n"), lambda site: shutil.rmtree(site.folder / "out")),
    ),
    "what is kept of pages is damaged": (
        NOTHING,
        at_once(body("a.md", "Other.\n"), lambda site: site.change_a_text_in_the_cache(("block",))),
    ),
    "the documents that are kept are damaged": (
        NOTHING,
        at_once(body("a.md", "Other.\n"), lambda site: site.change_a_text_in_the_cache(("document",))),
    ),
}


@pytest.mark.parametrize(("before", "edit"), NOT_ENOUGH.values(), ids=NOT_ENOUGH)
def test_the_whole_site_is_built_where_more_may_follow(site, rendered, before, edit):
    before(site)
    site.compare()
    rendered.clear()
    edit(site)
    site.compare()
    assert rendered[0] is None


def test_the_whole_site_is_built_where_other_pages_follow_from_the_document(site, rendered, monkeypatch):
    """A feature may make something of what stands in the text of a page."""

    def make(ground: Ground) -> Made:
        return Made(settings={"words": str(ground.pages["content/a.md"].document.fragment.body)})

    makers = (*understanding.MAKERS, Maker("probe", make, {}))
    monkeypatch.setattr(understanding, "MAKERS", makers)
    monkeypatch.setattr(excerpt, "MAKERS", makers)
    site.put("templates/robots.txt", "{{ site.words }}")
    site.compare()
    rendered.clear()
    body("a.md", "Other.\n")(site)
    site.compare()
    assert rendered[0] is None


@pytest.mark.parametrize("option", [["--strict"], ["--drafts"], ["--base-url", "https://b.example/"]])
def test_the_whole_site_is_built_where_something_else_is_asked_for(site, rendered, option):
    site.compare()
    rendered.clear()
    body("a.md", "Other.\n")(site)
    site.pause()
    site.command(*option)
    assert rendered == [None]


def test_the_whole_site_is_built_into_an_output_that_another_build_has_left(site, rendered):
    """Such as one that somebody has put back: what it holds is not what the last build has published."""
    site.compare()
    shutil.copytree(site.folder / "out", site.folder / "older")
    field("b.md", "title", "Other")(site)
    site.compare()
    shutil.rmtree(site.folder / "out")
    (site.folder / "older").rename(site.folder / "out")
    rendered.clear()
    body("a.md", "Other.\n")(site)
    site.compare()
    assert rendered[0] is None


def test_of_many_edited_pages_the_whole_site_is_built(site, rendered, monkeypatch):
    monkeypatch.setattr(excerpt, "_FEW", 1)
    site.compare()
    rendered.clear()
    at_once(body("a.md", "Other.\n"), body("b.md", "Other.\n"))(site)
    site.compare()
    assert rendered[0] is None


def test_documents_that_no_page_has_any_longer_are_dropped_in_time(site, rendered):
    """By the next build that goes through all pages; those that another page has are kept."""
    body("b.md", "Second.\n")(site)
    site.compare()
    before = site.documents()
    for number in range(5):
        body("a.md", f"Edit {number}.\n")(site)
        site.pause()
        site.command()
    assert rendered[-5:] == [("a/index.html",)] * 5
    assert len(site.documents()) > len(before)
    body("a.md", "Text.\n")(site)
    site.build()
    assert site.documents() == before


def test_what_was_edited_in_a_hurry_is_read_again(site, rendered):
    """The file may have been changed once more, and look as it did."""
    site.compare()
    rendered.clear()
    for text in ("One.\n", "Two.\n", "Two.\n", "Three.\n"):
        body("a.md", text)(site)
        site.be_in_a_hurry()
        site.compare()
    assert None not in rendered
