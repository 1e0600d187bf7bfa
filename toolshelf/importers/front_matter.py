"""Front matter of other generators: read with the line on which the body begins, and written with its comments."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from typing import Any, NamedTuple

import frontmatter
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError


class Written(NamedTuple):
    """A file with front matter."""

    meta: dict[str, Any]
    """{} where it cannot be read."""
    body: str
    first_line: int
    """The line of the file on which the body begins, 1-based."""
    block: str
    """The front matter as text, without its marks."""
    fault: str = ""
    """Why it cannot be read, in words; "" where it can."""


def has_front_matter(text: str) -> bool:
    """Whether ``text`` begins with front matter, which may be empty."""
    first, _, rest = text.partition("\n")
    return first.rstrip() == "---" and any(line.rstrip() == "---" for line in rest.split("\n"))


def read(text: str) -> Written:
    """``text`` of a file: front matter in YAML between lines of three dashes, and a body."""
    if not has_front_matter(text):
        return Written({}, text, 1, "")
    lines = text.split("\n")
    end = next(number for number, line in enumerate(lines) if number and line.rstrip() == "---")
    block, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
    fault = ""
    try:
        meta, _ = frontmatter.parse(f"---\n{block}\n---\n")
    except (yaml.YAMLError, ValueError) as failure:
        meta, fault = {}, " ".join(str(failure).split())
    if not isinstance(meta, dict):
        meta, fault = {}, "it holds no keys and values"
    return Written({str(key): value for key, value in meta.items()}, body, end + 2, block, fault)


def write(meta: Mapping[str, Any], block: str, body: str) -> str:
    """A page with ``meta`` as its front matter, and with the comments that ``block``, the old front matter, has."""
    return f"---\n{_dumped(meta, block)}---\n{body}"


def _dumped(meta: Mapping[str, Any], block: str) -> str:
    """``meta`` as YAML: keys that ``block`` has stand in its order with its comments, if nothing else is lost."""
    if not meta:
        return ""
    keeper = YAML()
    keeper.preserve_quotes = True
    keeper.width = 4096
    keeper.allow_unicode = True
    if "#" in block:
        try:
            old = keeper.load(block)
            if isinstance(old, CommentedMap):
                _bring_to(old, meta)
                written = io.StringIO()
                keeper.dump(old, written)
                text = written.getvalue()
                if yaml.load(text, Loader=yaml.CSafeLoader) == _plain(meta):
                    return text
        except (YAMLError, yaml.YAMLError, ValueError, AttributeError):
            pass  # then the comments are lost, and nothing else
    return yaml.dump(_plain(meta), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=4096)


def _bring_to(old: CommentedMap, meta: Mapping[str, Any]) -> None:
    for key in [key for key in old if key not in meta]:
        del old[key]
    for key, value in meta.items():
        if key not in old or _plain(old[key]) != _plain(value):
            old[key] = _plain(value)


def _plain(value: Any) -> Any:  # noqa: ANN401 - YAML holds any value
    """``value`` in what YAML writes without tags."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (bool, int, float, str, datetime.date)):
        return value if not isinstance(value, str) else str(value)
    return str(value)
