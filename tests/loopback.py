"""Built sites served on this machine alone, as a static host serves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

POLICY = "default-src 'self'"
"""The strictest useful policy: nothing from elsewhere, and no script or style within a page."""
HEADERS = "_headers"
"""The file in which a site says what its host is to send, as Cloudflare Pages and Netlify read it."""


def headers_of(site: Path) -> list[tuple[str, str]]:
    """What a host sends with every file of ``site``: what its headers file says of all, else the strictest policy."""
    file = site / HEADERS
    if not file.is_file():
        return [("Content-Security-Policy", POLICY)]
    _, rules = file.read_text("utf-8").split("/*\n", 1)
    return [tuple(line.strip().split(": ", 1)) for line in rules.splitlines() if line.strip()]  # type: ignore[misc]


@contextmanager
def serving(folders: Mapping[str, Path]) -> Iterator[str]:
    """Serve each folder under its base path ("/repo-name/"); gives the origin ("http://127.0.0.1:4321").

    An address without a file is answered with the 404.html of its site, as GitHub Pages does.
    """

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            for base_path, folder in folders.items():
                if path.startswith(base_path):
                    self.directory = str(folder)
                    return super().translate_path("/" + path.removeprefix(base_path))
            self.directory = ""
            return ""

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            page = Path(self.directory, "404.html")
            if code != HTTPStatus.NOT_FOUND or not self.directory:
                super().send_error(code, message, explain)
                return
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(page.stat().st_size))
            self.end_headers()
            self.wfile.write(page.read_bytes())

        def end_headers(self) -> None:
            for name, value in headers_of(Path(self.directory)):
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
