"""Imports go one way."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "toolshelf"
LAYERS = (
    {"places", "signatures", "patterns", "makers", "languages", "__init__"},
    {"problems", "codec", "spelling", "project", "stamp"},
    {"sources"},
    {"data"},
    {"content"},
    {"index"},
    {"features"},
    {"build"},
    {"means", "report"},
    {"reading"},
    {"understanding", "excerpt"},
    {"binding"},
    {"whole_site"},
    {"pipeline", "explaining", "listing"},
    {"importers", "scaffolding"},
    {"suggestions"},
    {"importing"},
    {"stamping"},
    {"serve"},
    {"cli"},
    {"__main__"},
)
"""Every module and folder of the package."""
RANK = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def test_every_room_has_its_layer():
    rooms = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in PACKAGE.rglob("*.py")}
    assert rooms == RANK.keys()


def test_a_room_imports_only_from_rooms_below_it():
    """Sources know nothing of data, data nothing of content, and so on up to the command."""
    wrong = []
    for file in sorted(PACKAGE.rglob("*.py")):
        own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "toolshelf":
                named = (
                    [f"{node.module}.{alias.name}" for alias in node.names]
                    if node.module == "toolshelf"
                    else [node.module]
                )
                wrong += [
                    f"{file.relative_to(PACKAGE)} imports {name}"
                    for name in named
                    if _room(name) in RANK and RANK[_room(name)] > RANK[own]
                ]
    assert wrong == []


def test_no_pattern_repeats_a_group_possessively():
    """Python before 3.11.5 gets such patterns wrong (python/cpython, issue 106052), and Debian 12 has 3.11.2."""
    possessive = re.compile(r"\)[*+?]\+(?!,)|\(\?>")
    found = [
        f"{file.relative_to(PACKAGE)}:{number}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if possessive.search(line)
    ]
    assert found == []


def test_no_module_is_longer_than_400_lines():
    """A module holds one idea."""
    lengths = {
        str(file.relative_to(PACKAGE)): len(file.read_text("utf-8").splitlines()) for file in PACKAGE.rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}
