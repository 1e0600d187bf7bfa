"""Broken pages: front matter, links, images and includes, one mistake a row."""

from __future__ import annotations

import pytest
from broken import Row, check, front, page
from pictures import png
from sites import CHECKOUT, lines, make

from toolshelf.features import FEATURES

TITLE = "---\ntitle: A\n---\n\n"

FRONT_MATTER = [
    front("title: B", 3, "duplicate-key", "a second time (first in line 2)"),
    front("permalink: /../x/", 3, "address", "leads to another folder"),
    front("permalink: 3", 3, "schema", "must be text or false"),
    front('permalink: ""', 3, "schema", "is empty"),
    front("permalink: http://x.example/", 3, "address", "outside this site"),
    front("permalink: /a//b/", 3, "address", "two slashes in a row"),
    front("path: 5", 3, "schema", "must be text"),
    front("permalink: /x/\npath: /y/", 4, "unused-key", "'permalink' gives the page another address"),
    front("redirect_from: 5", 3, "schema", "must be text or a list"),
    front("redirect_from: [/x/, 5]", 3, "schema", "item 2 is the number 5"),
    front("redirect_from:\n  - /x/\n  - /y/?z", 5, "address", "a question mark"),
    front("aliases: /a/", 3, "redirect-to-itself", "this page's own"),
    front("redirect_from: /", 3, "collision", "the home page that Toolshelf makes"),
    front("redirect_from: /robots.txt", 3, "collision", "/robots.txt"),
    front("layout: [a]", 3, "schema", "is a list, but must be text"),
    front("layout: pgae", 3, "unknown-layout", "no layout 'pgae'"),
    front("layout: ../page", 3, "unknown-layout", "no layout '../page'"),
    *(
        front(f"layout: {name}", 3, "unknown-layout", f"no layout '{name}'")
        for feature in FEATURES
        for name in sorted(template.removesuffix(".html") for template in feature.templates)
    ),
    front("sidenav: halp", 3, "unknown-navigation", "no list called 'halp'"),
    front("sidenav: 5", 3, "schema", "true or false, text or a list"),
    front("sidenav: yes", 3, "schema", 'is the text "yes"'),
    front("sidenav:\n  - /nope/", 4, "broken-link", "'/nope/'"),
    front("anchors: Approach", 3, "schema", "must be a list"),
    front("anchors:\n  - Approach", 4, "dead-anchor", "no heading 'Approach'"),
    front("anchors:\n  - children: []", 4, "schema", "'name' is missing"),
    front("anchors: [[x]]", 3, "schema", "must be text or keys with values"),
    front("subnav: 5", 3, "schema", "must be a list"),
    front("toc: yes", 3, "schema", "must be true or false"),
    front("datafile: nope", 3, "missing-data-file", "no data file 'nope'"),
    front("thumbdatafile: site", 3, "missing-data-file", "data/site.yml holds settings"),
    front("preview_image: nope.png", 3, "broken-image", "no image 'nope.png'"),
    front("preview_image: a.md", 3, "broken-image", "no image 'a.md'"),
    front("images:\n  - alt: x\n    url: nope.png", 5, "broken-image", "no image 'nope.png'"),
    front("images: [{alt: x}]", 3, "schema", "'url' is missing"),
    front("images:\n  - url: https://x.example/p.png", 4, "no-alternative-text", "p.png' has no alternative text"),
    front("images:\n  - {url: https://x.example/p.png, alt: p.png}", 4, "stand-in-text", "'p.png' says nothing"),
    front("date: September 13, 2021", 3, "schema", "no date"),
    front("date: 2026-13-40", 3, "schema", "no date"),
    front("date: 9999-12-31T23:59:59-12:00\nlayuot: x", 4, "misspelt-key", "'layout' is"),
    front("expires:", 3, "schema", "is empty"),
    front("draft: yes", 3, "schema", "must be true or false"),
    front("weight: heavy", 3, "schema", "must be a number"),
    front("tags: 5", 3, "schema", "must be text or a list"),
    front("language: ../x", 3, "schema", "does not have the form"),
    front("description: [a]", 3, "schema", "must be text"),
    front("Title: x", 3, "misspelt-key", "'title' is"),
    front("descripton: x", 3, "misspelt-key", "'description' is"),
    front("url: /x/", 3, "unused-key", "Toolshelf fills it in itself"),
    front("layout: case-study\nspecs: 5", 4, "schema", "must be text or a list"),
    front("x: &a [*a]", 3, "yaml-alias", "*a"),
    front("x: !md y", 3, "yaml-tag", "!md"),
    front("x: " + "[" * 60, 3, "nesting", "levels deep"),
    page("no closing line", "---\ntitle: A\n\n## Text\n", 1, "front-matter", "not closed"),
    page("a colon in text", "---\ntitle: Sprints: a guide\n---\n", 2, "yaml", "colon"),
    page("an open quote", '---\ntitle: "A\n---\n', 2, "yaml", "quote"),
    page("a tab", "---\n\ttitle: A\n---\n", 2, "yaml", "tab"),
    page("no blank after the colon", "---\ntitle:A\n---\n", 2, "yaml", "blank is missing"),
    page("a list", "---\n- a\n---\n", 2, "front-matter", "list"),
    page("an empty title", "---\ntitle:\n---\nText.\n", 2, "schema", "is empty"),
    page("a title of markup alone", '---\ntitle: "<b></b>"\n---\nText.\n', 2, "no-title", "no title"),
    page("no title at all", "Text.\n", 1, "no-title", "no title"),
    page("invisible characters", "---\ntitle: A\x07\n---\n", 2, "control-character", "U+0007"),
    page(
        "a merge conflict", "---\ntitle: A\n<<<<<<< x\na: b\n=======\n>>>>>>> y\n---\n", 3, "merge-conflict", "begins"
    ),
    Row("UTF-16", {"content/a.md": "# A".encode("utf-16")}, "content/a.md", 1, "encoding", "UTF-16"),
    Row("Latin 1", {"content/a.md": b"# A\n\ncaf\xe9\n"}, "content/a.md", 3, "encoding", "not UTF-8"),
]

LINKS = [
    ("[x](b.dm)", "broken-link", "'b.dm'"),
    ("[x](/nope/)", "broken-link", "'/nope/'"),
    ("[x](#nope)", "broken-anchor", "'nope' on this page"),
    ("[x](b.md#nope)", "broken-anchor", "'nope' on content/b.md"),
    ("[x](B.md)", "broken-link", "upper or lower case"),
    ("[x]()", "broken-link", "no target"),
    ("[x](x.example.gov)", "broken-link", "No page or file is called"),
    ("[x](../../etc/passwd)", "broken-link", "no such page or file"),
    ("[x](draft.md)", "broken-link", "which is a draft"),
    ("[x](javascript:alert(1))", "removed-html", "of a kind that is not allowed"),
    ("[x]: nope.md\n\n[x]", "broken-link", "'nope.md'"),
    ("![x](nope.png)", "broken-image", "This image shows 'nope.png'"),
    ("![x](PIC.png)", "broken-image", "upper or lower case"),
    ("![x](b.md)", "broken-image", "which is a page"),
    ("![x]()", "broken-image", "names no file"),
    ('<img src="nope.png" alt="x">', "broken-image", "'nope.png'"),
    ("<script>x</script>", "removed-html", "<script>"),
    ("x[^1]", "footnote-undefined", "[^1]"),
    ("<<<<<<< x\na\n=======\nb\n>>>>>>> y", "merge-conflict", "begins here"),
    ("```\nopen", "unclosed-block", "never ends"),
]

INCLUDES = [
    ("{% include nope.html %}", "unknown-include", "no include 'nope.html'"),
    ("{% include ../page.html %}", "unknown-include", "no include '../page.html'"),
    ("{% include parts/menu.html %}", "unknown-include", "no include 'parts/menu.html'"),
    ("{% include collection.html", "unknown-tag", "never closed"),
    ("{% include %}", "unknown-tag", "{% include … %}"),
    ("{% include collection.html x %}", "unknown-tag", "'x' as an argument"),
    ("{% include collection.html datafile=nope %}", "missing-data-file", "no data file 'nope'"),
    ("{% include collection.html datafile=../site %}", "missing-data-file", "no data file '../site'"),
    ("{% include collection.html datafile=page.nope %}", "unknown-variable", "page.nope"),
    ("{% include collection.html %}", "no-data-file", "nobody says which"),
    ("{% include collection.html datafile=tools dataflie=tools %}", "unknown-argument", "no argument 'dataflie'"),
    ("text\n{% include collection.html\n datafile=nope %}", "missing-data-file", "no data file 'nope'"),
    ("{% assign x = 1 %}", "unknown-tag", "{% assign … %}"),
    ("[x]({% link b.md %})", "unknown-tag", "{% link … %}"),
    ("{% raw %}", "unknown-tag", "never closed"),
    ("{{ nope }}", "unknown-tag", "in double braces"),
    ("{{ page.nope }}", "unknown-variable", "page.nope"),
    ("{{ page.title | upcase }}", "unknown-tag", "A filter"),
    ("{{ page.__class__ }}", "unknown-variable", "page.__class__"),
    ('{{< ref "x.md" >}}', "unknown-tag", "The shortcode"),
]

BESIDE = {
    "data/tools.yml": "- name: x\n",
    "content/b.md": "# B\n",
    "content/pic.png": png(),
    "content/draft.md": "---\ntitle: D\ndraft: true\n---\n",
}
BODIES = [
    Row(
        body,
        {**BESIDE, "content/a.md": f"{TITLE}Above.\n\n{body}\n"},
        "content/a.md",
        7 + (1 if body.startswith("text\n") else 2 if body.startswith("[x]:") else 0),
        code,
        part,
    )
    for body, code, part in LINKS + INCLUDES
]
BODIES[10] = Row(BODIES[10].name, BODIES[10].files, "content/a.md", 7, "broken-link", "'nope.md'")


@pytest.mark.parametrize("row", FRONT_MATTER + BODIES, ids=lambda row: row.name)
def test_a_mistake_on_a_page_is_told_once_at_its_line_in_plain_words(tmp_path, row):
    """And what was published before is not touched."""
    check(tmp_path, row)


@pytest.mark.parametrize(
    "body",
    [
        "`{% include nope.html %}`",
        "```\n{% include nope.html %}\n{{ nope }}\n```",
        "    {% if x %}",
        "{% raw %}{{ nope }}{% endraw %}",
        "}} and %}",
    ],
)
def test_tags_that_are_shown_are_no_mistake(tmp_path, body):
    """Code is never touched."""
    assert lines(make(tmp_path, {"content/a.md": f"{TITLE}{body}\n"})) == []


def test_every_template_at_the_top_is_a_layout_that_a_page_can_have_or_drawn_by_a_feature_alone(tmp_path):
    """Who chooses one is told that there is no such layout, and never what is missing in it."""
    alone = frozenset().union(*(feature.templates for feature in FEATURES))
    names = {file.name for file in (CHECKOUT / "templates").glob("*.html")}
    assert alone < names
    layouts = [name.removesuffix(".html") for name in names - alone]
    pages = {
        f"content/by-{name}.md": f"---\ntitle: By {name}\ndescription: On {name}.\nlayout: {name}\n---\nText\n"
        for name in layouts
    }
    assert lines(make(tmp_path, pages)) == []
