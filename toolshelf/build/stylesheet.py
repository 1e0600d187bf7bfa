"""The references of a style sheet: url(), src(), @import and image-set(), and nothing else in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

_ADDRESS_FUNCTIONS = frozenset({"url", "src"})
_STRING_IMAGES = frozenset({"image-set", "-webkit-image-set"})


def references(css: str) -> tuple[str, ...]:
    """What ``css`` refers to, as it is written there without its quotes and escapes, in order; empty ones left out."""
    return tuple(node.value for node in _addresses(_parsed(css)) if node.value)


def with_references(css: str, replace: Callable[[str], str]) -> str:
    """``css`` with each reference that is not empty replaced; all else stays, but for the quotes around text.

    A ``sourceMappingURL`` comment goes: it names a file for a debugger, which is not published.
    """
    from tinycss2 import serialize
    from tinycss2.serializer import serialize_string_value

    nodes = _parsed(css)
    for node in _addresses(nodes):
        if not node.value:
            continue
        node.value = replace(node.value)
        quoted = f'"{serialize_string_value(node.value)}"'
        node.representation = f"url({quoted})" if node.type == "url" else quoted
    return str(serialize([node for node in nodes if not _is_source_map(node)]))


def _parsed(css: str) -> list[Any]:
    import tinycss2  # loaded only where a style sheet is another than before

    return list(tinycss2.parse_component_value_list(css))


def _addresses(nodes: Iterable[Any]) -> Iterator[Any]:
    """The URL tokens and strings among ``nodes`` that are addresses."""
    importing = False
    for node in nodes:
        if node.type == "at-keyword":
            importing = node.lower_value == "import"
        elif node.type == "url" or (node.type == "string" and importing):
            yield node
        elif node.type == "function":
            if node.lower_name in _ADDRESS_FUNCTIONS:
                yield from [value for value in node.arguments if value.type == "string"][:1]
            else:
                if node.lower_name in _STRING_IMAGES:
                    yield from (value for value in node.arguments if value.type == "string")
                yield from _addresses(node.arguments)
        elif node.type in {"{} block", "() block", "[] block"}:
            yield from _addresses(node.content)
        if node.type not in {"at-keyword", "whitespace", "comment"}:
            importing = False


def _is_source_map(node: Any) -> bool:  # noqa: ANN401 - tinycss2 has no types
    return bool(node.type == "comment" and node.value.lstrip("# ").startswith("sourceMappingURL="))
