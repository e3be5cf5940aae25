"""What does a canned error look like on the wire? Its status, and the body that the scenario wants.

The journal notes an issue code only where the client can read one: where the body is an OperationOutcome.
"""

# tested by: tests/api/admin/test_canned_bodies.py

import orjson

from sandbox.api.fhir.responses import JSON_HEADERS, FhirResponse, laid_out
from sandbox.fhir.operation_outcome import outcome
from sandbox.problem import ProblemKind
from sandbox.scenario import BodyForm, CannedBody, CannedError
from sandbox.web.messages import Headers, Response
from sandbox.web.status import STATUS, phrase

REALM = 'Bearer realm="procedure-sandbox"'
INVALID_TOKEN = f'{REALM}, error="invalid_token"'

_HTML: Headers = (("Content-Type", "text/html"),)
_TEXT: Headers = (("Content-Type", "text/plain; charset=utf-8"),)


def canned_response(error: CannedError, body: CannedBody, raw: str) -> FhirResponse:
    """Return the response of a canned error with such a body; *raw* is the query string that may ask for `_pretty`."""
    headers, sent, issue = _content(error, body)
    if body.form is BodyForm.OUTCOME:  # any other is sent as it was written
        sent = laid_out(sent, raw)
    if error.status == STATUS[ProblemKind.NO_LOGIN]:
        headers += (("WWW-Authenticate", INVALID_TOKEN),)
    return FhirResponse(Response(error.status, headers, sent), issue)


def _content(error: CannedError, body: CannedBody) -> tuple[Headers, bytes, str | None]:
    """Return the headers that describe a body, the body, and the issue code that a client finds there."""
    if body.form is BodyForm.HTML:
        return _HTML, _page(f"{error.status} {phrase(error.status)}"), None
    if body.form is BodyForm.TEXT:
        return _TEXT, f"{error.text}\n".encode(), None
    if body.form is BodyForm.EMPTY:
        return (), b"", None
    if body.form is BodyForm.JSON:
        return JSON_HEADERS, body.json.encode(), body.issue or None
    return JSON_HEADERS, orjson.dumps(outcome("error", error.code, error.text)), error.code


def _page(title: str) -> bytes:
    """Return a page of HTML, as gateways write it: with nothing for a program to read."""
    lines = (
        "<html>",
        f"<head><title>{title}</title></head>",
        "<body>",
        f"<center><h1>{title}</h1></center>",
        "<hr><center>gateway</center>",
        "</body>",
        "</html>",
        "",
    )
    return "\r\n".join(lines).encode()
