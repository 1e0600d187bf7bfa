"""Where a build reads: the folders of a site, and the places of what it builds with."""

from __future__ import annotations

import os

FOLDERS = ("content", "data", "templates")
"""Below the root of a site."""
DESIGN_SYSTEM = "node_modules/@uswds/uswds"
"""Below the root of a site, else below the checkout."""
TOOLS = tuple(f"node_modules/{name}" for name in ("esbuild", "purgecss", "sass-embedded"))
"""Beside it: what prepares it."""
SEARCH = "node_modules/pagefind"
"""Likewise: what makes the search index."""
PACKAGE = os.path.dirname(os.path.realpath(__file__))
"""This package, whose code makes the output."""
CHECKOUT = os.path.dirname(PACKAGE)
CACHE = ".cache/toolshelf"
"""Below the root: what builds know of earlier ones, all of it disposable."""


def built_in_templates() -> str:
    """The templates that come with Toolshelf: inside the installed package, else in the checkout."""
    installed = os.path.join(PACKAGE, "templates")
    return installed if os.path.isdir(installed) else os.path.join(CHECKOUT, "templates")
