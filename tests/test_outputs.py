"""What is published beside pages, and that no two sources publish one file."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from xml.etree import ElementTree

import pytest
from pictures import png
from sites import CONFIGURATION, dead_references, lines, make, soup, tree

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_sitemap_lists_every_page_with_the_day_its_content_changed(tmp_path):
    """Lastmod comes from front matter, never from a clock; the 404 page is not listed."""
    files = {
        "content/a.md": "---\ntitle: A\ndate: 2024-02-03\nupdated: 2025-01-02T10:00:00Z\n---\n",
        "content/b.md": "---\ntitle: B\ndate: 2024-02-03\n---\n",
        "content/c.md": "---\ntitle: C\npermalink: /ü/\n---\n",
    }
    make(tmp_path, files, base_url="https://shelf.example/repo")
    root = ElementTree.fromstring((tmp_path / "_site/sitemap.xml").read_bytes())
    assert [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in root] == [
        ("https://shelf.example/repo/", None),
        ("https://shelf.example/repo/a/", "2025-01-02"),
        ("https://shelf.example/repo/b/", "2024-02-03"),
        ("https://shelf.example/repo/search/", None),
        ("https://shelf.example/repo/%C3%BC/", None),
    ]
    assert "Sitemap: https://shelf.example/repo/sitemap.xml" in (tmp_path / "_site/robots.txt").read_text()


def test_pages_hosts_leave_the_site_as_it_is(tmp_path):
    """.nojekyll stands in the output, empty."""
    make(tmp_path, {"content/a.md": "# A\n"})
    assert (tmp_path / "_site/.nojekyll").read_bytes() == b""


def test_theme_files_carry_a_fingerprint_and_their_integrity(tmp_path):
    """A changed style sheet gets a new name, and names the published files that it uses."""
    files = {
        "content/a.md": "# A\n",
        "templates/assets/css/toolshelf.css": ".a { background: url('../img/dot.png#x') }\n",
        "templates/assets/img/dot.png": b"\x89PNG one",
    }
    make(tmp_path, files)
    before = soup(tmp_path, "a/index.html").find("link", href=lambda href: "toolshelf" in href)
    css = (tmp_path / "_site" / before["href"].lstrip("/")).read_bytes()
    assert before["integrity"] == "sha384-" + b64encode(hashlib.sha384(css).digest()).decode()
    (image,) = (tmp_path / "_site/assets/img").glob("dot.*.png")
    assert f"../img/{image.name}#x".encode() in css
    make(tmp_path, {**files, "templates/assets/img/dot.png": b"\x89PNG two"})
    after = soup(tmp_path, "a/index.html").find("link", href=lambda href: "toolshelf" in href)
    assert after["href"] != before["href"]


def test_a_style_sheet_that_names_nothing_is_reported(tmp_path):
    """A dead reference in a style sheet is a dead link."""
    files = {"content/a.md": "# A\n", "templates/assets/css/own.css": "a { background: url(../img/dto.png) }"}
    report = make(tmp_path, {**files, "templates/assets/img/dot.png": b"\x89PNG"})
    assert lines(report) == [
        "templates/assets/css/own.css: warning[broken-link]: This style sheet names '../img/dto.png', and there is "
        "no such file in templates/assets/. (did you mean img/dot.png?)"
    ]


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (
            {"content/a.md": "# A\n", "content/b.md": "---\npermalink: /a/\n---\n# B\n"},
            ("content/a.md", "content/b.md"),
        ),
        (
            {"content/a.md": "# A\n", "content/b.md": "---\npermalink: /A/\n---\n# B\n"},
            ("content/a.md", "content/b.md"),
        ),
        (
            {"content/é.md": "# A\n", "content/b.md": "---\npermalink: /e\u0301/\n---\n# B\n"},
            ("content/b.md", "content/é.md"),
        ),
        (
            {"content/a.md": "# A\n", "content/b.md": "---\nredirect_from: /a/\n---\n# B\n"},
            ("content/a.md", "content/b.md"),
        ),
        (
            {"content/a.md": "# A\n", "content/b.md": "---\npermalink: /a/index.html/x.html\n---\n# B\n"},
            ("a.md", "b.md"),
        ),
        ({"content/a.md": "# A\n", "content/b.md": "---\npermalink: /sitemap.xml\n---\n# B\n"}, ("content/b.md",)),
        ({"content/a.md": "# A\n", "content/a/index.html.md": "# B\n", "content/b.md": "# B\n"}, ("a.md", "html.md")),
        ({"content/a.md": "# A\n", "content/b.md": "---\naliases: [/x/, /x]\n---\n"}, ()),
    ],
)
def test_two_sources_of_one_file_are_an_error_that_names_both(tmp_path, files, names):
    """By name, by letter case, by Unicode form, and a file against a folder."""
    report = make(tmp_path, files)
    told = [line for line in lines(report) if "error[collision]" in line]
    assert len(told) == bool(names)
    assert all(name in told[0] for name in names)


@pytest.mark.parametrize("base", ["/", "/repo-name/", "/a/b/"])
def test_every_reference_of_a_generated_site_of_200_pages_resolves(tmp_path, base):
    """Pages, images, styles, scripts and fragments, under any base path."""
    files: dict[str, str | bytes] = {"data/site.yml": CONFIGURATION}
    for number in range(200):
        folder = f"content/s{number % 7}/t{number % 3}"
        following = (number + 31) % 200
        files[f"{folder}/page-{number}.md"] = (
            f"---\ntitle: Page {number}\nsidenav: true\nanchors: [Why {number}]\naliases: /old/{number}/\n---\n"
            f"# Page {number}\n\n## Why {number}\n\n"
            f"See [next](../../s{following % 7}/t{following % 3}/page-{following}.md#why-{following}), "
            f"[old](/old/{following}/) and ![dot](dot.png).[^1]\n\n[^1]: Note {number}\n"
        )
        files[f"{folder}/dot.png"] = png()
    report = make(tmp_path, files, base_url=f"https://shelf.example{base}")
    assert lines(report) == []
    assert list(dead_references(tmp_path / "_site", base)) == []


def test_nothing_of_the_output_is_read_as_content(tmp_path):
    """A second build of the same sources publishes the same tree, and writes nothing."""
    files = {"content/a.md": "# A\n"}
    make(tmp_path, files)
    before = tree(tmp_path / "_site")
    report = make(tmp_path, files)
    assert tree(tmp_path / "_site") == before
    assert (report.published.written, report.published.removed) == ((), ())
