"""``python -m toolshelf``."""

from toolshelf.cli import main

raise SystemExit(main())
