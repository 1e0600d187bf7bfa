"""What is looked at before a YAML document is composed: its parse events, one by one.

Composing is where YAML is dangerous. PyYAML's C composer recurses until the process dies at 50,000 levels,
aliases make a small file a huge value, merge keys take exponential time, and of two equal keys the last one
silently wins. Events come without any of that, so every file is first read as events; what they show is also
where each value stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from toolshelf.data.positions import Path, Positions, Spot
from toolshelf.data.scalars import MAX_DIGITS, huge
from toolshelf.data.yaml_faults import syntax_problem
from toolshelf.problems import Problem, error
from toolshelf.sources.text import forbidden_characters

MAX_DEPTH: Final = 50
"""Levels of lists and mappings. Real files have fewer than ten."""

_KNOWN_TAGS: Final = frozenset({None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
_ALIAS_HINT: Final = "write the value out; if it is text that begins with *, put it in quotes"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the events of a document show."""

    positions: Positions
    problems: tuple[Problem, ...]
    composable: bool
    """Whether the text may be composed without danger."""


@dataclass(slots=True)
class _Level:
    """An open list or mapping."""

    path: Path
    is_mapping: bool
    bracket: Spot | None
    """Where its bracket opens; None if it is written on lines of its own."""
    key: str | None = None
    """In a mapping: the key whose value comes next; None while a key comes next."""
    length: int = 0
    """In a list: how many items were seen."""
    lines: dict[str, int] = field(default_factory=dict)
    """In a mapping: the line of each key."""


@dataclass(slots=True)
class _Inspector:
    """Follows the events of one document."""

    offset: int
    """What is added to a 0-based line to give the file's line."""
    values: dict[Path, Spot] = field(default_factory=dict)
    keys: dict[Path, Spot] = field(default_factory=dict)
    blocks: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    documents: int = 0
    composable: bool = True

    def spot(self, event: Any) -> Spot:  # noqa: ANN401 (the stubs allow events without marks; read ones have them)
        return event.start_mark.line + self.offset, event.start_mark.column + 1

    def refuse(self, code: str, message: str, spot: Spot, hint: str) -> None:
        self.problems.append(error(code, message, *spot, hint=hint))
        self.composable = False

    def follow(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                self.node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.levels.pop()
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    hint = "delete this line of three dashes, or make two files"
                    self.refuse("yaml", "A second document begins here; a file holds one.", self.spot(event), hint)
            if len(self.levels) > MAX_DEPTH or self.documents > 1:
                return

    def node(self, event: yaml.NodeEvent) -> None:
        self.check(event)
        level = self.levels[-1] if self.levels else None
        if level is not None and level.is_mapping and level.key is None:
            path = self.key(event, level)
        else:
            path = self.value(event, level)
        if isinstance(event, yaml.CollectionStartEvent):
            bracket = self.spot(event) if event.flow_style else None
            self.levels.append(_Level(path, isinstance(event, yaml.MappingStartEvent), bracket))
            if len(self.levels) > MAX_DEPTH:
                message = f"Lists and keys are nested more than {MAX_DEPTH} levels deep here."
                self.refuse("nesting", message, self.spot(event), "check the brackets and the indentation")

    def value(self, event: yaml.NodeEvent, level: _Level | None) -> Path:
        if level is None:
            path: Path = ()
        elif level.is_mapping:
            path = (*level.path, level.key or "")
            level.key = None
        else:
            path = (*level.path, level.length)
            level.length += 1
        self.values.setdefault(path, self.spot(event))
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            self.blocks.add(path)
        return path

    def key(self, event: yaml.NodeEvent, level: _Level) -> Path:
        spot = self.spot(event)
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                message = "A bracket stands here where the name of a key should be."
                self.refuse("yaml", message, spot, "put text that holds { or [ in quotes")
            level.key = ""
            return (*level.path, "")
        key: str = event.value
        level.key = key
        if key == "<<" and not event.style:
            hint = "write the keys out where they are needed"
            self.refuse("yaml-alias", "The merge key << is not read here.", spot, hint)
        elif not key.strip():
            self.problems.append(error("yaml", "The name of the key before the colon is missing.", *spot))
        if (first := level.lines.get(key)) is not None:
            message = f"The key '{key}' stands here a second time (first in line {first})."
            self.problems.append(error("duplicate-key", message, *spot, hint="keep one of the two lines"))
        else:
            level.lines[key] = spot[0]
            self.keys[(*level.path, key)] = spot
        return (*level.path, key)

    def check(self, event: yaml.NodeEvent) -> None:
        spot = self.spot(event)
        if isinstance(event, yaml.AliasEvent):
            message = f"The alias *{event.anchor} refers to another place of the file, which is not read here."
            self.refuse("yaml-alias", message, spot, _ALIAS_HINT)
        elif (written := getattr(event, "tag", None)) not in _KNOWN_TAGS:
            tag = str(written).replace("tag:yaml.org,2002:", "!!")
            hint = f"delete {tag}; if it belongs to the text, put the text in quotes"
            self.refuse("yaml-tag", f"The tag {tag} is not known here.", spot, hint)
        elif isinstance(event, yaml.ScalarEvent):
            if not event.style and huge(event.value):
                hint = "put it in quotes if it is not meant as a number"
                self.refuse("huge-number", f"This number has more than {MAX_DIGITS} digits.", spot, hint)
            elif event.style == '"' and next(forbidden_characters(event.value), None):
                message = "This text holds an invisible control character, written with a backslash."
                self.refuse("control-character", message, spot, "delete it")


def inspect(text: str, first_line: int, loader: type[Any]) -> Inspection:
    """What the YAML ``text``, whose first line is line ``first_line`` of its file, shows before it is composed.

    All problems that the events show are collected; a syntax error ends the reading. Never raises.
    """
    inspector = _Inspector(first_line)
    try:
        inspector.follow(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as fault:
        bracket = next((level.bracket for level in reversed(inspector.levels) if level.bracket), None)
        inspector.problems.append(syntax_problem(fault, text, first_line, bracket))
        inspector.composable = False
    positions = Positions(inspector.values, inspector.keys, inspector.blocks)
    return Inspection(positions, tuple(inspector.problems), inspector.composable)
