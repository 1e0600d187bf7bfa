"""Broken data: YAML, JSON, CSV, schemas, items, thumbnails and the settings of the site, one mistake a row."""

from __future__ import annotations

import pytest
from broken import Row, check
from sites import CONFIGURATION

SHOWN = {"content/a.md": "---\ntitle: A\nthumbdatafile: tools\n---\n\n{% include collection_thumb.html %}\n"}
HEADER = {"content/a.md": "---\ntitle: A\nsidenav: main\n---\n"}


def data(name: str, text: str | bytes, line: int, code: str, part: str, more: int = 0, **files: str | bytes) -> Row:
    """A row whose mistake stands in data/``name``, which a page shows; ``files`` are further ones under content/."""
    beside = {f"content/thumbnails/{key.replace('_png', '.png')}": content for key, content in files.items()}
    return Row(
        f"{name} {text[:40]!r}", {**SHOWN, **beside, f"data/{name}": text}, f"data/{name}", line, code, part, more
    )


def schema(schema: str, line: int, code: str, part: str, *, path: str = "data/tools.yml") -> Row:
    """A row of two items and a schema; the mistake stands in ``path``."""
    items = "- name: One\n  url: https://one.example/\n- name: Two\n  day: tomorrow\n"
    files = {**SHOWN, "data/tools.yml": items, "data/tools.schema.json": schema}
    return Row(f"schema {schema[:60]}", files, path, line, code, part)


def items(rule: str) -> str:
    return f'{{"type": "array", "items": {{{rule}}}}}'


def site(lines: str, line: int, code: str, part: str) -> Row:
    """A row whose mistake stands in data/site.yml, below its three lines."""
    files = {"content/a.md": "# A\n", "data/site.yml": CONFIGURATION + lines}
    return Row(f"site {lines}", files, "data/site.yml", line, code, part)


def whole(text: str | bytes, line: int, code: str, part: str, more: int = 0) -> Row:
    """A row whose mistake is data/site.yml."""
    return Row(
        f"site {text!r}", {"content/a.md": "# A\n", "data/site.yml": text}, "data/site.yml", line, code, part, more
    )


def menu(text: str, line: int, code: str, part: str) -> Row:
    """A row whose mistake stands in data/navigation.yml, of which a page uses the list ``main``."""
    files = {**HEADER, "data/navigation.yml": text}
    return Row(f"navigation {text}", files, "data/navigation.yml", line, code, part)


YAML = [
    data("tools.yml", "- name: x\n  name: y\n", 2, "duplicate-key", "a second time"),
    data("tools.yml", "- name: x: y\n", 1, "yaml", "colon"),
    data("tools.yml", '- name: "x\n', 1, "yaml", "quote"),
    data("tools.yml", "- name: x\n\turl: y\n", 2, "yaml", "tab"),
    data("tools.yml", "- name: [x\n- name: y\n", 1, "yaml", "[ here is not closed"),
    data("tools.yml", "- name: x\n  url:y\n", 2, "yaml", "blank is missing"),
    data("tools.yml", "- name: x\n   url: y\n", 2, "yaml", "colon"),
    data("tools.yml", "- name: @x\n", 1, "yaml", "cannot begin with @"),
    data("tools.yml", "- name: *x\n", 1, "yaml-alias", "*x"),
    data("tools.yml", "- &a {name: x}\n- <<: *a\n", 2, "yaml-alias", "<<", 1),
    data("tools.yml", "- name: !md x\n", 1, "yaml-tag", "!md"),
    data("tools.yml", "- " * 60, 1, "nesting", "levels deep"),
    data("tools.yml", "- name: " + "9" * 200, 1, "huge-number", "digits"),
    data("tools.yml", "- name: x\n---\n- name: y\n", 2, "yaml", "second document"),
    data("tools.yml", "<<<<<<< a\n- name: x\n=======\n>>>>>>> b\n", 1, "merge-conflict", "begins here"),
    data("tools.yml", b"- name: x\n- name: caf\xe9\n", 2, "encoding", "not UTF-8"),
    data("tools.yml", "- name: x\x01\n", 1, "control-character", "U+0001"),
    data("tools.yml", "", 0, "empty-data", "holds nothing"),
]
JSON = [
    data("tools.json", '[{"name": "x"}', 1, "json", "not closed"),
    data("tools.json", '[\n{"name": "x"},\n]', 2, "json", "comma"),
    data("tools.json", '[{"name": "x"\n"url": "y"}]', 1, "json", "comma is missing"),
    data("tools.json", "[{'name': 1}]", 1, "json", "quotes"),
    data("tools.json", '[{"name": "x",\n"name": "y"}]', 2, "duplicate-key", "a second time"),
    data("tools.json", '[{"name": NaN}]', 1, "json", "no number"),
    data("tools.json", "// x\n[]", 1, "json", "comment"),
    data("tools.json", "[" * 60 + "]" * 60, 1, "nesting", "levels deep"),
    data("tools.json", '[{"name": "x"},\n{"name":\n5, "url":\n7}]', 4, "schema", "'url' is the number 7"),
]
CSV = [
    data("tools.csv", "name,url\nx\n", 2, "csv", "has 1 cell"),
    data("tools.csv", "name,url\nx,,y\n", 2, "csv", "has 3 cells"),
    data("tools.csv", "name,name\nx,y\n", 1, "duplicate-key", "stands twice"),
    data("tools.csv", "name,\nx,y\n", 1, "csv", "no name"),
    data("tools.csv", "name;url\nx;y\n", 1, "csv", "semicolons"),
    data("tools.csv", 'name,url\nx,"y\n', 2, "csv", "not closed"),
    data("tools.csv", "name,url\nx,/nope/\n", 2, "broken-link", "'/nope/'"),
    data("tools.csv", "name,thumb\nx,\ny,nope.png\n", 3, "broken-image", "'nope.png'"),
    data("tools.csv", b"name\nx\n\xff\n", 3, "encoding", "not UTF-8"),
]
SCHEMAS = [
    schema(items('"required": ["url"]'), 3, "schema", "Item 2 (Two): 'url' is missing."),
    schema(items('"properties": {"day": {"format": "date"}}'), 4, "schema", "must be a date"),
    schema(items('"properties": {"day": {"enum": ["today"]}}'), 4, "schema", 'must be "today"'),
    schema(items('"properties": {"day": {"type": "number"}}'), 4, "schema", "must be a number"),
    schema(items('"properties": {"url": {"maxLength": 3}}'), 2, "schema", "at most 3"),
    schema(items('"properties": {"url": {"pattern": "^/"}}'), 2, "schema", "the form"),
    schema(
        items('"properties": {"name": {}, "url": {}}, "additionalProperties": false'), 4, "schema", "'day' is not known"
    ),
    schema('{"type": "object"}', 1, "schema", "must be keys with values"),
    schema('{"maxItems": 1}', 1, "schema", "at most 1"),
    schema('{"type": "arry"}', 1, "schema", '"arry"', path="data/tools.schema.json"),
    schema('{\n"type": "array"', 1, "json", "not closed", path="data/tools.schema.json"),
    schema('{\n"$ref": "#/nope"}', 2, "schema", "leads to nothing", path="data/tools.schema.json"),
    schema("[]", 1, "schema", "keys with values", path="data/tools.schema.json"),
    Row(
        "no data",
        {"data/tols.schema.json": "{}", **HEADER, "data/navigation.yml": "main: []"},
        "data/tols.schema.json",
        0,
        "unused-schema",
        "no data file",
    ),
]
ITEMS = [
    data("tools.yml", "name: x\n", 1, "schema", "must be a list"),
    data("tools.yml", "- name: x\n- y\n", 2, "schema", "Item 2"),
    data("tools.yml", "- url: /a/\n", 1, "schema", "'name' is missing"),
    data("tools.yml", "- name: x\n  tags: 5\n", 2, "schema", "'tags'"),
    data("tools.yml", "- name: x\n  as_of: [y]\n", 2, "schema", "'as_of'"),
    data("tools.yml", "- name: x\n  url: 'javascript:alert(1)'\n", 2, "broken-link", "not allowed"),
    data("tools.yml", "- name: x\n  url: /nope/\n", 2, "broken-link", "'/nope/'"),
    data("tools.yml", "- name: x\n  description: |\n    a\n\n    [b](nope.md)\n", 5, "broken-link", "'nope.md'"),
    data("tools.yml", "- name: x\n  description: <script>y</script>\n", 2, "removed-html", "<script>"),
    data(
        "tools.yml",
        "- name: x\n  description: '{% include collection.html %}'\n",
        2,
        "include-in-data",
        "in a data file",
    ),
    data("tools.yml", "- name: x\n  description: '{{ site.nope }}'\n", 2, "unknown-variable", "site.nope"),
    data("tools.yml", "- name: x\n  thumb: nope.png\n", 2, "broken-image", "'nope.png'"),
    data("tools.yml", "- name: x\n  thumb_url: A.png\n", 2, "broken-image", "upper or lower case", a_png=b"\x89PNG"),
    data("tools.yml", "- name: x\n  thumb: sub//a.png\n", 2, "broken-image", "but there is", a_png=b"\x89PNG"),
    data("tools.yml", "- name: x\n  thumb: 5\n", 2, "schema", "must be text"),
    data("tools.yml", "- name: x\n  thumb: ../../../etc/passwd\n", 2, "broken-image", "no image"),
    data("tools.yml", "- name: x\n  thumb: https://x.example/a.png\n", 2, "broken-image", "another website"),
]
SITE = [
    Row(
        "no settings",
        {"content/a.md": "# B\n", "data/site.yml": "title: A\nurl: https://a.example/\n"},
        "data/site.yml",
        1,
        "schema",
        "'language' is missing",
    ),
    whole("", 1, "no-configuration", "empty"),
    whole("- a\n", 1, "schema", "no keys with values"),
    whole("title: [\n", 1, "yaml", "not closed"),
    whole(CONFIGURATION.replace("https", "ftp"), 2, "schema", "the form"),
    whole(CONFIGURATION.replace("example/", "example/../x/"), 2, "schema", "leads to another folder"),
    whole(CONFIGURATION.replace("example/", "example//x/"), 2, "schema", "an empty part"),
    whole(CONFIGURATION.replace("example/", "example/%2e%2e/"), 2, "schema", "a sign that"),
    whole(CONFIGURATION.replace("en\n", "../en\n"), 3, "schema", "the form"),
    whole(CONFIGURATION.replace("Shelf", "2026"), 1, "schema", "must be text"),
    whole(b"title: caf\xe9\nurl: https://a.example/\nlanguage: en\n", 1, "encoding", "not UTF-8"),
    site("title: B\n", 4, "duplicate-key", "a second time"),
    site("timezone: Mars/Olympus\n", 4, "schema", "no time zone"),
    site("timezone: ../../etc/passwd\n", 4, "schema", "no time zone"),
    site("official: yes\n", 4, "schema", "true or false"),
    site("navigation: nope\n", 4, "unknown-navigation", "no list called 'nope'"),
    site("navigation:\n  - /nope/\n", 5, "broken-link", "'/nope/'"),
    site("footer:\n  - name: x\n    url: /nope/\n", 6, "broken-link", "'/nope/'"),
    site("footer:\n  - name: x\n    url: 5\n", 6, "schema", "must be text"),
    site("footer: 5\n", 4, "schema", "must be a list"),
    site("contact: {email: nope}\n", 4, "schema", "an e-mail address"),
    site("identifier: {parent: X}\n", 4, "schema", "'agency' is missing"),
    site("identifier: 5\n", 4, "schema", "keys with values"),
    site("descripton: x\n", 4, "misspelt-key", "'description' is"),
    menu("main: /a/\n", 1, "schema", "must be a list"),
    menu("- /a/\n", 1, "schema", "no keys with values"),
    menu("main: [\n", 1, "yaml", "not closed"),
    menu("main:\n  - /a/\n  - name: x\n    url: /nope/\n", 4, "broken-link", "'/nope/'"),
    menu("main:\n  - {name: x, children: [/nope/]}\n", 2, "broken-link", "'/nope/'"),
    menu("main:\n  - {name: x, url: 5}\n", 2, "schema", "must be text"),
    menu("main:\n  - {name: x, url: 'javascript:x'}\n", 2, "broken-link", "not allowed"),
    menu("main:\n  - {name: x, external: yes}\n", 2, "schema", "true or false"),
    menu("main:\n  - 5\n", 2, "schema", "item 1"),
    Row(
        "a settings file of another name",
        {**HEADER, "data/navigation.yml": "main: []", "data/Site.yaml": "title: x"},
        "data/Site.yaml",
        0,
        "unread-file",
        "are not read",
    ),
]


@pytest.mark.parametrize("row", YAML + JSON + CSV + SCHEMAS + ITEMS + SITE, ids=lambda row: row.name)
def test_a_mistake_in_data_is_told_once_at_its_line_in_plain_words(tmp_path, row):
    """Whoever uses the data is not told too, and what was published before is not touched."""
    check(tmp_path, row)
