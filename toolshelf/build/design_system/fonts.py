"""Fonts without what no page can show: hinting for old screens, small capitals, old figures, and faces nobody uses.

No character goes, so that it does not matter what authors write.
"""

from __future__ import annotations

import io
import re
from typing import Any, Final

import tinycss2

_FEATURES: Final = ("calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk")
"""What browsers apply by themselves (OpenType feature tags), but for contextual fractions."""
_ALWAYS: Final = {"400", "700"}
"""Weights that text and what is emphasised in it has."""


def slim(data: bytes) -> bytes:
    """The font ``data`` (WOFF2) with every character that it has."""
    from fontTools import subset  # needed once in a checkout's life
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff2", hinting=False, layout_features=list(_FEATURES))
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    written = io.BytesIO()
    subset.save_font(font, written, options)
    return written.getvalue()


def with_faces_in_use(css: str) -> str:
    """``css`` without the faces that no style asks for; what was drawn before another face has come does not move.

    A face of another weight than regular and bold stays where a style has this weight, and is upright: nothing is
    both light and slanted. A face that comes late is left out for this visit (``font-display: optional``, CSS Fonts
    Module Level 4, 11.1), and is there for the next.
    """
    rules = tinycss2.parse_stylesheet(css)
    weights = _ALWAYS | set(re.findall(r"font-weight:\s*(\d+)", "".join(map(_text_of, rules))))
    return str(tinycss2.serialize([_optional(rule) for rule in rules if not _is_idle(rule, weights)]))


def _is_idle(rule: Any, weights: set[str]) -> bool:  # noqa: ANN401 - tinycss2 has no types
    if not _is_face(rule):
        return False
    face = tinycss2.serialize(rule.content)
    weight = re.search(r"font-weight:\s*(\d+)", face)
    slanted = "font-style:italic" in face.replace(" ", "")
    return weight is not None and weight[1] not in (_ALWAYS if slanted else weights)


def _is_face(rule: Any) -> bool:  # noqa: ANN401
    return bool(rule.type == "at-rule" and rule.lower_at_keyword == "font-face")


def _text_of(rule: Any) -> str:  # noqa: ANN401
    return "" if _is_face(rule) else str(rule.serialize())


def _optional(rule: Any) -> Any:  # noqa: ANN401
    if _is_face(rule):
        declared = re.sub(r"font-display:\s*[a-z]+", "font-display:optional", tinycss2.serialize(rule.content))
        rule.content = tinycss2.parse_component_value_list(declared)
    return rule
