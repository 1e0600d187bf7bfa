"""Alternative texts that say nothing of their picture, which Toolshelf calls errors: emptied, and listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any, Final

from toolshelf.content.alternative_texts import stand_in
from toolshelf.content.markdown import render_markdown
from toolshelf.importers.code import in_code
from toolshelf.importers.lines import Lines
from toolshelf.patterns import regex

_PICTURE: Final = regex(r"!\[(?P<alt>[^\[\]]+)\](?:\(\s*<?(?P<target>[^)\s>]*)|\[(?P<label>[^\[\]]*)\])?")
_DEFINITION: Final = regex(r"^ {0,3}\[(?P<label>[^\[\]]+)\]:[ \t]*<?(?P<target>[^\s>]+)", re.MULTILINE)
_ELEMENT: Final = regex(r"<img\b[^>]*>", re.IGNORECASE)
_ALT: Final = regex(r"""(?<=\s)alt\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""", re.I)
_SRC: Final = regex(r"""(?<=\s)src\s*=\s*["']?(?P<target>[^\s"'>]+)""", re.IGNORECASE)


def without_stand_ins(body: str, old: str, first_line: int, say: Callable[[int, str], None]) -> str:
    """``body``, Markdown, whose pictures have no text where theirs says nothing.

    ``say`` is told each with its line in the file, in which ``old``, the body as it was, begins on ``first_line``.
    """
    if "![" not in body and "<img" not in body.lower():
        return body
    if not any(problem.code == "stand-in-text" for problem in render_markdown(body).problems):
        return body
    targets = {match["label"].casefold(): match["target"] for match in _DEFINITION.finditer(body)}
    lines = Lines(old, first_line)

    def told(written: str, alt: str) -> None:
        say(lines.of(written), f"The text '{alt}' says nothing of its picture: it went.")

    def picture(match: re.Match[str]) -> str:
        alt, label = match["alt"], match["label"] or match["alt"]
        target = match["target"] or targets.get(label.casefold(), "")
        is_one = match["target"] is not None or label.casefold() in targets
        if not is_one or stand_in(alt, target) is None or in_code(body, match.start()):
            return match[0]
        told(f"![{alt}]", alt)
        behind = match[0][len(f"![{alt}]") :]
        return f"![]{behind}" if match["target"] is not None else f"![][{label}]"

    def element(match: re.Match[str]) -> str:
        found, source = _ALT.search(match[0]), _SRC.search(match[0])
        if found is None or in_code(body, match.start()):
            return match[0]
        alt = unescape(found["double"] or found["single"] or found["bare"] or "")
        if stand_in(alt, unescape(source["target"]) if source else "") is None:
            return match[0]
        told(found[0], alt)
        return f'{match[0][: found.start()]}alt=""{match[0][found.end() :]}'

    body = _PICTURE.sub(picture, body)
    return _ELEMENT.sub(element, body)


def without_stand_ins_in_list(images: Any, say: Callable[[int, str], None]) -> Any:  # noqa: ANN401 - YAML holds any value
    """``images`` of front matter, likewise."""
    if not isinstance(images, list):
        return images
    kept = []
    for image in images:
        alt = image.get("alt") if isinstance(image, dict) else None
        if isinstance(alt, str) and stand_in(alt, str(image.get("url") or "")) is not None:
            say(1, f"The text '{alt}' says nothing of its picture: it went.")
            image = {key: value for key, value in image.items() if key != "alt"}
        kept.append(image)
    return kept
