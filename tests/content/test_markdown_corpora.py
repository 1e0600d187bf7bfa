"""Real pages, where they lie beside the checkout: every one of them is rendered without a trace of its tags."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from fragments import as_html, both

from toolshelf.content.engines import render_markdown
from toolshelf.content.front_matter import read_front_matter
from toolshelf.sources.text import decode

SHARED = Path(os.environ.get("TOOLSHELF_SHARED", Path(__file__).parents[3] / "shared"))
PAGES = sorted([*SHARED.glob("corpora/*/**/*.md"), *SHARED.glob("seeds/*.txt")])
CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.S)


@pytest.mark.skipif(not PAGES, reason="there are no pages beside the checkout (TOOLSHELF_SHARED)")
@both
def test_every_real_page_is_rendered(engine):
    variables = {"site": {"baseurl": "", "url": "https://tools.example.gov/"}, "page": {}}
    for path in PAGES:
        text, _ = decode(path.read_bytes())
        matter = read_front_matter(text)
        fragment = render_markdown(matter.body, engine, first_line=matter.body_line, variables=variables)
        html = as_html(fragment)
        assert not re.search(r"zqx+[0-9]", repr(fragment)), path
        assert fragment.body or not matter.body.strip() or fragment.problems, path
        if "{% raw %}" not in matter.body:
            assert "{%" not in CODE.sub("", html), path
        last = text.count("\n") + 1
        places = [problem.location.line for problem in fragment.problems] + [link.line for link in fragment.links]
        assert all(matter.body_line <= line <= last for line in places if line or engine == "markdown"), path
