"""The command: one module a verb."""

from toolshelf.cli.main import main

__all__ = ["main"]
