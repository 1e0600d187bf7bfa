"""Raw HTML under a policy: nh3 removes what the policy does not name, and everything removed is reported."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import nh3

from toolshelf.content.bare_addresses import unnested_links
from toolshelf.content.placeholders import Placeholders
from toolshelf.content.policy import ATTRIBUTES, SCHEMES, TAGS, WITH_CONTENT
from toolshelf.patterns import regex
from toolshelf.problems import Problem

_EMPTY = regex(r"<(blockquote|cite|figcaption|q)((?: [^<>]*)?)>\s*</\1>")
"""What shows nothing where nothing is in it, but for an empty place."""


def _cleaner(marks: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(WITH_CONTENT),
        attributes={**ATTRIBUTES, "*": ATTRIBUTES["*"] | marks},
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


@functools.cache
def _plain_cleaner() -> nh3.Cleaner:
    return _cleaner(frozenset())


def sanitise(html: str, placeholders: Placeholders) -> tuple[str, list[Problem]]:
    """``html`` as the policy allows it, well-formed, and what was taken out of it, each at its place."""
    html = unnested_links(html, placeholders)
    elements = [number for number, item in enumerate(placeholders.all) if item.kind == "element"]
    if elements:
        # These attributes are placeholders, which the assembly takes out again.
        marks = frozenset(f"{placeholders.prefix}{number}{end}" for number in elements for end in "pq")
        clean, empty = _without_empty(_cleaner(marks).clean(html), placeholders)
        return clean, _removals(html, clean, placeholders, empty)
    clean = _plain_cleaner().clean(html)
    if "<!--" in html:
        return clean, _removals(html, clean, placeholders)
    survivors = {*placeholders.numbers(clean), *placeholders.quoted}
    if all(number in survivors for number, item in enumerate(placeholders.all) if item.kind == "link"):
        return clean, []
    return clean, _removals(html, clean, placeholders)


def _removals(html: str, clean: str, placeholders: Placeholders, empty: Iterable[int] = ()) -> list[Problem]:
    from toolshelf.content.removals import removals  # the parser behind it is for texts with raw HTML alone

    return removals(html, clean, placeholders, frozenset(empty))


def _without_empty(clean: str, placeholders: Placeholders) -> tuple[str, list[int]]:
    """``clean`` without quotations and sources that somebody wrote and left empty, and the numbers of their marks."""
    found: list[int] = []

    def gone(match: re.Match[str]) -> str:
        if placeholders.prefix not in match[2]:
            return match[0]
        found.extend(placeholders.numbers(match[2]))
        return ""

    before = ""
    while before != clean:
        before, clean = clean, _EMPTY.sub(gone, clean)
    return clean, found
