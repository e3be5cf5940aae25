"""What can this server do? `GET /fhir/metadata`."""

import orjson

from sandbox.api.fhir.responses import JSON_HEADERS, laid_out
from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend
from sandbox.search import pairs, part_of_resource, subset_json
from sandbox.web.content_negotiation import check_accept
from sandbox.web.messages import Request, Response
from sandbox.web.router import NoRoute


def metadata(backend: Backend, request: Request) -> Response:
    """Answer with the CapabilityStatement, or the part of it that is wanted; it is the same for each `mode`."""
    if request.method not in {"GET", "HEAD"}:
        raise NoRoute(request.method, ["GET", "HEAD"])
    check_accept(request, request.query)
    on = parse_options(backend, request)
    wanted = part_of_resource(pairs(request.query), "The call metadata", on, ("mode",))
    statement = orjson.dumps(backend.capability_statement(on.bases[0]))
    part = subset_json("CapabilityStatement", statement, summary=wanted.summary, elements=wanted.elements)
    return Response(200, JSON_HEADERS, laid_out(part, request.query))
