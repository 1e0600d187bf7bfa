"""Whether a theme is drawn with the design system: a site that has a theme of its own publishes none of it.

The rule: some template at the top of the theme or in includes/, or one that such a template extends, includes or
imports at any depth, holds the text "uswds/", with which the names of the design system's files begin; or a style
sheet of the theme does. A template that is found by a name worked out while rendering may be any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import jinja2

from toolshelf.build.template_references import references
from toolshelf.sources.templates import INCLUDES, TemplateSource, Theme

_NAMES: Final = "uswds/"


def uses_design_system(theme: Theme) -> bool:
    """Whether something in ``theme`` names a file of the design system."""
    if any(_NAMES.encode() in data for name, data in theme.assets.items() if name.endswith(".css")):
        return True
    in_force = _in_force(theme.templates)
    return any(_NAMES in theme.templates[name].text for name in in_force)


def _in_force(templates: Mapping[str, TemplateSource]) -> Iterator[str]:
    """The names of the templates that a build may draw something with."""
    found = [name for name in templates if "/" not in name or name.startswith(INCLUDES)]
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
