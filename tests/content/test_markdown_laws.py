"""Whatever an author writes becomes well-formed HTML, the same every time, and never an exception."""

from __future__ import annotations

import re
import threading
from itertools import islice

import pytest
from fragments import Balance, as_html, both, render
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolshelf.content.engines import Engine
from toolshelf.content.markdown import plain_text, render_markdown
from toolshelf.content.slugs import UniqueIds, slugify

# fmt: off
PIECES = (
    "{% include a.html %}", '{% include a\n  k="v" %}', "{{ page.title }}", "{{ page.bad }}", "{{ nope", "{%",
    "%}", "}}", "{% raw %}", "{% endraw %}", "{{ x }}", "`", "``", "```\n", "~~~\n", "<div>", "</div>", "<p>",
    '<b a="', '">', "<!--", "-->", "<script>", "</script>", '<a href="', "[a](", "](", ")", "[", "](<", "![",
    "[^1]", "[^1]: ", "[x]: y\n", "# ", "## ", "> ", "- ", "1. ", "* ", "    ", "  ", "\t", "\n", "\n\n", "|",
    "|-|-|\n", "{: .a}", "{:.a}{:b}", "{#id}", "**", "_", "~~", "\\", "&amp;", "&", "https://a.example",
    "<a@b.example>", "javascript:", "word", "w ", "é", ":", "\n: ", "===\n", "---\n", "<table>", "<td>", "<svg>",
    "<img src=x onerror=y>", '<h2 id="a">', "</h2>", ' markdown="1">', "- [ ] ", "\x00", "\x02", "\u200b", "zqx",
    "zqx1z", " zqx0p", "<pre>", "<code>", "<li>", "<details>", "</details>",
)
# fmt: on


def check(text: str, engine: Engine) -> None:
    fragment = render(text, engine)
    html = as_html(fragment)
    prefix = "zqx"
    while prefix in text.lower():
        prefix += "x"
    assert not re.search(f"{prefix}[0-9]", repr(fragment)), "a placeholder leaked"
    assert "\x02" not in html and "klzzwxh" not in html.replace("klzzwxh", "", text.count("klzzwxh"))
    balance = Balance()
    balance.feed(html)
    balance.close()
    assert not balance.open
    ids = re.findall(r"<[a-z][^<>]* id=\"([^\"]*)\"", html)
    assert len(ids) == len(set(ids)) and len(fragment.ids) == len(set(fragment.ids))
    assert render(text, engine) == fragment


@both
@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@example('<h2><b ="href="">')
@example("- [ ] <details><div")
@example('[]("({{')
@example("](< src=>")
@example("<h2><v><h2>")
@example("<b><![a](b)</b>")
@example("\t\u00a0")
def test_pieces_of_markdown_in_any_order_give_well_formed_html(engine, text):
    check(text, engine)


@both
@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text())
@example("\ud800 \ufffe")
def test_any_text_gives_well_formed_html(engine, text):
    check(text, engine)


DEEP = {
    "quotations": ">" * 5000,
    "lists": "- " * 5000 + "a",
    "brackets": "[" * 5000,
    "pairs of brackets": "[" * 3000 + "]" * 3000,
    "targets that stay open": "[a](b " * 5000,
    "nested HTML with Markdown": '<div markdown="1">\n' * 100 + "</div>\n" * 100,
}


@both
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_nested_too_deeply_is_refused_at_its_line(text, engine):
    fragment = render(f"first\n\n{text}", engine)
    if engine == "gfm" and text[0] == "[":
        assert fragment.body  # comrak's work does not grow with the square of the brackets
        return
    assert not fragment.body
    (problem,) = fragment.problems
    assert problem.code == "too-deep"
    assert problem.location.line >= 3


LONG = {
    "angles": "<a " * 3000,
    "comments": "<!--" * 3000,
    "emphasis": "*a " * 3000,
    "backticks": " ".join("`" * (n % 60 + 1) for n in range(2000)),
    "braces": "{% " * 3000 + "{{ " * 3000,
    "references": "[^a] " * 2000 + "\n\n[^a]: b",
    "backslashes": "\\" * 5000,
    "arguments": "{% include a " + 'b="c ' * 3000 + "%}",
    "attributes": "<a " + 'a="" ' * 3000 + "<",
    "HTML": "<div>" * 1000,
    "brackets in code": "```\n" + "[" * 5000 + "\n```",
}


@both
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_runs_of_one_thing_are_read(text, engine):
    render(text, engine)


@both
def test_threads_do_not_disturb_each_other(engine):
    texts = [f"# a {n}\n\n- b[^1]\n  - <i>c</i> [d](e{n}.md)\n\n[^1]: f{n}\n" for n in range(8)]
    expected = [render(text, engine) for text in texts]
    found: list[list[object]] = [[] for _ in range(4)]

    def work(results: list[object]) -> None:
        results.extend(render(text, engine) for text in texts)

    threads = [threading.Thread(target=work, args=(results,)) for results in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(results == expected for results in found)


@both
def test_a_failure_leaves_nothing_behind(engine):
    before = render("a[^1]\n\n[^1]: b", engine)
    render("[" * 5000, engine)
    render("- " * 5000, engine)
    assert render("a[^1]\n\n[^1]: b", engine) == before


def test_variables_are_not_needed():
    assert (
        as_html(render_markdown("*a*")) == "<p><em>a</em></p>\n"
        or as_html(render_markdown("*a*")) == "<p><em>a</em></p>"
    )


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("HHS Innovation Toolkit", "hhs-innovation-toolkit"),
        ("R&D", "rd"),
        ("Tools -- and   more", "tools-and-more"),
        ("snake_case 2.0", "snake_case-20"),
        ("Über Größe", "über-größe"),
        ("日本語 です", "日本語-です"),
        ("-a-", "a"),
        ("!?", "section"),
        ("", "section"),
    ],
)
def test_a_slug_keeps_letters_digits_and_underscores(text, slug):
    assert slugify(text) == slug


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=30))
def test_the_slug_of_a_slug_is_itself(text):
    assert slugify(slugify(text)) == slugify(text)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(["a", "a-1", "b", "main-content"]), max_size=12))
def test_every_id_is_handed_out_once(wanted):
    unique = UniqueIds()
    given_out = [unique.claim(name) for name in wanted]
    assert len(set(given_out)) == len(given_out)
    assert "main-content" not in given_out
    assert all(name.startswith(asked) for name, asked in islice(zip(given_out, wanted, strict=True), 12))


def test_plain_text_has_no_markup():
    assert plain_text("<p>a <em>b</em>&amp;c</p><ul><li>d</li><li>e</li></ul>") == "a b&c d e"
