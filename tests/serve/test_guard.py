"""Who is answered: this machine's own browser; and with what: files of the output."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from previews import Served, awaited, serving
from sites import write
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

SECRET = "what is not published"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("site")
    with serving(write(root, {"content/a.md": "# A\n", "data/secret.txt": SECRET})) as preview:
        output = root / ".cache/toolshelf/serve/site"
        (output / "link.txt").symlink_to(root / "data/secret.txt")
        (output / "folder").symlink_to(root / "data")
        os.mkfifo(output / "pipe.html")
        yield preview


OURS = ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"]
FOREIGN = [
    "",
    "localhost",
    "127.0.0.1",
    "localhost:1",
    "evil.example",
    "evil.example:{port}",
    "localhost.evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "127.0.0.2:{port}",
    "0.0.0.0:{port}",
    "localhost:{port}@evil.example",
]
PATHS = ["a/", "robots.txt", "missing/", "/livereload.js", "/livereload.css"]


@pytest.mark.parametrize("host", OURS)
def test_our_own_names_are_answered(served, host):
    """As a browser on this machine writes them; the script connects to the name that was asked for."""
    host = host.format(port=served.port)
    answer = served.get("a/", Host=host, Origin=f"http://{host}")
    assert answer.status == 200
    assert f"host={host.rpartition(':')[0]}&amp;port={served.port}&amp;" in answer.text


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", PATHS)
def test_another_name_is_refused(served, host, path):
    """A site elsewhere can let its name mean this machine, and would read what is not published."""
    answer = served.get(path, Host=host.format(port=served.port))
    assert answer.status in (400, 403)
    assert len(answer.body) < 40


@pytest.mark.parametrize("origin", ["null", "http://evil.example", "https://localhost:{port}", "http://localhost:1"])
@pytest.mark.parametrize("path", PATHS)
def test_a_request_that_another_site_sends_is_refused(served, origin, path):
    """Browsers name the site in the Origin header."""
    assert served.get(path, Origin=origin.format(port=served.port)).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:{port}"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example:{port}", "Origin": "http://evil.example:{port}"},
    ],
)
def test_the_connection_for_reloads_is_refused_likewise(served, headers):
    """A websocket may be opened from any site, unless the server looks."""
    headers = {name: value.format(port=served.port) for name, value in headers.items()}
    request = HTTPRequest(f"ws://127.0.0.1:{served.port}/livereload", headers=headers)

    async def connect() -> None:
        await websocket_connect(request)

    with pytest.raises(HTTPClientError, match="403"):
        awaited(connect())


@pytest.mark.parametrize("message", ["{", "[]", '"hello"', "{}", "1", "null"])
def test_nonsense_closes_the_connection(served, message):
    """And says nothing on the console."""

    async def answered() -> object:
        connection = await websocket_connect(f"ws://127.0.0.1:{served.port}/livereload")
        await connection.write_message(message)
        return await connection.read_message()

    before = list(served.told)
    assert awaited(answered()) is None
    assert served.told == before


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../data/secret.txt",
        "/../../../../../../../../../../etc/passwd",
        "/a/../../../../../data/secret.txt",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/data/secret.txt",
        "/..%2f..%2f..%2f..%2fdata%2fsecret.txt",
        "/..%5c..%5c..%5c..%5cdata%5csecret.txt",
        "/%252e%252e/%252e%252e/%252e%252e/%252e%252e/data/secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "///etc/passwd",
        "/etc/passwd%00.html",
        "/a/%00",
        "/a/%ff",
        "/link.txt",
        "/folder/secret.txt",
        "/folder/",
        "/folder",
        "/pipe.html",
        "/../site.memory",
        "/../site.stage/a/index.html",
        "http://evil.example/data/secret.txt",
        "*",
    ],
)
def test_no_path_leads_out_of_the_output(served, path):
    """Neither by dots, in whatever writing, nor by a link that somebody has put there."""
    answer = served.get(path) if path.startswith("/") else served.get("/" + path)
    assert answer.status in (400, 403, 404)
    assert SECRET not in answer.text
    assert "root:" not in answer.text


def test_only_this_machine_can_connect(served):
    """The port is open at the loopback addresses alone."""
    with open("/proc/net/tcp", encoding="ascii") as table:
        listening = [line.split()[1] for line in table if line.split()[3] == "0A"]
    ours = [address for address in listening if address.endswith(f":{served.port:04X}")]
    assert ours == [f"0100007F:{served.port:04X}"]


def test_refusals_leave_no_trace_on_the_console(served):
    """It is for what the editor can mend."""
    served.get("/..%2f..%2fx")
    served.get("/a/", Host="evil.example")
    assert not [line for line in served.told if "Traceback" in line or "evil" in line or "%2f" in line]
