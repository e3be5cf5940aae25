"""What can this server do? `GET /fhir/metadata`."""

import orjson

from sandbox.api.fhir.responses import JSON_HEADERS, laid_out
from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend
from sandbox.web.content_negotiation import check_accept
from sandbox.web.messages import Request, Response
from sandbox.web.router import NoRoute


def metadata(backend: Backend, request: Request) -> Response:
    """Answer with the CapabilityStatement."""
    if request.method not in {"GET", "HEAD"}:
        raise NoRoute(request.method, ["GET", "HEAD"])
    check_accept(request, request.query)
    statement = backend.capability_statement(parse_options(backend, request).bases[0])
    return Response(200, JSON_HEADERS, laid_out(orjson.dumps(statement), request.query))
