"""The preview from its start to Ctrl-C: a port, a watcher, builds, and livereload's server between them."""

from __future__ import annotations

import contextlib
import datetime
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import livereload
from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop, PeriodicCallback

from toolshelf.build import disk, lock
from toolshelf.reading import design_system_of
from toolshelf.serve.attempts import Attempt, Attempts, Plan
from toolshelf.serve.handlers import application
from toolshelf.serve.ports import Port, open_port
from toolshelf.serve.preview import Preview
from toolshelf.serve.watcher import SourceWatcher
from toolshelf.sources.discover import scan
from toolshelf.sources.templates import default_folder, load_theme

OWN: Final = Path(".cache/toolshelf/serve")
"""What the preview keeps, relative to the root: the published site is not touched."""
_PATIENCE: Final = 5.0
"""Seconds that Ctrl-C waits for a build at work: killed it would leave something for the next to mend."""


class AlreadyServedError(Exception):
    """Another preview shows this site; the text is a sentence with its remedy."""


def serve(
    root: Path, port: int | None, as_of: Callable[[], datetime.date], tell: Callable[[str, Attempt], None]
) -> None:
    """Show the site at ``root`` until Ctrl-C; ``tell`` gets the address and each build, in another thread.

    Raises PortTakenError, AlreadyServedError, DesignSystemMissingError and OSError before anything is served.
    """
    design_system_of(load_theme(scan(root, root / OWN).templates, root), root)
    with _alone(root):
        opened = open_port(port)
        loop = IOLoop(make_current=True)
        preview = Preview(root / OWN / "site", opened.hosts)

        def done(attempt: Attempt) -> None:
            loop.add_callback(preview.show, attempt)
            tell(opened.origin + attempt.base_path, attempt)

        def shown() -> None:
            loop.add_callback(preview.show_early)

        attempts = Attempts(Plan(root, preview.output, opened.origin, as_of), done, shown)
        watcher = SourceWatcher(root, (default_folder(),), attempts.ring)
        attempts.start()
        try:
            _Server(preview, opened, watcher).serve()
        finally:
            watcher.stop()
            attempts.stop(_PATIENCE)


class _Server(livereload.Server):  # type: ignore[misc] # livereload has no types
    """livereload's server with answers, a port and a watcher of our own."""

    def __init__(self, preview: Preview, port: Port, watcher: SourceWatcher) -> None:
        super().__init__(watcher=watcher)
        self._preview = preview
        self._port = port

    def application(self, *_: object, **__: object) -> None:
        """Listen, and end at Ctrl-C; called by livereload just before it runs the event loop."""
        LiveReloadHandler.watcher = self.watcher
        HTTPServer(application(self._preview)).add_sockets(self._port.sockets)
        loop = IOLoop.current()
        if sys.platform == "win32":
            # There an event loop at rest does not notice Ctrl-C.
            PeriodicCallback(lambda: None, 500).start()
        else:
            loop.asyncio_loop.add_signal_handler(signal.SIGINT, loop.stop)  # type: ignore[attr-defined]

    def _setup_logging(self) -> None:
        """Nothing: the console is for builds and problems."""


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two previews would publish to one output in turn, each with its own port in the addresses."""
    disk.make_folders(str(root / OWN))
    folder = disk.open_folder(str(root / OWN))
    try:
        with lock.hold(folder, "server.lock"):
            yield
    except lock.LockHeldError as held:
        who = f" ({held.owner})" if held.owner else ""
        raise AlreadyServedError(f"This site is being served already{who}: use that server, or stop it.") from held
    finally:
        disk.close_folder(folder)
