"""What the preview serves: the files of a build, as a static host would serve them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pictures import png
from previews import Served, serving
from sites import AS_OF, CONFIGURATION, tree, write

from toolshelf.pipeline import Project, build

SITE = {
    "data/site.yml": CONFIGURATION.replace("shelf.example/", "shelf.example/repo/"),
    "data/tools.yml": "- name: Hammer\n  url: https://tools.example/\n",
    "content/index.md": "---\ntitle: Home\nlayout: home\n---\n# Home\n",
    "content/a.md": "---\ntitle: A\nthumbdatafile: tools\n---\n# A\n\n{% include collection_thumb.html %}\n",
    "content/draft.md": "---\ntitle: Draft\ndraft: true\n---\n# Draft\n",
    "content/old.md": "---\ntitle: Old\nredirect_from: /older/\n---\n# Old\n\n![A grey field](dot.png)\n",
    "content/dot.png": png(),
    "content/large.md": "# Large\n\n" + "words " * 40_000,
    "content/plan.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write(tmp_path_factory.mktemp("site"), SITE)) as preview:
        yield preview


def test_every_file_is_that_of_a_build(served, tmp_path):
    """L8: the same bytes as ``build`` with the same address, but for what is put behind the end of a page."""
    project = Project(served.root, tmp_path / "_site", base_url=served.address, as_of=AS_OF, drafts=True)
    assert build(project).published
    files = tree(tmp_path / "_site")
    assert {"draft/index.html", "older/index.html", "404.html", "large/index.html"} < files.keys()
    for path, data in files.items():
        answer = served.get(path)
        assert (path, answer.status) == (path, 200)
        if path.endswith(".html"):
            assert answer.body.startswith(data), path
            assert answer.body[len(data) :].startswith(b'<script src="/livereload.js?'), path
            assert answer.body.count(b"livereload.js") == 1, path
        else:
            assert answer.body == data, path
        assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert tree(served.root / ".cache/toolshelf/serve/site") == files


def test_the_published_site_is_not_touched(served):
    """The preview has an output of its own."""
    assert not (served.root / "_site").exists()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("a/", "text/html; charset=utf-8"),
        ("sitemap.xml", "text/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("plan.ics", "text/calendar; charset=utf-8"),
        ("dot.png", "image/png"),
        ("/livereload.js", "application/javascript"),
        ("/livereload.css", "text/css; charset=utf-8"),
    ],
)
def test_a_file_has_its_type(served, path, kind):
    """Whatever types the machine knows."""
    assert served.get(path).headers["Content-Type"] == kind


@pytest.mark.parametrize(
    ("suffix", "kind"), [(".css", "text/css"), (".js", "text/javascript"), (".woff2", "font/woff2")]
)
def test_styles_scripts_and_fonts_have_their_types(served, suffix, kind):
    """Browsers run no script and use no style of another type."""
    files = tree(served.root / ".cache/toolshelf/serve/site")
    asset = next(path for path in files if path.startswith("assets/") and path.endswith(suffix))
    assert served.get(asset).headers["Content-Type"].partition(";")[0] == kind


@pytest.mark.parametrize("path", ["", "a/", "dot.png", "missing", "/livereload.js"])
def test_nothing_is_kept(served, path):
    """No answer lets a browser show it again without asking, not even one that says when the file was changed."""
    asked = served.get(path, If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT", If_None_Match="*")
    assert asked.status in (200, 404)
    assert asked.headers["Cache-Control"] == "no-store"
    assert not {"Etag", "Last-Modified", "Expires"} & asked.headers.keys()


def test_an_address_without_a_file_shows_the_sites_own_page(served):
    """With the status 404, as a static host does."""
    answer = served.get("no/such/page/")
    page = tree(served.root / ".cache/toolshelf/serve/site")["404.html"]
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.body.startswith(page)


@pytest.mark.parametrize(("path", "target"), [("/", "/repo/"), ("/repo", "/repo/"), ("a", "/repo/a/")])
def test_a_short_address_leads_to_the_page(served, path, target):
    """The top of the server to the site, and a page without its last slash to the page."""
    answer = served.get(path)
    assert (answer.status, answer.headers["Location"], answer.body) == (answer.status, target, b"")
    assert 300 < answer.status < 304


def test_the_site_stands_under_its_base_path_only(served):
    """A link that forgets the base path is dead here as it would be where the site is published."""
    assert served.get("/a/").status == 404


def test_head_gives_the_headers_alone(served):
    """They are those of GET."""
    got, headed = served.get("a/"), served.get("a/", "HEAD")
    assert headed.body == b""
    assert replace(headed, body=got.body).headers | {"Date": ""} == got.headers | {"Date": ""}


def test_a_part_of_a_file_can_be_asked_for(served):
    """As players of films do; a part of a page stays as it is."""
    assert served.get("dot.png", Range="bytes=1-3").body == b"PNG"
    part = served.get("large/", Range="bytes=0-4")
    assert (part.status, part.body) == (206, b"<!DOC")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed(served, method):
    """Only reading is answered."""
    assert served.get("a/", method).status == 405
