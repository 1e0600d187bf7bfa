"""Which templates a template names, by `extends`, `include` and `import`."""

from __future__ import annotations

import functools

import jinja2
from jinja2 import nodes
from msgspec import Struct

from toolshelf.patterns import regex

_MAYBE = regex(r"\{%[-+]?\s*(?:extends|include|import|from)\b")
_KINDS = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


class Reference(Struct, frozen=True):
    """A template names another."""

    name: str
    """"" for one that is worked out while rendering."""
    line: int
    needed: bool
    """Whether there has to be such a template."""


@functools.lru_cache(maxsize=1024)
def references(text: str) -> tuple[Reference, ...]:
    """The templates that ``text`` names. Raises jinja2.TemplateSyntaxError for one that names some and is wrong."""
    if not _MAYBE.search(text):
        return ()  # as most: to parse it takes a thousand times longer
    tree = jinja2.Environment().parse(text)
    return tuple(found for node in tree.find_all(_KINDS) for found in _references(node))


def _references(node: nodes.Node) -> list[Reference]:
    named = getattr(node, "template", None)
    if isinstance(named, nodes.Const) and isinstance(named.value, str):
        return [Reference(named.value, node.lineno, not getattr(node, "ignore_missing", False))]
    several = named.items if isinstance(named, nodes.List | nodes.Tuple) else [named]
    return [Reference(_constant(one), node.lineno, needed=False) for one in several]


def _constant(node: nodes.Node | None) -> str:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""
