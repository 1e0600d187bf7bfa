"""The addresses that Jekyll gives to documents (lib/jekyll/url.rb, lib/jekyll/drops/url_drop.rb)."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from toolshelf.patterns import regex

if TYPE_CHECKING:
    from toolshelf.importers.jekyll.configuration import Configuration
    from toolshelf.importers.jekyll.documents import Document

_STYLES: Final = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
"""The permalink styles of Jekyll that have names."""
_PLACEHOLDER: Final = regex(r":([a-z_]+)")


def address(document: Document, template: str, inner: str, configuration: Configuration) -> str:
    """The address of ``document`` below the site's own, by the permalink ``template``, or by its place where "".

    ``inner`` is its path below the folder of its collection, or below the site for a page.
    """
    if not document.kind:
        if not template or template in _STYLES:
            return _of_page(inner, configuration)
        return _whole(template)
    template = _STYLES.get(template, template)
    values = _values(document, inner)

    def filled(match: re.Match[str]) -> str:
        # The longest name that is known: ":titles" is a title and a letter.
        for end in range(len(match[1]), 0, -1):
            if match[1][:end] in values:
                return values[match[1][:end]] + match[1][end:]
        return match[0]

    written = _PLACEHOLDER.sub(filled, template)
    if document.kind != "posts" and template.endswith(":path/"):
        written = written.removesuffix("index/")
    return _whole(written)


def slugify(text: str) -> str:
    """``text`` as Jekyll writes it in an address (its mode "default")."""
    return re.sub(r"[^\w]+|_", "-", unicodedata.normalize("NFC", text.strip()).lower()).strip("-")


def _of_page(path: str, configuration: Configuration) -> str:
    stem, _, _ = path.rpartition(".")
    folder, _, name = f"/{stem}".rpartition("/")
    if name == "index":
        return f"{folder}/"
    return f"{folder}/{name}{suffix(configuration.permalink).replace(':output_ext', '.html')}"


def suffix(permalink: str) -> str:
    """What the site's own style of addresses makes the addresses of pages and of collections end with."""
    if permalink in _STYLES:
        return "/" if permalink == "pretty" else ":output_ext"
    return "/" if permalink.endswith("/") else ":output_ext" if permalink.endswith(":output_ext") else ""


def _values(document: Document, inner: str) -> dict[str, str]:
    from toolshelf.importers.jekyll.documents import categories  # which needs addresses itself

    stem = inner.rpartition(".")[0]
    slug = str(document.meta.get("slug") or "")
    values = {
        "collection": document.kind,
        "path": stem,
        "name": slugify(stem.rpartition("/")[2]),
        "slug": slugify(slug or document.slug),
        "title": slug or (_slugified_keeping_case(document.slug)),
        "output_ext": ".html",
        "categories": "/".join(slugify(one) for one in categories(document)),
        "slugified_categories": "/".join(slugify(one) for one in categories(document)),
    }
    return values | _of_date(document.date)


def _slugified_keeping_case(text: str) -> str:
    """What ":title" stands for: the name of the file in its own case (Jekyll's mode "pretty", cased)."""
    return re.sub(r"[^\w._~!$&'()+,;=@-]+", "-", text).strip("-")


def _of_date(day: datetime.date | None) -> dict[str, str]:
    if day is None:
        return dict.fromkeys(("year", "month", "i_month", "day", "i_day", "short_year", "y_day", "week"), "")
    year, week, weekday = day.isocalendar()
    return {
        "year": f"{day.year:04}",
        "short_year": f"{day.year % 100:02}",
        "month": f"{day.month:02}",
        "i_month": str(day.month),
        "short_month": day.strftime("%b"),
        "long_month": day.strftime("%B"),
        "day": f"{day.day:02}",
        "i_day": str(day.day),
        "y_day": day.strftime("%j"),
        "w_year": str(year),
        "week": f"{week:02}",
        "w_day": str(weekday),
        "short_day": day.strftime("%a"),
        "long_day": day.strftime("%A"),
        "hour": day.strftime("%H"),
        "minute": day.strftime("%M"),
        "second": day.strftime("%S"),
    }


def _whole(written: str) -> str:
    """``written`` with one slash where several stand, and one before it."""
    return re.sub(r"/{2,}", "/", f"/{written}")
