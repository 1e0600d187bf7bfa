"""Editors' completion: the schemas stand with the site, and the settings of the repository name the right ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sites import AS_OF, CONFIGURATION, lines, make

from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.typed.settings import KINDS
from toolshelf.scaffolding.files import new_file

CHECKOUT = Path(__file__).resolve().parent.parent
SETTINGS = json.loads((CHECKOUT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]


def test_the_schemas_are_published_with_the_site_and_those_of_an_office_too(tmp_path):
    """As they are written."""
    own = json.dumps({"type": "array", "items": {"type": "object"}})
    report = make(tmp_path, {"data/list.yml": "- name: A\n", "data/list.schema.json": own})
    assert [line for line in lines(report) if "error[" in line] == []
    folder = tmp_path / "_site/schemas"
    assert (folder / "list.schema.json").read_text("utf-8") == own
    for file in (CHECKOUT / "toolshelf/schemas").glob("*.json"):
        assert (folder / file.name).read_bytes() == file.read_bytes()


def test_exports_false_leaves_them_out(tmp_path):
    """And costs nothing."""
    make(tmp_path, {"data/site.yml": CONFIGURATION + "exports: false\n"})
    assert not (tmp_path / "_site/schemas").exists()


def test_every_schema_that_the_settings_name_is_there():
    """Relative to the repository."""
    assert [name for name in SETTINGS if not (CHECKOUT / name).is_file()] == []


def test_every_schema_of_the_engine_that_an_editor_writes_for_is_wired():
    """Data, settings, menus, items in folders and in lists, and front matter."""
    wired = {Path(name).name.removesuffix(".schema.json") for name in SETTINGS}
    assert wired >= {"site", "navigation", "front_matter", *KINDS, *(f"{kind}_list" for kind in KINDS)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_a_list_refers_to_that_of_its_items(kind):
    """By a name that holds in the repository and on the site."""
    assert engine_schema(f"{kind}_list")["items"] == {"$ref": f"{kind}.schema.json"}


def test_a_new_item_names_its_schema_for_the_language_server():
    """In the repository by its path from there."""
    first, *_ = new_file("tool", "Sample", AS_OF, CHECKOUT, "https://shelf.example/").text.split("\n")
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (CHECKOUT / "data/tools" / named).resolve() == CHECKOUT / "toolshelf/schemas/tools.schema.json"
