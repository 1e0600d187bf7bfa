"""What a theme uses of the design system; a site that has a theme of its own may use nothing, and publishes nothing.

A template counts that stands at the top of the theme or in includes/, that draws the pages of a feature, or that such
a template extends, includes or imports at any depth; one that is found by a name worked out while rendering may be
any. In those, and in the theme's style sheets, the text "uswds/…" names a file of the design system. A style of it is
used where its name stands in one of the templates or in a script of the theme, as a word: so a template must write
names whole, and nothing that an author writes into a page changes what is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import jinja2
from msgspec import Struct

from toolshelf.build.design_system.tokens import Tokens
from toolshelf.build.template_references import references
from toolshelf.patterns import regex
from toolshelf.sources.templates import INCLUDES, TemplateSource, Theme

_FILES: Final = regex(r"uswds/[\w./-]*")
_FONTS: Final = regex(r"[A-Z][A-Za-z]*(?: [A-Z][a-z]+)* Web\b")
_ROOMS: Final = ("document/", "facets/")
"""What the names of templates begin with that draw the pages of features."""
WORD: Final = regex(r"[A-Za-z0-9_:/@.-]+")
"""What may be the name of a style, such as "tablet:grid-col-6"; quotes, blanks and brackets part words."""


class Use(Struct, frozen=True):
    """What a theme uses of the design system."""

    files: tuple[str, ...]
    """The names in "uswds/…" that it writes, whether there is such a file or not."""
    words: tuple[str, ...]
    """Those of the known words that stand in its templates and scripts, sorted."""
    fonts: tuple[str, ...]
    """The names of fonts in its style sheets, as "Roboto Mono Web"."""
    tokens: Tokens = ()
    """What the site has chosen for itself."""


def use_of(theme: Theme, vocabulary: frozenset[str]) -> Use | None:
    """What ``theme`` uses of a design system whose styles are named in ``vocabulary``; None where it uses nothing."""
    templates = [theme.templates[name].text for name in _in_force(theme.templates)]
    sheets = [_text(data) for name, data in theme.assets.items() if name.endswith(".css")]
    scripts = [_text(data) for name, data in theme.assets.items() if name.endswith(".js")]
    files = {match.rstrip(".") for text in (*templates, *sheets) for match in _FILES.findall(text)}
    if not files:
        return None
    fonts = {match for text in sheets for match in _FONTS.findall(text)}
    return Use(tuple(sorted(files)), tuple(sorted(words(templates + scripts) & vocabulary)), tuple(sorted(fonts)))


def words(texts: Iterable[str]) -> set[str]:
    """Every word in ``texts`` that may be the name of a style."""
    return {word.strip(".:/@") for text in texts for word in WORD.findall(text)}


def _in_force(templates: Mapping[str, TemplateSource]) -> Iterator[str]:
    """The names of the templates that a build may draw something with."""
    found = [name for name in templates if "/" not in name or name.startswith((INCLUDES, *_ROOMS))]
    seen = set(found)
    for name in found:
        yield name
        named = _named(templates[name].text)
        fresh = [each for each in templates if each not in seen and ("" in named or each in named)]
        found += fresh
        seen.update(fresh)


def _named(text: str) -> frozenset[str]:
    """The templates that a template names, with "" for one that is worked out while rendering."""
    try:
        return frozenset(reference.name for reference in references(text))
    except jinja2.TemplateSyntaxError:
        return frozenset()  # nothing is drawn with it


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
