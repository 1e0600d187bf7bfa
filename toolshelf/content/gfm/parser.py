"""comrak, set up as GitHub sets up its reader: CommonMark with tables, task lists, footnotes and bare addresses.

The options are written once and only read afterwards, so threads share them.
"""

from __future__ import annotations

import comrak


def _extensions() -> comrak.ExtensionOptions:
    extensions = comrak.ExtensionOptions()
    extensions.autolink = True
    extensions.description_lists = True
    extensions.footnotes = True
    extensions.strikethrough = True
    extensions.table = True
    extensions.tasklist = True
    return extensions


def _rendering() -> comrak.RenderOptions:
    rendering = comrak.RenderOptions()
    rendering.unsafe_ = True  # raw HTML passes: the policy of sanitise.py decides what stays of it
    return rendering


_EXTENSIONS = _extensions()
_RENDERING = _rendering()


def to_html(text: str) -> str:
    """The HTML of ``text``, with its raw HTML, not sanitised."""
    return comrak.render_markdown(text, _EXTENSIONS, None, _RENDERING)
