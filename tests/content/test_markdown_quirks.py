"""What real pages contain and Markdown engines trip over: each is rendered as editors expect, or reported."""

from __future__ import annotations

import pytest
from engine_differences import expected
from fragments import as_html, both, ordered, problems, render, to_html

RENDERED = {
    # lists
    "a list right behind a line of text": ("Intro:\n- a\n- b", "<p>Intro:</p><ul><li>a</li><li>b</li></ul>"),
    "a list indented by two, behind text": ("Intro:\n  * a\n  * b", "<p>Intro:</p><ul><li>a</li><li>b</li></ul>"),
    "nesting by two blanks": (
        "- a\n  - b\n    - c\n- d",
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
    ),
    "nesting by three under numbers": ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
    "nesting by two and by four": (
        "- a\n    - b\n- c\n  - d",
        "<ul><li>a<ul><li>b</li></ul></li><li>c<ul><li>d</li></ul></li></ul>",
    ),
    "a list that starts at three": ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    "a number with a bracket": ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
    "a year is no list": ("It was in\n2014. And then", "<p>It was in2014. And then</p>"),
    "another bullet is another list": ("- a\n\n* b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    "an item without text": ("- a\n-\n- c", "<ul><li>a</li><li></li><li>c</li></ul>"),
    "a list in a list's first line": ("- - a\n  - b", "<ul><li><ul><li>a</li><li>b</li></ul></li></ul>"),
    "a quotation in a list": ("- a\n  > b", "<ul><li><p>a</p><blockquote><p>b</p></blockquote></li></ul>"),
    "two quotations": ("> a\n\n> b", "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>"),
    "a task list": (
        "- [ ] a\n- [x] **b**",
        '<ul><li><label><input type="checkbox" disabled=""> a</label></li>'
        '<li><label><input type="checkbox" disabled="" checked=""> <strong>b</strong></label></li></ul>',
    ),
    # code
    "a fence in an item": (
        "1. a\n\n   ```sh\n   x\n   ```\n2. b",
        '<ol><li><p>a</p><pre><code class="language-sh">x</code></pre></li><li><p>b</p></li></ol>',
    ),
    "a fence right behind text": (
        "Do:\n```\na < b\n```\nDone",
        "<p>Do:</p><pre><code>a &lt; b</code></pre><p>Done</p>",
    ),
    "a fence of tildes": ("~~~\n```\n~~~", "<pre><code>```</code></pre>"),
    "code by indentation": ("a\n\n    # b\n\n    c", "<p>a</p><pre><code># bc</code></pre>"),
    "Markdown within a fence": ("```\n# a\n- b\n[c](d)\n<div>\n```", "<pre><code># a- b[c](d)&lt;div&gt;</code></pre>"),
    "a tag in code": ("`<b>` and `&amp;`", "<p><code>&lt;b&gt;</code> and <code>&amp;amp;</code></p>"),
    # headings
    "a hashtag": ("#WeRemember the day", "<p>#WeRemember the day</p>"),
    "a hashtag in a paragraph": ("a\n#b", "<p>a#b</p>"),
    "seven hashes": ("####### a", "<p>####### a</p>"),
    "a heading right behind text": ("a\n## b\nc", '<p>a</p><h2 id="b">b</h2><p>c</p>'),
    "closing hashes": ("## a ##", '<h2 id="a">a</h2>'),
    "a sharp": ("# C#", '<h1 id="c">C#</h1>'),
    "an underlined heading": ("a\nb\n===\nc", '<h1 id="a-b">a b</h1><p>c</p>'),
    "an id of one's own": ("## a b {#own}", '<h2 id="own">a b</h2>'),
    "duplicate headings": ("# a\n# a\n# a", '<h1 id="a">a</h1><h1 id="a-1">a</h1><h1 id="a-2">a</h1>'),
    "a heading that is out of the contents": ("## a\n{:.no_toc}", '<h2 id="a" class="no_toc">a</h2>'),
    "levels that are skipped": ("### a\n##### b", '<h3 id="a">a</h3><h5 id="b">b</h5>'),
    # tables
    "a table without outer pipes": (
        "a | b\n--- | ---\n1 | 2",
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ),
    "rows with too few and too many cells": (
        "|a|b|\n|-|-|\n|1|\n|1|2|3|",
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        "<tbody><tr><td>1</td><td></td></tr><tr><td>1</td><td>2</td></tr></tbody></table>",
    ),
    "a line of dashes for fewer columns than the header": (
        "a | b | c\n--- | ---\n1 | 2 | 3",
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th><th scope="col">c</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>",
    ),
    "pipes in code in a table": (
        "|a|\n|-|\n|`x\\|y` `p|q`|",
        '<table><thead><tr><th scope="col">a</th></tr></thead>'
        "<tbody><tr><td><code>x|y</code> <code>p|q</code></td></tr></tbody></table>",
    ),
    "alignment": (
        "|a|\n|:-:|\n|b|",
        '<table><thead><tr><th class="text-center" scope="col">a</th></tr></thead>'
        '<tbody><tr><td class="text-center">b</td></tr></tbody></table>',
    ),
    "attributes behind a table": (
        "|a|\n|-|\n|b|\n{: .usa-table}",
        '<table class="usa-table"><thead><tr><th scope="col">a</th></tr></thead>'
        "<tbody><tr><td>b</td></tr></tbody></table>",
    ),
    # attribute lists
    "chained attribute lists": ('[a](b){:rel="nofollow"}{:.c}', '<p><a class="c" href="b" rel="nofollow">a</a></p>'),
    "attributes before a block": ("{: .lead}\ntext", '<p class="lead">text</p>'),
    "attributes behind a list": ("- a\n{: .x #y}", '<ul class="x" id="y"><li>a</li></ul>'),
    "attributes behind a paragraph": ("text\n{:.x}{:.y}", '<p class="x y">text</p>'),
    "braces that are text": ("a {b} *c*{d}", "<p>a {b} <em>c</em>{d}</p>"),
    "options for another engine": ("{::options toc_levels='1' /}\n\na", "<p>a</p>"),
    # HTML
    "Markdown in a block": ('<div markdown="1">\n# a\n- b\n</div>', '<div><h1 id="a">a</h1><ul><li>b</li></ul></div>'),
    "Markdown in one line of HTML": ('<p markdown="1" class="x">*a*</p>', '<p class="x"><em>a</em></p>'),
    "Markdown between blank lines in HTML": ("<div>\n\n*a*\n\n</div>", "<div><p><em>a</em></p></div>"),
    "HTML without blank lines is HTML": ("<div>\n*a*\n</div>", "<div>*a*</div>"),
    "Markdown in every block": (
        '{::options parse_block_html="true" /}\n<div>\n*a*\n</div>',
        "<div><p><em>a</em></p></div>",
    ),
    "a block in a paragraph": ("<p>a<ul><li>b</li></ul></p>", "<p>a</p><ul><li>b</li></ul>"),
    "an old anchor": ('<a name="x"></a>a', '<p><a id="x"></a>a</p>'),
    # inline
    "struck text": ("~~a~~ b", "<p><del>a</del> b</p>"),
    "a line break by blanks": ("a  \nb", "<p>a<br>b</p>"),
    "a line break by a backslash": ("a\\\nb", "<p>a<br>b</p>"),
    "an entity": ("a&ensp;b &copy;", "<p>a\u2002b ©</p>"),
    "straight quotes and dashes": ('"a" -- b...', '<p>"a" -- b...</p>'),
    "a zero-width space": ("a\u200bb", "<p>a\u200bb</p>"),
    "a bare address": (
        "See https://example.gov/a_b_c.",
        '<p>See <a href="https://example.gov/a_b_c">https://example.gov/a_b_c</a>.</p>',
    ),
    "a bare address in brackets": (
        "(https://example.gov/a(b))",
        '<p>(<a href="https://example.gov/a(b)">https://example.gov/a(b)</a>)</p>',
    ),
    "an address in angles": ("<https://example.gov>", '<p><a href="https://example.gov">https://example.gov</a></p>'),
    "a mail address": ("<a@example.gov>", '<p><a href="mailto:a@example.gov">a@example.gov</a></p>'),
    "a link over two lines": ("[a\nb](\nc.md)", '<p><a href="c.md">ab</a></p>'),
    "blanks in angles": ("[a](<b c.md>)", '<p><a href="b c.md">a</a></p>'),
    "an address without a scheme": ("[example.gov](example.gov)", '<p><a href="example.gov">example.gov</a></p>'),
    "a fragment with punctuation and a title": ('[a](#h=b.c "T")', '<p><a href="#h=b.c" title="T">a</a></p>'),
    "a link by reference": ("[a][b]\n\n[b]: c.md", '<p><a href="c.md">a</a></p>'),
    "a definition list": ("a\n: b\n: c", "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>"),
    "nothing": ("", ""),
    "a comment": ("a <!-- b --> c\n\n<!--\nd\n-->", "<p>a  c</p>"),
}


@both
@pytest.mark.parametrize(("text", "html"), RENDERED.values(), ids=RENDERED)
def test_real_markdown_reads_as_on_github(text, html, engine):
    assert ordered(to_html(text, engine)) == ordered(expected(text, html, engine))
    assert not render(text, engine).problems


@both
@pytest.mark.parametrize(
    ("text", "html", "told"),
    [
        ("<div><p>a<br>b<p>\n</div>", "<div><p>a<br>b</p></div>", ["unclosed-html 1:6"]),
        ("<div>\n<p>a\n<p>b</p>\n</div>", "<div><p>a</p><p>b</p></div>", ["unclosed-html 2:1"]),
        ("<figure><p>a</figure>\n\n<div><p>b</div>", "<figure><p>a</p></figure><div><p>b</p></div>", []),
        ("<blockquote>\n<cite>  </cite>\n</blockquote>\n\na", "<p>a</p>", ["removed-html 1:1", "removed-html 2:1"]),
        ("<blockquote>a\n<cite></cite></blockquote>", "<blockquote>a</blockquote>", ["removed-html 2:1"]),
    ],
)
def test_html_that_is_not_whole_comes_out_whole_and_is_told(text, html, told, engine):
    """A paragraph that the next one cuts off, and quotations and sources with nothing in them."""
    assert to_html(text, engine) == html
    assert problems(text, engine) == told


REPORTED = {
    "a blank in a target": ("\n[a](b c.md)", ["broken-link-syntax 2:5"]),
    "a word before the address": ("[a](to https://example.gov)", ["broken-link-syntax 1:5"]),
    "blanks in a mail address": ("[a](mailto: x@example.gov y)", ["broken-link-syntax 1:12"]),
    "an id that is taken": ("# a {#x}\n\n## b {#x}", ["duplicate-id 3"]),
    "an id of the template": ("# a {#main-content}", ["duplicate-id 1"]),
    "an id in HTML and on a heading": ('<i id="x">a</i>\n\n# a {#x}', ["duplicate-id 3"]),
    "conflict markers": ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x", ["merge-conflict 2:1"]),
    "conflict markers around front matter": ("<<<<<<< HEAD\n---\ntitle: x\n=======\n>>>>>>> x", ["merge-conflict 1:1"]),
    "conflict markers in a fence": ("```\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n```", []),
    "a comment that never ends": ("a\n\n<!-- b\n\nc", ["unclosed-block 3"]),
    "a fence that never ends": ("a\n```\nb", ["unclosed-block 2"]),
}


@both
@pytest.mark.parametrize(("text", "found"), REPORTED.values(), ids=REPORTED)
def test_what_cannot_be_meant_is_reported_at_its_line(text, found, engine):
    assert problems(text, engine) == found


@both
def test_lines_count_from_the_first_line_of_the_file(engine):
    fragment = render("# a\n\n[b](c.md) {{ page.absent }}\n\n{% include x.html %}", engine, first_line=11)
    assert [heading.line for heading in fragment.headings] == [11]
    assert [(link.line, link.column) for link in fragment.links] == [(13, 5)]
    assert [problem.location.line for problem in fragment.problems] == [13]
    assert [include.line for include in fragment.includes] == [15]


@both
def test_every_address_is_collected_with_its_kind_place_and_text(engine):
    text = (
        '[a *b*](c.md#d "t")\n![e](f.png)\n\n<video src="g.mp4" poster="h.png"></video>\n\n'
        '<img src="i.png" srcset="j.png 1x, k.png 2x" alt="l">\n\n[m]\n\n[m]: <n o.md>\n\n`[x](y)` [z](&#97;.md)\n'
    )
    links = [(link.target, link.kind, link.line, link.column, link.text) for link in render(text, engine).links]
    assert links == [
        ("c.md#d", "link", 1, 9, "a b"),
        ("f.png", "image", 2, 6, "e"),
        ("g.mp4", "image", 4, 13, ""),
        ("h.png", "image", 4, 28, ""),
        ("i.png", "image", 6, 11, "l"),
        ("j.png", "image", 6, 26, "l"),
        ("k.png", "image", 6, 26, "l"),
        ("n%20o.md", "link", 10, 7, "m"),
        ("a.md", "link", 12, 14, "z"),
    ]


@both
def test_a_heading_is_kept_apart_with_its_content_attributes_and_plain_text(engine):
    (heading,) = render("x\n\n## The [*one*](a.md) & `two` {: .k }", engine).headings
    assert (heading.level, heading.id, heading.text, heading.line) == (2, "the-one-two", "The one & two", 3)
    assert heading.attributes == ' class="k"'
    fragment = render("x\n\n## The [*one*](a.md) & `two` {: .k }", engine)
    assert as_html(fragment, heading.content) == 'The <a href="a.md"><em>one</em></a> &amp; <code>two</code>'


@both
def test_the_figure_with_paragraphs_that_are_never_closed_becomes_valid(engine):
    text = (
        "<figure>\n  <div>\n    <header>40</header>\n    <p>one<br>two<p>\n\n  </div>\n"
        "  <div>\n      <header>41</header>\n      <p>three<p>\n  </div>\n</figure>"
    )
    assert to_html(text, engine) == (
        "<figure><div><header>40</header><p>one<br>two</p></div><div><header>41</header><p>three</p></div></figure>"
    )
