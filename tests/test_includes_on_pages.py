"""Includes on pages: what they show, where, and what is told when they cannot."""

from __future__ import annotations

import pytest
from sites import lines, main, make

TOOLS = {
    "data/tools.yml": "- name: A\n  url: https://example.org/\n- name: B\n",
    "data/more.yml": "- name: C\n  description: '[Help](/help/) *now*'\n",
    "content/help.md": "# Help\n",
}


def page(front: str, body: str) -> dict[str, str]:
    return {**TOOLS, "content/a.md": f"---\ntitle: A\n{front}---\n{body}\n"}


def names(root) -> list[list[str]]:
    return [
        [heading.get_text(strip=True) for heading in one.find_all(class_="usa-collection__heading")]
        for one in main(root, "a/index.html").find_all("ul", class_="usa-collection")
    ]


def test_both_keys_on_one_page_show_both_collections(tmp_path):
    """``thumbdatafile`` and ``datafile`` have an include each."""
    front = "thumbdatafile: tools\ndatafile: more\n"
    body = "{% include collection_thumb.html %}\n\n{% include 'collection.html' %}"
    assert lines(make(tmp_path, page(front, body))) == []
    assert names(tmp_path) == [["A", "B"], ["C"]]
    assert main(tmp_path, "a/index.html").find("a", href="/help/")


def test_a_collection_shown_twice_has_no_id_twice(tmp_path):
    """Ids are unique on every page."""
    make(
        tmp_path,
        page("datafile: tools\n", '{% include collection.html %}\n\n{% include collection.html datafile="tools" %}'),
    )
    ids = [tag["id"] for tag in main(tmp_path, "a/index.html").find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert names(tmp_path) == [["A", "B"], ["A", "B"]]


def test_an_item_can_be_linked_to(tmp_path):
    """Each item has an anchor that a link on another page may name."""
    files = {
        **page("datafile: tools\n", "{% include collection.html %}"),
        "content/b.md": "# B\n\n[x](a.md#tools--b)\n",
    }
    assert lines(make(tmp_path, files)) == []


@pytest.mark.parametrize(
    ("front", "body", "told"),
    [
        ("", "{% include collection.html %}", "content/a.md:4: error[no-data-file]"),
        ("datafile: toosl\n", "{% include collection.html %}", "content/a.md:3:11: error[missing-data-file]"),
        ("", "x\n\n{% include collection.html datafile=toosl %}", "content/a.md:6: error[missing-data-file]"),
        ("", "{% include colection.html %}", "content/a.md:4: error[unknown-include]"),
        ("datafile: tools\n", "No include.", "content/a.md:3:11: warning[unused-data-file]"),
    ],
)
def test_what_an_include_lacks_is_told_once_at_the_line_of_the_page(tmp_path, front, body, told):
    """The editor's file and line, not the template's."""
    (problem,) = lines(make(tmp_path, page(front, body)))
    assert problem.startswith(told)


def test_the_html_of_an_include_never_passes_through_markdown(tmp_path):
    """What looks like Markdown in a template stays as it is."""
    include = '<div class="own">\n    *not emphasis* {{ include.word }} {{ page.title }} {{ site.title }}\n</div>\n'
    files = page("", "{% include own.html word='<b>&' %}")
    make(tmp_path, {**files, "templates/includes/own.html": include})
    own = main(tmp_path, "a/index.html").find("div", class_="own")
    assert own.get_text(strip=True) == "*not emphasis* <b>& A Shelf"
    assert own.find(["p", "b", "em"]) is None


@pytest.mark.parametrize(
    "attack",
    [
        "{{ page.__class__ }}",
        "{{ site.title.__class__.__mro__ }}",
        "{{ ''.format.__globals__ }}",
        "{% set page.title = 'x' %}",
        "{{ page.anchors.append(1) }}",
        "{{ include.update({'a': 1}) }}",
        "{{ range(10**9) | list }}",
    ],
)
def test_an_include_stays_in_its_sandbox(tmp_path, attack):
    """It reads the page and the site, and changes neither."""
    report = make(tmp_path, {**page("", "{% include own.html %}"), "templates/includes/own.html": attack})
    assert [problem.severity for problem in report.problems] == ["error"]
    assert report.problems[0].location.path in ("templates/includes/own.html", "content/a.md")


@pytest.mark.parametrize(("before", "level"), [("", "h2"), ("## Part\n\n", "h3"), ("## Part\n\n### Deeper\n\n", "h4")])
def test_the_headings_of_items_go_on_with_the_outline_of_the_page(tmp_path, before, level):
    """One level below the heading that the include stands under."""
    report = make(tmp_path, page("datafile: tools\n", before + "{% include collection.html %}"))
    assert lines(report) == []
    shown = main(tmp_path, "a/index.html").find("ul", class_="usa-collection").find_all(["h2", "h3", "h4"])
    assert [heading.name for heading in shown] == [level, level]


def test_a_block_in_the_middle_of_a_text_is_an_error_at_its_line(tmp_path):
    """A paragraph cannot hold a list."""
    report = make(tmp_path, page("datafile: tools\n", "Here {% include collection.html %} there."))
    assert [line.partition(" (")[0] for line in lines(report)] == [
        "content/a.md:5: error[block-in-text]: The include 'collection.html' draws a block, and stands in the middle "
        "of a text."
    ]


@pytest.mark.parametrize("body", ["- {% include collection.html %}", "> {% include collection.html %}"])
def test_a_block_alone_in_an_item_or_a_quotation_stands_there(tmp_path, body):
    """Only running text cannot hold it."""
    assert lines(make(tmp_path, page("datafile: tools\n", f"## Part\n\n{body}"))) == []
    assert names(tmp_path) == [["A", "B"]]
