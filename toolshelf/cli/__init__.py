"""The command: one module a verb."""

from toolshelf.cli.main import command, main

__all__ = ["command", "main"]
