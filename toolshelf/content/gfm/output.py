"""From comrak's HTML to the HTML that both engines write."""

from __future__ import annotations

import re

from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.patterns import regex

_CELL = regex(r"<(?:th|td(?= align))(?: align=\"(left|center|right)\")?>")
_VOID = regex(r"<(br|hr|(?:img|input) [^<>]*) />")
_BOX = regex(r'<input type="checkbox"( checked="")? disabled="">\s*(</li>|<p>)?')
_LANGUAGE = regex(r'(<pre><code) class="language-([^"]*)">')
_NAME = regex(r"[\w+#.-]+")
_QUOTED_TEXT = regex(r">[^<>]*&quot;[^<>]*")


def void_elements(html: str) -> str:
    """``html`` with comrak's void elements as HTML writes them."""
    return _VOID.sub(r"<\1>", html) if " />" in html else html


def canonical(html: str, placeholders: Placeholders) -> str:
    """``html`` with tables, task lists, code and quotation marks as the other engine writes them."""
    if "<table>" in html:
        html = _cells(html)
    if "<input " in html:
        html = _BOX.sub(lambda match: _box(match, placeholders), html)
    if ' class="language-' in html:
        html = _LANGUAGE.sub(lambda match: _language(match, placeholders), html)
    if "&quot;" in html:
        html = _QUOTED_TEXT.sub(lambda match: match[0].replace("&quot;", '"'), html)
    return html


def _cells(html: str) -> str:
    """``html`` with the classes of its cells; what stands before the first and behind the last is not looked at."""
    start, end = html.find("<t"), html.find(">", html.rfind("<t")) + 1
    return html[:start] + _CELL.sub(_cell, html[start:end]) + html[end:]


def _cell(match: re.Match[str]) -> str:
    aligned = f' class="text-{match[1]}"' if match[1] else ""
    return f'<th{aligned} scope="col">' if match[0].startswith("<th") else f"<td{aligned}>"


def _box(match: re.Match[str], placeholders: Placeholders) -> str:
    if match[2] == "</li>":
        return f"[{'x' if match[1] else ' '}]</li>"
    word = placeholders.add(Placeholder("checkbox", "x" if match[1] else ""))
    return f"{match[2] or ''}{word}"


def _language(match: re.Match[str], placeholders: Placeholders) -> str:
    name = _NAME.match(placeholders.strip(match[2]))
    return f'{match[1]} class="language-{name[0]}">' if name else f"{match[1]}>"
