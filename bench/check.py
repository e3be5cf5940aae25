"""Is it right what we are about to measure? A server that answers wrongly may be fast, but that is no figure."""

from http.client import HTTPConnection, HTTPException

import orjson

from bench.cases import HEADERS, Case
from bench.child import NotMeasured, Remote, Server

_TIMEOUT = 30


def bodies_of(server: Server | Remote, case: Case) -> dict[str, bytes]:
    """Return what a server answers; raises NotMeasured unless it is 200 with the expected number of entries."""
    connection = HTTPConnection(server.host, timeout=_TIMEOUT)
    found: dict[str, bytes] = {}
    try:
        for target in case.targets:
            connection.request("GET", target, headers=HEADERS)
            answer = connection.getresponse()
            found[target] = answer.read()
            _check(case, target, answer.status, found[target])
    except (OSError, HTTPException) as error:
        raise NotMeasured(f"{case.name} was not answered: {error}") from None
    finally:
        connection.close()
    return found


def check_same(server: Server, case: Case, bodies: dict[str, bytes]) -> None:
    """Raise NotMeasured unless a server answers with exactly these bytes."""
    if bodies_of(server, case) != bodies:
        raise NotMeasured(f"{case.name}: the two servers do not answer with the same bytes")


def _check(case: Case, target: str, status: int, body: bytes) -> None:
    if status != 200:
        raise NotMeasured(f"{target} was answered with {status}: {body.decode(errors='replace')}")
    found = orjson.loads(body)
    wanted = "Procedure" if case.entries is None else "Bundle"
    entries = len(found.get("entry", ())) if wanted == "Bundle" else None
    if found.get("resourceType") != wanted or entries != case.entries:
        raise NotMeasured(f"{target} is a {found.get('resourceType')} of {entries} entries, not {case.entries}")
