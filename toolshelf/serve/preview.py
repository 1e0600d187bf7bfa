"""What browsers are shown at present. Changes in the event loop only, so that an answer is of one piece."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import Final

from livereload.handlers import LiveReloadHandler

from toolshelf.serve.attempts import Attempt
from toolshelf.serve.overlay import problem_overlay, reload_script

RELOAD: Final = {"command": "reload", "path": "*", "liveCSS": True}


class Preview:
    """The last build that was published, and the problems that later ones had."""

    def __init__(self, output: Path, hosts: frozenset[str]) -> None:
        self.output = output
        self.hosts = hosts
        self.base_path = "/"
        self.revision = ""
        """Another one for every change of what is shown, in this session or another."""
        self.ready = asyncio.Event()
        """Set once there is something to show."""
        self._overlay = ""

    @property
    def has_problems(self) -> bool:
        """Whether what is shown is older than the sources."""
        return bool(self._overlay)

    def show(self, attempt: Attempt) -> None:
        """Show the outcome of ``attempt``, and have every page reloaded where it is another than before."""
        overlay = problem_overlay(attempt.problems, attempt.stopped)
        if self.ready.is_set() and overlay == self._overlay and not attempt.changed:
            return
        if attempt.published or not self.ready.is_set():
            self.base_path = attempt.base_path
        self._show(overlay)

    def show_early(self) -> None:
        """Have every page reloaded: some are others, and nothing is wrong."""
        self._show("")

    def _show(self, overlay: str) -> None:
        self._overlay = overlay
        # Never a number: the script would round it.
        self.revision = f"r{secrets.token_hex(8)}"
        self.ready.set()
        # Not livereload's own reloading: it drops what comes within three seconds.
        for waiter in tuple(LiveReloadHandler.waiters):
            waiter.send_message(RELOAD)

    def additions(self, host: str) -> bytes:
        """What is added to a page that was asked for at ``host``."""
        return (reload_script(host, self.revision) + self._overlay).encode()
