"""What extensions of Python-Markdown add to Markdown, in plain Markdown and HTML, or left out and listed."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sites import AS_OF

from toolshelf.importers import abbreviations
from toolshelf.importers.python_markdown import as_github_reads
from toolshelf.importing import import_site
from toolshelf.pipeline import build
from toolshelf.project import Project


@pytest.mark.parametrize(
    ("written", "read", "left"),
    [
        ("## Sec { #my-id }", "## Sec {: #my-id}", []),
        ("## Sec {#my-id .wide} ##", "## Sec {: #my-id}", [".wide"]),
        ("[Go](x.md){ .md-button .md-button--primary }", "[Go](x.md)", [".md-button .md-button--primary"]),
        ('![A box](a.png){ width="300" align=left }', "![A box](a.png)", ['width="300" align=left']),
        ("**bold**{: .x #here } end", "**bold**{: #here} end", [".x"]),
        ("`code`{ .x }", "`code`", [".x"]),
        ("Words.\n{ .annotate }\n\nMore.", "Words.\n\nMore.", [".annotate"]),
        ("- item { .x }", "- item", [".x"]),
        ("a { .x } b and {x}", "a { .x } b and {x}", []),
        ("`## x { #y }`", "`## x { #y }`", []),
        ("```{ .py .annotate }\n{ .x }\n```", "```py\n{ .x }\n```", []),
        ("Words {: .x } on.", "Words on.", [".x"]),
        ('``` py title="a.py" hl_lines="2"\nx\n```', "**a.py**\n\n```py\nx\n```", []),
        ("> ```{ .yaml title='b' }\n> x\n> ```", "> **b**\n>\n> ```yaml\n> x\n> ```", []),
        ('``` title="c"\nx\n```', "**c**\n\n```\nx\n```", []),
        ('<div class="grid" markdown>\n\n- a\n</div>', '<div class="grid" markdown="1">\n\n- a\n</div>', []),
        ('<p markdown="span">`<p markdown>`', '<p markdown="1">`<p markdown>`', []),
        ("a ==mark== b", "a <mark>mark</mark> b", []),
        ("a == b == c, x==y==z", "a == b == c, x==y==z", []),
        ("`==a==` [x](b==c==)", "`==a==` [x](b==c==)", []),
        ("Title\n=====", "Title\n=====", []),
        ("++ctrl+alt+del++", "<kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>Del</kbd>", []),
        ('++page-up+"My key"++', "<kbd>Page Up</kbd>+<kbd>My key</kbd>", []),
        ("C++ and D++, ++nothing-known++", "C++ and D++, ++nothing-known++", []),
    ],
)
def test_a_mark_becomes_html_or_goes(written, read, left):
    """Code and addresses are never touched, and what nobody knows stays."""
    told: list[str] = []
    assert as_github_reads(written, lambda _, rest: told.append(rest)) == (read, False)
    assert told == left


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The HTML.\n\n*[HTML]: Hyper Text", 'The <abbr title="Hyper Text">HTML</abbr>.\n'),
        (
            "`HTML` XHTML [HTML](HTML) ![HTML](x)\n*[HTML]: A",
            '`HTML` XHTML [<abbr title="A">HTML</abbr>](HTML) ![HTML](x)',
        ),
        ('W3C.\n*[W3C]: "A" & B', '<abbr title="&quot;A&quot; &amp; B">W3C</abbr>.'),
        ("HTML\n*[HTML]:", "HTML"),
        ("```\n*[HTML]: Hyper\nHTML\n```", "```\n*[HTML]: Hyper\nHTML\n```"),
        ("[HTML]\n\n[HTML]: x\n*[HTML]: A", "[HTML]\n\n[HTML]: x"),
        ("<div>\nHTML\n</div>\n\n*[HTML]: A", "<div>\nHTML\n</div>\n"),
    ],
)
def test_an_abbreviation_tells_what_it_stands_for(written, read):
    """Wherever it is a word of its own that readers see."""
    assert abbreviations.as_github_reads(written) == read


def test_a_page_shows_no_mark_and_lists_what_went(tmp_path):
    """Each attribute list with its line; the list of headings is the page's own."""
    old, root = tmp_path / "old", tmp_path / "new"
    (old / "docs").mkdir(parents=True)
    (old / "mkdocs.yml").write_text("site_name: Old\nsite_url: https://old.example.gov/\n", "utf-8")
    (old / "docs/index.md").write_text(
        "---\ntitle: Start\n---\n[TOC]\n\n## Sec { #my-id }\n\n[Sec](#my-id){ .md-button } and HTML, "
        "==marked==, ++ctrl+c++.\n\n"
        "## Two\n\n- one { .x }\n- two\n\n*[HTML]: Hyper Text\n",
        "utf-8",
    )
    done = import_site("mkdocs", old, Project(root=root, output=root / "_site", as_of=AS_OF))
    assert (done.parity.errors, done.parity.differences) == (0, ())
    assert [(one.kind, one.line) for one in done.moved.remarks] == [("attribute list", 8), ("attribute list", 12)]
    assert "toc: true" in (root / "content/index.md").read_text("utf-8")
    build(Project(root=root, output=root / "_site", as_of=AS_OF))
    main = BeautifulSoup((root / "_site/index.html").read_bytes(), "html5lib").find("main")
    assert main is not None
    assert main.find(id="my-id") is not None
    assert not [sign for sign in ("{", "==", "++", "*[", "[TOC]") if sign in main.get_text()]
