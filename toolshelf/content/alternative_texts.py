"""What is said of a picture to people who cannot see it: whether it is there, and says something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import basename
from typing import Final
from urllib.parse import unquote

from toolshelf.patterns import regex
from toolshelf.problems import Location, Problem, error, warning

_STAND_INS: Final = frozenset(
    {"alt", "alt text", "alternative text", "description", "graphic", "image", "img", "logo image", "photo", "picture"}
    | {"placeholder", "tbd", "texto alternativo", "thumbnail", "todo", "untitled", "imagen", "foto"}
)
"""What editors, templates and other programs leave in the place of a text."""
_FILE: Final = regex(r"\S+\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE)
_CAMERA: Final = regex(r"(?:img|dsc[nf]?|dcim|pxl|image|screenshot|screen shot)[ _-]?[0-9][0-9_ .-]*", re.IGNORECASE)
DECORATIVE: Final = "decorative"
"""The title that marks a picture as one that says nothing: ``![](line.svg "decorative")``."""
_SAY: Final = 'write what it shows, or mark it as decorative: ![](file "decorative")'


def written_as_html(element: str, given: Mapping[str, str]) -> dict[str, str]:
    """What is to be added to the attributes of an element that an author wrote as HTML.

    There an empty text is written on purpose, and marks a picture as one that says nothing. Markdown knows none.
    """
    return {"role": "none"} if element == "img" and given.get("alt") == "" else {}


def shown_attributes(element: str, given: Mapping[str, str]) -> Mapping[str, str]:
    """The attributes without those that mark a picture as decorative: an empty text says all that they do."""
    if element != "img" or not _is_decorative(given):
        return given
    marks = ("role", "aria-hidden", *(["title"] if _title(given) == DECORATIVE else []))
    return {key: value for key, value in {**given, "alt": given.get("alt", "")}.items() if key not in marks}


def picture_problems(
    element: str, given: Mapping[str, str], alt: str, target: str, line: int, column: int
) -> list[Problem]:
    """What is wrong with the alternative text of the picture ``target``, an ``img`` with the attributes ``given``."""
    if element != "img":
        return []
    if alt.strip():
        problem = stand_in(alt, target)
        return [] if problem is None else [problem.moved(Location("", line, column))]
    if _is_decorative(given):
        return []
    message = f"The picture '{target}' has no alternative text."
    return [warning("no-alternative-text", message, line, column, hint=_SAY)]


def nameless_link(target: str, line: int, column: int) -> Problem:
    """A link to ``target`` that holds nothing but pictures that say nothing."""
    message = f"The link to '{target}' holds a decorative picture alone, so nobody hears where it leads."
    return warning("no-alternative-text", message, line, column, hint="write as its text where the link leads")


def _is_decorative(given: Mapping[str, str]) -> bool:
    role = given.get("role", "").strip().lower()
    return _title(given) == DECORATIVE or role in ("none", "presentation") or given.get("aria-hidden") == "true"


def _title(given: Mapping[str, str]) -> str:
    return given.get("title", "").strip().lower()


def stand_in(alt: str, target: str) -> Problem | None:
    """The error that ``alt`` says nothing of the picture ``target``; its place is still open."""
    text = " ".join(alt.split()).strip(".").lower()
    name = basename(unquote(target)).lower()
    stem = name.rpartition(".")[0]
    as_named = text == name or (text == stem and re.search(r"[-_0-9]", stem))
    if not (text in _STAND_INS or as_named or _FILE.fullmatch(text) or _CAMERA.fullmatch(text)):
        return None
    message = f"The alternative text '{alt.strip()}' says nothing of the picture."
    return error("stand-in-text", message, hint="write what the picture shows, for people who cannot see it")
