"""Take the pictures of the README: `make screenshots` builds the example site and visits it in Chromium."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent
CHECKOUT = FOLDER.parent
sys.path.insert(0, str(CHECKOUT))

from toolshelf.cli import main as toolshelf  # noqa: E402 - found only now

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COLORS = 128
"""Of a picture, which is a few flat colors and their edges."""


class Shot(NamedTuple):
    """One picture."""

    name: str
    path: str
    """The address of the page, below the site."""
    width: int
    height: int
    """Of the window, in CSS pixels."""


SHOTS = (
    Shot("home.png", "", 1280, 860),
    Shot("toolkit.png", "tools/", 1280, 1000),
    Shot("phone.png", "tools/", 390, 844),
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves without a word."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def main() -> int:
    """Take all pictures; 2 where there is no browser, else the exit code of the build."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write("There is no Chromium to take pictures with: install it.\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        if code := toolshelf(
            ["build", "--root", str(CHECKOUT), "--output", str(site), "--base-url", "http://127.0.0.1/"]
        ):
            return code
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            take(browser, f"http://127.0.0.1:{server.server_port}/")
            server.shutdown()
    return 0


def take(browser: str, address: str) -> None:
    """Take the pictures of the site at ``address``."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser)
        for shot in SHOTS:
            page = chromium.new_page(viewport={"width": shot.width, "height": shot.height}, reduced_motion="reduce")
            page.goto(address + shot.path, wait_until="networkidle")
            page.evaluate("() => document.fonts.ready")
            taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            taken.quantize(COLORS).save(FOLDER / shot.name, optimize=True)
            page.close()
        chromium.close()


if __name__ == "__main__":
    raise SystemExit(main())
