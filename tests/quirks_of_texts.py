"""Quirks 17 to 30 of real content, in the text of pages and in data files, and some that no corpus showed yet."""

from __future__ import annotations

from quirk import Quirk, data, page

CARD = {
    "templates/includes/card.html": '<div class="card">{{ include.title }}: {{ include.text | default("none") }}</div>'
}
B = "# Deep sea\n\n## conformsTo\n\n## Appendix B - Resources\n"
CSV = "name,publisher,url\n"
PICTURE = b"\xff\xd8\xff"


def text(body: str, *told: str, literal: str = "", **shows: str) -> Quirk:
    """A page with this body, what is told about it, and the text of its paragraphs."""
    return Quirk(
        page(body), {f".usa-prose {name}": shown for name, shown in shows.items()}, _told(told), literal=literal
    )


def seen(body: str, shows: dict[str, str | tuple[str, ...]], *told: str, **more: str | bytes) -> Quirk:
    """A page with this body beside others, and what its text shows."""
    return Quirk(page(body, **more), {f".usa-prose {key}": shown for key, shown in shows.items()}, _told(told))


def refused(body: str, *told: str) -> Quirk:
    """A page whose body has errors; its first line is the fourth of the file."""
    return Quirk(page(body), told=_told(told))


def linked(body: str, targets: str | tuple[str, ...], *told: str, **more: str | bytes) -> Quirk:
    """A page with links, beside the page b.md, and where they lead."""
    return seen(body, {"a @href": targets}, *told, **{"b": B, **more})


def included(body: str, shows: dict[str, str | tuple[str, ...]], *told: str) -> Quirk:
    """A page that includes a card."""
    return Quirk({**page(body), **CARD}, shows, _told(told))


def named(name: str, target: str, address: str, *told: str) -> Quirk:
    """A page of this name, a link to it, and the address that both get."""
    files = {**page(f"[x]({target})\n"), f"content/{name}": "# Budgets\n"}
    return Quirk(files, {".usa-prose a @href": address}, told)


def _told(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"content/a.md:{line}" for line in lines)


TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n"
NOTE = {".usa-prose sup": "1", ".usa-prose .footnote li": "Text. ↩", ".usa-prose .footnote-backref @href": "#fnref-1"}
QUIRKS = {
    "17 an include without quotes": Quirk(
        {
            **page("{% include collection_thumb.html %}\n", "title: Grants\nthumbdatafile: tools\n"),
            "data/tools.yml": "- name: One\n  thumb_url: One.JPG\n- name: Two\n",
            "content/thumbnails/One.JPG": PICTURE,
        },
        {".usa-collection__heading": ("One", "Two"), ".usa-collection__img @src": "/thumbnails/One.JPG"},
    ),
    "17 an include over several lines": included(
        'Before.\n\n{% include card.html\n  title="One"\n\n  text="It\'s *plain* & so"\n%}\n\nAfter [x](gone.md).\n',
        {".card": "One: It's *plain* & so", ".usa-prose p": ("Before.", "After x.")},
        "12:11: warning[broken-link]",
    ),
    "17 an include with a dynamic name": refused(
        "Text.\n\n{% include {{ include.children }} title=x %}\n", "6:1: error[unknown-tag] … with a fixed name"
    ),
    "17 a dynamic argument": refused(
        "{% include collection.html datafile={{ page.title }} %}\n", "4:1: error[unknown-tag] … key=page.name"
    ),
    "17 include_relative": refused(
        "{% include_relative {{ page.part }} %}\n", "4:1: error[unknown-tag] … templates/includes/"
    ),
    "18 an include in a comment": included(
        "Before.\n\n<!--- {% include card.html title=x %} --->\n\nAfter.\n",
        {".card": (), ".usa-prose p": ("Before.", "After.")},
    ),
    "18 tags of all kinds in a comment": text(
        "<!-- {% if x %} {% link gone.md %} {{ site.nothing }} {{< box >}} -->\n\nText.\n", p="Text."
    ),
    "19 raw around braces": text(
        "Write {% raw %}{{{% endraw %} and {% raw %}{% if x %}{% endraw %}.\n",
        p="Write {{ and {% if x %}.",
        literal="Write {{ and {% if x %}.",
    ),
    "19 raw around a code block": text(
        "{% raw %}\n```\n{{ x }}\n```\n{% endraw %}\n\nText.\n", p="Text.", code="{{ x }}"
    ),
    "19 braces in code": seen("`{{ x }}`\n\n```\n{% if y %}\n```\n", {"code": ("{{ x }}", "{% if y %}")}),
    "19 raw that never ends": refused("Text.\n\n{% raw %}`x`\n", "6:1: error[unknown-tag] … {% endraw %}"),
    "20 the base address and a link tag": refused(
        "[x]({{ site.baseurl }}{% link _docs/b.md %})\n", "4:23: error[unknown-tag] … [text](../folder/page.md)"
    ),
    "20 a ref in a target": refused(
        'See [x]({{< ref "b.md" >}}).\n', "4:9: error[unknown-tag] … [text](../folder/page.md)"
    ),
    "20 a filter in a target": refused(
        "[x]({{ '/b/' | relative_url }})\n", "4:5: error[unknown-tag] … [text](../folder/page.md)"
    ),
    "20 the base address before an address": linked(
        "[x]({{ site.baseurl }}/b/) [y]({{site.url}}/b/)\n", ("/b/", "https://shelf.example/b/")
    ),
    "20 the base address in HTML and in a reference": linked(
        '<a href="{{ site.baseurl }}/b/">x</a> [y][z]\n\n[z]: {{ site.baseurl }}/b/#conformsto\n',
        ("/b/", "/b/#conformsto"),
    ),
    "21 a shortcode": refused("Text.\n\n{{< img src=a.png >}}\n", "6:1: error[unknown-tag] … 'img'"),
    "21 a paired shortcode": refused(
        "{{% note %}}\nText.\n{{% /note %}}\n", "4:1: error[unknown-tag] … 'note'", "6:1: error[unknown-tag] … 'note'"
    ),
    "21 nested shortcodes": refused(
        "{{< row >}}\n{{< box >}}x{{< /box >}}\n{{< /row >}}\n",
        "4:1: error[unknown-tag]",
        "5:1: error[unknown-tag]",
        "5:13: error[unknown-tag]",
        "6:1: error[unknown-tag]",
    ),
    "21 a shortcode as the text of a link": refused(
        '[{{< legacy-img src="a.png" >}}](https://a.example/)text\n', "4:2: error[unknown-tag] … 'legacy-img'"
    ),
    "21 a block tag of a plug-in": refused(
        "{% diagram %}\nx\n{% enddiagram %}\n",
        "4:1: error[unknown-tag] … include NAME.html",
        "6:1: error[unknown-tag]",
    ),
    "21 conditions and loops": refused(
        "{% if page.x %}\nText.\n{% endif %}\n",
        "4:1: error[unknown-tag] … templates/includes/",
        "6:1: error[unknown-tag]",
    ),
    "22 chained attribute lists": seen(
        '[x](b.md){:target="_blank"}{:rel="noopener"}{:.k}\n',
        {"a @target": "_blank", "a @rel": "noopener", "a @class": "k", "p": "x"},
        b=B,
    ),
    "22 an attribute list behind a table": seen(
        TABLE + "{: .usa-table .wide }\n", {"table @class": "usa-table wide", "td": ("1", "2")}
    ),
    "22 attribute lists before blocks": seen(
        "{: .lead }\nText.\n\n{:.top}\n## Head\n", {"p.lead": "Text.", "h2.top": "Head"}
    ),
    "22 an attribute list behind a blank": Quirk(
        page('Read [x](b.md) {: .btn} and\n[y](b.md) {:target="_blank"}\n', b=B),
        {".usa-prose a": ("x", "y")},
        (
            "content/a.md:4:16: warning[attribute-list] … right behind",
            "content/a.md:5:11: warning[attribute-list] … right behind",
        ),
        literal='x {: .btn} and\ny {:target="_blank"}',
    ),
    "22 attributes that are not allowed": seen(
        'Text.\n{: onclick="x()" .ok }\n',
        {"p.ok": "Text.", "p.ok @onclick": ""},
        '5:1: warning[removed-html] … "onclick"',
    ),
    "22 a table of contents": text("* TOC\n{:toc}\n\n## One\n", "5: warning[attribute-list] … toc: true", h2="One"),
    "22 an extension": seen(
        "{::columns}\nText.\n{:/columns}\n", {"p": "Text."}, "4: warning[attribute-list] … {::columns}"
    ),
    "22 a comment as an extension": seen("{::comment}\nNot for readers.\n{:/comment}\n\nText.\n", {"p": "Text."}),
    '23 markdown="1"': seen(
        '<div class="k" markdown="1">\n## Head\n\n- a\n</div>\n', {"div.k > h2": "Head", "div.k li": "a"}
    ),
    '23 markdown="1" within another': seen(
        '<div markdown="1">\n<section markdown="1">\n*x* [y](gone.md)\n</section>\n</div>\n',
        {"div > section em": "x"},
        "6:9: warning[broken-link]",
    ),
    "23 an option for the page": seen(
        '{::options parse_block_html="true" /}\n\n<div class="k">\n*x*\n</div>\n', {"div.k em": "x"}
    ),
    "24 a list behind a line": seen("Things:\n- a\n- b\n", {"p": "Things:", "ul > li": ("a", "b")}),
    "24 a list behind a line, indented by two": seen(
        "Things:\n  * a\n  * b\n", {"p": "Things:", "ul > li": ("a", "b")}
    ),
    "24 nesting by two blanks": seen("- a\n  - b\n    - c\n- d\n", {"ul ul ul > li": "c", "> ul > li": ("a b c", "d")}),
    "24 tasks": seen("- [ ] open\n- [x] done\n", {"li": ("open", "done"), "input[checked]": ""}),
    "25 a hash without a blank": seen(
        "#Things to try\n\n##More\n\nText.\n", {"p": ("#Things to try", "##More", "Text."), "h2": ()}
    ),
    "25 a hashtag": text("#WeRemember the day.\n", p="#WeRemember the day."),
    "25 a second title": seen("# Grants\n\n# Prizes\n", {"h2": "Prizes"}, "6: warning[second-h1] … 'Prizes'"),
    "25 one heading three times": seen(
        "## Agenda\n\n## Agenda\n\n## Agenda\n", {"h2 @id": ("agenda", "agenda-1", "agenda-2")}
    ),
    "25 a level left out": seen("## Two\n\n##### Five\n", {"h3": "Five"}, "6: warning[skipped-heading-level] … 'Five'"),
    "25 an id of its own": linked("[x](#vendor-management)\n\n## Vendors {#vendor-management}\n", "#vendor-management"),
    "26 one label, two texts": Quirk(
        page("One[^1].\n\n[^1]: Text.\n\nTwo[^1].\n\n[^1]: Other.\n"),
        {".usa-prose sup": ("1", "1"), ".usa-prose .footnote li": "Text. ↩↩"},
        ("content/a.md:10: warning[footnote-duplicate] … line 6",),
    ),
    "26 one label on two pages": Quirk(page("One[^1].\n\n[^1]: Text.\n", b="# B\n\nTwo[^1].\n\n[^1]: Other.\n"), NOTE),
    "26 a reference with a colon behind it": Quirk(
        page("Sources[^1]: all.\n\n[^1]: Text.\n"), {**NOTE, ".usa-prose > p": "Sources1: all."}
    ),
    "26 a definition without a blank": Quirk(page("One[^1].\n\n[^1]:Text.\n"), NOTE),
    "26 one label referred to twice": seen(
        "One[^26] and two[^26].\n\n[^26]: Text.\n", {"sup": ("1", "1"), ".footnote li": "Text. ↩↩"}
    ),
    "26 a reference without a text": text("One[^9].\n", "4:4: warning[footnote-undefined] … [^9]", p="One[^9]."),
    "26 a text without a reference": seen(
        "One.\n\n[^9]: Text.\n", {"p": ("One.", "Text.")}, "6: warning[footnote-unused] … [^9]"
    ),
    "27 an anchor in another case": linked(
        "[x](#conformsTo)\n\n## conformsTo\n", "#conformsTo", "4:5: warning[broken-anchor] … #conformsto"
    ),
    "27 an anchor with a sign": linked("[x](#@id)\n\n## @id {#@id}\n", "#@id"),
    "27 an anchor of a word processor": linked(
        "[x](#heading=h.u7e8)\n\n## Heading\n", "#heading=h.u7e8", "4:5: warning[broken-anchor]"
    ),
    "27 an anchor with a title": linked('[x](#Blog "Blog")\n\n## Blog {#Blog}\n', "#Blog"),
    "27 an anchor with three dashes": linked(
        "[x](b.md#appendix-b---resources)\n",
        "/b/#appendix-b---resources",
        "4:5: warning[broken-anchor] … #appendix-b-resources",
    ),
    "28 blanks in a mail address": seen(
        "[x](mailto: team@agency.example)\n", {"a": "x"}, "4:12: warning[broken-link-syntax]"
    ),
    "28 a word before an address": seen(
        "[x](to https://a.example/b)\n", {"a": "x"}, "4:5: warning[broken-link-syntax]"
    ),
    "28 an address over two lines": seen(
        "[x](https://a.example/\nb)\n", {"a": "x"}, "4:13: warning[broken-link-syntax]"
    ),
    "28 a link over two lines": linked("[x\ny](b.md) [z](\nb.md)\n", ("/b/", "/b/")),
    "28 targets that are sources": linked(
        "[x](b.md) [y](./b.md#conformsto) [z](/b.md)\n", ("/b/", "/b/#conformsto", "/b/")
    ),
    "28 a source that is not there": linked("[x](c.md)\n", "c.md", "4:5: warning[broken-link] … no such page or file"),
    "28 an address without a scheme": linked(
        "[x](data.agency.com)\n", "data.agency.com", "4:5: warning[broken-link] … https://data.agency.com"
    ),
    "29 blanks": named(
        "DSWG Advice_and_Findings 508.md", "<DSWG Advice_and_Findings 508.md>", "/dswg-advice_and_findings-508/"
    ),
    "29 blanks, encoded": named("user centered.md", "user%20centered.md", "/user-centered/"),
    "29 a typographic apostrophe": named("agency\u2019s-news.md", "agency\u2019s-news.md", "/agency-s-news/"),
    "29 an encoded blank": named("talks%e2%80%8a-more.md", "talks%e2%80%8a-more.md", "/talks-e2-80-8a-more/"),
    "29 a plus sign": named("health+.md", "health+.md", "/health/"),
    "29 a folder in capitals": named("DEPRECATED PAGES/old.md", "DEPRECATED%20PAGES/old.md", "/deprecated-pages/old/"),
    "29 upper-case extensions of images": Quirk(
        {**page("![x](one.JPG) ![y](/two.PNG)\n"), "content/one.JPG": PICTURE, "content/two.PNG": PICTURE},
        {".usa-prose img @src": ("/one.JPG", "/two.PNG")},
    ),
    "29 an image in another case": Quirk(
        {**page("![x](one.jpg)\n"), "content/one.JPG": PICTURE},
        {".usa-prose img @src": "/one.JPG"},
        ("content/a.md:4:6: warning[broken-image] … upper or lower case",),
    ),
    "29 two names, one address": Quirk(
        {**page("Text.\n"), "content/health+.md": "# A\n", "content/health.md": "# B\n"},
        told=("content/health.md: error[collision] … content/health+.md",),
    ),
    "30 more columns in the head than in the rule": seen("a | b | c\n--- | ---\n1 | 2 | 3\n", {"td": ("1", "2", "3")}),
    "30 no leading pipe": seen("Plan | Price\n---|---\nSmall | 1\n", {"th": ("Plan", "Price"), "td": ("Small", "1")}),
    "30 rows with too few and too many cells": seen("|a|b|\n|-|-|\n|1|\n|1|2|3|\n", {"td": ("1", "", "1", "2")}),
    "30 a byte order mark in CSV": Quirk(
        data("t.csv", b"\xef\xbb\xbfname,url\r\nOne,https://a.example/\r\n"),
        {".usa-collection__heading a @href": "https://a.example/"},
    ),
    "30 a line break in a cell of CSV": Quirk(
        data("t.csv", CSV + '"One\n","act\nive",/a/\nTwo,x,gone\n'),
        {".usa-collection__heading": ("One", "Two"), ".usa-collection__meta-item": ("act ive", "x")},
        ("data/t.csv:5:1: warning[broken-link]",),
    ),
    "30 a row of CSV with too few cells": Quirk(
        data("t.csv", CSV + '"One\n",x,y\nTwo,x\n'), told=("data/t.csv:4: error[csv] … 2 cells",)
    ),
    "30 an HTML list in a description": Quirk(
        data(
            "t.yml",
            "- name: One\n  description: |\n    Text:\n    <ul>\n      <li>a</li>\n      <li>b</li>\n    </ul>\n",
        ),
        {".usa-collection__description > ul > li": ("a", "b"), ".usa-collection__description > p": "Text:"},
    ),
    "30 a zero-width space": seen(
        "Join\u200b us.\n\n## He\u200bad\n\n[x](#head)\n", {"h2 @id": "head", "a @href": "#head"}
    ),
    "30 no-break spaces in text": seen("A\u00a0b.\n\n- c\u00a0d\n", {"p": "A b.", "li": "c d"}),
    "30 no-break spaces behind markers": seen(
        "Text.\n\n##\u00a0Head\n\n- c\n-\u00a0d\n",
        {"h2": (), "p": ("Text.", "## Head"), "li": "c - d"},
        "6: warning[odd-blank] … '##'",
        "9: warning[odd-blank] … '-'",
    ),
    "30 a no-break space in a comment of front matter": Quirk(
        page("Text.\n", "title: Grants #\u00a0working title\n#\u00a0more\n"), {"main h1": "Grants"}
    ),
    "30 a no-break space behind a key": Quirk(
        page("{{ page.owner }}\n", "title: Grants\nowner:\u00a0One\n"),
        told=("content/a.md:3:7: error[yaml] … no-break space",),
    ),
    "30 a no-break space as indentation": Quirk(
        page("Text.\n", "title: Grants\nsteps:\n\u00a0\u00a0- one\n"),
        told=("content/a.md:4:1: error[yaml] … no-break space",),
    ),
    "30 paragraphs that are never closed": seen(
        "<figure><p>sharing<br>data<p></figure>\n\nText.\n",
        {"figure > p": "sharingdata", "> p": "Text."},
        "4:9: warning[unclosed-html]",
    ),
}
