"""The port of the preview, on this machine's own addresses only."""

from __future__ import annotations

import errno
import socket

from msgspec import Struct

FIRST = 8000
LAST = 8009
"""Without a wish, the first free port from FIRST to LAST is taken: several sites can be shown at once."""


class PortTakenError(Exception):
    """No port could be opened; the text is a sentence with its remedy."""


class Port(Struct, frozen=True):
    """An open port."""

    number: int
    sockets: tuple[socket.socket, ...]

    @property
    def hosts(self) -> frozenset[str]:
        """What the Host header of a request to this port may say, in lower case."""
        names = ("127.0.0.1", "localhost", "[::1]")
        return frozenset(f"{name}:{self.number}" for name in names).union(names if self.number == 80 else ())

    @property
    def origin(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.number}"


def open_port(wanted: int | None) -> Port:
    """Open the port ``wanted`` (0: any that is free; None: see FIRST), or raise PortTakenError."""
    for number in (wanted,) if wanted is not None else range(FIRST, LAST + 1):
        try:
            return _open(number)
        except OSError as failure:
            if failure.errno != errno.EADDRINUSE:
                reason = failure.strerror or str(failure)
                raise PortTakenError(f"The port {number} cannot be used ({reason}): choose another.") from failure
    if wanted is None:
        raise PortTakenError(f"The ports {FIRST} to {LAST} are all in use: stop one of those servers, or add --port.")
    raise PortTakenError(f"The port {wanted} is in use: choose another, or leave out --port and the next is found.")


def _open(number: int) -> Port:
    """Both of the addresses that "localhost" may stand for, so that nobody else answers at one of them."""
    first = socket.create_server(("127.0.0.1", number))
    number = first.getsockname()[1]
    opened = [first]
    try:
        opened.append(socket.create_server(("::1", number), family=socket.AF_INET6))
    except OSError as failure:
        # Without IPv6 there is no such address; but a server that has it would be mistaken for ours.
        if failure.errno == errno.EADDRINUSE:
            first.close()
            raise
    for one in opened:
        one.setblocking(False)
    return Port(number, tuple(opened))
