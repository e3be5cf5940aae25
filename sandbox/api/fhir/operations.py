"""How are `$everything` and `$expunge` answered?"""

# tested by: tests/api/fhir/test_expunge.py, docs/search/system.md

import orjson

from sandbox.api.fhir.long_links import expanded, shortened
from sandbox.api.fhir.responses import JSON_HEADERS, FhirResponse, bundle_response, laid_out
from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend, Reader
from sandbox.fhir.operation_outcome import outcome
from sandbox.problem import Problem, ProblemKind
from sandbox.search import pairs, taken
from sandbox.web.content_negotiation import check_accept
from sandbox.web.messages import Request, Response


def everything(backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
    """Answer with all that belongs to a Patient."""
    check_accept(request, request.query)
    patient = backend.named(reader, segments[0])
    raw = expanded(backend, reader, f"/Patient/{patient}/$everything", request.query)
    page = backend.everything(reader, patient, raw, parse_options(backend, request))
    return bundle_response(backend, shortened(backend, reader, page), raw)


def everything_of_mine(backend: Backend, reader: Reader, request: Request, *_segments: str) -> FhirResponse:
    """Answer with all that belongs to the patient of the token; raises Problem for an application's token."""
    if reader.session.patient is None:
        text = "The token of an application has no patient of its own: ask for Patient/{id}/$everything."
        raise Problem(ProblemKind.BAD_VALUE, text)
    return everything(backend, reader, request, reader.session.patient)


def expunge(backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
    """Let all be gone that belongs to a patient, for this session; answers with an OperationOutcome."""
    check_accept(request, request.query)
    on = parse_options(backend, request)
    taken(pairs(request.query), ("_format", "_pretty"), "$expunge", on)
    backend.expunge(reader, backend.named(reader, segments[0]), on)
    said = outcome("information", "informational", "All that belongs to this patient is gone, for this session.")
    return FhirResponse(Response(200, JSON_HEADERS, laid_out(orjson.dumps(said), request.query)))
