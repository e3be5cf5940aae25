"""What does a FHIR client see? Read, search and the CapabilityStatement."""

import re
from collections.abc import Sequence
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import Protocol

import orjson

from sandbox.loading import decode
from sandbox.problem import Problem, ProblemKind, outcome
from sandbox.r4 import RESOURCE_TYPES, no_such_type
from sandbox.search import (
    Page,
    ParseOptions,
    ResultParametersParser,
    Scope,
    compartment_scope,
    pairs,
    searchset,
    subset,
)
from sandbox.session import Session
from sandbox.spelling import did_you_mean
from sandbox.store import Resource
from sandbox.web.exchange import Headers, Request, Response
from sandbox.web.negotiate import FHIR_JSON, check_accept, check_form
from sandbox.web.routing import NoRoute, Route
from sandbox.world import Backend

_JSON: Headers = (("Content-Type", FHIR_JSON),)
_ETAG = re.compile(r'(?:W/)?"([^"]*)"')
_HANDLING = re.compile(r"""(?:^|[,;])\s*handling\s*=\s*"?(strict|lenient)"?\s*(?=[,;]|$)""", re.IGNORECASE)
_READ_TAKES = ("_elements", "_format", "_pretty", "_summary")


class Handler(Protocol):
    """A function that answers a client that has been let in."""

    def __call__(self, backend: Backend, session: Session, request: Request, *segments: str) -> Response:
        """Answer, given the variable segments of the path."""


def parse_options(backend: Backend, request: Request) -> ParseOptions:
    """Return the terms on which this request is read: the server's addresses, and its patience with the unknown."""
    return _terms(request.origin(), request.header("Prefer"), backend.settings.public_url, backend.settings.handling)


@lru_cache(maxsize=256)
def _terms(origin: str, prefer: str, public: str | None, handling: str) -> ParseOptions:
    bases = (f"{origin}/fhir",) if public in {None, origin} else (f"{public}/fhir", f"{origin}/fhir")
    # A preference that is given twice counts as it was given first: http://www.rfc-editor.org/rfc/rfc7240#section-2
    request = _HANDLING.findall(prefer)
    preferred = (request or [handling])[0].lower()
    return ParseOptions(bases=bases, lenient=preferred == "lenient", strict=bool(request) and preferred == "strict")


def metadata(backend: Backend, request: Request) -> Response:
    """Answer with the CapabilityStatement."""
    if request.method not in {"GET", "HEAD"}:
        raise NoRoute(request.method, ["GET", "HEAD"])
    check_accept(request, request.query)
    statement = backend.capability_statement(parse_options(backend, request).bases[0])
    return Response(200, _JSON, _laid_out(orjson.dumps(statement), request.query))


def read(backend: Backend, session: Session, request: Request, *segments: str) -> Response:
    """Answer with one resource, or with 304 if the client has it already."""
    return _resource(backend, session, request, segments, None)


def vread(backend: Backend, session: Session, request: Request, *segments: str) -> Response:
    """Answer with one version of a resource: of each there is only the current one."""
    *names, version = segments
    return _resource(backend, session, request, names, version)


def _resource(
    backend: Backend, session: Session, request: Request, names: Sequence[str], version: str | None
) -> Response:
    type_, id_ = (backend.named(session, name) for name in names)
    check_accept(request, request.query)
    _check_type(type_)
    result_parameters = ResultParametersParser(())
    for name, value in pairs(request.query) if request.query else ():
        if name not in _READ_TAKES:
            hint = did_you_mean(name, _READ_TAKES)
            raise Problem(ProblemKind.UNKNOWN_PARAMETER, f"A read takes no parameter {name!r}.{hint}", f"http.{name}")
        result_parameters.add(name, value)
    wish = result_parameters.result_parameters(lenient=False)
    if wish.only_total:
        raise Problem(
            ProblemKind.BAD_OPTION, "A read has nothing to count: _summary=count is for searches.", "http._summary"
        )
    resource = backend.read(session, type_, id_, parse_options(backend, request))
    if version not in {None, resource.version}:
        raise Problem(
            ProblemKind.NOT_FOUND, f"{type_}/{id_} has no version {version!r}: the only one is {resource.version}."
        )
    headers = _stamped(resource.version, resource.updated // 1_000_000)
    if _is_known(resource, request):
        return Response(304, headers[1:], b"")
    (sent,) = subset([resource], wish)
    return Response(200, headers, _laid_out(sent.body, request.query))


def search(backend: Backend, session: Session, request: Request, *segments: str) -> Response:
    """Answer with a page: of one type, of all (without a segment), or of a compartment (with three)."""
    return _search(backend, session, request, segments, request.query)


def search_by_form(backend: Backend, session: Session, request: Request, *segments: str) -> Response:
    """Answer a search whose parameters stand in the body; those of the address count as well."""
    check_form(request)
    try:
        form = request.body.decode().strip()
    except UnicodeDecodeError:
        raise Problem(
            ProblemKind.BAD_VALUE, "The form must be UTF-8, and percent-encoded where it is not ASCII."
        ) from None
    return _search(backend, session, request, segments, "&".join(part for part in (request.query, form) if part))


def everything(backend: Backend, session: Session, request: Request, *segments: str) -> Response:
    """Answer with all that belongs to a Patient."""
    check_accept(request, request.query)
    page = backend.everything(
        session, backend.named(session, segments[0]), request.query, parse_options(backend, request)
    )
    return _bundle(backend, page, request.query)


def expunge(backend: Backend, session: Session, request: Request, *segments: str) -> Response:
    """Let all be gone that belongs to a patient, for this session; answers with an OperationOutcome."""
    check_accept(request, request.query)
    backend.expunge(session, backend.named(session, segments[0]), parse_options(backend, request))
    said = outcome("information", "informational", "All that belongs to this patient is gone, for this session.")
    return Response(200, _JSON, orjson.dumps(said))


def _search(backend: Backend, session: Session, request: Request, segments: Sequence[str], raw: str) -> Response:
    check_accept(request, raw)
    on = parse_options(backend, request)
    if len(segments) == 1:
        _check_type(segments[0])
        scope = Scope(segments[0], f"/{segments[0]}")
    elif segments:
        owner, id_, type_ = (backend.named(session, segment) for segment in segments)
        for name in (owner, *([] if type_ == "*" else [type_])):
            _check_type(name)
        scope = compartment_scope(owner, id_, type_, on)
    else:
        scope = Scope("", "")
    return _bundle(backend, backend.search(session, scope, raw, on), raw)


def _bundle(backend: Backend, page: Page, raw: str) -> Response:
    bundle = searchset(page, with_total=backend.settings.total == "always")
    return Response(200, _JSON, _laid_out(bundle, raw), next=page.next)


def _check_type(type_: str) -> None:
    if type_ not in RESOURCE_TYPES:
        raise Problem(ProblemKind.UNKNOWN_TYPE, no_such_type(type_))


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


def _laid_out(body: bytes, raw: str) -> bytes:
    """Return the JSON indented if `_pretty=true` asks for it, its numbers as they were written."""
    if "pretty" not in raw or ("_pretty", "true") not in pairs(raw):
        return body
    return orjson.dumps(decode(body), option=orjson.OPT_INDENT_2) + b"\n"


@lru_cache(maxsize=4096)
def _stamped(version: str, updated: int) -> Headers:
    """Return the headers of a resource, *updated* being in seconds since 1970."""
    return (*_JSON, ("ETag", f'W/"{version}"'), ("Last-Modified", http_date(updated)))


@lru_cache(maxsize=4096)
def http_date(seconds: int) -> str:
    """Return a moment as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`."""
    return formatdate(seconds, usegmt=True)


# Columns: method, path below /fhir, function. The first pattern that fits decides.
ROUTES: tuple[Route[Handler], ...] = (
    Route("GET", "/", search),
    Route("POST", "/_search", search_by_form),
    Route("POST", "/{type}/_search", search_by_form),
    Route("POST", "/Patient/{id}/$expunge", expunge),
    Route("GET", "/{type}", search),
    Route("GET", "/{type}/{id}", read),
    Route("GET", "/{type}/{id}/_history/{version}", vread),
    Route("GET", "/Patient/{id}/$everything", everything),
    Route("POST", "/{owner}/{id}/{type}/_search", search_by_form),
    Route("GET", "/{owner}/{id}/{type}", search),
)
