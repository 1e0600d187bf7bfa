"""data/site.yml and data/navigation.yml: defaults, and faults with what to write instead."""

from __future__ import annotations

import zoneinfo

import pytest
import yaml

from toolshelf.data.configuration import load_configuration, load_navigation
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.positions import Positions
from toolshelf.data.schema import schema_problems

THREE = b"title: Toolkit\nurl: https://a.gov/b\nlanguage: en\n"


def test_three_lines_are_a_configuration():
    config, positions, problems = load_configuration(THREE)
    assert problems == ()
    assert config == {
        "title": "Toolkit",
        "url": "https://a.gov/b/",
        "language": "en",
        "description": "",
        "timezone": "UTC",
        "official": False,
        "search": True,
    }
    assert positions.locate(("url",)).line == 2


@pytest.mark.parametrize("data", [None, b"", b"# nothing\n"])
def test_without_a_configuration_the_hint_shows_the_three_lines_to_write(data):
    config, _, (problem,) = load_configuration(data)
    assert problem.location.path == "data/site.yml"
    assert problem.code == "no-configuration"
    for line in ("title: ", "url: https://", "language: en"):
        assert line in problem.hint
    assert config["url"]


@pytest.mark.parametrize(
    ("line", "code", "part", "hint"),
    [
        ("url: a.gov", "schema", "'url' is the text \"a.gov\"", "for example url: https://toolkit.example.gov/"),
        ("url: ftp://a.gov/", "schema", "'url'", "for example url: https://toolkit.example.gov/"),
        ("url: https://a.gov/?x=y", "schema", "'url'", "for example url: https://toolkit.example.gov/"),
        ("url: https://a .gov/", "schema", "'url'", "for example url: https://toolkit.example.gov/"),
        ("title: [x]", "schema", "'title' is a list", "put text that begins with a bracket in quotes"),
        ("title: 7", "schema", "'title' is the number 7", 'put it in quotes: "7"'),
        ("language: english", "schema", "'language'", "for example language: en"),
        ("language:", "schema", "'language' is empty", "for example language: en"),
        ("official: yes", "schema", "'official'", "write true or false, without quotes"),
        ("timezone: America/New_Yrok", "schema", "time zone", "did you mean America/New_York?"),
        ("timezone: ../etc/passwd", "schema", "time zone", ""),
        ("timezone: America", "schema", "time zone", ""),
        ("timezone: 5", "schema", "'timezone' is the number 5", 'put it in quotes: "5"'),
        ("contact: {email: office}", "schema", "'contact': 'email'", "A mailbox of the office"),
        ("footer: [{children: [3]}]", "schema", "item 1 is the number 3", ""),
        ("contact: {emial: office@a.gov}", "misspelt-key", "'email' is", "write 'email'"),
        ("identifier: {links: [{name: A, ulr: /a/}]}", "misspelt-key", "'url' is", "write 'url'"),
        ("feed: true", "misspelt-key", "'feeds' is", "write 'feeds'"),
        ("taxonomies: tags", "schema", "'taxonomies' is the text \"tags\"", "for example taxonomies: [tags]"),
        ("taxonomies: [Tags]", "schema", "does not have the form", "for example taxonomies: [tags]"),
        ("taxonomies: [tags/x]", "schema", "does not have the form", "for example taxonomies: [tags]"),
        ("taxonomies: [tags, tags]", "schema", "holds one item twice", "delete one of the two"),
        ("feeds: 20", "schema", "'feeds' is the number 20", "for example feeds: true"),
        ("search: {synonyms: [ATO]}", "schema", "'synonyms': item 1 is the text", "write it as a list: [ATO]"),
        ("social_images: {}", "schema", "'social_images'", "for example social_images: false"),
        ("exports: [csv]", "schema", "'exports' is a list", "for example exports: false"),
        ("Repository: x", "misspelt-key", "'repository' is", "write 'repository'"),
        ("title: x\ntitle: y", "duplicate-key", "second time", "keep one of the two lines"),
    ],
)
def test_a_fault_says_what_to_write_and_leaves_a_usable_configuration(line, code, part, hint):
    lines = [kept for kept in THREE.decode().splitlines() if kept.split(":")[0] != line.split(":")[0]]
    text = "\n".join([*lines, line]) + "\n"
    config, _, problems = load_configuration(text.encode())
    hit = [problem for problem in problems if problem.code == code and part in problem.message]
    assert len(hit) == 1, problems
    assert hit[0].location.path == "data/site.yml"
    assert hit[0].location.line == text.count("\n")
    assert hint in hit[0].hint
    assert isinstance(config["title"], str) and isinstance(config["official"], bool)
    assert config["url"].startswith("https://") and config["url"].endswith("/")
    zoneinfo.ZoneInfo(config["timezone"])


@pytest.mark.parametrize("off", ["false", "", "null"])
@pytest.mark.parametrize("key", ["search", "exports", "social_images", "images", "feeds", "taxonomies"])
def test_a_feature_that_is_off_may_be_said_to_be_off(key, off):
    assert load_configuration(THREE + f"{key}: {off}\n".encode())[2] == ()


def test_every_missing_key_is_named_in_one_run():
    _, _, problems = load_configuration(b"official: true\n")
    assert sorted(problem.message for problem in problems) == [
        f"'{key}' is missing." for key in ("language", "title", "url")
    ]


def test_other_keys_reach_the_templates():
    config, _, problems = load_configuration(THREE + b"phone: 555-0100\n")
    assert problems == ()
    assert config["phone"] == "555-0100"


def test_navigation_is_lists_of_links_by_name():
    menus, positions, problems = load_navigation(
        b"header:\n  - /about/\n  - {name: A, url: /a/, children: [{text: B, href: b.md}], external: false}\nempty:\n"
    )
    assert problems == ()
    assert menus["empty"] == ()
    assert menus["header"][1]["children"] == ({"text": "B", "href": "b.md"},)
    assert positions.locate(("header", 1, "children", 0)).line == 3


def test_a_site_needs_no_navigation():
    assert load_navigation(None) == ({}, Positions(), ())
    assert load_navigation(b"")[0::2] == ({}, ())


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("- /a/\n", 1, "holds no keys with values"),
        ("header: /a/\n", 1, "'header' is the text \"/a/\", but must be a list"),
        ("header:\n  - 7\n", 2, "'header': item 1 is the number 7"),
        ("header:\n  - /a/\n  - childen: [/b/]\n", 3, "'header', item 2: 'name' is missing"),
        ("header:\n  - name: A\n    children: /b/\n", 3, "'header', item 1 (A): 'children' is the text"),
        ("header:\n  - name: A\n    external: yes\n", 3, "must be true or false"),
        ("header:\n  - name: A\n    childen: [/b/]\n", 3, "'childen' is not known"),
        ("header: [/a/\n", 1, "not closed"),
    ],
)
def test_a_fault_of_the_navigation_names_list_and_item(text, line, part):
    menus, _, problems = load_navigation(text.encode())
    hit = [problem for problem in problems if part in problem.message]
    assert [(problem.location.path, problem.location.line) for problem in hit] == [("data/navigation.yml", line)], (
        problems
    )
    assert all(isinstance(menu, tuple) for menu in menus.values())


@pytest.mark.parametrize("name", ["front_matter", "site", "navigation"])
def test_the_engines_own_schemas_are_sound_and_describe_every_key(name):
    schema = engine_schema(name)
    assert schema_problems(schema, Positions()) == ()
    assert all(about.get("description") for about in schema.get("properties", {}).values())


def test_a_missing_c_library_is_said_once(monkeypatch):
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    said = [problem for problem in load_configuration(THREE)[2] if problem.code == "yaml-library"]
    assert len(said) == 1
    assert "pip install" in said[0].hint
    assert load_navigation(b"header: []")[2] == ()
