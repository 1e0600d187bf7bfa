"""Template tags in content: what they become depends on where they stand, and nothing of them is ever executed."""

from __future__ import annotations

import pytest
from fragments import as_html, both, ordered, problems, render, to_html

from toolshelf.content.engines import render_markdown

PLACED = {
    "alone": ("{% include a.html %}", "<!--a.html block-->"),
    "quoted": ("{% include 'a.html' %}\n\n{%- include \"b.html\" -%}", "<!--a.html block--><!--b.html block-->"),
    "glued to text": ("a\n{% include b %}\nc", "<p>a</p><!--b block--><p>c</p>"),
    "several": ("{% include a %}\n{% include b %}", "<!--a block--><!--b block-->"),
    "several on one line": ("{% include a %} {% include b %}", "<!--a block--><!--b block-->"),
    "over several lines": ('a\n\n{% include b\n   c="d"\n\n   e=f\n%}\n\ng', "<p>a</p><!--b block--><p>g</p>"),
    "in running text": ("a {% include b %} c", "<p>a <!--b inline--> c</p>"),
    "in a list item": (
        "- b {% include c %}\n- {% include a %}",
        "<ul><li>b <!--c inline--></li><li><!--a block--></li></ul>",
    ),
    "under a list item": ("- a\n\n  {% include b %}", "<ul><li><p>a</p><!--b block--></li></ul>"),
    "in HTML": ("<div>\n{% include a %}\n</div>", "<div><!--a block--></div>"),
    "in a paragraph of HTML": ("<p>\n{% include a %}\nb</p>", "<p><!--a inline-->b</p>"),
    "in a table": ("|a|\n|-|\n|{% include b %}|", "<!--b inline-->"),
    "in a comment": ("a <!-- {% include b %} {{ c }} -->\n\n<!--- {% include d %} --->", "<p>a </p>"),
    "in a code span": ("`{% include a %}` `` {{ b }}` ``", "<p><code>{% include a %}</code> <code>{{ b }}`</code></p>"),
    "halves in code spans": (
        "`{%` and `%}`, `{{` and `}}`",
        "<p><code>{%</code> and <code>%}</code>, <code>{{</code> and <code>}}</code></p>",
    ),
    "in a fence": (
        "```\n{% for x in y %}\n  {{ x }}\n{% raw %}\n```",
        "<pre><code>{% for x in y %}{{ x }}{% raw %}</code></pre>",
    ),
    "in a fence in a list": (
        "- a\n\n  ```\n  {% include b\n     c=d %}\n  ```",
        "<ul><li><p>a</p><pre><code>{% include bc=d %}</code></pre></li></ul>",
    ),
    "in indented code": ("a\n\n    {{ b }}", "<p>a</p><pre><code>{{ b }}</code></pre>"),
    "in HTML code": ("<pre>{{ a }}</pre>\n\n<code>{{ b }}</code>", "<pre>{{ a }}</pre><p><code>{{ b }}</code></p>"),
    "raw": ("{% raw %}{{ a }} {% b %}{% endraw %}", "<p>{{ a }} {% b %}</p>"),
    "raw with Markdown": ("{% raw %}\n*a* {{{% endraw %}", "<p><em>a</em> {{</p>"),
    "a variable": ("{{ site.title }} {{page.number}} {{- page.nothing -}}", "<p>Tools &amp; *Tips* 7 </p>"),
    "a variable that is markup": ("**{{ page.title }}**", "<p><strong>&lt;b&gt;R&amp;D&lt;/b&gt;</strong></p>"),
    "a variable in a heading": ("# {{ site.title }}", '<h1 id="tools-tips">Tools &amp; *Tips*</h1>'),
    "a variable in a target": (
        "[a]({{ site.url }}/b '{{ page.title }}')",
        '<p><a href="https://tools.example.gov/b" title="&lt;b&gt;R&amp;D&lt;/b&gt;">a</a></p>',
    ),
    "the base path": (
        "[a]({{ site.baseurl }}/b) <i class='{{ page.number }}'>c</i>",
        '<p><a href="/b">a</a> <i class="7">c</i></p>',
    ),
    "a nested value": ("{{ site.contact.email }}", "<p>x@example.gov</p>"),
    "a variable that looks like a placeholder": ("zqx0z {{ page.number }} zqxx0z", "<p>zqx0z 7 zqxx0z</p>"),
}


@both
@pytest.mark.parametrize(("text", "html"), PLACED.values(), ids=PLACED)
def test_where_a_tag_lands_decides_what_it_becomes(text, html, engine):
    if text.startswith("|"):
        assert html in to_html(text, engine)
    else:
        assert ordered(to_html(text, engine)) == ordered(html)
    assert not render(text, engine).problems


REFUSED = {
    "a link tag": ("a {% link _docs/a.md %}", ["unknown-tag 1:3"], "../folder/page.md"),
    "a link tag in a target": ("[a]({{ site.baseurl }}{% link a.md %})", ["unknown-tag 1:23"], "ordinary link"),
    "a relative include": ("{% include_relative a.md %}", ["unknown-tag 1:1"], "templates/includes/"),
    "a computed include": ("{% include {{ page.title }} %}", ["unknown-tag 1:1"], "fixed name"),
    "an include without a name": ("{% include %}", ["unknown-tag 1:1"], "NAME.html"),
    "a loop": ("\n{% for a in b %}\nc\n{% endfor %}", ["unknown-tag 2:1", "unknown-tag 4:1"], "templates/includes/"),
    "a shortcode": ('[a]({{< ref "b.md" >}})', ["unknown-tag 1:5"], "ordinary link"),
    "a filter": ("{{ page.title | upcase }}", ["unknown-tag 1:1"], "{{ page.title }}"),
    "a word in braces": ("http://localhost:{{ port }}", ["unknown-tag 1:18"], "{% raw %}"),
    "an attribute of an object": ("{{ page.__class__.__mro__ }}", ["unknown-variable 1:1"], "front matter"),
    "an unknown name": ("{{ site.titel }}", ["unknown-variable 1:1"], "site.title"),
    "an unknown name in an argument": ("{% include a b=page.numbr %}", ["unknown-variable 1:1"], "page.number"),
    "a list": ("{{ page.tags }}", ["unknown-variable 1:1"], "one of its values"),
    "a group": ("{{ site.contact }}", ["unknown-variable 1:1"], "one of its values"),
    "an argument without a value": ("{% include a b %}", ["unknown-tag 1:1"], 'key="text"'),
    "braces that stay open": ("a {{ b", ["unknown-tag 1:3"], "code span"),
    "a tag that stays open": ("a\nb {% include c", ["unknown-tag 2:3"], "code span"),
    "raw that stays open": ("{% raw %} a", ["unknown-tag 1:1"], "endraw"),
    "an include in a target": ("[a]({% include b %})", ["unknown-tag 1:5"], ""),
    "an include in an HTML tag": ("<div {% include b %}>\n</div>", ["unknown-tag 1:6"], "line of its own"),
}


@both
@pytest.mark.parametrize(("text", "found", "hint"), REFUSED.values(), ids=REFUSED)
def test_what_means_nothing_is_an_error_at_its_place_and_leaves_nothing_behind(text, found, hint, engine):
    fragment = render(text, engine)
    assert problems(text, engine) == found
    assert hint in fragment.problems[0].hint
    html = as_html(fragment)
    assert "{%" not in html and "{{" not in html and "zqx" not in html


@both
def test_arguments_are_texts_words_or_variables_and_nothing_else(engine):
    text = '{% include a.html one="x y" two=\'<b>\' three=12 four=page.tags five=plain-word six="" %}'
    (call,) = render(text, engine).includes
    assert call.name == "a.html"
    assert call.arguments == {
        "one": "x y", "two": "<b>", "three": "12", "four": ("a", "b"), "five": "plain-word", "six": "",
    }  # fmt: skip


@both
def test_a_value_is_never_read_as_markdown_html_or_a_tag(engine):
    values = {"page": {"a": "[x](y) <script>z</script> `c` {{ page.a }} # {% include d %}"}}
    fragment = render_markdown("{{ page.a }}", engine, variables=values)
    assert as_html(fragment).strip() == (
        "<p>[x](y) &lt;script&gt;z&lt;/script&gt; `c` {{ page.a }} # {% include d %}</p>"
    )
    assert not fragment.links and not fragment.includes and not fragment.problems


@both
def test_a_value_cannot_smuggle_a_scheme_into_a_link(engine):
    assert to_html("[a]({{ page.bad }})", engine) == "<p><a>a</a></p>"
    assert problems("[a]({{ page.bad }})", engine) == ["removed-html 1:5"]


@both
def test_tags_keep_the_number_of_lines(engine):
    fragment = render("{% include a\n  b=c\n%}\n\n{{ page.absent }}\n", engine)
    assert [problem.location.line for problem in fragment.problems] == [5]
