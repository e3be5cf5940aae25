"""Where do clients knock, and when is the door shut? On one address, or on both of `localhost`.

Some programs take `localhost` for 127.0.0.1 and some for ::1, so a server on either of the first two is on both.
"""

# tested by: tests/test_listening.py, tests/web/test_stopping.py

import asyncio
import errno
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress

Factory = Callable[[], asyncio.Protocol]

_BACKLOG = 4096  # sockets that may wait to be accepted: what Linux permits where nobody has said otherwise
_TURNS = 3  # of the event loop, from an accepted socket to its connection: the task, the transport, the protocol
_TRIES = 20  # to find a port that is free on two addresses
_LOOPBACK, _LOOPBACK_6 = "127.0.0.1", "::1"
_NO_IPV6 = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT}


async def listen(factory: Factory, host: str, port: int, tls: ssl.SSLContext | None) -> list[asyncio.Server]:
    """Return the servers of an address, each with its sockets; raises OSError if it cannot be listened on.

    Port 0 takes one that is free.
    """
    loop = asyncio.get_running_loop()
    if host not in {_LOOPBACK, "localhost"}:
        return [await loop.create_server(factory, host, port, backlog=_BACKLOG, ssl=tls)]
    return [await loop.create_server(factory, sock=sock, backlog=_BACKLOG, ssl=tls) for sock in loopback_sockets(port)]


def loopback_sockets(port: int) -> list[socket.socket]:
    """Return a socket for each address of `localhost` that this machine has, all on one port."""
    for _ in range(_TRIES):
        first = socket.create_server((_LOOPBACK, port), backlog=_BACKLOG)
        try:
            second = socket.create_server(
                (_LOOPBACK_6, first.getsockname()[1]), family=socket.AF_INET6, backlog=_BACKLOG
            )
        except OSError as error:
            if error.errno in _NO_IPV6:
                return [first]
            first.close()
            if port or error.errno != errno.EADDRINUSE:
                raise
            continue
        return [first, second]
    raise OSError(errno.EADDRINUSE, f"no port is free on both {_LOOPBACK} and {_LOOPBACK_6}")


async def stop_listening(servers: Sequence[asyncio.Server], factory: Factory, tls: ssl.SSLContext | None) -> None:
    """Let nobody in any more, and see to it that whoever came before is on a connection, where an answer can be given.

    The event loop makes a connection of a socket in a task: if that found its server closed, the client would wait for
    ever. A loop that does so at once has no readers, and nothing to be forgotten. Who has connected, and was not
    accepted yet, has perhaps asked already.
    """
    loop = asyncio.get_running_loop()
    sockets = [sock for server in servers for sock in server.sockets]
    for sock in sockets:
        with suppress(NotImplementedError):
            loop.remove_reader(sock)
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    doors = [socket.fromfd(sock.fileno(), sock.family, sock.type) for sock in sockets]
    for server in servers:
        server.close()
    accepted = [connection for door in doors for connection in _accept_all(door)]
    for connection in accepted:
        await loop.connect_accepted_socket(factory, connection, ssl=tls)


def _accept_all(door: socket.socket) -> list[socket.socket]:
    """Return the connections that wait to be accepted, and shut the door; meanwhile hardly anybody may knock anew."""
    accepted: list[socket.socket] = []
    door.setblocking(False)
    with suppress(OSError):  # who is turned away now tries again, and finds it shut
        door.listen(0)
    with door, suppress(OSError):  # in the end, that none is left
        while True:
            accepted.append(door.accept()[0])
            accepted[-1].setblocking(False)
    return accepted
