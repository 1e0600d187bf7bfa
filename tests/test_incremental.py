"""The laws of incremental builds: over named histories, and over random ones."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest
from definition import Definition
from histories import DASH, TEMPLATES, Editing, use_own_theme_only
from hypothesis import HealthCheck, Phase, settings

from toolshelf import whole_site
from toolshelf.sources.source import Files

Edit = Callable[[Editing], object]


@pytest.fixture(autouse=True)
def _own_theme_only(monkeypatch, tmp_path):
    use_own_theme_only(monkeypatch, tmp_path)


@pytest.fixture(autouse=True)
def definition(monkeypatch):
    """Every decision of a build is compared with the definition."""
    one = Definition()
    monkeypatch.setattr(whole_site, "outdated", one.outdated)
    return one


def put(path: str, text: str | bytes) -> Edit:
    return lambda site: site.put(path, text)


def nav(text: str) -> Edit:
    return put("templates/nav.html", text)


def field(name: str, key: str, value: str) -> Edit:
    return lambda site: site.edit_one_field(name, (key, value))


def body(name: str, text: str) -> Edit:
    return lambda site: site.edit_a_body(name, text)


def at_once(*edits: Edit) -> Edit:
    def change(site: Editing) -> None:
        for edit in edits:
            edit(site)

    return change


def tamper(output: str, text: str | None = None) -> Edit:
    """Change a published file, by default keeping its size, or remove it where ``text`` is empty."""

    def change(site: Editing) -> None:
        # Builds remember the files that they have compared, but for those that have only just been written.
        time.sleep(0.06)
        site.build()
        file = site.folder / "out" / output
        if text == "":
            file.unlink()
        else:
            file.write_text(text or "x" * file.stat().st_size, "utf-8")

    return change


HISTORIES: dict[str, list[Edit]] = {
    "a template that several pages include changes": [nav("one"), nav("two")],
    "a template that all pages extend changes": [put("templates/shell.html", TEMPLATES["shell.html"] + "more")],
    "a template that pages have looked for appears and goes": [nav("one"), lambda site: site.remove_nav()],
    "a template imports another, which changes": [
        put("templates/words.html", "{% macro word() %}one{% endmacro %}"),
        nav('{% from "words.html" import word %}{{ word() }}'),
        put("templates/words.html", "{% macro word() %}two{% endmacro %}"),
    ],
    "an include of content changes": [
        body("a.md", "{% include list.html datafile=tools %}\n"),
        body("b.md", "{% include list.html datafile=tools %}\n"),
        put("templates/includes/list.html", "other"),
    ],
    "a setting that templates print changes": [
        nav("{{ site.motto }}"),
        lambda site: site.configure("Two", "https://a.example/"),
    ],
    "a setting that a text prints changes": [
        body("a.md", "{{ site.motto }}\n"),
        lambda site: site.configure("Two", "https://a.example/"),
    ],
    "the address of the site changes": [
        put("templates/plain.html", '{{ link("/dot.png") }}'),
        field("a.md", "layout", "plain"),
        lambda site: site.configure("One", "https://a.example/repo/"),
    ],
    "a day passes": [field("a.md", "layout", "plain"), lambda site: site.let_days_pass(1)],
    "data that a template counts change": [
        nav("{{ site.data.people | length }}"),
        lambda site: site.edit_data("people", []),
    ],
    "data that a template looks for appear": [
        nav("{% if site.data.more is defined %}{{ site.data.more | length }}{% endif %}"),
        put("data/more.yml", "- name: More\n"),
    ],
    "the keys of data change places": [lambda site: site.reorder_the_keys(["two", "one", "three"])],
    "an item of a collection changes": [
        body("a.md", "{% include list.html datafile=tools %}\n"),
        lambda site: site.edit_data("tools", [("Two", "", "")]),
    ],
    "an image of an item appears": [
        body("a.md", "{% include list.html datafile=tools %}\n"),
        lambda site: site.edit_data("tools", [("Two", "", "dash.png")]),
        put("content/thumbnails/dash.png", DASH),
    ],
    "a file of the theme changes": [put("templates/assets/css/a.css", "b{}")],
    "a picture in a text changes": [body("a.md", "![A dot](/dot.png)\n"), put("content/dot.png", DASH)],
    "a picture of an item changes": [
        body("a.md", "{% include list.html datafile=tools %}\n"),
        lambda site: site.edit_data("tools", [("Two", "", "dot.png")]),
        put("content/thumbnails/dot.png", DASH),
    ],
    "an item gets a picture": [
        body("a.md", "{% include list.html datafile=tools %}\n"),
        lambda site: site.edit_data("tools", [("Two", "", "dot.png")]),
    ],
    "a picture is shown by more pages": [
        body("a.md", "![A dot](/dot.png)\n"),
        body("b.md", "![A dot](/dot.png)\n"),
        body("a.md", "Text.\n"),
    ],
    "pictures are published as they are": [
        body("a.md", "![A dot](/dot.png)\n\n{% include list.html datafile=tools %}\n"),
        lambda site: site.make_pictures_otherwise("images: false\n"),
        lambda site: site.make_pictures_otherwise("images: {quality: 20}\n"),
    ],
    "a page may show fewer bytes of pictures": [
        body("a.md", "![A dot](/dot.png)\n"),
        lambda site: site.make_pictures_otherwise("images: {budget: 1}\n"),
    ],
    "a folder of files is written in other letters, and they stand where they stood": [
        at_once(put("content/Files/one.txt", "one"), body("a.md", "[one](Files/one.txt)\n")),
        lambda site: (site.root / "content/Files").rename(site.root / "content/files"),
    ],
    "a page appears": [put("content/new.md", "---\ntitle: New\n---\n")],
    "the chapters of a document get a footnote, another order, and another title page": [
        body("s/c.md", "Text[^1] [x](#part).\n\n[^1]: Note\n"),
        field("s/index.md", "document", "{numbered: true, version: 1}"),
        body("s/d.md", "## Part\n\nText[^1].\n\n[^1]: Other\n"),
        body("s/c.md", "Text[^1] and[^2] [x](#part).\n\n[^1]: Note\n[^2]: More\n"),
        field("s/d.md", "weight", "-1"),
        field("s/d.md", "title", "One"),
        body("s/d.md", "## Other\n"),
        field("s/index.md", "document", "{footnotes: chapter}"),
        field("s/c.md", "layout", "plain"),
        field("s/index.md", "document", "false"),
    ],
    "a page goes": [lambda site: site.remove_or_restore_a_page("b.md")],
    "a page that others link to goes": [
        body("a.md", "[b](/b/)\n"),
        lambda site: site.remove_or_restore_a_page("b.md"),
        lambda site: site.remove_or_restore_a_page("b.md"),
    ],
    "a page becomes a folder at the same address": [lambda site: site.rename_a_page("a.md", "a/index.md")],
    "two pages change places": [at_once(field("a.md", "permalink", "/b/"), field("b.md", "permalink", "/a/"))],
    "a body changes": [body("a.md", "Other.\n")],
    "a title that lists print changes": [field("s/c.md", "title", "Other")],
    "a page takes another layout": [field("a.md", "layout", "plain")],
    "a page takes a tag, others too, and all lose it": [
        field("a.md", "tags", "[One]"),
        field("b.md", "tags", "[One]"),
        field("a.md", "tags", "null"),
        field("b.md", "tags", "null"),
    ],
    "most pages write a tag otherwise": [
        at_once(field("a.md", "tags", "[One]"), field("b.md", "tags", "[One]")),
        at_once(*(field(name, "tags", "[one, Two]") for name in ("index.md", "s/c.md", "s/d.md"))),
    ],
    "a page that has a tag changes its title, its date, and goes": [
        at_once(field("a.md", "tags", "[One]"), field("b.md", "tags", "[One]")),
        field("a.md", "title", "Other"),
        field("a.md", "date", "2026-11-18"),
        field("b.md", "date", "2026-11-19T12:00:00Z"),
        lambda site: site.remove_or_restore_a_page("b.md"),
    ],
    "the feed gets its first entry, a newer one, and loses both": [
        field("a.md", "date", "2026-11-18"),
        field("b.md", "date", "2026-11-19T12:00:00Z"),
        field("b.md", "draft", "true"),
        lambda site: site.remove_or_restore_a_page("a.md"),
    ],
    "features are switched off and on": [
        at_once(field("a.md", "tags", "[One]"), field("a.md", "date", "2026-11-18")),
        lambda site: site.switch_features("false", "false"),
        lambda site: site.switch_features("[datafile, tags]", "true"),
    ],
    "items that visitors filter come, take other values, move to another page, and go": [
        lambda site: site.edit_data("people", [("One", "", ""), ("Two", "*now*", "dot.png"), ("One", "[a](/a/)", "")]),
        lambda site: site.edit_data(
            "people", [("One", "", ""), ("Three", "*now*", "dot.png"), ("One", "[b](/b/)", "")]
        ),
        lambda site: site.mark_facets(("name",), 1),
        lambda site: site.edit_data("people", [("Two", "*now*", "dot.png"), ("One", "", ""), ("One", "[b](/b/)", "")]),
        lambda site: site.remove_or_restore_a_page("b.md"),
        lambda site: site.edit_data("people", []),
    ],
    "a schema marks other fields as facets, and none": [
        lambda site: site.edit_data("people", [("One", "*now*", ""), ("Two", "", "dot.png")]),
        lambda site: site.mark_facets(("name", "thumb")),
        lambda site: site.mark_facets(("description",)),
        lambda site: site.mark_facets(()),
    ],
    "an item is no longer called as the one before it": [
        lambda site: site.mark_facets(("description",)),
        lambda site: site.edit_data("people", [("One", "*now*", ""), ("One", "[b](/b/)", "")]),
        lambda site: site.edit_data("people", [("Two", "*now*", ""), ("One", "[b](/b/)", "")]),
    ],
    "a page takes the place of the one that shows all items, and goes": [
        lambda site: site.edit_data("people", [("One", "", ""), ("Two", "", "")]),
        put("content/people.md", "---\ntitle: Our people\n---\nText.\n"),
        lambda site: site.edit_data("people", [("One", "", ""), ("Three", "", "")]),
        put("content/people.md", "---\ntitle: Our people\ndraft: true\n---\nText.\n"),
    ],
    "a redirect becomes a page": [
        field("a.md", "aliases", "/old/"),
        at_once(field("a.md", "aliases", "null"), put("content/old.md", "---\ntitle: Old\n---\n")),
    ],
    "a draft is published": [field("b.md", "draft", "true"), field("b.md", "draft", "false")],
    "an id appears on a page that others link to, and goes": [
        body("a.md", "[c](/s/c/#late)\n"),
        body("s/c.md", "## Late\n"),
        body("s/c.md", "Text.\n"),
    ],
    "items come to a page that others link to, and go": [
        at_once(body("a.md", "[c](/s/c/#tools--two)\n"), lambda site: site.edit_data("tools", [("Two", "", "")])),
        body("s/c.md", "{% include list.html datafile=tools %}\n"),
        body("s/c.md", "{% include list.html datafile=people %}\n"),
        body("s/c.md", "Text.\n"),
    ],
    "a page that others link to becomes a draft": [body("a.md", "[c](/s/c/)\n"), field("s/c.md", "draft", "true")],
    "a page that others link to moves": [body("a.md", "[c](c.md) [b](/b/)\n"), field("b.md", "permalink", "/moved/")],
    "an argument of an include is no longer read": [
        body("a.md", "{% include list.html datafile=tools %}\n"),
        put("templates/includes/list.html", "{% for one in collection('tools') %}{{ one.name }}{% endfor %}"),
    ],
    "a menu beside a page changes": [
        at_once(field("b.md", "sidenav", "side"), field("b.md", "layout", "plain")),
        put("data/navigation.yml", "side: [/a/, /s/]\n"),
        put("data/navigation.yml", "other: [/a/]\n"),
    ],
    "a title changes that a menu beside another page prints": [
        at_once(field("b.md", "sidenav", "side"), field("b.md", "layout", "plain")),
        field("a.md", "title", "Other"),
    ],
    "a title changes that the pages beside print": [
        at_once(field("s/d.md", "sidenav", "true"), field("s/d.md", "layout", "plain")),
        field("s/c.md", "title", "Other"),
    ],
    "two pages swap their files": [
        body("a.md", "One.\n"),
        at_once(
            lambda site: site.rename_a_page("a.md", "s/e.md"),
            lambda site: site.rename_a_page("b.md", "a.md"),
            lambda site: site.rename_a_page("s/e.md", "b.md"),
        ),
    ],
    "a page breaks for a while": [lambda site: site.break_a_page_for_one_build()],
    "a template breaks for a while": [lambda site: site.break_a_template_for_two_builds()],
    "an output is changed, and keeps its size": [tamper("a/index.html")],
    "an output grows": [tamper("b/index.html", "much " * 1000)],
    "an output is removed": [tamper("s/c/index.html", "")],
    "a file appears in the output": [tamper("stray.html", "stray")],
    "a text in the cache is changed": [lambda site: site.change_a_text_in_the_cache()],
    "a document in the cache is changed, and then a template that all pages use": [
        lambda site: site.change_a_text_in_the_cache(("document",)),
        put("templates/shell.html", TEMPLATES["shell.html"] + "more"),
    ],
}


@pytest.mark.parametrize("edits", HISTORIES.values(), ids=HISTORIES)
def test_after_a_named_history_a_build_leaves_what_a_clean_one_does(edits, definition):
    """One fact after another, with a comparison after each."""
    site = Editing()
    try:
        site.start()
        site.compare()
        for edit in edits:
            edit(site)
            assert site.compare().published is not None
        assert definition.decided
    finally:
        site.teardown()


COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)
TestEditing = Editing.TestCase
# A failure tells its history as it was found: to shorten it takes minutes, for which the night has time.
TestEditing.settings = settings(
    COMMON, max_examples=16, stateful_step_count=32, derandomize=True, phases=(Phase.generate,)
)


@pytest.mark.nightly
class TestEditingForLong(Editing.TestCase):
    """The same law over many more histories, other ones every night."""

    settings = settings(COMMON, max_examples=200, stateful_step_count=40, print_blob=True)


def test_what_one_account_has_read_another_one_reads_for_itself(tmp_path, monkeypatch):
    """A file that it may not read is a problem for it, whatever the cache knows of the file."""
    site = Editing()
    try:
        site.start()
        site.build()
        time.sleep(0.05)
        site.build()
        opened = []
        real = Files.open
        monkeypatch.setattr(Files, "open", lambda files, path: (opened.append(path), real(files, path))[1])
        site.build()
        assert "content/a.md" not in opened
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
        site.build()
        assert "content/a.md" in opened
    finally:
        site.teardown()
