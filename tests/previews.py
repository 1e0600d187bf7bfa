"""The preview in a process of its own, asked as browsers and attackers ask it, and watched as open tabs watch it."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.client
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TypeVar

from sites import AS_OF, CHECKOUT
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

Result = TypeVar("Result")

PATIENCE = 20.0
"""Seconds after which something that should happen counts as missing; what happens sooner is not waited for."""
REVISION = re.compile(rb"snipver=(\w+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Served:
    """A running preview."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        self.told: list[str] = []
        """The lines of its console so far."""
        command = [sys.executable, str(CHECKOUT / "build.py"), "serve", "--root", str(root), f"--as-of={AS_OF}"]
        self.process = subprocess.Popen([*command, *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stderr or ():
            self.told.append(line.decode().rstrip())

    @property
    def address(self) -> str:
        """Where the site stands; waits until the preview has said it."""
        until(lambda: any(line.startswith("Serving ") for line in self.told) or self.process.poll() is not None)
        return next(line.split()[1] for line in reversed(self.told) if line.startswith("Serving "))

    @property
    def port(self) -> int:
        return int(self.address.split("/")[2].rpartition(":")[2])

    @property
    def base_path(self) -> str:
        return "/" + self.address.split("/", 3)[3]

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for ``path`` as it is written, below the base path where it does not begin with "/"."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            target = path if path.startswith("/") else self.base_path + path
            connection.putrequest(method, target, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())

    def write(self, path: str, content: str | bytes) -> None:
        """Save a file of the site, as most editors do: under another name first."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f".{file.name}.new")
        new.write_bytes(content if isinstance(content, bytes) else content.encode())
        new.replace(file)

    def shows(self, path: str, text: str) -> Callable[[], bool]:
        """Whether the answer to ``path`` holds ``text``, for those who wait for it."""
        return lambda: text in self.get(path).text

    def built(self) -> int:
        """How many builds have ended."""
        return sum(line.startswith(("Built ", "Not built ", "This is a bug")) for line in list(self.told))

    def stop(self) -> int:
        """Press Ctrl-C; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.wait()

    def wait(self) -> int:
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code


@contextlib.contextmanager
def serving(root: Path, *arguments: str) -> Iterator[Served]:
    """Serve the site at ``root`` on a free port."""
    served = Served(root, "--port", "0", *arguments)
    try:
        assert served.address
        yield served
    finally:
        served.process.kill()
        served.wait()
        for pipe in (served.process.stderr, served.process.stdout):
            if pipe:
                pipe.close()


class Tab:
    """A page that stands open in a browser: its script is connected, and hears when it must reload."""

    def __init__(self, served: Served, path: str) -> None:
        self.page = served.get(path)
        self._connection = awaited(self._connect(served, path))

    async def _connect(self, served: Served, path: str) -> WebSocketClientConnection:
        origin = f"http://127.0.0.1:{served.port}"
        request = HTTPRequest(f"ws{origin.removeprefix('http')}/livereload", headers={"Origin": origin})
        connection = await websocket_connect(request)
        found = REVISION.search(self.page.body)
        assert found, "the page brings no script that reloads it"
        protocols = ["http://livereload.com/protocols/official-7"]
        hello = {"command": "hello", "protocols": protocols, "snipver": found[1].decode()}
        await connection.write_message(json.dumps(hello))
        assert json.loads(await connection.read_message() or "")["command"] == "hello"
        info = {"command": "info", "plugins": {}, "url": f"{origin}{served.base_path}{path}"}
        await connection.write_message(json.dumps(info))
        return connection

    def reloads(self) -> None:
        """Wait until the tab is told to reload."""
        assert json.loads(str(awaited(self._read())))["command"] == "reload"

    def reloads_until(self, shown: Callable[[], object]) -> None:
        """Wait for a reload that finds what must be ``shown``.

        One may come too many, for a page that was sent while its change was being made known.
        """
        self.reloads()
        while not shown():
            self.reloads()

    async def _read(self) -> object:
        return await self._connection.read_message()

    def close(self) -> None:
        awaited(self._end())

    async def _end(self) -> None:
        self._connection.close()


def awaited(coroutine: Coroutine[object, object, Result]) -> Result:
    """The result of ``coroutine``, run in another thread: the browser's tests leave a loop running in this one."""
    return asyncio.run_coroutine_threadsafe(coroutine, _loop()).result(PATIENCE)


@functools.cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, daemon=True).start()
    return loop


@contextlib.contextmanager
def open_tab(served: Served, path: str) -> Iterator[Tab]:
    """Open ``path``."""
    with contextlib.closing(Tab(served, path)) as tab:
        yield tab


def until(happened: Callable[[], object]) -> None:
    """Wait until ``happened``, and fail where it does not."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "what was waited for has not happened"
        time.sleep(0.01)
