"""YAML as editors mean it: text stays as typed, nothing is composed before it was looked at, places are kept."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.conflicts import conflicts_in_data
from toolshelf.data.guards import inspect
from toolshelf.data.positions import Sourced
from toolshelf.data.scalars import typed
from toolshelf.data.yaml_faults import syntax_problem
from toolshelf.problems import Problem, error
from toolshelf.sources.text import forbidden_characters

_PLAIN: Final = "tag:toolshelf,2026:plain"
"""The tag of every scalar without quotes; which of them are more than text is decided by ``typed``."""

_LIBRARY_LOADER: Final[type[Any]] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_FOREIGN_BREAKS: Final = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
"""YAML 1.1 ends a line at these, YAML 1.2 and every editor do not: lines would be miscounted and text cut."""


class _Loader(_LIBRARY_LOADER):  # type: ignore[misc]  # one of two library classes, chosen when the module is read
    """The library's safe loader with our scalars.

    The resolvers decide which tag a scalar gets and the constructors what the tag means: both are replaced
    whole, so nothing of YAML 1.1's ideas (``no``, ``12:30``, ``010``, ``<<``) is left.
    """

    yaml_implicit_resolvers: dict[str | None, list[tuple[str, re.Pattern[str]]]] = {None: [(_PLAIN, re.compile(""))]}  # noqa: RUF012 (PyYAML looks for these names on the class)
    yaml_constructors: dict[str, Any] = {}  # noqa: RUF012


def _construct_plain(loader: Any, node: yaml.ScalarNode) -> Value:  # noqa: ANN401 (PyYAML gives its loaders no common type)
    return typed(node.value)


def _construct_text(loader: Any, node: yaml.ScalarNode) -> Value:  # noqa: ANN401
    return str(node.value)


def _construct_list(loader: Any, node: yaml.SequenceNode) -> Value:  # noqa: ANN401
    return tuple(loader.construct_object(item, deep=True) for item in node.value)


def _construct_mapping(loader: Any, node: yaml.MappingNode) -> Value:  # noqa: ANN401
    """Keys are text as typed: ``on:`` and ``2026:`` are names, not a boolean and a number."""
    return FrozenDict({str(key.value): loader.construct_object(item, deep=True) for key, item in node.value})


_Loader.add_constructor(_PLAIN, _construct_plain)
_Loader.add_constructor("tag:yaml.org,2002:str", _construct_text)
_Loader.add_constructor("!", _construct_text)
_Loader.add_constructor("tag:yaml.org,2002:seq", _construct_list)
_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def read_yaml(text: str, first_line: int = 1) -> Sourced:
    """Read the one YAML document ``text``; an empty one is None.

    ``first_line`` is the 1-based line of the file on which ``text`` begins (front matter does not begin on
    line 1); positions and problems count from there. Lines end with a line feed. Never raises.
    """
    faults = [*conflicts_in_data(text, first_line), *forbidden_characters(text, first_line)]
    if faults:
        return Sourced(problems=tuple(faults))
    text = text.translate(_FOREIGN_BREAKS)
    inspection = inspect(text, first_line, _Loader)
    if not inspection.composable:
        return Sourced(positions=inspection.positions, problems=inspection.problems)
    try:
        value: Value = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as fault:
        return Sourced(problems=(*inspection.problems, syntax_problem(fault, text, first_line)))
    return Sourced(value, inspection.positions, inspection.problems)


def loader_problems() -> tuple[Problem, ...]:
    """An error if PyYAML was installed without its C library, which reads real files that the other refuses."""
    if yaml.__with_libyaml__:
        return ()
    hint = "set up again with: pip install --force-reinstall --only-binary :all: pyyaml"
    return (error("yaml-library", "PyYAML was installed without its C library libyaml.", hint=hint),)
