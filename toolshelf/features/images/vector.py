"""SVG, which is a program as well as a picture: only what draws is let through.

A browser runs no script of an SVG that an ``img`` shows, but it does where somebody opens the file itself. So a
file that holds anything besides the elements and references here is refused, and not mended: a picture whose
parts were taken out is another picture. Sources: SVG 2 (https://www.w3.org/TR/SVG2/), chapters 5 to 13, and
Filter Effects (https://www.w3.org/TR/filter-effects-1/); SVG Integration for what runs where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from toolshelf.features.images.facts import Facts
from toolshelf.patterns import regex

_SVG: Final = "{http://www.w3.org/2000/svg}"
# fmt: off
_ELEMENTS: Final = frozenset(
    {
        "circle", "clipPath", "defs", "desc", "ellipse", "filter", "g", "image", "line", "linearGradient", "marker",
        "mask", "metadata", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "style",
        "svg", "switch", "symbol", "text", "textPath", "title", "tspan", "use", "view",
        "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
        "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR",
        "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting",
        "feSpotLight", "feTile", "feTurbulence",
    }
)
# fmt: on
_EDITORS: Final = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://sodipodi.sourceforge.net/",
    "http://www.inkscape.org/namespaces/",
    "http://ns.adobe.com/",
    "http://www.bohemiancoding.com/sketch/ns",
    "http://www.serif.com/",
    "http://www.figma.com/figma/ns",
)
"""Where the names come from that drawing programs leave in their files, and that nobody draws."""
_EMBEDDED: Final = regex(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_LENGTH: Final = regex(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")
_REMEDY: Final = "save it anew as a plain SVG, or as PNG"


class _RefusedError(Exception):
    """The text says why."""


def vector_facts(data: bytes) -> Facts:
    """The measures of the SVG in ``data``, or why it is refused. Never raises."""
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import DefusedXMLParser, ParseError  # type: ignore[import-untyped]

    look = _Look()
    parser = DefusedXMLParser(target=look, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        parser.close()
    except _RefusedError as refused:
        return Facts(fault=str(refused), remedy=_REMEDY)
    except DefusedXmlException:
        return Facts(fault="This SVG declares entities, which can hide anything.", remedy=_REMEDY)
    except ParseError as failure:
        line, column = failure.position
        fault = f"This SVG is not well-formed at line {line}, column {column + 1}, so no browser shows it."
        return Facts(fault=fault, remedy=_REMEDY)
    except (ValueError, LookupError):
        return Facts(fault="This SVG is written in an encoding that nobody knows.", remedy=_REMEDY)
    if look.root != f"{_SVG}svg":
        return Facts(fault="This file is called .svg and holds no SVG.", remedy=_REMEDY)
    width, height = look.measures
    return Facts(width, height, weight=len(data))


class _Look:
    """What the parser tells of a file as it goes through it."""

    def __init__(self) -> None:
        self.root = ""
        self.measures = (0, 0)
        self._style: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self.root:
            self.root = tag
            self.measures = _measures(attributes)
        name = tag.removeprefix(_SVG)
        if "}" not in name and not tag.startswith(_SVG):
            raise _RefusedError(f"This SVG holds the element '{name[:40]}' outside of SVG's own namespace.")
        if "}" in name:
            if not tag[1:].startswith(_EDITORS):
                raise _RefusedError(f"This SVG holds the foreign element '{name.rpartition('}')[2][:40]}'.")
            return
        if name not in _ELEMENTS:
            raise _RefusedError(f"This SVG holds the element '{name[:40]}', which may do more than draw.")
        for key, value in attributes.items():
            _check_attribute(name, key, value)
        if name == "style":
            self._style = []

    def data(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def end(self, tag: str) -> None:
        if self._style is not None and tag == f"{_SVG}style":
            _check_rules("".join(self._style))
            self._style = None

    def pi(self, target: str, _: str = "") -> None:
        if target != "xml":
            raise _RefusedError(f"This SVG holds an instruction for other programs, '{target[:40]}'.")

    def close(self) -> None:
        """The parser wants it."""


def _check_attribute(element: str, key: str, value: str) -> None:
    """Raises _RefusedError for what runs, and for what leads out of the file."""
    local = key.rpartition("}")[2].lower()
    if local.startswith("on"):
        raise _RefusedError(f"This SVG holds a script, in the attribute '{local[:40]}'.")
    if local in ("href", "src"):
        target = value.strip()
        embedded = element == "image" and _EMBEDDED.fullmatch(target)
        if not (target.startswith("#") or embedded or not target):
            raise _RefusedError(f"This SVG refers to something outside of itself: '{target[:60]}'.")
    elif local == "base":
        raise _RefusedError("This SVG takes its references from another address ('xml:base').")
    elif "(" in value or "\\" in value or "@" in value or local == "style":
        _check_rules(value)


def _check_rules(css: str) -> None:
    """Raises _RefusedError where ``css`` names something outside of the file."""
    import tinycss2

    for token in _every(tinycss2.parse_component_value_list(css, skip_comments=True)):
        reference = _reference(token)
        if reference is not None and not reference.strip().startswith("#"):
            embedded = _EMBEDDED.fullmatch(reference.strip())
            if not embedded:
                raise _RefusedError(f"This SVG refers to something outside of itself: '{reference[:60]}'.")
        if token.type == "at-keyword" and token.lower_value == "import":
            raise _RefusedError("This SVG imports styles from elsewhere.")


def _reference(token: Any) -> str | None:  # noqa: ANN401 - tinycss2 has no types
    if token.type == "url":
        return str(token.value)
    if token.type == "function" and token.lower_name in ("url", "src", "image", "image-set"):
        return "".join(str(one.value) for one in token.arguments if one.type in ("string", "url"))
    return None


def _every(tokens: Iterable[Any]) -> Iterator[Any]:
    """All tokens, and those within them, without going as deep as an author may nest them."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        yield token
        waiting += getattr(token, "arguments", None) or getattr(token, "content", None) or ()


def _measures(attributes: Mapping[str, str]) -> tuple[int, int]:
    """Width and height in pixels; of its view box where it has no others, and 0, 0 where it has neither."""
    width, height = (_LENGTH.fullmatch(attributes.get(key, "")) for key in ("width", "height"))
    if width and height:
        found = float(width[1]), float(height[1])
    else:
        box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
        numbers = [_LENGTH.fullmatch(part) for part in box[2:4]]
        if len(box) != 4 or not all(numbers):
            return 0, 0
        found = float(numbers[0][1]), float(numbers[1][1])  # type: ignore[index]
    if not all(0 < side < 1e6 for side in found):
        return 0, 0
    return max(1, round(found[0])), max(1, round(found[1]))
