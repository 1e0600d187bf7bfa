"""Footnotes: both ways, every id once, and labels that do not fit together are reported."""

from __future__ import annotations

import re

import pytest
from fragments import as_html, both, problems, render, to_html

BOTH_WAYS = "a[^x] b[^two words]: c[^x]\n\n[^two words]:[d](e.md)\n[^x]: <https://example.gov>\n\n    more\n"


@both
def test_every_reference_leads_to_its_note_and_every_note_back_to_all_its_references(engine):
    html = as_html(render(BOTH_WAYS, engine))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    references = re.findall(
        r'<sup id="([^"]+)"><a aria-label="Footnote [0-9]" class="footnote-ref" href="#([^"]+)"', html
    )
    assert references == [("fnref-x", "fn-x"), ("fnref-two-words", "fn-two-words"), ("fnref2-x", "fn-x")]
    backward = re.findall(r'class="footnote-backref" href="#([^"]+)"', html)
    assert sorted(backward) == sorted(reference for reference, _ in references)
    assert {target for _, target in references} <= set(ids)
    assert set(ids) == set(render(BOTH_WAYS, engine).ids)
    assert not render(BOTH_WAYS, engine).problems


@both
def test_notes_stand_in_the_order_of_their_references_with_names_for_assistive_technology(engine):
    html = as_html(render("a[^b] c[^a]\n\n[^a]: A\n[^b]: B", engine))
    assert html.index('id="fn-b"') < html.index('id="fn-a"')
    assert 'role="doc-noteref">1</a>' in html
    assert 'role="doc-endnotes"' in html and 'aria-label="Footnotes"' in html
    assert html.count('role="doc-backlink"') == html.count('aria-label="Back to reference') == 2


@both
def test_a_footnote_holds_lists_and_code(engine):
    html = to_html("a[^1]\n\n[^1]: b\n\n    - c\n      - d\n\n    ```\n    e\n    ```\n", engine)
    assert "<p>b</p><ul><li>c<ul><li>d</li></ul></li></ul><pre><code>e</code></pre>" in html


REPORTED = {
    "undefined": ("a\nb [^1] c", ["footnote-undefined 2:3"]),
    "undefined, before a colon": ("[a](b)[^1]: c", ["footnote-undefined 1:7"]),
    "unused": ("a\n\n[^1]: b", ["footnote-unused 3"]),
    "defined twice": ("a[^1]\n\n[^1]: b\n\n[^1]: c", ["footnote-duplicate 5"]),
    "in code": ("`[^1]`\n\n```\n[^2]\n[^3]: a\n```", []),
    "in an item": ("- a[^1]\n\n[^1]: b", []),
    "in a heading": ("# a[^1]\n\n[^1]: b", []),
    "in another note": ("a[^1]\n\n[^1]: b[^2]\n[^2]: c", []),
}


@both
@pytest.mark.parametrize(("text", "found"), REPORTED.values(), ids=REPORTED)
def test_labels_that_do_not_fit_together_are_reported_at_their_lines(text, found, engine):
    assert problems(text, engine) == found


@both
def test_an_undefined_reference_stays_and_the_first_definition_counts(engine):
    assert to_html("a [^1]", engine) == "<p>a [^1]</p>"
    html = to_html("a[^1]\n\n[^1]: first\n\n[^1]: second", engine)
    assert "first" in html and "second" not in html
    (problem,) = render("a[^1]\n\n[^1]: first\n\n[^1]: second", engine).problems
    assert "line 3" in problem.message


@both
def test_the_number_of_a_footnote_is_no_part_of_a_heading(engine):
    (heading,) = render("# Goals[^1] of *all*\n\n[^1]: b", engine).headings
    assert (heading.text, heading.id) == ("Goals of all", "goals-of-all")
