"""Is this address near enough to send something there? Only this machine is, and hosts that were named to be.

A sandbox accepts what anybody makes up, so it must not be a way to reach, or to be sent, somewhere else.
"""

import ipaddress
import re
from collections.abc import Collection

# No user, no fragment, and nothing that a browser and a server may read differently (backslashes, spaces, controls).
_ADDRESS = re.compile(
    r"(?P<origin>https?://(?P<host>[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])(?::(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?)(?:[/?][!$-;=?-Z_a-z~%\[\]]*)?"
)
LONGEST = 2048


def origin(address: str) -> str | None:
    """Return `http://host:port` of an http(s) address without a fragment; None if it is something else."""
    match = _ADDRESS.fullmatch(address)
    if match and len(address) <= LONGEST:
        return match["origin"]
    return None


def host_of(address: str) -> str:
    """Return the host of an http(s) address in small letters, without port and brackets; "" if it is something else."""
    match = _ADDRESS.fullmatch(address)
    if match and len(address) <= LONGEST:
        return match["host"].lower().strip("[]")
    return ""


def is_trusted(address: str, hosts: Collection[str] = ()) -> bool:
    """Return whether an address is http(s) and leads to loopback, or to one of the *hosts*."""
    host = host_of(address)
    if host == "localhost" or host.endswith(".localhost") or (host and host in {name.lower() for name in hosts}):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
