"""Toolshelf: an innovation toolkit as a static site, from Markdown pages and YAML collections."""

__version__ = "0.1.0"

__all__ = ["__version__"]
