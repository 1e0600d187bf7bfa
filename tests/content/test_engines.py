"""Both Markdown engines read alike; every difference is meant, has a reason, and is counted on real pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import nh3
import pytest
from engine_differences import INTENDED
from fragments import ENGINES, as_html, both, ordered, problems, render, to_html
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolshelf.codec import FrozenDict
from toolshelf.content.document import parse
from toolshelf.content.engines import chosen_engine, render_markdown
from toolshelf.content.front_matter import read_front_matter
from toolshelf.content.policy import safe_target
from toolshelf.data.configuration import load_configuration
from toolshelf.data.markdown_engine import gfm_is_installed
from toolshelf.sources.text import decode

CONFORMANCE = {
    # blocks
    "a rule": ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
    "an underlined heading with an id": ("a {#x}\n---", '<h2 id="x">a</h2>'),
    "an empty heading": ("#\n\na", '<h1 id="section"></h1><p>a</p>'),
    "emphasis that begins a heading": ("# _(a)_ b", '<h1 id="a-b"><em>(a)</em> b</h1>'),
    "a heading in a quotation": ("> # a", '<blockquote><h1 id="a">a</h1></blockquote>'),
    "a heading in an item": ("- # a", '<ul><li><h1 id="a">a</h1></li></ul>'),
    "a fence in a quotation": ("> ```\n> # a\n> ```", "<blockquote><pre><code># a</code></pre></blockquote>"),
    "a loose list": ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
    "a nested task list": (
        "- [ ] a\n  - [x] b",
        '<ul><li><label><input type="checkbox" disabled=""> a</label><ul><li><label>'
        '<input type="checkbox" disabled="" checked=""> b</label></li></ul></li></ul>',
    ),
    "a task list of one's own words": ("- [x](y.md) a", '<ul><li><a href="y.md">x</a> a</li></ul>'),
    "a definition with two blocks": ("a\n\n: b\n\n  c", "<dl><dt>a</dt><dd><p>b</p><p>c</p></dd></dl>"),
    "an escaped pipe": (
        "|a|\n|-|\n|b \\| c|",
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b | c</td></tr></tbody></table>',
    ),
    "the language of a fence": ("``` {.x} y\na\n```", "<pre><code>a</code></pre>"),
    # running text
    "quotation marks": ('"a" \'b\' [c](d.md "e")', '<p>"a" \'b\' <a href="d.md" title="e">c</a></p>'),
    "a literal asterisk": ("a \\* b", "<p>a * b</p>"),
    "underscores in words": ("a_b_c", "<p>a_b_c</p>"),
    "an address in code": ("`https://a.example`", "<p><code>https://a.example</code></p>"),
    "an address in a raw link": (
        '<a href="b.md">https://a.example</a> c',
        '<p><a href="b.md">https://a.example</a> c</p>',
    ),
    "an image in a link": ("[![a](b.png)](c.md)", '<p><a href="c.md"><img src="b.png" alt="a"></a></p>'),
    "an image with a title": ('![a](b.png "c")', '<p><img src="b.png" alt="a" title="c"></p>'),
    "a raw break": ("a<br/>b", "<p>a<br>b</p>"),
    "a slash at the end of a raw value": ('<i title="a />">b</i>', '<p><i title="a /&gt;">b</i></p>'),
    # attribute lists
    "attributes of an image": ("![a](b.png){: .c }", '<p><img src="b.png" alt="a" class="c"></p>'),
    "attributes of code": ("`a`{: .b}", '<p><code class="b">a</code></p>'),
    "attributes of emphasis with a point": ("**a.**{: .b}", '<p><strong class="b">a.</strong></p>'),
    "attributes without a colon": ("[a](b.md){.c #d}", '<p><a href="b.md" class="c" id="d">a</a></p>'),
    "attributes of a quotation": ("> a\n\n{: .b}\nc", '<blockquote><p>a</p></blockquote><p class="b">c</p>'),
    "attributes of a cell": (
        "|a {: .b}|\n|-|\n|c|",
        '<table><thead><tr><th class="b" scope="col">a</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>',
    ),
    "attributes in code": (
        "`{: .a}`\n\n```\n{: .b}\n{#c}\n```",
        "<p><code>{: .a}</code></p><pre><code>{: .b}{#c}</code></pre>",
    ),
    "attributes of nothing": ("a {.b} {#c}", "<p>a {.b} {#c}</p>"),
    "a comment of kramdown": ("a\n\n{::comment}\nb\n{:/comment}\n\nc", "<p>a</p><p>c</p>"),
    "a comment of kramdown in code": (
        "```\n{::comment}\nb\n{:/comment}\n```", "<pre><code>{::comment}b{:/comment}</code></pre>",
    ),
    # Markdown in HTML
    "Markdown in a summary": (
        '<details>\n\n<summary markdown="1">*a*</summary>\n\nb\n</details>',
        "<details><summary><em>a</em></summary><p>b</p></details>",
    ),
    "Markdown in nested blocks": (
        '<div markdown="1">\n<section markdown="1">\n- a\n</section>\n</div>',
        "<div><section><ul><li>a</li></ul></section></div>",
    ),
    "Markdown in HTML in code": (
        '```\n<div markdown="1">\n*a*\n</div>\n```',
        '<pre><code>&lt;div markdown="1"&gt;*a*&lt;/div&gt;</code></pre>',
    ),
    "tags of several lines, far indented": ("{% include a\n      b=c\n      d=e\n%}\n\nf", "<!--a block--><p>f</p>"),
    "a tag of several lines in a fence": (
        "```\n{% include a\n      b=c\n%}\n```", "<pre><code>{% include ab=c%}</code></pre>",
    ),
    # footnotes
    "a definition in code": ("a[^1]\n\n[^1]: b\n\n```\n[^1]: c\n```", None),
    "a definition in code first": ("```\n[^1]: c\n```\n\na[^1]\n\n[^1]: b", None),
    "a definition in a comment": ("a\n\n{::comment}\n[^1]: b\n{:/comment}\n\nc[^2]\n\n[^2]: d", None),
    "a note of a list": ("a[^1]\n\n[^1]: - b\n    - c", None),
}  # fmt: skip


@both
@pytest.mark.parametrize(("text", "html"), CONFORMANCE.values(), ids=CONFORMANCE)
def test_both_engines_read_alike(text, html, engine):
    wanted = to_html(text) if html is None else html
    assert ordered(to_html(text, engine)) == ordered(wanted)
    assert not problems(text, engine)


@pytest.mark.parametrize("text", INTENDED)
def test_a_difference_that_is_meant_is_there_and_is_the_only_one(text):
    found = ordered(to_html(text, "gfm"))
    assert found == ordered(INTENDED[text].html)
    assert found != ordered(to_html(text))
    assert INTENDED[text].reason
    assert [problem for problem in problems(text) if not problem.startswith("footnote-")] == problems(text, "gfm")


REPORTED = {
    "a list of attributes that belongs to nothing": ("a {: .b} c", ["attribute-list 1:3"]),
    "a list of attributes in a heading": ("# a {: .b} c", ["attribute-list 1:5"]),
    "a table of contents": ("- a\n{:toc}", ["attribute-list 2"]),
    "an unknown extension": ("a\n\n{::x}\n\nb", ["attribute-list 3"]),
    "an unknown extension in code": ("a\n\n```\n{::x}\n- b\n{:toc}\n```", []),
    "a no-break space behind hashes": ("a\n\n#\u00a0b", ["odd-blank 3"]),
    "a no-break space behind hashes in code": ("```\n#\u00a0b\n```", []),
    "a blank in a whole address": ("[a](https://b.example/ c)", ["broken-link-syntax 1:13"]),
    "a fence in an item that never ends": ("- a\n\n  ```\n  b", ["unclosed-block 3"]),
    "a comment behind code that never ends": ("`<!--`\n\n<!-- a", ["unclosed-block 3"]),
    "an attribute in a list": ('[a](b.md){: onclick="c"}', ["removed-html 1:10"]),
    "a note that is used in code alone": ("`[^1]`\n\n[^1]: a", ["footnote-unused 3"]),
    "a duplicate whose copy is in code": ("a[^1]\n\n[^1]: b\n\n[^1]: c\n\n```\n[^1]: d\n```", ["footnote-duplicate 5"]),
}


@both
@pytest.mark.parametrize(("text", "found"), REPORTED.values(), ids=REPORTED)
def test_both_engines_report_alike(text, found, engine):
    assert problems(text, engine) == found


@pytest.mark.parametrize(
    ("settings", "engine"),
    [({}, "markdown"), ({"markdown": None}, "markdown"), ({"markdown": FrozenDict({"engine": "gfm"})}, "gfm"),
     ({"markdown": FrozenDict({"engine": "other"})}, "markdown"), ({"markdown": FrozenDict()}, "markdown")],
)  # fmt: skip
def test_the_configuration_chooses_the_engine_of_pages(settings, engine):
    assert chosen_engine(settings) == engine
    page = parse(b"---\ntitle: a\n---\n~b~ {{ page.title }}\n", FrozenDict(settings))
    assert ("<del>" in as_html(page.fragment)) == (engine == "gfm")


def test_an_engine_that_is_not_installed_is_one_error_and_the_other_reads_the_pages(monkeypatch):
    gfm_is_installed.cache_clear()
    monkeypatch.setattr("toolshelf.data.markdown_engine.find_spec", lambda name: None)
    data = b"title: a\nurl: https://a.example/\nlanguage: en\nmarkdown:\n  engine: gfm\n"
    config, _, (problem,) = load_configuration(data)
    chosen = chosen_engine(config)
    gfm_is_installed.cache_clear()
    assert (problem.code, problem.location.line) == ("missing-engine", 5)
    assert chosen == "markdown"


@pytest.mark.parametrize(("engine", "other"), [("markdown", "comrak"), ("gfm", "markdown")])
def test_an_engine_imports_nothing_of_the_other(engine, other):
    code = (
        "import sys; from toolshelf.content.engines import render_markdown;"
        f"render_markdown('*a*', {engine!r}); sys.exit({other!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


PROSE = st.lists(
    st.sampled_from(
        ["a ", "*", "_", "`", "[", "](", ")", "![", "\n", "\n\n", "- ", "1. ", "> ", "# ", "|", "|-|\n",
         "&lt;script&gt;",
         "&#60;b&#62;", '"', "'", "~~", "\\", "[^1]", "[^1]: ", "https://a.example", "javascript:x", "{{ page.title }}",
         "{{ page.bad }}", "{% include b %}", "- [ ] ", "```\n", "    ", "\t", ": ", "www.b.example", "c@d.example",
         "<", "< ", "===\n", "[e]: f\n", "[e]"]
    ),
    max_size=25,
).map("".join)  # fmt: skip
PLAIN_POLICY = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS | {"section", "input", "label"},
    attributes={"*": {"id", "class", "role", "aria-label", "scope", "title", "type", "disabled", "checked", "start"},
                "a": {"href"}, "img": {"src", "alt"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)  # fmt: skip


@settings(max_examples=400, derandomize=True, deadline=None)
@given(PROSE)
@example('![a"](b "c\\"d")')
@example("# <")
@example("a[^1]\n: [^1]: b")
@example("a\n{{ page.title }}<")
def test_text_without_tags_needs_no_sanitiser(text):
    """The gfm engine calls none for it, so whatever it writes must already be what the sanitiser would leave."""
    html = as_html(render(text, "gfm"))
    shown = html.replace("<!--b block-->", "").replace("<!--b inline-->", "")
    assert all(safe_target(address) for address in re.findall(r' (?:href|src)="([^"]*)"', shown))
    shown = re.sub(r' href="[^"]*"', "", shown)  # the sanitiser also removes addresses of hosts that cannot be
    assert Shape(PLAIN_POLICY.clean(shown)).tokens == Shape(shown).tokens


# Real pages


class Shape(HTMLParser):
    """HTML as a list of tags with sorted attributes and of texts without blanks, but for code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tokens: list[str] = []
        self.code = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code += tag == "pre"
        self.tokens.append("<" + " ".join([tag, *(f"{name}={value or ''}" for name, value in sorted(attrs))]) + ">")

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag == "pre"
        self.tokens.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        text = data if self.code else "".join(data.split())
        if text and self.tokens and self.tokens[-1][:1] != "<":
            self.tokens[-1] += text
        elif text:
            self.tokens.append(text)

    def handle_comment(self, data: str) -> None:
        self.tokens.append(f"<!--{data}-->")


def without(pattern: str, replacement: str = "") -> Callable[[str], str]:
    return lambda text: re.sub(pattern, replacement, text, flags=re.M)


def without_escapes(html: str) -> str:
    """``html`` with the escapes in its addresses decoded, as far as HTML allows."""
    return re.sub("(?:%[89A-F][0-9A-F])+", lambda escapes: unquote(escapes[0]), html).replace("%22", "&quot;")


def fitting_columns(source: str) -> str:
    """``source`` with as many columns in the line of dashes of every table as its header has."""
    lines = source.split("\n")
    for number, line in enumerate(lines[1:], 1):
        if re.fullmatch(r"\s*[|:-][ |:-]*\|[ |:-]*", line) and "|" in lines[number - 1]:
            indent = line[: len(line) - len(line.lstrip())]
            lines[number] = indent + "|" + "---|" * len(lines[number - 1].strip().strip("|").split("|"))
    return "\n".join(lines)


class Cause(NamedTuple):
    """Why real pages differ: what to take away from the source, or from both HTMLs, for the difference to go."""

    reason: str
    source: Callable[[str], str] = str
    html: Callable[[str], str] = str


CAUSES = {
    "paragraphs in items": Cause(
        "CommonMark makes the items of a list tight or loose together; Python-Markdown decides for each.",
        html=without("</?p>"),
    ),
    "bare addresses": Cause(
        "GFM links mail addresses and www., takes brackets into an address, links no host without a point, and"
        " shows entities as typed.",
        source=without(r"&[lg]t;"),
        html=without(r"<a href=\"[^\"]*\">(?=(?:https?:/|www\.|[^<>@\s]+@)[^<>]*</a>)([^<>]*)</a>", r"\1"),
    ),
    "addresses in escapes": Cause(
        "comrak writes signs that are not ASCII, and quotation marks, in addresses as escapes.", html=without_escapes
    ),
    "runs of asterisks": Cause(
        "CommonMark pairs *** and ** with * by rules of its own; Python-Markdown by patterns.",
        html=without(r"</?(?:em|strong)>|\*"),
    ),
    "columns of tables": Cause(
        "GFM wants as many columns in the line of dashes as in the header.", source=fitting_columns
    ),
    "blanks in addresses": Cause(
        "CommonMark ends an address at a blank; the author is warned by both.",
        source=without(r"\]\([^()<>\n]* [^()\n]*\)", "](x)"),
    ),
    "quotation marks in addresses": Cause(
        "Python-Markdown takes them for a title.", source=without(r"\]\([^()\s]*\"[^()\n]*\"[^()\n]*\)", "](x)")
    ),
    "attributes without quotation marks": Cause(
        "An attribute list ends a bare value at a blank here, and at a second = in Python-Markdown.",
        source=without(r"\{:\w+=[^\s\"'{}]+=[^{}]*\}"),
    ),
    "Markdown in HTML in HTML": Cause(
        "The default engine leaves an element alone that says it holds Markdown, if other HTML stands right before it.",
        source=without(r"^(?=<[^>\n]*markdown=)", "\n"),
    ),
}  # fmt: skip

SHARED = Path(os.environ.get("TOOLSHELF_SHARED", Path(__file__).parents[3] / "shared"))
PAGES = sorted([*SHARED.glob("corpora/*/**/*.md"), *SHARED.glob("seeds/*.txt")])
VARIABLES = {"site": {"baseurl": "", "url": "https://tools.example.gov/"}, "page": {}}


def differs(source: str, causes: list[Cause]) -> bool:
    """Whether the engines differ on ``source`` once the ``causes`` are taken away."""
    for cause in causes:
        source = cause.source(source)
    shapes = []
    for engine in ENGINES:
        html = as_html(render_markdown(source, engine, variables=VARIABLES))
        for cause in causes:
            html = cause.html(html)
        shapes.append(Shape(html).tokens)
    return shapes[0] != shapes[1]


@pytest.mark.skipif(not PAGES, reason="there are no pages beside the checkout (TOOLSHELF_SHARED)")
def test_every_difference_on_real_pages_has_a_cause():
    counts: Counter[str] = Counter()
    unexplained = []
    for path in PAGES:
        text, _ = decode(path.read_bytes())
        source = read_front_matter(text).body
        if not differs(source, []):
            continue
        counts["pages that differ"] += 1
        needed = dict(CAUSES)
        if differs(source, list(needed.values())):
            unexplained.append(path.name)
            continue
        for name in CAUSES:
            without_it = [cause for other, cause in needed.items() if other != name]
            if not differs(source, without_it):
                del needed[name]
        counts.update(needed.keys())
    print(f"{len(PAGES)} pages: {dict(counts)}")  # noqa: T201
    assert not unexplained
    assert counts["pages that differ"] <= len(PAGES) / 4
