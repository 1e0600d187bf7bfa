"""What a visitor of the reference site gets, as Lighthouse scores it: a phone on a slow line, on loopback."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = {"home": "/", "toolkit": "/operations/innovation/", "a page": "/operations/governance/"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ENOUGH = 0.98
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TEXT = (".html", ".css", ".js", ".svg", ".json", ".xml", ".txt")


def scores(rounds: int) -> dict[str, dict[str, float]]:
    """The median score of each category, 0 to 1, over ``rounds`` visits of each page, by its name.

    Raises FileNotFoundError where Lighthouse or a browser is not installed.
    """
    tool = Path(os.environ.get("BENCH_TOOLS", "")) / "lighthouse/node_modules/.bin/lighthouse"
    browser = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if not tool.is_file() or browser is None:
        raise FileNotFoundError(f"{tool} (npm install lighthouse there) and Chromium are needed")
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder) / "site") as origin:
        build = [sys.executable, CHECKOUT / "build.py", "build", "--root", CHECKOUT, "--output", f"{folder}/site"]
        subprocess.run([*build, "--base-url", f"{origin}/"], check=True, capture_output=True)
        visits = {name: [_visit(tool, browser, origin + path) for _ in range(rounds)] for name, path in PAGES.items()}
    return {
        name: {category: statistics.median(visit[category] for visit in found) for category in CATEGORIES}
        for name, found in visits.items()
    }


def _visit(tool: Path, browser: str, address: str) -> dict[str, float]:
    command = [tool, address, "--quiet", "--output=json", "--output-path=stdout"]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    done = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": browser}, capture_output=True, encoding="utf-8", check=True
    )
    found = json.loads(done.stdout)
    sys.stderr.write(f"{address}: {_remarks(found)}\n")
    return {category: found["categories"][category]["score"] for category in CATEGORIES}


def _remarks(found: dict[str, dict[str, dict[str, float | str]]]) -> str:
    """The audits that were not passed whole, and their scores."""
    audits = {
        name: audit["score"] for name, audit in found["audits"].items() if isinstance(audit["score"], (int, float))
    }
    return ", ".join(f"{name} {score:.2f}" for name, score in audits.items() if float(score) < 0.9) or "nothing to say"


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on a free port, compressed as hosts do it; gives the origin."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            file = path / "index.html" if path.is_dir() else path
            if not file.is_file():
                self.send_error(404)
                return
            data = file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Cache-Control", "max-age=31536000" if "/assets/" in self.path else "max-age=600")
            if file.suffix in TEXT:
                data = gzip.compress(data)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Handler(*given, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
