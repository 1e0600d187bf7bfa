"""Broken templates, one mistake a row: the innermost line of the site's own templates, in an author's words."""

from __future__ import annotations

import pytest
from broken import Row, check, check_words, told
from sites import lines, make

PAGE = {"content/a.md": "# A\n\nText.\n"}
OPENING = '{% extends "base.html" %}\n{% block main %}\n'


def template(text: str, code: str, part: str, more: int = 0, line: int = 3) -> Row:
    """A row whose mistake stands in line 3 of the site's own templates/page.html."""
    files = {**PAGE, "templates/page.html": f"{OPENING}{text}\n{{% endblock %}}\n"}
    return Row(text, files, "templates/page.html", line, code, part, more)


def partial(text: str, line: int, part: str) -> Row:
    """A row whose mistake stands in a part of the site's own, which a nested part of its page includes."""
    files = {
        **PAGE,
        "templates/page.html": '{% include "parts/outer.html" %}\n',
        "templates/parts/outer.html": '<p>\n{% include "parts/inner.html" %}\n',
        "templates/parts/inner.html": text,
    }
    return Row(f"nested {text}", files, "templates/parts/inner.html", line, "template", part)


def include(text: str, line: int, code: str, part: str) -> Row:
    """A row whose mistake stands in an include of the site's own, which a page calls."""
    files = {"content/a.md": "# A\n\n{% include own.html %}\n", "templates/includes/own.html": text}
    return Row(f"include {text}", files, "templates/includes/own.html", line, code, part)


ROWS = [
    template("{% if %}", "template", "A value is missing before %}"),
    template("{{ page.title", "template", "The tag that opens here has no }}"),
    template("{% for x in y", "template", "The tag that opens here has no %}"),
    template('{{ "x }}', "template", 'The quote " that opens here'),
    template("{% if x %}\n<p>", "template", "{% endblock %} belongs to nothing", line=5),
    template("{% endfor %}", "template", "{% endfor %} belongs to nothing"),
    template("{% nope %}", "template", "no tag {% nope %}"),
    template("{% raw %}", "template", "{% raw %} is never closed"),
    template("{# x", "template", "The comment that begins"),
    template("{{ x y }}", "template", "Here stands y"),
    template("{% if page.title = 'A' %}{% endif %}", "template", "One = stands"),
    template("{{ page.title | uper }}", "template", "no filter 'uper'"),
    template("{% if page is nope %}{% endif %}", "template", "no test 'nope'"),
    template("{% block a %}{% endblock %}{% block a %}{% endblock %}", "template", "stands twice"),
    template('{% include "nope.html" %}', "template", "no template 'nope.html'"),
    template("{% include page.title %}", "template", "no template 'A'"),
    template("{{ nope }}", "template", "no value of that name"),
    template("{{ page.titel }}", "template", "this page has no 'titel'"),
    template("{{ site.nope }}", "template", "the site has no 'nope'"),
    template("{{ site.data.nope }}", "template", "the folder data/ has no 'nope'"),
    template("{{ page.date.year }}", "template", "of something that is empty"),
    template("{{ page.children[9] }}", "template", "item 10 of a list that is shorter"),
    template("{{ {'a': 1}.b }}", "template", "a group of keys has no 'b'"),
    template("{{ 1 / 0 }}", "template", "divides by zero"),
    template("{% for x in 5 %}{% endfor %}", "template", "goes through a number"),
    template("{{ page.title() }}", "template", "calls text"),
    template("{{ 'a' + 1 }}", "template", "adds a number to text"),
    template("{{ 1 + 'a' }}", "template", "calculates with +"),
    template("{{ [1, 'a'] | sort }}", "template", "compares"),
    template("{{ page.title | replace }}", "template", "'replace' too few or too many"),
    template("{{ page.breadcrumbs }}", "template", "prints a list"),
    template("{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}", "template", "without end"),
    template('{{ asset("nope.css").url }}', "missing-asset", "templates/assets/nope.css"),
    template('{{ link("/nope/") }}', "broken-link", "'/nope/'"),
    template('{{ collection("nope") }}', "missing-data-file", "no data file 'nope'"),
    Row(
        "parent",
        {**PAGE, "templates/page.html": '{% extends "bsae.html" %}\n'},
        "templates/page.html",
        1,
        "template",
        "no template 'bsae.html'",
    ),
    Row(
        "unused", {**PAGE, "templates/parts/x.html": "\n{{ x"}, "templates/parts/x.html", 2, "template", "never closed"
    ),
    Row(
        "open",
        {**PAGE, "templates/x.html": "\n{% if x %}\n{% if y %}\n{% endif %}\n\n"},
        "templates/x.html",
        2,
        "template",
        "{% if %} that opens here",
    ),
    partial("{{ nope }}", 1, "no value of that name"),
    partial("\n\n{{ page.nope }}", 3, "this page has no 'nope'"),
    include("\n{{ include.nope }}", 2, "template", "a group of keys has no 'nope'"),
    include("\n{{ page.title.__class__ }}", 2, "template", "includes may not"),
    include("{{ ''.__class__.__mro__ }}", 1, "template", "includes may not"),
    include("{{ range(10 ** 9) }}", 1, "template", "counts too far"),
    include("{{ 1 / 0 }}", 1, "template", "divides by zero"),
    Row("bytes", {**PAGE, "templates/x.html": b"\n\xff"}, "templates/x.html", 2, "encoding", "not UTF-8"),
    Row("type", {**PAGE, "templates/x.jinja": ""}, "templates/x.jinja", 0, "unread-file", "a template ends in"),
    Row(
        "css",
        {**PAGE, "templates/assets/x.css": "a { background: url(nope.png) }"},
        "templates/assets/x.css",
        0,
        "broken-link",
        "'nope.png'",
    ),
    Row("css bytes", {**PAGE, "templates/assets/x.css": b"\xff"}, "templates/assets/x.css", 0, "encoding", "not UTF-8"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_mistake_in_a_template_is_told_once_at_its_line_in_plain_words(tmp_path, row):
    """However many pages the template draws."""
    check(tmp_path, row)


def test_what_a_template_of_toolshelf_lacks_is_told_where_the_author_can_mend_it(tmp_path):
    """At the line that calls it, and not in a file that the author does not have; the template is named."""
    files = {
        "content/a.md": "---\ntitle: A\ndatafile: tools\n---\n\n{% include collection.html %}\n",
        "data/tools.yml": "- name: x\n  as_of: 2026-11-20\n",
        "templates/parts/date.html": "",
    }
    (problem,) = make(tmp_path, files).problems
    assert told(problem) == ("content/a.md", 6, "template")
    assert "parts/item-facts.html, a template that comes with Toolshelf" in problem.message
    check_words(problem)


def test_one_mistake_on_all_pages_is_told_once(tmp_path):
    """With the first output and the number of the others."""
    pages = {f"content/{name}.md": f"# {name}\n" for name in "abc"}
    (line,) = lines(make(tmp_path, {**pages, "templates/parts/prose.html": "{{ nope }}"}))
    assert line.startswith("templates/parts/prose.html:1: error[template]: This template reads 'nope'")
    assert "(rendering a/index.html and 3 more)" in line


def test_a_broken_template_hides_no_mistake_in_another(tmp_path):
    """All in one run, whether found by compiling or by rendering."""
    files = {
        "content/a.md": "---\ntitle: A\nlayout: one\n---\n",
        "content/b.md": "---\ntitle: B\nlayout: two\n---\n",
        "templates/one.html": "{% if %}",
        "templates/two.html": "{{ nope }}",
        "templates/three.html": "{{ x | nope }}",
    }
    found = [problem.location.path for problem in make(tmp_path, files).problems]
    assert found == ["templates/one.html", "templates/three.html", "templates/two.html"]
