"""Where is a HAPI FHIR server? At the address that the user gives; it is given the resources before it is asked.

Any other FHIR server that takes a batch Bundle may stand there as well.
"""

import os
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from bench.child import NotMeasured, Remote

VARIABLE = "BENCH_HAPI_URL"
_AT_ONCE = 100  # resources of a Bundle
_TIMEOUT = 300
_HEADERS = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}


def from_environment() -> str | None:
    """Return the address that the environment names, None if it names none."""
    return os.environ.get(VARIABLE) or None


def loaded(url: str, fixtures: Path) -> tuple[Remote, str]:
    """Write resources into a server; return it and the path of its FHIR base. Raises NotMeasured if it refuses."""
    address = urlsplit(url.rstrip("/"))
    if address.scheme != "http" or not address.netloc:
        raise NotMeasured(f"a peer is at an address such as http://localhost:8080/fhir, not {url!r}")
    remote = Remote(address.netloc)
    connection = HTTPConnection(remote.host, timeout=_TIMEOUT)
    try:
        for bundle in _bundles(fixtures):
            connection.request("POST", address.path or "/", bundle, _HEADERS)
            answer = connection.getresponse()
            _check(url, answer.status, answer.read())
    except (OSError, HTTPException) as error:
        raise NotMeasured(f"{url} did not take the resources: {error}") from None
    finally:
        connection.close()
    return remote, address.path


def _bundles(fixtures: Path) -> Iterator[bytes]:
    """Yield the resources as Bundles that put each at its own address."""
    resources = [orjson.loads(line) for line in fixtures.read_bytes().splitlines()]
    for first in range(0, len(resources), _AT_ONCE):
        entries = [
            {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}
            for one in resources[first : first + _AT_ONCE]
        ]
        yield orjson.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries})


def _check(url: str, status: int, body: bytes) -> None:
    """Raise NotMeasured unless a server has taken a Bundle."""
    if status not in {200, 201}:
        raise NotMeasured(f"{url} refused the resources with {status}: {body.decode(errors='replace')[:500]}")
