"""How is a search answered? By type, over all types, or in a compartment; by GET or by form."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sandbox.api.fhir.long_links import expanded, shortened
from sandbox.api.fhir.responses import FhirResponse, bundle_response
from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend, Reader
from sandbox.fhir.resource_types import check_type
from sandbox.problem import Problem, ProblemKind
from sandbox.search import Scope, compartment_scope
from sandbox.web.content_negotiation import check_accept, check_form
from sandbox.web.messages import Request


def search(backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
    """Answer with a page: of one type, of all (without a segment), or of a compartment (with three)."""
    return _search(backend, reader, request, segments, request.query)


def search_by_form(backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
    """Answer a search whose parameters stand in the body; those of the address count as well."""
    check_form(request)
    try:
        form = request.body.decode().strip()
    except UnicodeDecodeError:
        raise Problem(
            ProblemKind.BAD_VALUE, "The form must be UTF-8, and percent-encoded where it is not ASCII."
        ) from None
    return _search(backend, reader, request, segments, "&".join(part for part in (request.query, form) if part))


def _search(backend: Backend, reader: Reader, request: Request, segments: Sequence[str], raw: str) -> FhirResponse:
    check_accept(request, raw)
    on = parse_options(backend, request)
    if len(segments) == 1:
        scope = _of_type(segments[0])
    elif segments:
        owner, id_, type_ = (backend.named(reader, segment) for segment in segments)
        for name in (owner, *([] if type_ == "*" else [type_])):
            check_type(name)
        scope = compartment_scope(owner, id_, type_, on)
    else:
        scope = Scope("", "")
    whole = expanded(backend, reader, scope.path, raw)
    page = backend.search(reader, scope, whole, on)
    withheld = 0
    if reader.partial:
        withheld = backend.search(replace(reader, partial=False), scope, whole, on).total - page.total
    found = bundle_response(backend, shortened(backend, reader, page), whole, withheld)
    if whole is not raw:  # what a handle stands for may be gone the next time
        found.source = None
    return found


@lru_cache(maxsize=256)
def _of_type(type_: str) -> Scope:
    check_type(type_)
    return Scope(type_, f"/{type_}")
