"""Moving in the Markdown of a Gatsby site: a page a file, at its own address."""

from __future__ import annotations

from bs4 import BeautifulSoup
from sites import AS_OF, dead_references

from toolshelf.importing import import_site
from toolshelf.pipeline import build
from toolshelf.project import Project

SITE = {
    "package.json": '{"name": "studio", "homepage": "https://studio.example.gov"}',
    "README.md": "# About the repository\n",
    "content/case-studies/open-data/index.md": "---\npath: /case-study/open-data\ntype: case-study\ntitle: Open data\n"
    "client_name: An office\n---\nWhat we did. ![A chart](chart.svg)\n",
    "content/case-studies/open-data/chart.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "content/about.mdx": "import Box from '../box'\n\n---\n\n# About\n\n<Box kind=\"x\">\n\nInner words.\n\n</Box>\n",
    "content/box.js": "export default 1",
    "static/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
}


def test_pages_and_files_come_along_and_components_are_listed(tmp_path):
    """With the address that front matter gives, and the words that stand in a component."""
    old, root = tmp_path / "old", tmp_path / "new"
    for path, text in SITE.items():
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_text(text, "utf-8")
    done = import_site("gatsby-markdown", old, Project(root=root, output=root / "_site", as_of=AS_OF))
    assert (done.parity.errors, done.parity.differences, done.parity.unanswered) == (0, (), ())
    assert set(done.moved.addresses) == {
        "/case-study/open-data/",
        "/about/",
        "/case-studies/open-data/chart.svg",
        "/logo.svg",
    }
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    assert list(dead_references(root / "_site", "/")) == []
    about = BeautifulSoup((root / "_site/about/index.html").read_bytes(), "html5lib").find("main")
    assert "Inner words." in about.get_text()
    assert [(one.kind, one.path, one.line) for one in done.moved.remarks] == [
        ("MDX", "content/about.mdx", 1),
        ("MDX", "content/about.mdx", 7),
        ("MDX", "content/about.mdx", 11),
        ("left behind", "box.js", 0),
    ]
