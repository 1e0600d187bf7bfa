"""Moving in from MkDocs: pages at their old addresses, and what Material adds to Markdown in plain Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sites import AS_OF, dead_references, tree

from toolshelf.importers.mkdocs import as_github_reads
from toolshelf.importing import Imported, import_site
from toolshelf.pipeline import build
from toolshelf.project import Project

SITE = {
    "mkdocs.yml": "site_name: Handbook\nsite_url: https://hand.example.gov/book/\n"
    "markdown_extensions:\n  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }\n"
    "nav:\n  - Start: index.md\n  - Parts:\n      - One: parts/one.md\n      - parts/two.md\n  - Code: https://code.example.gov/\n",
    "docs/index.md": '# Handbook\n\n!!! note "Read this"\n    First **bold** words.\n\n'
    "    - a list\n\nSee [one](parts/one.md#more).\n",
    "docs/parts/one.md": "---\nhide: [toc]\ntags: [x]\n---\n# Part one\n\n??? warning\n    Hidden words.\n\n## More\n\n"
    '=== "Linux"\n\n    Run it.\n\n=== "Windows"\n\n    Click it.\n\n'
    ":material-check: done\n\n```\n!!! note\n    stays\n```\n",
    "docs/parts/two.md": "# Two\n\n![A box](../img/box.svg)\n\n{{ macro }} text\n",
    "docs/img/box.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "docs/extra.css": "a {}",
}


def moved(tmp_path: Path) -> tuple[Path, Imported]:
    old, new = tmp_path / "old", tmp_path / "new"
    for path, text in SITE.items():
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_text(text, "utf-8")
    return new, import_site("mkdocs", old, Project(root=new, output=new / "_site", as_of=AS_OF))


def test_pages_keep_their_addresses_and_texts_and_the_menu_comes_along(tmp_path):
    """And a second import changes nothing."""
    root, done = moved(tmp_path)
    assert (done.parity.errors, done.parity.differences, done.parity.unanswered) == (0, (), ())
    assert done.parity.compared == 3
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    assert list(dead_references(root / "_site", "/book/")) == []
    page = BeautifulSoup((root / "_site/parts/one/index.html").read_bytes(), "html5lib")
    main = page.find("main")
    texts = " ".join(main.get_text(" ").split())
    assert [
        one for one in ("Hidden words.", "Linux", "Run it.", "Windows", "Click it.", "!!! note") if one not in texts
    ] == []
    assert main.find("details") is not None
    assert {link["href"] for link in page.find("header").find_all("a")} >= {"/book/parts/one/", "/book/parts/two/"}
    assert [(one.kind, one.path, one.line) for one in done.moved.remarks] == [
        ("left behind", "extra.css", 0),
        ("macro", "parts/two.md", 5),
    ]
    before = tree(root)
    moved(tmp_path)
    assert {path: data for path, data in tree(root).items() if not path.startswith("_site")} == {
        path: data for path, data in before.items() if not path.startswith("_site")
    }


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('!!! note "A"\n    b\nc', "> **A**\n>\n> b\n\nc"),
        ("!!! danger\n    b", "> **Danger**\n>\n> b\n"),
        ('!!! note ""\n    b', "> b\n"),
        ('??? tip "A"\n    b', '<details markdown="1">\n<summary>A</summary>\n\nb\n\n</details>\n'),
        ('- x\n\n    !!! note "A"\n        b', "- x\n\n    > **A**\n    >\n    > b\n"),
        ("-   :octicons-x-16:{ .lg } __A__\n\n    b", "-   __A__\n\n    b"),
        ("```\n!!! note\n    b\n```", "```\n!!! note\n    b\n```"),
        ('--8<-- "part.md"', "From a file."),
        ('--8<-- "gone.md"', '--8<-- "gone.md"'),
    ],
)
def test_what_material_adds_is_written_in_plain_markdown(written, read):
    """Code is never touched."""
    assert as_github_reads(written, {"part.md": "From a file."}.get) == read


def test_a_folder_without_a_configuration_is_told_in_a_sentence(tmp_path):
    """Nothing is written then."""
    (tmp_path / "old").mkdir()
    with pytest.raises(ValueError, match=r"There is no mkdocs\.yml"):
        import_site("mkdocs", tmp_path / "old", Project(root=tmp_path / "new", output=tmp_path / "o", as_of=AS_OF))
    assert not (tmp_path / "new").exists()
