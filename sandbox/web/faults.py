"""How does a response go wrong on its way? For real, on the socket.

What waits here is woken when the server stops. Waits are in real time, whatever the session's clock says: a client
that hangs on a socket hangs in real time, too.
"""

# tested by: tests/api/admin/test_faults.py

import asyncio
import socket
import struct

from sandbox.scenario import Fault
from sandbox.web.messages import FaultInjection
from sandbox.web.pause import Pause


async def inject(
    injection: FaultInjection, head: bytes, body: bytes, transport: asyncio.Transport, pause: Pause
) -> None:
    """Send as much of a response as its fault lets through: nothing before a reset, half of it, or its head."""
    if injection.fault is Fault.TRUNCATED:
        transport.write(head + body[: len(body) // 2])
    elif injection.fault is not Fault.RESET:
        transport.write(head)
        await pause(injection.seconds)


def end(injection: FaultInjection, transport: asyncio.Transport) -> None:
    """End the connection as a fault has it."""
    if injection.fault is Fault.RESET:
        reset(transport)
    else:
        transport.close()


def reset(transport: asyncio.Transport) -> None:
    """Close a connection such that the other side gets a reset, not an end."""
    sock = transport.get_extra_info("socket")
    if sock is not None and not transport.is_closing():
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def garbled(body: bytes) -> bytes:
    """Return a body of the same length that is not JSON."""
    half = len(body) // 2
    return body[:half] + b"}<garbled/>{"[: len(body) - half].ljust(len(body) - half, b"?")
