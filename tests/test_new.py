"""New files for editors: valid as they are, coached by what the schemas say, and drafts until they are published."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from sites import AS_OF, CONFIGURATION, make, tree, write

from toolshelf.cli.main import main
from toolshelf.codec import FrozenDict, freeze
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.positions import Positions
from toolshelf.data.schema import violations
from toolshelf.data.yaml_source import read_yaml
from toolshelf.pipeline import build
from toolshelf.project import Project
from toolshelf.scaffolding.files import KINDS, new_file

HOME = "---\ntitle: Home\ndescription: The first page of a site, in as many letters as there should be.\n---\nHi.\n"
SITE = {"content/index.md": HOME}
TITLES = ("Login.gov", "A: title #1 with “signs” & 'quotes'", "Größe 設計")
ITEMS = {"tool": "tools", "challenge": "challenges", "sprint": "sprints"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("title", TITLES)
def test_a_new_file_is_valid_and_a_draft(tmp_path, kind, title):
    """Nothing is published of it, and nothing is wrong with it, whether drafts are shown or not."""
    made = new_file(kind, title, AS_OF, tmp_path, "https://shelf.example/")
    before = make(tmp_path, SITE)
    published = tree(tmp_path / "_site")
    after = make(tmp_path, {**SITE, made.path: made.text})
    assert after.problems == before.problems == ()
    assert [path for path in tree(tmp_path / "_site") if "login" in path or title.lower() in path] == []
    assert {path for path in published if path.endswith(".html")} <= tree(tmp_path / "_site").keys()
    shown = build(Project(root=tmp_path, output=tmp_path / "_site", as_of=AS_OF, drafts=True))
    assert [str(one) for one in shown.problems] == []
    texts = b"".join(data for path, data in tree(tmp_path / "_site").items() if path.endswith("index.html"))
    assert title.split()[0].encode() in texts


def examples(text: str) -> dict[str, str]:
    """The keys that a file shows commented out, each with its lines."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in text.split("\n"):
        if match := re.match(r"# ([a-z0-9_]+):( |$)", line):
            key = match[1]
            found[key] = [line[2:]]
        elif key and re.match(r"#   |# - ", line):
            found[key].append(line[2:])
        else:
            key = ""
    return {name: "\n".join(lines) for name, lines in found.items()}


@pytest.mark.parametrize("kind", ITEMS)
def test_every_key_of_a_schema_is_shown_and_every_example_keeps_to_it(kind):
    """So an editor only has to take a number sign away."""
    schema = engine_schema(ITEMS[kind])
    text = new_file(kind, "Title", AS_OF, Path("nowhere"), "https://shelf.example/").text
    shown = examples(text)
    properties = schema["properties"]
    assert isinstance(properties, FrozenDict)
    assert shown.keys() | yaml.safe_load(text).keys() >= properties.keys() - {"id", "name", "thumb"}
    for key, lines in shown.items():
        value = read_yaml(lines + "\n").value
        assert isinstance(value, FrozenDict), key
        about = freeze({"type": "object", "properties": {key: properties[key]}, "$defs": schema.get("$defs", {})})
        assert isinstance(about, FrozenDict)
        assert violations(value, about, Positions()) == (), key


def test_a_title_is_as_long_as_the_schema_of_the_site_lets_it_be(tmp_path, capsys):
    """What is written is valid, so nothing is written that would not be."""
    assert main(["new", "tool", "Word " * 30, "--root", str(tmp_path)]) == 2
    assert "The title has 149 characters, and 90 are the most" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_new_item_keeps_to_the_schema_of_the_site(tmp_path, capsys):
    schema = {"type": "object", "required": ["title", "cost"], "properties": {"title": {}, "cost": {"type": "integer"}}}
    write(tmp_path, {"data/tools.schema.json": json.dumps(schema)})
    assert main(["new", "tool", "A tool", "--root", str(tmp_path)]) == 0
    text = (tmp_path / "data/tools/a-tool.yml").read_text("utf-8")
    assert "$schema=../tools.schema.json" in text
    assert yaml.safe_load(text)["cost"] == 0


def test_what_stands_there_is_left_as_it_is(tmp_path, capsys):
    """And the command says so in a sentence."""
    write(tmp_path, {"data/site.yml": CONFIGURATION, "content/prizes.md": "Mine.\n"})
    assert main(["new", "page", "Prizes", "--root", str(tmp_path)]) == 2
    assert "There is content/prizes.md already" in capsys.readouterr().err
    assert (tmp_path / "content/prizes.md").read_text("utf-8") == "Mine.\n"
    assert main(["new", "tool", "--root", str(tmp_path), "***"]) == 2
    assert "no letter or digit" in capsys.readouterr().err
    assert main(["new", "tool", "Login.gov", "--root", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out == "data/tools/login.gov.yml\n"
    first = (tmp_path / "data/tools/login.gov.yml").read_text("utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=https://shelf.example/schemas/tools.schema.json"
