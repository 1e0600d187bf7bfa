"""Many mistakes at once, and hostile names everywhere: all told in one run, and nothing read or written elsewhere."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest
from broken import check_words, told
from sites import CONFIGURATION, make, tree, write
from test_broken_data import CSV, JSON, YAML
from test_broken_pages import BODIES, FRONT_MATTER
from test_broken_templates import ROWS as TEMPLATES

from toolshelf.cli import main
from toolshelf.problems import Severity

HOSTILE = [
    "..", "../", "../../", "../../outside.md", "/../outside/", "/..", "a/../../b", "./x/", "/./x/", "//", "///x",
    "//example.org/x", "/x//y/", "..\\..\\x", "\\\\server\\share", "C:\\x", "C:/x", "/C:/x", "%2e%2e/x", "/%2e%2e%2fx/",
    "%252e%252e/x", "/%2Fx", "%5c..%5cx", "%00", "x%00y", "%zz", "%ff", "/con/", "nul.html", "/aux.x/", "COM1", "~",
    "~/x", "$HOME", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "http://[", "x" * 300,
    "/" + "y/" * 600, "/.git/config", ".toolshelf-x", "/.nojekyll", "/sitemap.xml", "/404.html", "/assets/",
    "index.html", " ", ".", "/", "?", "#", "x\u202ey", "e\u0301", "<b>", '"', "'", "{{ x }}", "{% x %}", "*", "|",
    "site", "navigation", "../site", "../../outside/secret", "/etc/passwd", "None", "-1", "__class__",
]  # fmt: skip
KEYS = ["permalink", "path", "redirect_from", "aliases", "layout", "type", "sidenav", "language", "id"]
NAMING = ["datafile", "thumbdatafile", "preview_image", "images", "anchors", "subnav"]
ITEM_KEYS = ["url", "thumb", "thumb_url", "description", "id", "name", "source_url"]
SECRET = "the text of a file outside of the site"


def joined_pages() -> tuple[dict[str, str | bytes], set[tuple[str, int, str]]]:
    """The rows of pages as pages of one site, and what must be told of each."""
    files: dict[str, str | bytes] = {}
    expected = set()
    for number, row in enumerate(FRONT_MATTER + BODIES):
        if row.code in ("collision", "redirect-to-itself") or "/a/" in row.name or "/x/" in row.name:
            continue  # these depend on the page's own address
        path = f"content/row-{number}.md"
        files |= {name: text for name, text in row.files.items() if name != row.path}
        files[path] = row.files[row.path]
        expected.add((path, row.line, row.code))
    return files, expected


def test_all_independent_mistakes_are_told_in_one_run(tmp_path):
    """Of pages, of data and of templates together, with a broken data/site.yml."""
    files, expected = joined_pages()
    for number, row in enumerate(YAML + JSON + CSV):
        if row.code in ("schema", "broken-link", "broken-image"):
            continue  # these are told of collections that pages show
        suffix = row.path.rpartition(".")[2]
        files[f"data/row-{number}.{suffix}"] = row.files[row.path]
        expected.add((f"data/row-{number}.{suffix}", row.line, row.code))
    for number, row in enumerate(TEMPLATES):
        if row.path == "templates/page.html":
            files[f"templates/row-{number}.html"] = row.files[row.path]
            files[f"content/t-{number}.md"] = f"---\ntitle: T\nlayout: row-{number}\n---\n"
            expected.add((f"templates/row-{number}.html", row.line, row.code))
    files["data/site.yml"] = CONFIGURATION + "official: yes\ntimezone: Mars\n"
    expected |= {("data/site.yml", 4, "schema"), ("data/site.yml", 5, "schema")}
    report = make(tmp_path, files)
    # The rows come from sites of their own, so many have the same title.
    found = {told(problem) for problem in report.problems if problem.code not in ("same-title", "same-description")}
    assert len(expected) > 150
    assert expected - found == set()
    assert found - expected == set()


def test_each_mistake_is_told_once(tmp_path):
    """No two problems say the same of one place."""
    files, _ = joined_pages()
    report = make(tmp_path, files)
    assert len({(problem.location, problem.message) for problem in report.problems}) == len(report.problems)
    for problem in report.problems:
        check_words(problem)


def hostile_pages() -> dict[str, str]:
    """A page for each key with each hostile value."""
    pages = {}
    for number, (key, value) in enumerate(itertools.product([*KEYS, *NAMING], HOSTILE)):
        lines = {"title": f"Page {number}", key: [value] if key in ("images", "anchors", "subnav") else value}
        front = "".join(f"{name}: {json.dumps(text)}\n" for name, text in lines.items())
        pages[f"content/p{number}.md"] = f"---\n{front}---\n\n{{% include collection.html datafile=tools %}}\n"
    for number, value in enumerate(HOSTILE):
        pages[f"content/i{number}.md"] = f"# I{number}\n\n{{% include {value} %}}\n"
        pages[f"content/j{number}.md"] = (
            f"# J{number}\n\n{{% include collection.html datafile={json.dumps(value)} %}}\n"
        )
        pages[f"content/k{number}.md"] = (
            f"# K{number}\n\n[x]({value}) ![y]({value}) <a href={json.dumps(value)}>z</a>\n"
        )
    return pages


def around(root: Path) -> dict[str, bytes]:
    """What stands beside and above the site."""
    return {path: data for path, data in tree(root.parent).items() if not path.startswith("site/")}


def test_hostile_values_neither_write_nor_read_elsewhere(tmp_path):
    """Pages with an error are told, and what remains of them is published inside the output only."""
    write(tmp_path / "outside", {"secret.yml": SECRET, "secret.md": SECRET, "data/site.yml": SECRET})
    (tmp_path / "outside.md").write_text(SECRET)
    root = tmp_path / "site"
    items = "".join(
        f"- name: Item\n  {key}: {json.dumps(value)}\n" if key != "name" else f"- name: {json.dumps(value)}\n"
        for key, value in itertools.product(ITEM_KEYS, HOSTILE)
    )
    pages = hostile_pages()
    footer = "".join(f"- {json.dumps(value)}\n" for value in HOSTILE)
    settings = f"{CONFIGURATION}footer:\n{footer}"
    files = {**pages, "data/tools.yml": items, "data/site.yml": settings, "data/navigation.yml": "main: []\n"}
    before = around(write(root, files))
    report = make(root, files)
    wrong = {problem.location.path for problem in report.problems if problem.severity is Severity.ERROR}
    assert any(path.startswith("content/") for path in wrong)
    assert around(root) == before
    good = {path: text for path, text in files.items() if path not in wrong}
    for path in wrong & files.keys():
        (root / path).unlink()
    report = make(root, {**good, "data/tools.yml": "- name: x\n"})
    assert report.published is not None, [str(problem) for problem in report.problems if problem.severity == "error"]
    assert around(root) == before
    assert not any(SECRET.encode() in data for data in tree(root / "_site").values())


@pytest.mark.parametrize(
    "value", [value for value in HOSTILE if "/" not in value and value.strip(" .") and len(value) < 240]
)
def test_hostile_names_of_files_and_folders_stay_inside(tmp_path, value):
    """Whatever the file system lets an author call a file."""
    root = tmp_path / "site"
    files = {f"content/{value}.md": "# A\n", f"content/{value}/p.md": "# P\n", f"content/{value}.png": b"\x89PNG"}
    before = around(write(root, files))
    make(root, files)
    assert around(root) == before


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_hostile_names_are_told_in_one_line_each(tmp_path, capsys, form):
    """A name can neither end a line nor begin another annotation."""
    names = ["a\nb", "a\r::error::x", "a%0Ab", "a,b:c", "::error file=x::y", "a\x1b[31m", "a\u2028b"]
    files = {f"content/{name}.md": "---\ntitle: [A\n---\n" for name in names}
    root = write(tmp_path, files)
    os.close(os.open(os.fsencode(root) + b"/content/\xff.md", os.O_CREAT))
    assert main(["build", "--root", str(root), "--format", form]) == 1
    out, err = capsys.readouterr()
    count = len(names) + 1
    if form == "json":
        assert len(json.loads(out)) == count
    elif form == "github":
        assert [line.startswith("::error file=content/") for line in out.splitlines()] == [True] * count
    else:
        assert len([line for line in err.splitlines() if line.startswith("content/")]) == count
        assert "\x1b" not in err
