"""PDF and EPUB of documents: whole, linked, the same whenever they are made, and made again only where they change."""

from __future__ import annotations

import io
import shutil
import zipfile
from xml.etree import ElementTree as ET

import pytest
from availability import unavailable
from pypdf import PdfReader
from sites import AS_OF, CONFIGURATION, lines, main, make, tree
from test_documents import BOOK
from test_precision import replace

from toolshelf.build import formats
from toolshelf.features.documents import pdf
from toolshelf.pipeline import Project, build

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def asking(*names: str) -> dict[str, str]:
    head = BOOK["content/plan/index.md"].replace("  status", f"  formats: [{', '.join(names)}]\n  status")
    aims = BOOK["content/plan/02-aims.md"] + "\n![A square](square.svg) [office](/about/) <https://example.gov/x>\n"
    files = {**BOOK, "content/plan/index.md": head, "content/plan/02-aims.md": aims}
    return {**files, "content/plan/square.svg": PICTURE, "content/about.md": "# About\n"}


def test_an_epub_holds_every_chapter_and_every_link_in_it_leads_somewhere(tmp_path):
    """As XHTML, with its pictures, in the order of the contents; links to other pages lead to the web."""
    report = make(tmp_path, asking("epub"))
    assert lines(report) == []
    link = main(tmp_path, "plan/index.html").find("a", string="As EPUB")
    assert link["href"] == "/plan/plan.epub"
    archive = zipfile.ZipFile(tmp_path / "_site/plan/plan.epub")
    names = archive.namelist()
    assert names[0] == "mimetype" and archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert archive.read("mimetype") == b"application/epub+zip"
    texts = {name: ET.fromstring(archive.read(name)) for name in names if name.endswith((".xhtml", ".opf"))}
    manifest = {item.get("href") for item in texts["EPUB/package.opf"].iter("{http://www.idpf.org/2007/opf}item")}
    assert {f"EPUB/{name}" for name in manifest} == {name for name in names if name.startswith("EPUB/")} - {
        "EPUB/package.opf"
    }
    contents = [link.text for link in texts["EPUB/nav.xhtml"].iter("{http://www.w3.org/1999/xhtml}a")]
    assert contents == ["The Plan", "Table of Contents", "Our Aims", "Our Data"]
    outside = set()
    for name, text in texts.items():
        ids = [one.get("id") for one in text.iter() if one.get("id")]
        assert len(ids) == len(set(ids))
        for one in text.iter():
            for target in filter(None, (one.get("href"), one.get("src"))):
                if target.startswith("https://"):
                    outside.add(target)
                    continue
                file, _, fragment = target.partition("#")
                file = f"EPUB/{file}" if file else name
                assert file in names
                assert not fragment or any(one.get("id") == fragment for one in texts[file].iter())
    assert {"https://shelf.example/about/", "https://example.gov/x"} <= outside
    assert any(name.endswith("square.svg") for name in names)


@pytest.mark.parametrize("engine", ["markdown", "gfm"])
@pytest.mark.parametrize("target", ["#table-of-contents", "#document--contents", "index.md", "#gone", "b.md#gone"])
def test_whatever_an_epub_links_to_is_read_in_its_order(tmp_path, engine, target):
    """The contents list too: a link to what no reader comes to is an error (EPUB 3.3, epubcheck's RSC-011)."""
    files = {
        "data/site.yml": f"{CONFIGURATION}markdown: {{engine: {engine}}}\n",
        "content/p/index.md": "---\ntitle: P\ndocument: {formats: epub}\n---\nWelcome.\n",
        "content/p/a.md": f"# A\n\n[there]({target})\n",
        "content/p/b.md": "# B\n",
    }
    make(tmp_path, files)
    archive = zipfile.ZipFile(tmp_path / "_site/p/p.epub")
    package = ET.fromstring(archive.read("EPUB/package.opf"))
    named = {one.get("id"): one.get("href") for one in package.iter("{http://www.idpf.org/2007/opf}item")}
    order = [named[one.get("idref")] for one in package.iter("{http://www.idpf.org/2007/opf}itemref")]
    assert order == ["title.xhtml", "nav.xhtml", "chapter-001.xhtml", "chapter-002.xhtml"]
    page = ET.fromstring(archive.read("EPUB/chapter-001.xhtml"))
    (link,) = (one for one in page.iter("{http://www.w3.org/1999/xhtml}a") if one.text == "there")
    assert link.get("href").partition("#")[0] in order


def test_a_pdf_has_bookmarks_tags_page_numbers_and_links_that_work(tmp_path):
    """Every heading is a bookmark; links within the document stay in it, those to the site lead to the web."""
    if not pdf.browser():
        unavailable("there is no Chromium on this machine")
    report = make(tmp_path, asking("pdf"), cache=tmp_path / "cache/build.db")
    assert lines(report) == []
    reader = PdfReader(tmp_path / "_site/plan/plan.pdf")

    def titles(outline: list[object]) -> list[str]:
        return [
            title
            for one in outline
            for title in (titles(one) if isinstance(one, list) else [one.title])  # type: ignore[attr-defined]
        ]

    assert titles(reader.outline) == [
        *("The Plan: full text", "Contents", "Table of Contents"),
        *("Our Aims", "Details", "Our Data", "Details"),
    ]
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en" and "/StructTreeRoot" in root
    assert reader.metadata == {"/Title": "The Plan", "/Producer": "Toolshelf"}
    annotations = [one.get_object() for page in reader.pages for one in page.get("/Annots", ())]
    web = {str(one["/A"]["/URI"]) for one in annotations if "/A" in one and "/URI" in one["/A"]}
    assert {"https://shelf.example/about/", "https://example.gov/x"} <= web
    assert not any("127.0.0.1" in address for address in web)
    named = set(reader.named_destinations)
    inner = [str(one["/Dest"]).lstrip("/") for one in annotations if "/Dest" in one]
    assert len(inner) > 8 and {name.lstrip("/") for name in inner} <= {name.lstrip("/") for name in named}
    count = len(reader.pages)
    assert f"1 / {count}" in reader.pages[0].extract_text()
    first = (tmp_path / "_site/plan/plan.pdf").read_bytes()
    build(Project(tmp_path, tmp_path / "again", as_of=AS_OF))
    assert (tmp_path / "again/plan/plan.pdf").read_bytes() == first


def test_files_are_made_again_where_the_document_has_changed_and_only_there(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(formats, "epub", lambda html, *_: made.append(html) or b"book %d" % html.count(b"Aim"))
    cache = tmp_path / "cache/build.db"
    make(tmp_path, asking("epub"), cache=cache)
    once_more = Project(tmp_path, tmp_path / "_site", as_of=AS_OF, cache=cache)
    replace("content/about.md", "# About\n", "# About\n\nWords.\n")(tmp_path)
    build(once_more)
    assert len(made) == 1
    replace("content/plan/02-aims.md", "First aim", "First Aim")(tmp_path)
    build(once_more)
    assert len(made) == 2
    (kept,) = (cache.parent / "documents").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    (tmp_path / "_site/plan/plan.epub").unlink()
    build(once_more)
    shutil.rmtree(tmp_path / "clean", ignore_errors=True)
    build(Project(tmp_path, tmp_path / "clean", as_of=AS_OF))
    assert tree(tmp_path / "_site") == tree(tmp_path / "clean")


def test_where_no_chromium_is_found_a_pdf_is_an_error_that_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "browser", lambda: "")
    report = make(tmp_path, asking("pdf"))
    assert report.published is None
    assert lines(report) == [
        "content/plan/index.md: error[no-browser]: The PDF of 'The Plan' cannot be made: no Chromium is found. "
        "(install Chromium or Chrome, name it in TOOLSHELF_CHROMIUM, or leave pdf out of 'formats')"
    ]


def test_the_first_bytes_of_an_epub_say_what_it_is(tmp_path):
    """So that programs know it without opening the archive (EPUB OCF 3.3, section 4.4)."""
    make(tmp_path, asking("epub"))
    data = (tmp_path / "_site/plan/plan.epub").read_bytes()
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
