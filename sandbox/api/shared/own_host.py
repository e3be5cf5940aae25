"""By which names may a browser reach what steers this sandbox? By its own, so that no name of elsewhere leads here.

A page of elsewhere can have its own name lead to this machine (DNS rebinding): then its Origin and its Host agree, and
only the Host tells that it is a stranger.
"""

# tested by: tests/api/admin/test_own_host.py

import ipaddress

from sandbox.backend import Backend
from sandbox.problem import Problem, ProblemKind
from sandbox.settings import SETTINGS
from sandbox.trusted_hosts import host_of, is_trusted
from sandbox.web.messages import Request

_EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 - to be compared with, not to listen on


def check_own_host(backend: Backend, request: Request) -> None:
    """Raise Problem where the Host is neither loopback, nor the bound address, nor the public one, nor trusted."""
    if "Host" not in request.headers:  # no browser
        return
    address = request.origin()
    settings = backend.settings
    own = {settings.host, *settings.trusted_hosts}
    if settings.public_url is not None:
        own.add(host_of(settings.public_url))
    if is_trusted(address, own) or (settings.host in _EVERY_ADDRESS and _is_number(host_of(address))):
        return
    host = request.headers.get("Host", "")
    text = f"{host} is not a name of this sandbox. If it is meant to be: {SETTINGS['trusted_hosts'].variable}=name."
    raise Problem(ProblemKind.FORBIDDEN, text, "http.Host")


def _is_number(host: str) -> bool:
    """Return whether a host is an IP address: no name leads there, and no DNS can be made to lie about it."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
