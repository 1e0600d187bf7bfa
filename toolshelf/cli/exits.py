"""The exit codes of the command."""

DONE = 0
PROBLEMS = 1
"""In content, data, configuration, schemas or templates."""
USAGE = 2
"""Wrong command line or set-up."""
BUG = 3
"""Ours."""
SYSTEM = 4
"""Disk or system."""
INTERRUPTED = 130
