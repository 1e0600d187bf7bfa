"""A document as PDF: the page that holds everything, printed by Chromium with bookmarks and tags, and without dates."""

from __future__ import annotations

import functools
import http.server
import io
import mimetypes
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from toolshelf.codec import digest

_NAMES: Final = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_SECONDS: Final = 300
"""How long a document may take; sixteen chapters take five."""


class PrintError(Exception):
    """The document cannot be printed; the text is a sentence."""


@functools.cache
def browser() -> str:
    """The path of Chromium, or of a browser that is made of it: ``TOOLSHELF_CHROMIUM``, else what is found; or ""."""
    asked = os.environ.get("TOOLSHELF_CHROMIUM")
    return next((found for name in ([asked] if asked else _NAMES) if (found := shutil.which(name))), "")


@functools.cache
def browser_version() -> str:
    """What Chromium says it is, on which the bytes of a PDF depend."""
    told = subprocess.run([browser(), "--version"], capture_output=True, timeout=60, check=False)
    return told.stdout.decode(errors="replace").strip()


def pdf(resource: Callable[[str], bytes | None], url: str, title: str, headings: Sequence[str]) -> bytes:
    """The page at ``url`` with these ``headings`` as PDF; ``resource`` gives the file at a path of the site.

    Raises PrintError.
    """
    with _serving(resource) as origin, tempfile.TemporaryDirectory() as folder:
        printed = os.path.join(folder, "printed.pdf")
        command = [
            browser(),
            *(
                "--headless",
                "--disable-gpu",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
            ),
            # Chromium refuses to start as the administrator otherwise, as which containers run.
            *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
            f"--user-data-dir={os.path.join(folder, 'profile')}",
            *("--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={printed}"),
            urljoin(origin, urlsplit(url).path),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
            with open(printed, "rb") as file:
                data = file.read()
        except (OSError, subprocess.TimeoutExpired) as failure:
            raise PrintError("Chromium has not printed it.") from failure
        if done.returncode:
            raise PrintError(f"Chromium has ended with the code {done.returncode}.")
        return _reproducible(data, origin, url, title, headings)


@contextmanager
def _serving(resource: Callable[[str], bytes | None]) -> Iterator[str]:
    """The origin at which this machine serves the site for the time being."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            data = resource(path)
            self.send_response(200 if data is not None else 404)
            kind = "text/html; charset=utf-8" if path.endswith("/") else mimetypes.guess_type(path)[0]
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _reproducible(data: bytes, origin: str, url: str, title: str, headings: Sequence[str]) -> bytes:
    """The PDF without dates and random ids, and with links to the site as published in place of the ``origin``."""
    from pypdf import PdfReader, PdfWriter  # only where a PDF is made
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            action = reference.get_object().get("/A")
            address = action.get_object().get("/URI") if action is not None else None
            if isinstance(action, DictionaryObject) and address is not None and str(address).startswith(origin):
                target = urljoin(url, str(address).removeprefix(origin))
                action[NameObject("/URI")] = TextStringObject(target)
    whole = {"".join(heading.split()): heading for heading in headings}
    for entry in _entries(writer.root_object.get("/Outlines")):
        # Chromium leaves out the blanks at which the lines of a heading end.
        known = whole.get("".join(str(entry.get("/Title", "")).split()))
        if known is not None:
            entry[NameObject("/Title")] = TextStringObject(known)
    writer.metadata = {"/Title": title, "/Producer": "Toolshelf"}
    identity = ByteStringObject(bytes.fromhex(digest(url.encode())))
    writer._ID = ArrayObject([identity, identity])  # there is no other way to give one
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _entries(outline: Any) -> Iterator[Any]:  # noqa: ANN401 - an object of pypdf
    """The bookmarks below ``outline``, which is a linked list of linked lists."""
    entry = outline.get_object().get("/First") if outline is not None else None
    while entry is not None:
        found = entry.get_object()
        yield found
        yield from _entries(found)
        entry = found.get("/Next")
