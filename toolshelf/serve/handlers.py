"""The answers of the preview: files of the output to this machine's own browser, and to nobody else."""

from __future__ import annotations

import json
import mimetypes
import os
from http import HTTPStatus
from typing import Final, cast
from urllib.parse import unquote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import web
from tornado.httputil import HTTPHeaders, HTTPServerRequest

from toolshelf.serve.overlay import STYLE_FILE, UNBUILT
from toolshelf.serve.preview import RELOAD, Preview

_NO_PAGE: Final = "404.html"
_TYPES: Final = mimetypes.MimeTypes()
"""Python's own table: that of the machine may call a script plain text, and browsers would not run it."""
for _suffix, _type in {
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}.items():
    _TYPES.add_type(_type, _suffix)


class Guarded(web.RequestHandler):
    """Refuses requests that another site has sent, and keeps browsers from keeping what they get."""

    @property
    def preview(self) -> Preview:
        """What is shown."""
        return cast(Preview, self.settings["preview"])

    def set_default_headers(self) -> None:
        """Nothing is kept: the next build may change it. Other sites cannot take it in either."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    async def prepare(self) -> None:
        """Let pass who asks for one of our own addresses, as soon as there is something to show.

        A site elsewhere may give its own name this machine's address and so read what is not published yet:
        the name then stands in the Host header.
        """
        origin = self.request.headers.get("Origin", "")
        if self.request.host.lower() not in self.preview.hosts or (
            origin and origin.removeprefix("http://").lower() not in self.preview.hosts
        ):
            raise web.HTTPError(HTTPStatus.FORBIDDEN)
        await self.preview.ready.wait()

    def compute_etag(self) -> None:
        """None: what is added to a page changes while the page does not."""

    def log_exception(self, kind: object, value: object, trace: object) -> None:
        """Nothing of what was refused: the console is for what the editor can mend, and for faults of ours."""
        if not isinstance(value, web.HTTPError):
            super().log_exception(kind, value, trace)  # type: ignore[arg-type]

    def write_error(self, status_code: int, **_: object) -> None:
        """One plain line."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {HTTPStatus(status_code).phrase}\n")


class Files(Guarded, web.StaticFileHandler):
    """The files of the output under the site's base path."""

    async def prepare(self) -> None:
        """Lead from the top of the server to the site."""
        await super().prepare()
        base_path = self.preview.base_path
        if self.request.path != base_path and self.request.path in ("/", base_path.rstrip("/")):
            self.redirect(base_path)

    def parse_url_path(self, url_path: str) -> str:
        """The path of a file relative to the output."""
        base_path = unquote(self.preview.base_path)
        if "\0" in url_path or not url_path.startswith(base_path):
            raise web.HTTPError(HTTPStatus.NOT_FOUND)
        return super().parse_url_path(url_path.removeprefix(base_path))

    def get_content_type(self) -> str:
        """By the file's suffix."""
        kind = _TYPES.guess_type(self.absolute_path or "")[0] or "application/octet-stream"
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def get_modified_time(self) -> None:
        """None: a file's age says nothing of a page's."""

    def should_return_304(self) -> bool:
        """Whether the browser has the very same: never."""
        return False

    def write_error(self, status_code: int, **details: object) -> None:
        """For an address without a file the site's own page that says so, as a static host would."""
        if status_code != HTTPStatus.NOT_FOUND:
            super().write_error(status_code, **details)
            return
        page = self._not_found()
        if page is None and not self.preview.has_problems:
            super().write_error(status_code, **details)
            return
        if page is None:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(UNBUILT if page is None else page)

    def _not_found(self) -> bytes | None:
        try:
            self.path = _NO_PAGE
            file = self.validate_absolute_path(self.root, os.path.join(self.root, _NO_PAGE))
        except web.HTTPError:
            return None
        return b"".join(self.get_content(file)) if file else None


class Style(Guarded):
    """The style of the overlay."""

    def get(self) -> None:
        """The file."""
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.write(STYLE_FILE.read_bytes())


class Script(Guarded, LiveReloadJSHandler):  # type: ignore[misc] # livereload has no types
    """livereload's script."""


class Reloads(Guarded, LiveReloadHandler):  # type: ignore[misc] # livereload has no types
    """The connection over which pages are told to reload; Guarded has looked at where it comes from."""

    _revision: object = None

    def on_message(self, message: str | bytes) -> None:
        """Greet a page, and reload it at once where it is older than the site.

        A build may have ended after the page was sent and before the page could be told.
        """
        try:
            said = json.loads(message)
            command = said["command"]
        except (ValueError, TypeError, LookupError):
            self.close()
            return
        if command == "hello":
            self._revision = said.get("snipver")
        super().on_message(message)
        if command == "info" and self._revision not in (None, self.preview.revision):
            self.send_message(RELOAD)


class Additions(web.OutputTransform):
    """Adds to pages, as they leave, what is not in their files."""

    preview: Preview

    def __init__(self, request: HTTPServerRequest) -> None:
        super().__init__(request)
        self._host = request.host
        self._added = b""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add to the length; a part of a page, a redirection or a refusal stays as it is."""
        whole = status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)
        if whole and headers.get("Content-Type", "").startswith("text/html"):
            self._added = self.preview.additions(self._host)
            headers["Content-Length"] = str(int(headers["Content-Length"]) + len(self._added))
        return status_code, headers, self.transform_chunk(chunk, finishing)

    def transform_chunk(self, chunk: bytes, finishing: bool) -> bytes:
        """Add to the end."""
        return chunk + self._added if finishing else chunk


def application(preview: Preview) -> web.Application:
    """The server's answers; they are not logged."""
    shown = preview

    class Shown(Additions):
        preview = shown

    return web.Application(
        [
            ("/livereload", Reloads),
            ("/livereload.js", Script),
            ("/livereload.css", Style),
            ("(.*)", Files, {"path": str(preview.output), "default_filename": "index.html"}),
        ],
        transforms=[Shown],
        log_function=lambda _: None,
        preview=preview,
    )
