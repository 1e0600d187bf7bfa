"""The laws of incremental builds for items: after a named history a build leaves what a clean one does, and no more."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from definition import Definition
from histories import TEMPLATES, Editing, use_own_theme_only
from sites import AS_OF, CONFIGURATION, make
from typed import CHALLENGE, SPRINT, TOOL

from toolshelf import whole_site
from toolshelf.pipeline import Project, build

Edit = Callable[[Editing], object]
ITEM = (
    "{{ page.title }}{{ page.url }}{{ item.title }}{% if item.state is defined %}{{ item.state.label }}{% endif %}"
    "{{ item.body | default('') }}{{ item.description | default('') }}{{ item.thumb }}"
    "{% for group in related %}{{ group.title }}{% for one in group.pages %}{{ one.title }}{{ one.url }}"
    "{% if one.state %}{{ one.state.label }}{% endif %}{% endfor %}{% endfor %}"
)
THEME = {
    **{f"templates/{name}.html": ITEM for name in ("item", "tool", "challenge", "sprint")},
    "templates/collection.html": "{% for one in items %}{{ one.title }}{{ one.page }}{% endfor %}",
    "templates/events.html": "{% for group in events %}{{ group.label }}{% for one in group.events %}{{ one.title }}"
    "{{ one.url }}{{ one.start }}{{ one.end }}{% endfor %}{% endfor %}"
    "{% for one in page.calendars %}{{ one.url }}{% endfor %}",
    "templates/includes/sprints.html": "{% for one in collection('sprints') %}{{ one.title }}{{ one.page }}"
    "{{ one.state.label }}{% endfor %}",
}
LISTED = "- id: listed\n  title: Listed\n  kind: datajam\n  year: 2020\n  source: Announcement\n  as_of: 2026-11-01\n"


def put(path: str, text: str) -> Edit:
    return lambda site: site.put(path, text)


def gone(path: str) -> Edit:
    return lambda site: (site.root / path).unlink()


def sprint(title: str, more: str = "") -> str:
    return SPRINT.replace("title: Data sprint", f"title: {title}") + more


def item(text: str, body: str) -> str:
    return f"---\n{text}---\n{body}"


def typed(settings: str) -> Edit:
    def change(site: Editing) -> None:
        site.features = f"taxonomies: [tags]\nfeeds: true\ncollections: {settings}\n"
        site.configure("One", "https://a.example/")

    return change


HISTORIES: dict[str, list[Edit]] = {
    "an item in a file of its own comes, changes and goes": [
        put("data/sprints/a.yml", sprint("One")),
        put("data/sprints/b.yml", sprint("Two")),
        put("data/sprints/a.yml", sprint("Other")),
        gone("data/sprints/a.yml"),
        gone("data/sprints/b.yml"),
    ],
    "items stand in a list and in files": [
        put("data/sprints/a.yml", sprint("One")),
        put("data/sprints.yml", LISTED),
        put("data/sprints.yml", "# A line more.\n" + LISTED),
        put("data/sprints.yml", LISTED + LISTED.replace("isted", "ast")),
        gone("data/sprints/a.yml"),
        gone("data/sprints.yml"),
    ],
    "an item moves from the list into a file": [
        put("data/sprints/a.yml", sprint("One")),
        put("data/sprints.yml", LISTED),
        lambda site: (gone("data/sprints.yml")(site), put("data/sprints/listed.yml", sprint("Listed"))(site)),
    ],
    "an item names another, which changes, is drawn elsewhere and no longer named": [
        put("data/sprints/a.yml", sprint("One")),
        put("data/challenges/c.yml", CHALLENGE + "sprint: a\n"),
        put("data/sprints/a.yml", sprint("Other")),
        typed("{ sprints: { url: '/s-prints/{id}/' } }"),
        put("data/challenges/c.yml", CHALLENGE),
    ],
    "the text of an item leads to a page that moves and goes": [
        put("data/sprints/a.md", item(SPRINT, "See [b](../../content/b.md) and [it](/s/c/).\n")),
        lambda site: site.edit_one_field("b.md", ("permalink", "/moved/")),
        lambda site: site.remove_or_restore_a_page("b.md"),
        put("data/sprints/a.md", item(SPRINT, "Other.\n")),
    ],
    "a page leads to an item that moves": [
        put("data/sprints/a.yml", SPRINT),
        lambda site: site.edit_a_body("a.md", "[it](/sprints/a/) and [so](../data/sprints/a.yml)\n"),
        typed("{ sprints: { url: '/events/{id}/' } }"),
    ],
    "days pass": [
        put("data/sprints/a.yml", SPRINT.replace("2020-06-30", "2026-11-20") + "contact_email: a@example.gov\n"
            "problem_statements: [A]\n"),
        lambda site: site.put("data/challenges/c.yml", CHALLENGE + "sprint: a\n"),
        lambda site: site.let_days_pass(1),
    ],
    "an item becomes a draft, and is shown where drafts are": [
        put("data/sprints/a.yml", SPRINT),
        put("data/challenges/c.yml", CHALLENGE + "sprint: a\n"),
        put("data/sprints/a.yml", SPRINT + "draft: true\n"),
        put("data/sprints/a.yml", SPRINT),
    ],
    "a page shows a collection of items": [
        put("data/sprints/a.yml", SPRINT),
        lambda site: site.edit_a_body("a.md", "{% include sprints.html %}\n"),
        put("data/sprints/a.yml", sprint("Other")),
    ],
    "an office brings a schema of its own": [
        put("data/gear.schema.json", '{"properties": {"title": {"type": "string"}}}'),
        put("data/gear/a.yml", "title: A\n"),
        put("data/gear.schema.json", '{"properties": {"title": {"contentMediaType": "text/markdown"}}}'),
        gone("data/gear/a.yml"),
    ],
    "somebody writes a page for events and one for a collection": [
        put("data/sprints/a.yml", SPRINT),
        put("content/events.md", "---\ntitle: Mine\n---\n"),
        put("content/sprints.md", "---\ntitle: Mine, too\n---\n"),
        gone("content/events.md"),
    ],
    "an item has former addresses": [
        put("data/sprints/a.yml", SPRINT),
        put("data/sprints/a.yml", SPRINT + "redirect_from: /old-sprint/\n"),
        put("data/sprints/a.yml", SPRINT),
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_theme_only(monkeypatch, tmp_path):
    use_own_theme_only(monkeypatch, tmp_path)


@pytest.mark.parametrize("edits", HISTORIES.values(), ids=HISTORIES)
def test_after_a_named_history_of_items_a_build_leaves_what_a_clean_one_does(edits, monkeypatch):
    """One fact after another, with a comparison after each, and each decision compared with the definition."""
    definition = Definition()
    monkeypatch.setattr(whole_site, "outdated", definition.outdated)
    site = Editing()
    try:
        site.start()
        for path, text in THEME.items():
            site.put(path, text)
        site.compare()
        for edit in edits:
            edit(site)
            report = site.compare()
            assert report.published is not None, [str(one) for one in report.problems]
        assert definition.decided
    finally:
        site.teardown()


SITE = {
    "data/site.yml": CONFIGURATION,
    **THEME,
    **{f"templates/{name}": text for name, text in TEMPLATES.items()},
    "content/index.md": "---\ntitle: Home\n---\n",
    "data/order.yml": "one: 1\n",
    "content/listing.md": "---\ntitle: Listing\n---\n{% include sprints.html %}\n",
    "data/sprints/a.yml": sprint("One"),
    "data/sprints/b.yml": sprint("Two"),
    "data/challenges/c.yml": CHALLENGE + "sprint: a\n",
    "data/challenges/d.yml": CHALLENGE.replace("Data challenge", "Other challenge"),
    "data/tools/t.yml": TOOL,
}
OWN = {"sprints/a/index.html", "sprints/a/calendar.ics"}
LISTS = {"sprints/index.html", "sprints/items.json", "sprints/calendar.ics", "events/index.html", "listing/index.html"}
FACETS = {"sprints/kind/tech-sprint/index.html", "sprints/state/closed/index.html"}

TABLE: dict[str, tuple[Mapping[str, str], int, set[str]]] = {
    "nothing": ({}, 0, set()),
    "a day on which nothing changes its state": ({}, 1, set()),
    "a comment": ({"data/sprints/a.yml": "# A comment.\n" + sprint("One")}, 0, set()),
    "a title, which the challenge prints that names the sprint": (
        {"data/sprints/a.yml": sprint("Other")},
        0,
        {*OWN, *LISTS, *FACETS, "challenges/c/index.html"},
    ),
    "what only the page of the item prints, and lists are told": (
        {"data/tools/t.yml": TOOL + "description: More of it.\n"},
        0,
        {"tools/t/index.html", "tools/index.html", "tools/items.json", "tools/category/identity/index.html"}
        | {"tools/status/production/index.html"},
    ),
    "a challenge no longer names the sprint": (
        {"data/challenges/c.yml": CHALLENGE},
        0,
        {"challenges/c/index.html", "sprints/a/index.html", "challenges/index.html", "challenges/items.json"}
        | {"challenges/agency/national-institutes-of-health/index.html", "challenges/state/closed/index.html"},
    ),
}


@pytest.mark.parametrize(("files", "days", "expected"), TABLE.values(), ids=TABLE)
def test_one_edited_item_renders_its_page_the_lists_that_show_it_and_nothing_else(files, days, expected, tmp_path):
    """Neither less, which would be wrong, nor more, which would be slow."""
    cache = tmp_path / "build.db"
    report = make(tmp_path, SITE, cache=cache)
    assert report.published is not None, [str(one) for one in report.problems]
    for path, text in files.items():
        Path(tmp_path, path).write_text(text, "utf-8")
    as_of = AS_OF + datetime.timedelta(days)
    report = build(Project(tmp_path, tmp_path / "_site", as_of=as_of, cache=cache))
    assert report.published is not None, [str(one) for one in report.problems]
    # A picture that is drawn from a name is another one for another name.
    rendered = [output for output in report.rendered if not output.startswith("assets/placeholders/")]
    assert sorted(rendered) == sorted(expected)
