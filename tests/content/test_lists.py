"""Lists and what stands in them nest exactly as a CommonMark reader nests them."""

from __future__ import annotations

from html.parser import HTMLParser

from fragments import as_html, both, render
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from toolshelf.content.engines import Engine

READER = MarkdownIt("commonmark").enable("table")
MARKERS = ("- ", "- ", "* ", "1. ", "2. ", "1) ", "+ ", "-   ")
BLOCKS = (
    ("> w",),
    ("```", "w", "```"),
    ("# w",),
    ("***",),
    ("- - w",),
    ("- > w",),
    ("1. - w",),
    ("-",),
    ("#w",),
    ("w\\",),
    ("|a|b|", "|-|-|", "|w|c|"),
)


class Structure(HTMLParser):
    """The blocks of a text and its words; paragraphs apart, which depend on blank lines alone."""

    KEPT = frozenset({"ul", "ol", "li", "pre", "blockquote", "h1", "h2", "hr", "table", "th", "td", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.events: list[str] = []
        self.code = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.code |= tag == "pre"
        if tag in self.KEPT:
            start = dict(attrs).get("start")
            self.events.append(f"<{tag} {start}>" if start else f"<{tag}>")

    def handle_endtag(self, tag):
        self.code &= tag != "pre"
        if tag in self.KEPT - {"hr", "br"}:
            self.events.append(f"</{tag}>")

    def handle_data(self, data):
        self.events += [data.strip("\n")] if self.code and data.strip("\n") else data.split()


def same_structure(text: str, engine: Engine) -> None:
    expected = Structure(READER.render(text)).events
    found = Structure(as_html(render(text, engine))).events
    # Here the reader departs from CommonMark 0.31, section 4.4: indented code cannot interrupt a paragraph.
    assume(expected.count("<pre>") <= found.count("<pre>"))
    assert found == expected


def lines(blocks: tuple[tuple[str, ...], ...]) -> st.SearchStrategy[str]:
    indents = st.sampled_from(("", "", "", " ", "  ", "  ", "   ", "    ", "      "))
    item = st.builds(lambda indent, marker: [f"{indent}{marker}w"], indents, st.sampled_from(MARKERS))
    words = st.builds(lambda indent: [f"{indent}w"], indents)
    choices = [item, item, item, words, st.just([""])]
    if blocks:
        choices.append(
            st.builds(lambda indent, block: [indent + line for line in block], indents, st.sampled_from(blocks))
        )
    return st.lists(st.one_of(*choices), min_size=1, max_size=9).map(
        lambda parts: "\n".join(line.replace("w", f"w{number}") for number, part in enumerate(parts) for line in part)
    )


@both
@settings(max_examples=300, derandomize=True, deadline=None)
@given(lines(()))
@example("- a\n  - b\n    - c\n      - d\n- e")
@example("2. a\n   b\n    * c\n 1) d\ne\n2. f")
def test_lists_nest_as_in_commonmark(engine, text):
    same_structure(text, engine)


@both
@settings(max_examples=300, derandomize=True, deadline=None)
@given(lines(BLOCKS))
@example("- a\n  ```\n  b\n  ```\n    - c\n- > d")
@example("> - a\n      * b\n* c")
@example("-\n\n  + a")
def test_other_blocks_in_lists_nest_as_in_commonmark(engine, text):
    same_structure(text, engine)


@both
@settings(max_examples=40, derandomize=True, deadline=None)
@given(
    st.recursive(st.just([]), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=12), st.integers(2, 4)
)
def test_a_tree_of_items_comes_back_whatever_its_indentation(engine, tree, width):
    def write(items, depth):
        return "".join(f"{' ' * width * depth}- {depth}.{n}\n{write(item, depth + 1)}" for n, item in enumerate(items))

    def shape(items, depth):
        inner = "".join(f"<li>{depth}.{n}{shape(item, depth + 1)}</li>" for n, item in enumerate(items))
        return f"<ul>{inner}</ul>" if items else ""

    html = as_html(render(write(tree, 0), engine))
    assert "".join(html.split("\n")) == shape(tree, 0)
