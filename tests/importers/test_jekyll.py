"""Moving in from Jekyll: every page at its old address with its old text, and the rest listed with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sites import AS_OF, dead_references, shared, tree

from toolshelf.importers.moved import Remark
from toolshelf.importing import Imported, import_site
from toolshelf.pipeline import build
from toolshelf.project import Project

CONFIG = """\
title: Old office
url: https://office.example.gov
baseurl: /old
permalink: pretty
email: office@example.gov
collections:
  docs: {output: true, permalink: "/:collection/:path/"}
  notes: {}
primary_navigation:
  - {name: Guide, url: /old/docs/guide/}
  - {name: About, children: [{name: Team, url: /team/}]}
defaults:
  - {scope: {path: "_docs"}, values: {toc: true, layout: docs}}
"""
SITE = {
    "_config.yml": CONFIG,
    "index.html": "---\ntitle: Home\nlayout: home\n---\n"
    "<main>\n  <h2>Hello</h2>\n\n        <p>{{ site.title }}</p>\n</main>\n",
    "team.md": "---\n# who reads this: everybody\ntitle: Team\nredirect_from: [/people/, /old/staff/]\n---\n"
    'See [the guide]({{ site.baseurl }}{% link _docs/guide.md %}#first-steps){:target="_blank"}.\n'
    "{: .lead #intro}\n\n"
    "{% for one in site.data.people %}- {{ one.name }}\n{% endfor %}\n",
    "_docs/guide.md": "---\ntitle: Guide\n---\n"
    "# Beginning\n\n* TOC\n{:toc}\n\n## 1. First steps\n\nText.\n\n## Links\n\n"
    "[there](#first-steps) and `{{ code }}`\n\n{% raw %}Braces {{ like }} these.{% endraw %}\n\n"
    '{% include note.html content="Mind the gap." %}\n\n{% include gone.html text="Kept words." %}\n\n'
    "{% plugin some thing %}\n",
    "_docs/table.md": "---\ntitle: Table\n---\n  | B\n--|--\na | b | c\n\n"
    '<div class="x">\n    <p>One</p>\n\n        <p>Two</p>\n</div>\n\n'
    "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n",
    "_notes/hidden.md": "---\ntitle: Hidden\n---\nNot published.\n",
    "_posts/2020-01-02-first-post.md": "---\ntitle: First\ncategories: [news]\nlayout: post\n---\n"
    "Intro.\n\n# Big\n\n## Small\n",
    "_posts/2021-03-04-second.markdown": "---\ntitle: Second\ndate: March 5th 2021\ntags: a b\n---\n"
    "After {% post_url 2020-01-02-first-post %}.\n",
    "news.html": '---\ntitle: News\n---\n<ul>{% for post in site.posts %}<li><a href="{{ post.url | relative_url }}">'
    '{{ post.title | upcase }}</a> {{ post.date | date: "%Y" }} {{ post.content | strip_html | truncatewords: 2 }}</li>'
    "{% endfor %}</ul>\n",
    "_includes/note.html": '<div class="note">{{ include.content | markdownify }}</div>',
    "_data/people.yml": "- name: Press office\n- name: Data office\n",
    "_data/broken.yml": "a: [\n",
    "images/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "assets/site.js": "alert(1)",
    "_layouts/docs.html": "{{ content }}",
}
TEXTS = {
    "index.html": ["Hello", "Old office"],
    "team/index.html": ["See the guide", "Press office", "Data office"],
    "docs/guide/index.html": [
        "Beginning",
        "1. First steps",
        "Braces {{ like }} these.",
        "Mind the gap.",
        "Kept words.",
    ],
    "docs/table/index.html": ["B", "a", "b", "c", "One", "Two", "puts 1"],
    "news/2020/01/02/first-post/index.html": ["First", "Intro.", "Big", "Small"],
    "2021/03/05/second/index.html": ["Second", "After /news/2020/01/02/first-post/."],
    "news/index.html": ["SECOND", "FIRST", "2021", "2020", "Intro. Big"],
}


def moved(tmp_path: Path, files=SITE) -> tuple[Path, Imported]:
    old, new = tmp_path / "old", tmp_path / "new"
    for path, text in files.items():
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_text(text, "utf-8")
    return new, import_site("jekyll", old, Project(root=new, output=new / "_site", as_of=AS_OF))


def seen(root: Path, output: str) -> str:
    main = BeautifulSoup((root / "_site" / output).read_bytes(), "html5lib").find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_every_page_stands_at_its_old_address_with_its_old_text(tmp_path):
    """And the site builds without an error, with links that lead somewhere."""
    root, done = moved(tmp_path)
    assert done.parity.errors == 0
    assert done.parity.differences == ()
    assert done.parity.compared == len(TEXTS)
    report = build(Project(root=root, output=root / "_site", as_of=AS_OF))
    assert report.published is not None
    for output, texts in TEXTS.items():
        text = seen(root, output)
        assert [one for one in texts if one not in text] == [], output
    assert list(dead_references(root / "_site", "/old/")) == []
    assert set(done.moved.addresses) >= {"/people/", "/staff/", "/images/logo.svg"}
    assert all((root / "_site" / old / "index.html").is_file() for old in ("people", "staff"))


def test_no_template_tag_and_no_attribute_list_is_left_outside_code(tmp_path):
    """What no library could run stands there as code."""
    root, _ = moved(tmp_path)
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    for page in (root / "_site").rglob("*.html"):
        soup = BeautifulSoup(page.read_bytes(), "html5lib")
        for code in soup.find_all(["code", "pre"]):
            code.decompose()
        text = soup.get_text().replace("{{ like }}", "")
        assert not [sign for sign in ("{%", "{{", "{:") if sign in text], page


def test_what_was_left_out_is_listed_with_its_file_and_line(tmp_path):
    """Each thing once."""
    _, done = moved(tmp_path)
    lines = {(one.kind, one.path, one.line) for one in done.moved.remarks}
    assert lines >= {
        ("liquid", "_docs/guide.md", 23),
        ("liquid", "_docs/guide.md", 21),
        ("data", "_data/broken.yml", 1),
        ("left behind", "assets/site.js", 0),
        ("not a page", "_notes/hidden.md", 0),
        ("attribute list", "team.md", 6),
        ("attribute list", "team.md", 7),
    }
    assert isinstance(done.moved.remarks[0], Remark)
    assert len(set(done.moved.remarks)) == len(done.moved.remarks)


def test_a_heading_keeps_the_id_that_links_name(tmp_path):
    """What kramdown leaves out before a heading, GitHub keeps."""
    root, _ = moved(tmp_path)
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    page = BeautifulSoup((root / "_site/docs/guide/index.html").read_bytes(), "html5lib")
    assert page.find(id="first-steps") is not None


def test_comments_of_front_matter_and_settings_come_along(tmp_path):
    """With the menu, and the defaults of _config.yml."""
    root, _ = moved(tmp_path)
    assert "# who reads this: everybody" in (root / "content/team.md").read_text("utf-8")
    assert "toc: true" in (root / "content/docs/guide.md").read_text("utf-8")
    settings = (root / "data/site.yml").read_text("utf-8")
    assert "url: https://office.example.gov/old/" in settings
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    menu = BeautifulSoup((root / "_site/index.html").read_bytes(), "html5lib").find("header")
    assert menu is not None
    assert {link["href"] for link in menu.find_all("a")} >= {"/old/docs/guide/", "/old/team/"}


def test_nothing_is_overwritten_and_a_second_import_changes_nothing(tmp_path):
    """An edited page stays as it is, and is named."""
    root, first = moved(tmp_path)
    before = tree(root)
    _, second = moved(tmp_path)
    assert tree(root) == before
    assert second.written.new == second.written.kept == ()
    assert second.written.same == first.written.new
    (root / "content/team.md").write_text("Mine.\n", "utf-8")
    _, third = moved(tmp_path)
    assert (root / "content/team.md").read_text("utf-8") == "Mine.\n"
    assert "content/team.md" in third.written.kept


@pytest.mark.parametrize("name", ["18f-methods", "cg-site"])
def test_real_sites_keep_the_text_of_their_pages(tmp_path, name):
    """At least 98 of 100 pages have the same words, and every address of a page is answered."""
    root = tmp_path / "new"
    done = import_site("jekyll", shared("corpora", name), Project(root=root, output=root / "_site", as_of=AS_OF))
    assert done.parity.errors == 0
    assert len(done.parity.differences) <= 0.02 * done.parity.compared
    assert done.parity.compared == len(done.moved.pages) > 50
    assert done.parity.unanswered == ()
