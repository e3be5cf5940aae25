"""Is it right what we are about to measure? A server that answers wrongly may be fast, but that is no figure."""

from http.client import HTTPConnection, HTTPException

import orjson

from bench.cases import HEADERS, Case
from bench.child import NotMeasured

_TIMEOUT = 30


def body_of(port: int, case: Case) -> bytes:
    """Return what a server answers; raises NotMeasured unless it is 200 with the expected number of entries."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    try:
        connection.request("GET", case.target, headers=HEADERS)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException) as error:
        raise NotMeasured(f"{case.target} was not answered: {error}") from None
    finally:
        connection.close()
    if answer.status != 200:
        raise NotMeasured(f"{case.target} was answered with {answer.status}: {body.decode(errors='replace')}")
    found = orjson.loads(body)
    wanted = "Procedure" if case.entries is None else "Bundle"
    entries = len(found.get("entry", ())) if wanted == "Bundle" else None
    if found.get("resourceType") != wanted or entries != case.entries:
        raise NotMeasured(f"{case.target} is a {found.get('resourceType')} of {entries} entries, not {case.entries}")
    return body


def check_same(port: int, case: Case, body: bytes) -> None:
    """Raise NotMeasured unless a server answers with exactly these bytes."""
    if body_of(port, case) != body:
        raise NotMeasured(f"{case.target}: the two servers do not answer with the same bytes")
