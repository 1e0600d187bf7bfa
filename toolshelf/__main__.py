"""``python -m toolshelf``."""

from toolshelf.cli import command

raise SystemExit(command())
