"""What the default engine leaves out changes nothing: Python-Markdown without it, and the sanitiser, say the same."""

from __future__ import annotations

import functools
from importlib import import_module

import pytest
from fragments import VARIABLES, render
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sites import shared

from toolshelf.content import markdown
from toolshelf.content.front_matter import read_front_matter
from toolshelf.content.markdown import blocks, containers, signs
from toolshelf.content.markdown.blocks import normalise
from toolshelf.content.markdown.tables import split_row
from toolshelf.content.placeholders import insert
from toolshelf.content.sanitise import sanitise
from toolshelf.sources.text import decode

engine = import_module("toolshelf.content.markdown.engine")  # the package gives a function the same name

PIECES = (
    "a", "b c", " ", "  ", "    ", "\t", "\n", "\n\n", "  \n", "\\\n", "\\", "\\*", "\\`", "\\[", "`", "``", "`a`", "*",
    "**", "***", "_", "__", "~", "~~", "[", "]", "[a](b)", "[a](<b c>)", "![a](b.png)", "![", "](", ")", "(", "[a][b]",
    "[b]", "\n\n[b]: c 'd'\n\n", "[^1]", "\n\n[^1]: e\n", "<", ">", "<b>", "</b>", "<!-- a -->", "<https://a.example>",
    "<a@b.example>", "https://a.example/b?c=d&e", "https://A_b", "javascript:a", "http", "&", "&amp;", "&copy;",
    "&#160;", "&nbsp;", "\u00a0", '"', "'", "\n# ", "\n## a ##\n", "\n===\n", "\n---\n", "\n***\n", "\n* * *\n",
    "\n> ", "\n- ", "\n+ ", "\n1. ", "\n    - ", "\n: ", "\n:   a\n", "|", "\n|a|b|\n|-|:-:|\n|c|d|\n",
    "\n```\na < b\n```\n", "{: .a}",
    "{#a}", "{", "}", "\n{: .a}\n", "\x02", "\x03", "klzzwxh:0000", "\x02klzzwxh:0000\x03", "\x0242\x03", "wzxhzdk:0",
    "zqx", "é", "{{ page.title }}", "{{ page.bad }}",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
EXAMPLES = (
    "_a_ __b__",
    "[a]\n\n[a]: b",
    "e\n===\n",
    "f\n---\n",
    "*a* _b_ __c__ **d** ***e*** ~~f~~ `g` ``h ` i``",
    "a*b*c a_b_c **a*b**c* *a **b*** [*a*](b) *[a](b*) ![*a*](b)",
    "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\\\ `\\\\`",
    "[a](b 'c *d*') [a][b] [b] [b][] ![b] ![a][b]\n\n[b]: c 'd'\n",
    "[^1] [a[^1]](b) *[^1]*\n\n[^1]: a *b*\n    c\n",
    "<https://a.example> <a@b.example> https://a.example. *https://b.example*",
    "a  \nb\\\nc &amp; d &copy; e & f &#42;a&#42;",
    "<b>*a*</b> <a href='b'>c</a> <!-- *d* --> <",
    "# a *b*\n\n## [c](d) ##\n\ne\n===\n\nf\n---\n\n* * *\n\n- - -\n\n___\n",
    "- a\n- *b*\n\n    c\n\n1. d\n    - e\n\n> f\n> > *g*\n",
    "a\n:   b *c*\n\n|a|*b*|\n|-|-:|\n|`c|d`|e \\| f|\n",
    "a { .b }\n\n# c {#d}\n\n[e](f){: .g}\n",
)


def plain_engine(monkeypatch):
    """The engine as Python-Markdown makes it."""

    class Thorough(engine.Engine):
        def convert(self, text, placeholders):
            with monkeypatch.context() as patch:
                patch.setattr(engine, "_uses_attributes", lambda *_: True)
                return super().convert(text, placeholders)

    with monkeypatch.context() as patch:
        patch.setattr(engine, "_shorten", lambda markdown: None)
        return Thorough()


@pytest.fixture(scope="module")
def plain():
    with pytest.MonkeyPatch.context() as patch:
        return plain_engine(patch)


@functools.cache
def engine_with(rare):
    return engine.Engine(rare)


def ours_for(source, placeholders):
    """The engine that a thread has which has read no other text."""
    return engine_with(engine._needed(source, placeholders))


def both_ways(text, plain):
    """``text`` by the engine and by the plain one, as it stands and as the engine gets it."""
    for prepared in (False, True):
        html = []
        for whose in (ours_for, lambda *_: plain):
            marked, placeholders = insert(text, 1, VARIABLES)
            source = normalise(marked, 1, placeholders)[0] if prepared else marked
            each = whose(source, placeholders)
            html.append((each.convert(source, placeholders)[0], tuple(each.footnotes.footnote_order)))
        yield html


@settings(max_examples=600, derandomize=True, deadline=None)
@given(text=TEXTS)
def test_patterns_that_are_not_tried_would_not_have_matched(text, plain):
    for ours, theirs in both_ways(text, plain):
        assert ours == theirs


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_pattern_still_matches_what_it_matches(text, plain):
    for ours, theirs in both_ways(text, plain):
        assert ours == theirs


def test_real_pages_are_read_as_the_plain_library_reads_them(plain):
    for path in sorted(shared("corpora").rglob("*.md")):
        body = read_front_matter(decode(path.read_bytes())[0]).body
        for ours, theirs in both_ways(body, plain):
            assert ours == theirs, path


def test_every_inline_pattern_has_its_signs():
    """One without could not be left out, and one that the library adds must be thought about."""
    patterns = engine.Engine().markdown.inlinePatterns
    assert {patterns.get_index_for_name(name) for name in signs.INLINE} == set(range(len(patterns)))


def checked(html, placeholders):
    """The finished HTML that the engine takes, once the sanitiser has agreed."""
    found = FINISHED(html)
    if found is not None:
        assert sanitise(html, placeholders) == (found, [])
    return found


FINISHED = markdown.finished


@settings(max_examples=600, derandomize=True, deadline=None)
@given(text=TEXTS)
@example("[a[^1]](b)\n\n[^1]: c")
@example("[a](javascript:b)")
@example("![a](data:b)")
@example("[a](https://1.2.3.400/)")
@example("[a](https://xn--a/)")
@example("- a\n\n  ```\n  b\n  ```\n  c")
def test_html_that_is_not_sanitised_need_not_be(text):
    agree(text)


def agree(text):
    used = []
    expand = markdown.expand_html
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            markdown,
            "expand_html",
            lambda html, placeholders: (used.append(placeholders), expand(html, placeholders))[1],
        )
        patch.setattr(markdown, "finished", lambda html: checked(html, used[-1]))
        render(text)


def test_real_pages_that_are_not_sanitised_need_not_be():
    for path in sorted(shared("corpora").rglob("*.md")):
        agree(read_front_matter(decode(path.read_bytes())[0]).body)


USUAL = """## A

b *c* [d](../e.md#f) <https://g.example/h>[^1] & "i"

- j
- `k < l`

|m|n|
|-|-:|
|o|p|

```
q
```

[^1]: r
"""


def test_a_usual_page_is_not_sanitised(monkeypatch):
    def never(html, placeholders):
        raise AssertionError(html)

    monkeypatch.setattr("toolshelf.content.sanitise.sanitise", never)
    assert render(USUAL).body
    with pytest.raises(AssertionError, match="<b"):
        render(USUAL + "<b>s</b>")


@settings(max_examples=400, derandomize=True, deadline=None)
@given(text=TEXTS)
def test_a_line_that_begins_with_a_letter_begins_no_block(text):
    written = []
    for plain in (blocks.is_plain, lambda text: False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(blocks, "is_plain", plain)
            patch.setattr(containers, "is_plain", plain)
            marked, placeholders = insert(text, 1, VARIABLES)
            written.append((normalise(marked, 1, placeholders), placeholders.all))
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("|a|b|", ["a", "b"]), ("a | b", ["a", "b"]), ("|a||", ["a", ""]), ("a|", ["a"]), ("|", [""]), ("", [""]),
        (" | a ", ["a"]), ("|`b|c`|", ["`b|c`"]), ("a \\| b|c", ["a \\| b", "c"]),
    ],
)  # fmt: skip
def test_a_row_is_split_at_its_pipes(row, cells):
    assert split_row(row) == cells


@pytest.mark.parametrize(
    ("text", "learnt"), [("a ~~b~~", {"strikethrough"}), ("# a {#b}", {"attributes"}), ("{: .a}\nb", {"attributes"})]
)
def test_a_thread_learns_what_is_rare_when_a_text_asks_for_it(text, learnt):
    def engine_for(text):
        marked, placeholders = insert(text, 1, VARIABLES)
        return engine.engine(normalise(marked, 1, placeholders)[0], placeholders)

    engine.discard()
    assert engine_for("a *b*").rare == set()
    assert engine_for(text).rare == learnt
    assert engine_for("a *b*") is engine_for(text)
    assert engine_for("~ {").rare == engine.RARE
