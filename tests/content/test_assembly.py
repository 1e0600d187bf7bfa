"""Headings, links, notes and code of words alone are taken at once: to the same effect as tag by tag."""

from __future__ import annotations

import pytest
from fragments import both, render
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sites import shared

from toolshelf.content import assembly, canonical
from toolshelf.content.front_matter import read_front_matter
from toolshelf.content.slugs import slugify
from toolshelf.sources.text import decode

PIECES = (
    "# ", "\n## ", "\n===\n", "word", " ", "Zürich zqx", "[a](b.md)", "[", "](", ")", "](https://c.example/d?e=f&g)",
    "![h](i.png)", "[^1]", "\n\n[^1]: ", "`", "`code`", "\n```yaml\n", "\n```\n", "*", "**", "<", ">", "&amp;", "\n",
    "\n\n", "<a href=\"", "<a href='j'>", "\">", "</a>", "<h2>", "<h2 id=\"k\">", "</h2>", "<code>", "</code>", "<pre>",
    "</pre>", "<p>", "</p>", "{{ page.title }}", "{% include l %}", "{: #m .n}", "{#m}", "- ", "- [ ] ", "> ", "\u00a0",
    "javascript:o", "<https://p.example>", "[q]: r s\n", "|", "|-|\n",
)  # fmt: skip


def tag_by_tag(text, engine, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(
            assembly, "elements", lambda prefix, paragraphs, whole: canonical.elements(prefix, paragraphs, False)
        )
        return render(text, engine)


@both
@settings(max_examples=600, derandomize=True, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@example("[a[^1]](b)\n\n[^1]: c")
@example("# a [^1]\n\n[^1]: [b](c)\n\n# a")
@example("<a href='b'><h2>c</h2></a>")
@example("<h2><b>\n\n# a\n\n</b></h2>")
@example("<code>\n\n# a\n\n</code>")
def test_what_is_taken_as_a_whole_is_what_its_tags_are(engine, text):
    with pytest.MonkeyPatch.context() as patch:
        assert render(text, engine) == tag_by_tag(text, engine, patch)


@both
def test_real_pages_are_the_same_taken_as_a_whole_or_tag_by_tag(engine, monkeypatch):
    for path in sorted(shared("corpora").rglob("*.md")):
        body = read_front_matter(decode(path.read_bytes())[0]).body
        assert render(body, engine) == tag_by_tag(body, engine, monkeypatch), path


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Why it  matters", "why-it-matters"), ("R&D for All", "rd-for-all"), ("a_b c", "a_b-c"), ("- a - b -", "a-b"),
        ("Ünï ß 2", "ünï-ß-2"), ("\u00a0a\u2003b ", "a-b"), ("½ ² ٣", "½-²-٣"), ("", "section"), ("!", "section"),
        ("İ", "i"),
    ],
)  # fmt: skip
def test_letters_digits_and_underscores_make_an_id(text, slug):
    assert slugify(text) == slug
