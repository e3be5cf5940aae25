"""How does an answer go wrong on its way? For real, on the socket. The only file that lets anybody wait.

What waits here is woken when the server stops. Waits are in real time, whatever the session's clock says: a client
that hangs on a socket hangs in real time, too.
"""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable

from sandbox.scenario import Fault
from sandbox.web.exchange import FaultInjection, LongPoll, Response

Pause = Callable[[float], Awaitable[bool]]

_ASK_AGAIN = 0.01  # seconds between two looks at an answer that is not known yet


def pause_until(*ends: asyncio.Event) -> Pause:
    """Return a sleep that ends early when one of the *ends* is set, and says whether it did."""

    async def pause(seconds: float) -> bool:
        waits = [asyncio.ensure_future(end.wait()) for end in ends]
        done, pending = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in pending:
            wait.cancel()
        return bool(done)

    return pause


async def resolve(wanted: LongPoll, pause: Pause) -> Response:
    """Return an answer as soon as it is known, at the latest when its seconds are over."""
    looks = max(int(wanted.seconds / _ASK_AGAIN), 0)
    for _ in range(looks):
        if (known := wanted.ask(False)) is not None:
            return known
        if await pause(_ASK_AGAIN):
            return wanted.cut_short
    known = wanted.ask(True)
    assert known is not None, "the last time, everything must be known"  # noqa: S101 - for the type checker
    return known


async def inject(
    fault_injection: FaultInjection, head: bytes, body: bytes, transport: asyncio.Transport, pause: Pause
) -> None:
    """Send an answer as its mishap has it; afterwards the connection is of no more use, but for a slow answer."""
    if fault_injection.fault in {Fault.SLOW, Fault.GARBLED}:
        await pause(fault_injection.seconds)
        if not transport.is_closing():
            transport.write(head + body)
    elif fault_injection.fault is Fault.RESET:
        reset(transport)
    elif fault_injection.fault is Fault.TRUNCATED:
        transport.write(head + body[: len(body) // 2])
        transport.close()
    else:
        transport.write(head)
        await pause(fault_injection.seconds)
        transport.close()


def reset(transport: asyncio.Transport) -> None:
    """Close a connection such that the other side gets a reset, not an end."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def garbled(body: bytes) -> bytes:
    """Return a body of the same length that is not JSON."""
    half = len(body) // 2
    return body[:half] + b"}<garbled/>{"[: len(body) - half].ljust(len(body) - half, b"?")
