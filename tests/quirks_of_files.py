"""Quirks 1 to 16 of real content: line endings, front matter, YAML, and what stands in its values."""

from __future__ import annotations

from quirk import Quirk, data, page

TEXT = {"main h1": "Grants", ".usa-prose p": "Text."}
RULE = "-" * 112
FIELDS = (
    "zip: 05301\ncount: 0261\nversion: 1.10\ntime: 12:30\nopen: no\nsure: Yes\n"
    "color: 0x1F\nmode: 0o17\nsum: 1_000\nlarge: 1e3\n"
)
SHOWN = " ".join(f"{{{{ page.{line.partition(':')[0]} }}}}" for line in FIELDS.splitlines())
PARTS = '{% for item in collection("t") %}<p>{{ item.name }}: {{ item.open is defined and item.open }}</p>{% endfor %}'
CONFIGURATION = "title: Shelf\nurl: https://shelf.example/\nlanguage: en\nurl: https://other.example/\n"


def broken(front: str, *told: str, body: str = "Text.\n") -> Quirk:
    """A page with this front matter, and what is told about it."""
    return Quirk(page(body, front), told=tuple(f"content/a.md:{line}" for line in told))


def raw(text: str, *told: str) -> Quirk:
    """A file that holds exactly this, and shows a title and a paragraph where nothing is told."""
    return Quirk({"content/a.md": text}, {} if told else TEXT, tuple(f"content/a.md:{line}" for line in told))


def titled(front: str, title: str, *, told: tuple[str, ...] = (), literal: str = "", body: str = "Text.\n") -> Quirk:
    """A page and the title that it has in its band, in the browser's tab and in the breadcrumbs."""
    shows = {
        "main h1": title,
        "head title": f"{title} | Shelf",
        ".usa-breadcrumb .usa-current": title,
        ".usa-prose p": "Text.",
    }
    return Quirk(page(body, front), shows, tuple(f"content/a.md:{line}" for line in told), literal=literal)


QUIRKS = {
    "01 CRLF": Quirk(
        {
            "content/a.md": "---\r\ntitle: Grants\r\nsidenav: true\r\nanchors:\r\n  - name: First steps\r\n---\r\n"
            "# Grants\r\n\r\n## First steps\r\n\r\nOne  \r\ntwo:\r\n- a\r\n- b\r\n\r\n```\r\nx\r\ny\r\n```\r\n"
        },
        {
            "main h1": "Grants",
            ".usa-prose h2 @id": "first-steps",
            ".usa-sidenav a[href='#first-steps']": "First steps",
            ".usa-prose li": ("a", "b"),
            ".usa-prose code": "x y",
        },
    ),
    "01 CRLF, a fault in front matter and one in the body": Quirk(
        {"content/a.md": "---\r\ntitle: Grants\r\nsidenav: elsewhere\r\n---\r\nText.\r\n\r\n[x](gone.md)\r\n"},
        {"main h1": "Grants"},
        ("content/a.md:3:10: warning[unknown-navigation]", "content/a.md:7:5: warning[broken-link]"),
    ),
    "01 CRLF in a data file": Quirk(
        data("tools.yml", "- name: One\r\n  description: |\r\n    First\r\n\r\n    Second\r\n"),
        {".usa-collection__heading": "One", ".usa-collection__description p": ("First", "Second")},
    ),
    "02 a blank line before front matter": raw("\n---\ntitle: Grants\n---\nText.\n"),
    "02 lines of blanks before front matter": raw(" \n\t\n\n---\ntitle: Grants\n---\nText.\n"),
    "02 a blank line does not shift the lines below": Quirk(
        {"content/a.md": "\n---\ntitle: Grants\n---\n\n[x](gone.md)\n"},
        {"main h1": "Grants"},
        ("content/a.md:6:5: warning[broken-link]",),
    ),
    "03 never closed": raw(
        "---\ntitle: Grants\nlayout: page\n\nText.\n\n## More\n", "1:1: error[front-matter] … after line 3"
    ),
    "03 never closed, text right below": raw(
        "---\ntitle: Grants\nText that goes on.\n", "1:1: error[front-matter] … after line 2"
    ),
    "03 never closed, nothing below": raw(
        "---\ntitle: Grants\nsteps:\n  - one\n", "1:1: error[front-matter] … after line 4"
    ),
    "03 never closed, a rule further down": raw(
        "---\ntitle: Grants\n\nText.\n\n---\n\nMore.\n", "1:1: error[front-matter] … after line 2"
    ),
    "03 closed by a rule of 112 dashes": raw(
        f"---\ntitle: Grants\n{RULE}\n\nText.\n", "3:1: error[front-matter] … exactly three dashes"
    ),
    "03 closed by a rule of 112 dashes, another rule below": raw(
        f"---\ntitle: Grants\n{RULE}\n\nText.\n\n---\n\nMore.\n", "3:1: error[front-matter] … exactly three dashes"
    ),
    "04 blanks behind both delimiters": raw("---  \ntitle: Grants\n---\t \nText.\n"),
    "04 a no-break space behind a delimiter": raw("---\u00a0\ntitle: Grants\n---\u00a0\nText.\n"),
    "05 no front matter": raw("# Grants\n\nText.\n"),
    "05 no front matter, a heading of the second level": raw("## Grants\n\nText.\n"),
    "05 no front matter and no heading": Quirk(
        {"content/our-grants.md": "Text.\n"},
        {"main h1": "Our grants", ".usa-prose p": "Text."},
        ("content/our-grants.md:1: warning[no-title]",),
        "our-grants/index.html",
    ),
    "05 an empty file": Quirk({"content/a.md": ""}, {"main h1": "A"}, ("content/a.md:1: warning[no-title]",)),
    "05 a file of blanks": Quirk({"content/a.md": "\n \n"}, {"main h1": "A"}, ("content/a.md:1: warning[no-title]",)),
    "06 a tab behind a scalar": Quirk(
        page("By {{ page.owner }}.\n", "title: Grants\t\nowner: The office\t# who\n"),
        {"main h1": "Grants", ".usa-prose p": "By The office."},
    ),
    "06 a tab behind a scalar in a data file": Quirk(
        data("tools.yml", "- name: One\t\n  publisher: GSA\t\n"),
        {".usa-collection__heading": "One", ".usa-collection__meta-item": "GSA"},
    ),
    "06 a tab as indentation": broken("title: Grants\nsteps:\n\t- one\n", "4:1: error[yaml] … tab"),
    "07 a question mark in a flow address": Quirk(
        data("tools.yml", "- {name: One, url: https://a.example/b?x=y&z=?}\n"),
        {".usa-collection__heading a @href": "https://a.example/b?x=y&z=?"},
    ),
    "07 a flow mapping over lines that end at column two": Quirk(
        {
            **page("![x](pier.jpg)\n", "title: Grants\nimages:\n  - {\n  url: 'pier.jpg',\n  alt: 'A pier'\n  }\n"),
            "content/pier.jpg": b"\xff\xd8\xff",
        },
        {".usa-prose img @src": "/pier.jpg"},
    ),
    "08 an unknown tag": broken(
        "title: Grants\nbody: !md |\n  Text.\n", "3:7: error[yaml-tag] … !md", body="{{ page.body }}\n"
    ),
    "08 a tag that would run a program": broken(
        "title: !!python/object/apply:os.system [x]\n", "2:8: error[yaml-tag] … !!python/object/apply:os.system"
    ),
    "08 an unknown tag in a data file": Quirk(
        data("tools.yml", "- name: One\n  description: !md |\n    Text\n"),
        told=("data/tools.yml:2:16: error[yaml-tag]",),
    ),
    "09 a colon in text": broken("title: Grants\nsummary: Apply by May: no later\n", "3:22: error[yaml] … quotes"),
    "09 an indentation that fits nothing": broken(
        "title: Grants\nsteps:\n  - one\n - two\n", "5:2: error[yaml] … indentation"
    ),
    "09 an indented key below a value": broken("title: Grants\n  layout: page\n", "3:9: error[yaml] … indentation"),
    "09 a quote that never ends": broken('title: "Grants\nlayout: page\n', "2:8: error[yaml] … closing quote"),
    "10 one key twice, other types": broken(
        "title: Grants\npubdate: 2020-01-02\nlayout: page\npubdate: January 2020\n",
        "5:1: error[duplicate-key] … first in line 3",
    ),
    "10 a text and a list": broken(
        "title: Grants\nredirect_from: /x/\nredirect_from:\n  - /y/\n", "4:1: error[duplicate-key] … first in line 3"
    ),
    "10 the site's address twice": Quirk(
        {"content/a.md": "# A\n", "data/site.yml": CONFIGURATION},
        told=("data/site.yml:4:1: error[duplicate-key] … first in line 2",),
    ),
    "10 one key twice in an item": Quirk(
        data("tools.yml", "- name: One\n  name: Two\n"), told=("data/tools.yml:2:3: error[duplicate-key]",)
    ),
    "11 a title in brackets": broken("title: [Title here]\n", "2:8: error[schema] … quotes"),
    "11 a title of nothing": broken("title:\nlayout: page\n", "2:7: error[schema] … 'title' is empty"),
    "11 a title of two quotes": broken('title: ""\n', "2:8: error[schema] … 'title' is empty"),
    "11 a title of keys": broken("title: {a: b}\n", "2:8: error[schema]"),
    "11 a permalink of nothing": titled("title: Grants\npermalink:\n", "Grants"),
    "11 a permalink that is false": titled("title: Grants\npermalink: false\n", "Grants"),
    "11 a key in the wrong case": Quirk(
        page("Text.\n", "Title: Grants\n"),
        {".usa-prose p": "Text."},
        ("content/a.md:1: warning[no-title]", "content/a.md:2:1: warning[misspelt-key] … 'title'"),
    ),
    "12 values that look like others": Quirk(
        page(SHOWN + "\n", "title: Grants\n" + FIELDS),
        {".usa-prose p": "05301 0261 1.10 12:30 no Yes 0x1F 0o17 1_000 1e3"},
    ),
    "12 one column, several types": Quirk(
        {
            **data("t.yml", "- name: 05301\n  open: no\n- name: 2024\n  open: some\n- name: 1.10\n", "parts"),
            "templates/includes/parts.html": PARTS,
        },
        {".usa-prose p": ("05301: no", "2024: some", "1.10: false")},
    ),
    "12 a title that is a number": titled("title: 1.10\n", "1.10"),
    "13 a time with one digit and a zone": Quirk(
        page("Text.\n", "title: Grants\nupdated: 2014-05-29 1:45:14 -0400\n"),
        {"main time @datetime": "2014-05-29T01:45:14-04:00"},
    ),
    "13 a date in words": broken(
        "title: Grants\ndate: September 13, 2021\n", "3:7: error[schema] … write date: 2021-09-13"
    ),
    "13 an update in words": broken(
        "title: Grants\nupdated: December 18, 2020\n", "3:10: error[schema] … write updated: 2020-12-18"
    ),
    "13 a day that is none": broken("title: Grants\ndate: 2026-13-40\n", "3:7: error[schema] … the year, the month"),
    "13 words in a key of one's own": Quirk(
        page("{{ page.pubdate }}\n", "title: Grants\npubdate: September 13, 2021\n"),
        {".usa-prose p": "September 13, 2021"},
    ),
    "14 redirect_from as text": Quirk(
        page("Text.\n", "title: Grants\nredirect_from: /old/\n"),
        {"main a @href": "/a/", "meta[http-equiv=refresh] @content": "0; url=/a/"},
        output="old/index.html",
    ),
    "14 redirect_from as a list": Quirk(
        page("Text.\n", "title: Grants\nredirect_from:\n  - /old/\n  - /older.html\n"),
        {"main a @href": "/a/"},
        output="older.html",
    ),
    "14 redirect_from as nothing": titled("title: Grants\nredirect_from:\n", "Grants"),
    "14 tags as text": titled("title: Grants\ntags: prizes\n", "Grants"),
    "14 tags as a list with a year": titled("title: Grants\ntags: [prizes, 2020]\n", "Grants"),
    "14 tags as keys": broken("title: Grants\ntags: {a: b}\n", "3:7: error[schema]"),
    "14 tags of items as text, list and nothing": Quirk(
        data("tools.yml", "- name: One\n  tags: prizes\n- name: Two\n  tags: [x, y]\n- name: Three\n  tags:\n"),
        {".usa-collection__heading": ("One", "Two", "Three"), ".usa-collection__meta .usa-tag": ("prizes", "x", "y")},
    ),
    "15 entities in a title": titled('title: "Data &#58; learning &amp; doing"\n', "Data : learning & doing"),
    "15 quotes as entities": titled("title: Building a &ldquo;front door&rdquo;\n", "Building a “front door”"),
    "15 markup in a title": titled("title: The <em>new</em> door\n", "The new door"),
    "15 an entity of an entity": titled("title: Use &lt;b&gt; &amp;amp; co\n", "Use <b> &amp; co", literal="<b>"),
    "15 entities in a heading": Quirk(
        {"content/a.md": "# R&amp;D and &ldquo;doors&rdquo;\n\nText.\n"},
        {"main h1": "R&D and “doors”", "main h1 @id": "rd-and-doors", "head title": "R&D and “doors” | Shelf"},
    ),
    "16 template tags in a key of one's own": Quirk(
        page("Text.\n", "title: Grants\nwhy: \"See <a href='{{ site.baseurl }}/x'>x</a>\"\n"),
        TEXT,
        ("content/a.md:3:6: warning[unknown-tag] … 'why' holds a template tag",),
    ),
    "16 a template tag in a title": titled(
        'title: "About {{ site.title }}"\n',
        "About {{ site.title }}",
        told=("2:8: warning[unknown-tag] … 'title' holds a template tag",),
        literal="{{ site.title }}",
    ),
    "16 a shortcode in a list": Quirk(
        page("Text.\n", 'title: Grants\nsteps:\n  - one\n  - "{{< img a.png >}}"\n'),
        TEXT,
        ("content/a.md:5:5: warning[unknown-tag] … 'steps'",),
    ),
    "16 Markdown in a long value": Quirk(
        page("{{ page.details }}\n", "title: Grants\ndetails: |\n  ## Not a heading\n\n  - *one* <b>two</b>\n"),
        {".usa-prose p": "## Not a heading - *one* <b>two</b>", ".usa-prose :is(h2, li, em, b)": ()},
        literal="<b>two</b>",
    ),
}
