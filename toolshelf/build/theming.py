"""What a site is drawn with: its theme's use of the design system, with the tokens that the site has chosen."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import astuple, replace

from toolshelf.build.design_system import NONE, DesignSystem, Supply, Use, needed, use_of
from toolshelf.build.design_system.tokens import (
    ENOUGH,
    FAMILY,
    PAIRS,
    Pair,
    TokenError,
    Tokens,
    colors,
    tokens_of,
    too_weak,
)
from toolshelf.codec import Value, digest
from toolshelf.data.configuration import CONFIGURATION
from toolshelf.data.positions import Positions
from toolshelf.index.item_facts import Remember
from toolshelf.problems import Problem, error
from toolshelf.sources.templates import Theme

CODE: Final = "theme"
_STRONGER: Final = "choose another grade: between two colors whose grades lie 50 apart it is always enough"
_STYLES: Final = "uswds/css/uswds.min.css"


class Drawn(Struct, frozen=True):
    """The design system of a site, and what is wrong with the tokens that the site has chosen."""

    system: DesignSystem
    problems: tuple[Problem, ...] = ()


def anew(name: str, given: Sequence[object], make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it gives
    """Remembers nothing."""
    return make()


def drawn(
    theme: Theme, source: Supply | None, remember: Remember, chosen: Value = None, positions: Positions | None = None
) -> Drawn:
    """What ``theme`` is drawn with; ``chosen`` is `theme` of the configuration, ``positions`` are those of its keys.

    Raises DesignSystemMissingError and OSError.
    """
    # To find out what is used, every template is parsed.
    given = [
        source.key if source else "",
        [[name, one.text] for name, one in theme.templates.items()],
        [[name, digest(data)] for name, data in theme.assets.items()],
    ]
    used = remember("design system", given, functools.partial(_used, theme, source))
    if used is None:
        return Drawn(NONE)
    supplied, use = needed(source), Use(*map(tuple, used[:3]))
    tokens = tokens_of(chosen)
    where = positions or Positions()
    try:
        system = supplied.prepared(replace(use, tokens=tokens))
    except TokenError as fault:
        return Drawn(supplied.prepared(use), (_unknown(str(fault), tokens, where),))
    if not tokens or _STYLES not in system.manifest:
        return Drawn(system)
    found = colors(system.files[system.manifest[_STYLES].path].read_text("utf-8"))
    weak = remember(
        "contrast", [sorted(found.items())], lambda: [[PAIRS.index(pair), has] for pair, has in too_weak(found)]
    )
    return Drawn(system, tuple(_weak(PAIRS[number], has, dict(tokens), where) for number, has in weak))


def _used(theme: Theme, source: Supply | None) -> list[list[str]] | None:
    use = use_of(theme, source.vocabulary() if source else frozenset())
    return None if use is None else [list(names) for names in astuple(use)]


def _unknown(fault: str, tokens: Tokens, positions: Positions) -> Problem:
    """The problem that the design system lacks a token: ``fault`` names it, or a grade of its family."""
    named = next((key for key, token in tokens if re.search(rf"[`\"]{token}[`\"]", fault)), None)
    if named is None:
        families = {key: found["family"] for key, token in tokens if (found := FAMILY.fullmatch(token))}
        named = next((key for key, family in families.items() if family in fault), tokens[0][0])
    message = f"The design system has no color or typeface '{dict(tokens)[named]}'."
    where = positions.locate(("theme", named)).at(CONFIGURATION)
    hint = "write a color as family and grade, such as blue-warm-70v; designsystem.digital.gov lists them"
    return replace(error(CODE, message, hint=hint), location=where)


def _weak(pair: Pair, has: float, tokens: Mapping[str, str], positions: Positions) -> Problem:
    key = next(key for key in pair.keys if key in tokens)
    message = (
        f"The color '{tokens[key]}' is too weak for {pair.said}: the contrast is {has:.1f}:1, and {ENOUGH}:1 is needed."
    )
    where = positions.locate(("theme", key)).at(CONFIGURATION)
    return replace(error("contrast", message, hint=_STRONGER), location=where)
