"""Files of a Jekyll site that are no pages: which of them are copied, and what is said of the others."""

from __future__ import annotations

import pytest
from sites import AS_OF

from toolshelf.importers.moved import Moved
from toolshelf.importing import GENERATORS


def moved(folder, as_of, **files: str) -> Moved:
    for path, text in {"_config.yml": "title: Old\nurl: https://old.example.gov\n", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8", newline="")
    return GENERATORS["jekyll"](folder, as_of)


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("search.json", "---\nlayout: null\n---\n[{% for one in site.pages %}1{% endfor %}]\n", "has front matter"),
        ("feed.xml", "---\n---\n<rss>{{ site.title }}</rss>\n", "has front matter"),
        ("robots.txt", "---\r\npermalink: /robots.txt\r\n---\r\nSitemap: {{ site.url }}\r\n", "has front matter"),
        ("llms.txt", "\ufeff---\n---\n{{ site.title }}\n", "has front matter"),
        ("assets/site.scss", "---\n---\na { b: {{ site.color }} }\n", "belongs to the old theme"),
        ("sitemap.xml", "<urlset></urlset>\n", "has no front matter"),
        ("data.json", "[1]\n", ""),
        ("notes.txt", "---\nA rule above, and nothing more.\n", ""),
    ],
)
def test_a_file_that_liquid_made_is_not_published_as_its_source(tmp_path, path, text, reason):
    """It is left out, for a reason that is told; all that stands for itself is copied."""
    done = moved(tmp_path, AS_OF, **{path: text})
    assert (f"content/{path}" in done.files) == (not reason)
    assert reason in done.unanswered.get(f"/{path}", "")
    assert [reason in one.what for one in done.remarks if one.path == path] == [True] * bool(reason)
