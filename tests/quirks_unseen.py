"""What the corpora did not show but editors do, and the defects of real pages that a build shall name."""

from __future__ import annotations

from pathlib import Path

from quirk import Quirk, data, page

TEXT = {"main h1": "Grants", ".usa-prose p": "Text."}
CONFIGURATION = b"\xef\xbb\xbftitle: Shelf\r\nurl: https://shelf.example/\r\nlanguage: en\r\n"


def raw(text: str | bytes, shows: dict[str, str | tuple[str, ...]], *told: str) -> Quirk:
    """A page's file that holds exactly this."""
    return Quirk({"content/a.md": text}, shows, tuple(f"content/a.md:{line}" for line in told))


def titled(written: str, title: str) -> Quirk:
    """A title that other generators take for true or false."""
    return Quirk(page("Text.\n", f"title: {written}\n"), {"main h1": title, "head title": f"{title} | Shelf"})


QUIRKS = {
    "a byte order mark before front matter": raw(b"\xef\xbb\xbf---\ntitle: Grants\n---\nText.\n", TEXT),
    "a byte order mark before a heading": raw(b"\xef\xbb\xbf# Grants\n\nText.\n", TEXT),
    "a byte order mark does not shift columns": raw(
        b"\xef\xbb\xbf[x](gone.md)\n\n# Grants\n", {"main h1": "Grants"}, "1:5: warning[broken-link]"
    ),
    "a byte order mark in the settings": Quirk({**page("Text.\n"), "data/site.yml": CONFIGURATION}, TEXT),
    "a byte that is no UTF-8": raw(
        b"---\ntitle: Grants\n---\nText.\n\nCaf\xe9 and more.\n", {}, "6:4: error[encoding] … UTF-8"
    ),
    "a byte that is no UTF-8 in front matter": raw(
        b"---\ntitle: Caf\xe9\n---\nText.\n", {}, "2:11: error[encoding] … UTF-8"
    ),
    "a byte that is no UTF-8 in a data file": Quirk(
        data("t.csv", b"name\nOne\nCaf\xe9\n"), told=("data/t.csv:3:4: error[encoding] … UTF-8",)
    ),
    "UTF-16": raw("# Grants\n".encode("utf-16"), {}, "1:1: error[encoding] … UTF-16"),
    "bare carriage returns": raw(
        "---\rtitle: Grants\r---\rText.\r\r## More\r\r- a\r- b\r",
        {**TEXT, ".usa-prose h2": "More", ".usa-prose li": ("a", "b")},
    ),
    "bare carriage returns and a dead link": raw(
        "---\rtitle: Grants\r---\r\r[x](gone.md)\r", {"main h1": "Grants"}, "5:5: warning[broken-link]"
    ),
    "an upper-case .MD": Quirk(
        {**page("[x](GUIDE.MD#more)\n"), "content/GUIDE.MD": "# Guide\n\n## More\n"},
        {".usa-prose a @href": "/guide/#more"},
    ),
    "an upper-case INDEX.MD": Quirk(
        {"content/plan/INDEX.MD": "# The plan\n", "content/plan/a.md": "# A\n"},
        {"main h1": "The plan"},
        output="plan/index.html",
    ),
    "a title yes": titled("yes", "yes"),
    "a title No": titled("No", "No"),
    "a title on": titled("on", "on"),
    "a title true": titled("true", "true"),
    "a title null": Quirk(page("Text.\n", "title: ~\n"), told=("content/a.md:2:8: error[schema] … 'title' is empty",)),
    "a link to a page": Quirk(
        {**page("Text.\n"), "content/b.md": Path("a.md")},
        TEXT,
        ("content/b.md:1: warning[same-title] … content/a.md",),
        output="b/index.html",
    ),
    "a link to a folder": Quirk(
        {"content/plan/a.md": "# Grants\n\nText.\n", "content/scheme": Path("plan")},
        TEXT,
        ("content/scheme/a.md:1: warning[same-title] … content/plan/a.md",),
        output="scheme/a/index.html",
    ),
    "a link out of the site": Quirk(
        {**page("Text.\n"), "content/b.md": Path("/etc/hostname")}, told=("content/b.md: error[link-escape] … copy",)
    ),
    "a link to nothing": Quirk(
        {**page("Text.\n"), "content/b.md": Path("gone.md")},
        told=("content/b.md: error[unreadable] … to nothing",),
    ),
    "a link to its own folder": Quirk(
        {"content/plan/a.md": "# Grants\n", "content/plan/again": Path("../plan")},
        told=("content/plan/again: error[link-loop]",),
    ),
    "the title again as the body's first heading": raw(
        "---\ntitle: Grants\nanchors:\n  - name: Grants\n---\n# Grants\n\nText.\n",
        {"h1": "Grants", "h1 @id": "grants", ".usa-prose p": "Text."},
    ),
    "an anchor without a heading": raw(
        "---\ntitle: Grants\nanchors:\n  - name: Our team\n  - name: Vision\n---\nText.\n\n## The team\n",
        TEXT,
        "4:5: warning[dead-anchor] … 'The team'",
        "5:5: warning[dead-anchor] … no heading 'Vision'",
    ),
    "a link to a heading of another page that is not there": Quirk(
        page("[x](b.md#vision)\n", b="# B\n\n## Our vision\n"),
        {".usa-prose a @href": "/b/#vision"},
        ("content/a.md:4:5: warning[broken-anchor] … #our-vision",),
    ),
    "opening tags in place of closing ones": raw(
        "# Grants\n\n<ul>\n<li>a<li>\n<li>b<li>\n<ul>\n\nText.\n",
        {"main h1": "Grants", ".usa-prose p": "Text."},
    ),
    "a picture without a file and an item without tags": Quirk(
        data("tools.yml", "- name: One\n  thumb_url: One.png\n", "collection_thumb")
        | page("{% include collection_thumb.html %}\n", "title: Grants\nthumbdatafile: tools\n"),
        {".usa-collection__heading": "One", ".usa-collection__img": (), ".usa-collection ul": ()},
        ("data/tools.yml:2:14: warning[broken-image] … content/thumbnails/",),
    ),
    "a picture that is named in another case": Quirk(
        {
            **page("{% include collection_thumb.html %}\n", "title: Grants\nthumbdatafile: tools\n"),
            "data/tools.yml": "- name: One\n  thumb_url: one.png\n",
            "content/thumbnails/One.PNG": b"\x89PNG",
        },
        {".usa-collection__img @src": "/thumbnails/One.PNG"},
        ("data/tools.yml:2:14: warning[broken-image] … One.PNG",),
    ),
    "two items of one name": Quirk(
        data("tools.yml", "- name: Sign in\n- name: Sign in\n"),
        {".usa-collection__item @id": ("tools--sign-in", "tools--sign-in-1")},
    ),
    "two pages that claim one address": Quirk(
        {**page("Text.\n", "title: Grants\npermalink: /b/\n"), "content/b.md": "# B\n"},
        told=("content/a.md:3:1: error[collision] … content/b.md",),
    ),
    "a file that nobody reads": Quirk(
        {**page("Text.\n"), "content/tools.yml": "- name: One\n"},
        TEXT,
        ("content/tools.yml: warning[unread-file] … data",),
    ),
    "a menu that leads nowhere": Quirk(
        {**page("Text.\n"), "data/navigation.yml": "header:\n  - name: Grants\n    url: /grunts/\n"},
        TEXT,
        ("data/navigation.yml:3:10: warning[broken-link]",),
    ),
    "a page without a file of its folder": Quirk(
        {"content/open-data/a.md": "# Grants\n"},
        {"main h1": "Open data", ".toolshelf-body a @href": "/open-data/a/"},
        output="open-data/index.html",
    ),
}
