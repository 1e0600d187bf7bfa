"""YAML as editors mean it: text stays as typed, nothing is believed before it was looked at, places are kept."""

from __future__ import annotations

from typing import Final

from toolshelf.data.conflicts import conflicts_in_data
from toolshelf.data.positions import Sourced
from toolshelf.problems import Problem, error
from toolshelf.sources.text import forbidden_characters

_FOREIGN_BREAKS: Final = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
"""YAML 1.1 ends a line at these, YAML 1.2 and every editor do not: lines would be miscounted and text cut."""


def read_yaml(text: str, first_line: int = 1) -> Sourced:
    """Read the one YAML document ``text``; an empty one is None.

    ``first_line`` is the 1-based line of the file on which ``text`` begins (front matter does not begin on
    line 1); positions and problems count from there. Lines end with a line feed. Never raises.
    """
    faults = [*conflicts_in_data(text, first_line), *forbidden_characters(text, first_line)]
    if faults:
        return Sourced(problems=tuple(faults))
    if not text.isascii():
        text = text.translate(_FOREIGN_BREAKS)
    # Where no YAML was edited, PyYAML takes longer to load than a small site is looked at.
    import yaml

    from toolshelf.data.guards import read_events

    return read_events(text, first_line, yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)


def loader_problems() -> tuple[Problem, ...]:
    """An error if PyYAML was installed without its C library, which reads real files that the other refuses."""
    import yaml

    if yaml.__with_libyaml__:
        return ()
    hint = "set up again with: pip install --force-reinstall --only-binary :all: pyyaml"
    return (error("yaml-library", "PyYAML was installed without its C library libyaml.", hint=hint),)
