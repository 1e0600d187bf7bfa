"""Addresses: every text becomes a path inside the output, or a refusal."""

from __future__ import annotations

import ntpath
import posixpath
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolshelf.index.addresses import (
    Address,
    alias_address,
    collisions,
    decode,
    file_output,
    page_address,
    permalink_address,
    safe_segment,
    segment_slug,
    url_of,
)
from toolshelf.problems import Location, ProblemError

NASTY = st.text(
    st.sampled_from("aZ09.-_/\\:%2eE5cCfF ~\0\n\r\t\u2019é\u0301\u0130ß\u200b\u202e+*?#|<>\"'コ&\ud800"), max_size=40
)
PARTS = st.sampled_from(
    [
        *("..", ".", "", "a", "b.html", "index.html", "é", "~", "...", "x.", " y", "z ", ".toolshelf-x", "a" * 256),
        *("con", "NUL.txt", "aux", "com1.", "COM¹", "lpt9.tar.gz"),
        *("C:", "%2e%2e", "%252e", "%2f", "%5c", "%00", "%ff"),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), NASTY, st.lists(PARTS, max_size=6).map("/".join))


def refused(function, text):
    try:
        return function(text), None
    except ProblemError as stopped:
        return None, stopped.problem


def assert_inside(output):
    """Inside for POSIX and for Windows, after joining and normalising, and storable by both."""
    output.encode()
    assert output == unicodedata.normalize("NFC", output)
    assert posixpath.normpath(posixpath.join("/site/out", output)) == f"/site/out/{output}"
    assert ntpath.normpath(ntpath.join("C:\\out", output)) == "C:\\out\\" + output.replace("/", "\\")
    for segment in output.split("/"):
        assert 0 < len(segment.encode()) <= 255
        assert safe_segment(segment) == segment
        assert segment == segment.rstrip(". ")
        assert segment.split(".")[0].strip().lower() not in {"con", "nul", "aux", "prn", "com1", "lpt9", "com¹"}
        assert not any(ord(character) < 32 for character in segment)


@given(TEXTS)
@settings(derandomize=True, deadline=None, max_examples=600)
@example("..%2f..%2fetc")
@example("/%E1%84%80%E1%85%A1/")
@example("<\u0338")
def test_a_permalink_stays_inside_the_output_or_is_refused_in_a_sentence(text):
    address, problem = refused(permalink_address, text)
    if address is None:
        assert problem.code == "address"
        assert problem.message.endswith(".")
        assert problem.hint
        assert problem.message.isprintable()
        return
    assert_inside(address.output)
    assert permalink_address(address.url_path) == address
    assert permalink_address(url_of(address.output)) == address
    assert alias_address(text) == address


@given(st.lists(TEXTS, min_size=1, max_size=4).map("/".join), st.sampled_from([".md", ".markdown", ".MD", ""]))
@settings(derandomize=True, deadline=None, max_examples=600)
def test_a_source_path_stays_inside_the_output_or_is_refused(folder, suffix):
    address, _ = refused(page_address, folder + suffix)
    if address is not None:
        assert_inside(address.output)
        assert page_address(f"{address.output.removesuffix('.html')}.md") == address
    output, _ = refused(file_output, folder + suffix)
    if output is not None:
        assert_inside(output)
        assert file_output(output) == output


@given(TEXTS)
@settings(derandomize=True, deadline=None, max_examples=400)
def test_a_slug_is_its_own_slug(text):
    slug = segment_slug(text)
    assert segment_slug(slug) == slug
    assert "/" not in slug


@given(TEXTS)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_a_safe_segment_is_one_segment_inside_the_output(text):
    segment = safe_segment(text)
    if segment is not None:
        assert "/" not in segment
        assert_inside(segment)


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1).map("/".join))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_an_encoded_address_decodes_to_what_it_was(path):
    path = "/" + unicodedata.normalize("NFC", path).lstrip("/")
    assert url_of(path).isascii()
    assert decode(url_of(path)) == path.removesuffix("index.html" if path.endswith("/index.html") else "")


@pytest.mark.parametrize(
    ("source", "url_path", "output"),
    [
        ("operations/innovation.md", "/operations/innovation/", "operations/innovation/index.html"),
        ("index.md", "/", "index.html"),
        ("Operations/INDEX.md", "/operations/", "operations/index.html"),
        ("README.md", "/readme/", "readme/index.html"),
        ("DEPRECATED PAGES/health+.md", "/deprecated-pages/health/", "deprecated-pages/health/index.html"),
        ("v1.1/schema.md", "/v1.1/schema/", "v1.1/schema/index.html"),
        ("2021_DSWG Notes_508.md", "/2021_dswg-notes_508/", "2021_dswg-notes_508/index.html"),
        ("gsa\u2019s-fedramp.md", "/gsa-s-fedramp/", "gsa-s-fedramp/index.html"),
        ("ui%e2%80%8a-%e2x.md", "/ui-e2-80-8a-e2x/", "ui-e2-80-8a-e2x/index.html"),
        ("a - b.md", "/a-b/", "a-b/index.html"),
        ("a--b.md", "/a--b/", "a--b/index.html"),
        ("Ma\u0308rz/cafe\u0301.md", "/märz/café/", "märz/café/index.html"),
        ("हिन्दी.md", "/हिन्दी/", "हिन्दी/index.html"),
        ("What is an ATO?.md", "/what-is-an-ato/", "what-is-an-ato/index.html"),
        ("etc..md", "/etc/", "etc/index.html"),
    ],
)
def test_a_source_path_has_this_address(source, url_path, output):
    assert page_address(source) == Address(url_path, output)


@pytest.mark.parametrize(
    ("text", "url_path", "output"),
    [
        ("/x/", "/x/", "x/index.html"),
        ("x", "/x/", "x/index.html"),
        ("/", "/", "index.html"),
        ("/a/b", "/a/b/", "a/b/index.html"),
        ("/x.html", "/x.html", "x.html"),
        ("/404.html", "/404.html", "404.html"),
        ("/docs/index.html", "/docs/", "docs/index.html"),
        ("/About/Team/", "/About/Team/", "About/Team/index.html"),
        ("/caf%C3%A9/", "/café/", "café/index.html"),
        ("/my page/", "/my page/", "my page/index.html"),
        ("/v1.1", "/v1.1/", "v1.1/index.html"),
        ("/old/page.aspx", "/old/page.aspx/", "old/page.aspx/index.html"),
        ("/100%/", "/100%/", "100%/index.html"),
        ("/.well-known/security/", "/.well-known/security/", ".well-known/security/index.html"),
    ],
)
def test_a_permalink_has_this_address(text, url_path, output):
    assert permalink_address(text) == Address(url_path, output)


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "/a//b/", "/./x", "..", "/../x/", "/a/../../x", "/%2e%2e/x", "/%252e%252e/x", "/%ff/"),
        *("/a%5c..%5cb", "a\\b", "C:\\x", "C:/x", "\\\\host\\x", "//host/x", "https://example.gov/x"),
        *("/a\0b/", "/a%00b/", "/a\nb", "/\u202ex/", "/x\u200b/", "/\ud800/"),
        *("/con/", "/NUL.html", "/aux.tar/x", "/com1/", "/LPT²/", "/x./", "/x /", "/ x/"),
        *("/x?y=1", "/x#y", "/:title/", "/a|b/", "/.toolshelf-manifest.json"),
        *(f"/{'a' * 256}/", "/" + "é" * 128 + "/", "/" + "abcdefghi/" * 120),
    ],
)
def test_a_permalink_that_could_leave_the_output_is_refused(text):
    address, problem = refused(permalink_address, text)
    assert address is None
    assert problem.code == "address"


@pytest.mark.parametrize("source", ["con.md", "a/nul/x.md", "+++.md", "...md", "+/x.md", f"{'é' * 130}.md"])
def test_a_source_name_that_cannot_be_an_address_is_refused(source):
    assert refused(page_address, source)[0] is None


def test_a_file_keeps_its_name_and_stands_beside_the_pages_of_its_folder():
    assert file_output("Agile Work/Workshop 3.JPG") == "agile-work/Workshop 3.JPG"
    assert file_output("cafe\u0301.png") == "café.png"


A, B = Location("content/a.md", 3, 1), Location("content/b.md")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("x/index.html", "x/index.html", "both have the address /x/"),
        ("About/index.html", "about/index.html", "letter case"),
        ("straße/index.html", "STRASSE/index.html", "letter case"),
        ("café.html", "cafe\u0301.html", "letters are stored"),
        ("x", "x/index.html", "needs a folder"),
        ("X", "x/y/index.html", "needs a folder"),
        ("x.html", "x.html/index.html", "needs a folder"),
    ],
)
def test_two_sources_of_one_file_are_named_both(first, second, words):
    for outputs in ([(first, A), (second, B)], [(second, A), (first, B)]):
        (problem,) = collisions(outputs)
        assert words in problem.message
        named = f"{problem.location} {problem.message}"
        assert "content/a.md:3" in named
        assert "content/b.md" in named


@given(st.permutations([("x", A), ("x", B), ("X/y", B), ("z", A), ("x/y", A)]))
@settings(derandomize=True, deadline=None, max_examples=20)
def test_collisions_do_not_depend_on_the_order_of_the_sources(outputs):
    assert collisions(outputs) == collisions(sorted(outputs))
    assert len(collisions(outputs)) == 3


def test_different_files_do_not_collide():
    assert collisions([("a/index.html", A), ("ab/index.html", B), ("a/b/index.html", A), ("a/index.htm", B)]) == ()
