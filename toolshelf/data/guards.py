"""A YAML document, read from its parse events under guard: its value, the place of each part, what is refused.

Composing is where YAML is dangerous. PyYAML's C composer recurses until the process dies at 50,000 levels,
aliases make a small file a huge value, merge keys take exponential time, and of two equal keys the last one
silently wins. Events come without any of that, so nothing is ever composed: one pass over the events, which
stops at whatever is not read here, gives the value and where each part of it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import yaml
from msgspec import Struct, field
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.data.limits import MAX_DEPTH, MAX_DIGITS
from toolshelf.data.positions import Path, Positions, Sourced, Spot
from toolshelf.data.scalars import huge, typed
from toolshelf.problems import Problem, error
from toolshelf.sources.text import forbidden_characters

_KNOWN_TAGS: Final = {
    ScalarEvent: "tag:yaml.org,2002:str",
    SequenceStartEvent: "tag:yaml.org,2002:seq",
    MappingStartEvent: "tag:yaml.org,2002:map",
}
"""What may be said of a value, beside "!", because it says nothing new."""
_ALIAS_HINT: Final = "write the value out; if it is text that begins with *, put it in quotes"


class _Level(Struct):
    """An open list or mapping."""

    path: Path
    is_mapping: bool
    bracket: Spot | None
    """Where its bracket opens; None if it is written on lines of its own."""
    key: str | None = None
    """In a mapping: the key whose value comes next; None while a key comes next."""
    items: list[Value] = field(default_factory=list)
    pairs: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """In a mapping: the line of each key."""


class _Reader(Struct):
    """Follows the events of one document."""

    offset: int
    """What is added to a 0-based line to give the file's line."""
    value: Value = None
    values: dict[Path, Spot] = field(default_factory=dict)
    keys: dict[Path, Spot] = field(default_factory=dict)
    blocks: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    documents: int = 0
    readable: bool = True

    def refuse(self, code: str, message: str, spot: Spot, hint: str) -> None:
        self.problems.append(error(code, message, *spot, hint=hint))
        self.readable = False

    def follow(self, events: Iterable[Any]) -> None:
        for event in events:
            mark = event.start_mark
            spot = mark.line + self.offset, mark.column + 1
            if isinstance(event, ScalarEvent):
                self.scalar(event, spot)
            elif isinstance(event, CollectionStartEvent):
                self.begin(event, spot)
            elif isinstance(event, CollectionEndEvent):
                self.end()
            elif isinstance(event, AliasEvent):
                self.alias(event, spot)
            elif isinstance(event, DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    hint = "delete this line of three dashes, or make two files"
                    self.refuse("yaml", "A second document begins here; a file holds one.", spot, hint)
                    return
            if len(self.levels) > MAX_DEPTH:
                return

    def scalar(self, event: Any, spot: Spot) -> None:  # noqa: ANN401 (the stubs do not know the style)
        text: str = event.value
        style: str | None = event.style
        if event.tag is not None and not _is_known(event):
            self.refuse_tag(event, spot)
        elif not style and huge(text):
            hint = "put it in quotes if it is not meant as a number"
            self.refuse("huge-number", f"This number has more than {MAX_DIGITS} digits.", spot, hint)
        elif style == '"' and next(forbidden_characters(text), None):
            message = "This text holds an invisible control character, written with a backslash."
            self.refuse("control-character", message, spot, "delete it")
        if self.awaits_key():
            self.key(text, bool(style), spot)
            return
        path = self.place(spot)
        if style in ("|", ">"):
            self.blocks.add(path)
        self.put(path, typed(text) if event.implicit[0] else text)

    def begin(self, event: Any, spot: Spot) -> None:  # noqa: ANN401 (nor the flow style)
        if event.tag is not None and not _is_known(event):
            self.refuse_tag(event, spot)
        path = self.no_key(spot) if self.awaits_key() else self.place(spot)
        self.levels.append(_Level(path, isinstance(event, MappingStartEvent), spot if event.flow_style else None))
        if len(self.levels) > MAX_DEPTH:
            message = f"Lists and keys are nested more than {MAX_DEPTH} levels deep here."
            self.refuse("nesting", message, spot, "check the brackets and the indentation")

    def end(self) -> None:
        level = self.levels.pop()
        self.put(level.path, FrozenDict(level.pairs) if level.is_mapping else tuple(level.items))

    def alias(self, event: AliasEvent, spot: Spot) -> None:
        message = f"The alias *{event.anchor} refers to another place of the file, which is not read here."
        self.refuse("yaml-alias", message, spot, _ALIAS_HINT)
        if self.awaits_key():
            self.levels[-1].key = ""
        else:
            self.put(self.place(spot), MISSING)

    def refuse_tag(self, event: Any, spot: Spot) -> None:  # noqa: ANN401 (collections and scalars)
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        hint = f"delete {tag}; if it belongs to the text, put the text in quotes"
        self.refuse("yaml-tag", f"The tag {tag} is not known here.", spot, hint)

    def awaits_key(self) -> bool:
        return bool(self.levels) and self.levels[-1].is_mapping and self.levels[-1].key is None

    def key(self, key: str, is_quoted: bool, spot: Spot) -> None:
        """Keys are text as typed: ``on:`` and ``2026:`` are names, not a boolean and a number."""
        level = self.levels[-1]
        level.key = key
        if key == "<<" and not is_quoted:
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

    def no_key(self, spot: Spot) -> Path:
        """The path of a list or mapping that stands where a key should be."""
        message = "A bracket stands here where the name of a key should be."
        self.refuse("yaml", message, spot, "put text that holds { or [ in quotes")
        level = self.levels[-1]
        level.key = ""
        return (*level.path, "")

    def place(self, spot: Spot) -> Path:
        """The path of the value that begins at ``spot``."""
        path: Path = ()
        if self.levels:
            level = self.levels[-1]
            path = (*level.path, (level.key or "") if level.is_mapping else len(level.items))
            level.key = None
        self.values.setdefault(path, spot)
        return path

    def put(self, path: Path, value: Value) -> None:
        """Give ``value``, which stands at ``path``, to what it stands in."""
        if not self.levels:
            self.value = value
        elif self.levels[-1].is_mapping:
            self.levels[-1].pairs[str(path[-1])] = value
        else:
            self.levels[-1].items.append(value)


def _is_known(event: Any) -> bool:  # noqa: ANN401
    return event.tag in ("!", _KNOWN_TAGS[type(event)])


def read_events(text: str, first_line: int, loader: type[Any]) -> Sourced:
    """The one document of the YAML ``text``, whose first line is line ``first_line`` of its file.

    ``loader`` is PyYAML's. All problems that the events show are collected; a syntax error ends the reading.
    Never raises.
    """
    reader = _Reader(first_line)
    try:
        reader.follow(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as fault:
        from toolshelf.data.yaml_faults import syntax_problem  # only what cannot be read waits for its patterns

        bracket = next((level.bracket for level in reversed(reader.levels) if level.bracket), None)
        reader.problems.append(syntax_problem(fault, text, first_line, bracket))
        reader.readable = False
    positions = Positions(reader.values, reader.keys, reader.blocks)
    return Sourced(reader.value if reader.readable else MISSING, positions, tuple(reader.problems))
