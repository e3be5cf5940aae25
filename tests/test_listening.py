"""Where is the door of `localhost`? On both of its addresses, and on one where the machine has no other."""

import errno
import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from sandbox.listening import loopback_sockets
from sandbox.server import Sandbox

BUSY, NO_ADDRESS = errno.EADDRINUSE, errno.EADDRNOTAVAIL


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")


@needs_ipv6
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_localhost_is_served_on_both_addresses(host: str) -> None:
    """On one port, whichever of them a program takes; the address that is told is the one that was asked for."""
    with Sandbox(host=host) as sandbox:
        port = sandbox.url.rpartition(":")[2]
        found = [httpx.get(f"http://{name}:{port}/_sandbox/health") for name in ("127.0.0.1", "[::1]", "localhost")]

    assert f"http://{host}:{port}" == sandbox.url
    assert [200, 200, 200] == [answer.status_code for answer in found]


@needs_ipv6
def test_another_address_is_served_alone() -> None:
    """Who asks for ::1 gets that."""
    with Sandbox(host="::1") as sandbox, pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{sandbox.url.rpartition(':')[2]}/_sandbox/health")


@needs_ipv6
def test_a_port_that_somebody_else_has_on_one_of_them_is_in_use() -> None:
    """Or `localhost` would lead some programs to a stranger."""
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken, pytest.raises(OSError, match="in use"):
        loopback_sockets(taken.getsockname()[1])


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Let ::1 be refused with error numbers, one each time, and return those that are left."""
    create = socket.create_server

    def refuse(*numbers: int) -> list[int]:
        left = list(numbers)

        def create_server(address: tuple[str, int], **options: Any) -> socket.socket:
            if address[0] != "::1":
                return create(address, **options)
            if left:
                raise OSError(left.pop(0), "refused")
            return create(("127.0.0.1", 0))

        monkeypatch.setattr(socket, "create_server", create_server)
        return left

    return refuse


@pytest.mark.parametrize("number", [NO_ADDRESS, errno.EAFNOSUPPORT])
def test_a_machine_without_ipv6_has_one_address(refusing: Callable[..., list[int]], number: int) -> None:
    """Which is no error."""
    refusing(number)
    (found,) = loopback_sockets(0)

    with found:
        assert "127.0.0.1" == found.getsockname()[0]


def test_a_free_port_is_one_that_is_free_on_both(refusing: Callable[..., list[int]]) -> None:
    """Another is taken where somebody has it on the second address."""
    left = refusing(BUSY, BUSY)
    found = loopback_sockets(0)
    for one in found:
        one.close()

    assert ([], 2) == (left, len(found))


@pytest.mark.parametrize(("port", "numbers"), [(0, [BUSY] * 20), (0, [errno.EACCES])], ids=["never free", "forbidden"])
def test_what_cannot_be_is_an_error(refusing: Callable[..., list[int]], port: int, numbers: list[int]) -> None:
    """Whatever was opened is closed."""
    refusing(*numbers)

    with pytest.raises(OSError, match=r"refused|no port is free"):
        loopback_sockets(port)
