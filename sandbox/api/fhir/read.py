"""How is one resource answered? read and vread, with ETag, Last-Modified and 304."""

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from functools import lru_cache

from sandbox.api.fhir.responses import JSON_HEADERS, FhirResponse, laid_out
from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend, Reader
from sandbox.fhir.resource_types import check_type
from sandbox.fhir.store import Resource
from sandbox.http_dates import http_date
from sandbox.problem import Problem, ProblemKind
from sandbox.search import ResultParameters, pairs, part_of_resource, subset
from sandbox.stepwise import whole
from sandbox.web.content_negotiation import check_accept
from sandbox.web.messages import Headers, Request, Response

_ETAG = re.compile(r'(?:W/)?"([^"]*)"')
_WHOLE = ResultParameters()  # where nothing else is asked for


def read(backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
    """Answer with one resource, or with 304 if the client has it already."""
    return _resource(backend, reader, request, segments, None)


def vread(backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
    """Answer with one version of a resource: of each there is only the current one."""
    *names, version = segments
    return _resource(backend, reader, request, names, version)


def _resource(
    backend: Backend, reader: Reader, request: Request, names: Sequence[str], version: str | None
) -> FhirResponse:
    type_, id_ = (backend.named(reader, name) for name in names)
    check_accept(request, request.query)
    check_type(type_)
    on, wanted = parse_options(backend, request), _WHOLE
    if request.query:
        wanted = part_of_resource(pairs(request.query), "A read", on)
    resource = backend.read(reader, type_, id_, on)
    if version not in {None, resource.version}:
        raise Problem(
            ProblemKind.NOT_FOUND, f"{type_}/{id_} has no version {version!r}: the only one is {resource.version}."
        )
    headers = _stamped(resource.version, resource.updated // 1_000_000)
    if _is_known(resource, request):
        return FhirResponse(Response(304, headers[1:], b""))
    if wanted is _WHOLE:
        return FhirResponse(Response(200, headers, resource.body), source=resource)
    (sent,) = whole(subset([resource], wanted))
    return FhirResponse(Response(200, headers, laid_out(sent.body, request.query)))


def _is_known(resource: Resource, request: Request) -> bool:
    """Return whether the client's copy is current; If-None-Match makes If-Modified-Since count for nothing."""
    if tags := request.header("If-None-Match"):
        return tags.strip() == "*" or resource.version in _ETAG.findall(tags)
    if (since := request.headers.get("If-Modified-Since", None)) is None:
        return False
    try:
        return resource.updated // 1_000_000 <= parsedate_to_datetime(since).timestamp()
    except (ValueError, OverflowError):
        return False


@lru_cache(maxsize=4096)
def _stamped(version: str, updated: int) -> Headers:
    """Return the headers of a resource, *updated* being in seconds since 1970."""
    return (*JSON_HEADERS, ("ETag", f'W/"{version}"'), ("Last-Modified", http_date(updated)))
