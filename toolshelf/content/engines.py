"""The Markdown engines by their names in data/site.yml; only the one that is used is ever imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.fragment import Fragment
from toolshelf.data.markdown_engine import gfm_is_installed, names_gfm

Engine: TypeAlias = Literal["markdown", "gfm"]
_NO_VARIABLES: Mapping[str, Value] = FrozenDict()


def chosen_engine(config: Mapping[str, Value]) -> Engine:
    """The engine that data/site.yml names, if it is installed; what is wrong with the name is reported there."""
    return "gfm" if names_gfm(config) and gfm_is_installed() else "markdown"


def render_markdown(
    text: str, engine: Engine, *, first_line: int = 1, variables: Mapping[str, Value] = _NO_VARIABLES
) -> Fragment:
    """The fragment that ``engine`` makes of ``text``; both promise what ``toolshelf.content.markdown`` says."""
    if engine == "gfm":
        from toolshelf.content import gfm

        return gfm.render_markdown(text, first_line=first_line, variables=variables)
    from toolshelf.content import markdown

    return markdown.render_markdown(text, first_line=first_line, variables=variables)
