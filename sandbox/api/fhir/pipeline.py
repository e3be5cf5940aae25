"""How does a request pass the FHIR door? Login, journal, scenario, then route and data; one shape for every error."""

import logging
from collections.abc import Callable
from urllib.parse import unquote

import orjson

from sandbox.api.fhir import metadata, routes
from sandbox.api.oauth import discovery
from sandbox.backend import Backend, Reader
from sandbox.fhir.operation_outcome import ISSUE_CODES, outcome
from sandbox.oauth import read_header
from sandbox.problem import Problem, ProblemKind, bug
from sandbox.scenario import CannedError, Decision, Fault, RequestLine
from sandbox.sessions.journal import Entry
from sandbox.sessions.redaction import redact
from sandbox.sessions.session import Session
from sandbox.web.content_negotiation import FHIR_JSON
from sandbox.web.messages import FaultInjection, Headers, Request, Response
from sandbox.web.router import NoRoute, find
from sandbox.web.status import STATUS

LONGEST_FORM = 8192  # bytes of a form that the journal keeps

_log = logging.getLogger("sandbox")

_UNDECIDED = Decision()

_REALM = 'Bearer realm="procedure-sandbox"'
_INVALID = f'{_REALM}, error="invalid_token"'


def handle(backend: Backend, request: Request, path: str) -> Response:
    """Answer a request for what stands at *path* below /fhir."""
    try:
        if path == "/metadata":
            return metadata.metadata(backend, request)
        if path == "/.well-known/smart-configuration" and request.method in {"GET", "HEAD"}:
            return discovery.smart(backend, request)
        session, access = backend.admit(read_header(request.headers.get("Authorization", None)))
    except Problem as problem:
        return error_response(problem)
    clock, journal = session.clock, session.journal
    now = clock.now()
    what = (request.method, redact(request.path), _asked_for(request))
    entry = journal.open(now, what, request.connection, lag=clock.behind if clock.frozen else None)
    entry.access = access
    decision, response = _decided(backend, session, request, path, entry)
    response.at, response.request_id = now, f"{session.name}{entry.n:08x}"
    response.headers += decision.headers
    entry.issue, entry.next = response.issue, response.next
    entry.wait, entry.spelling = decision.wait, decision.spelling
    if decision.fault is None:
        journal.close(entry, now, response.status, len(response.body))
    else:
        entry.fault = decision.fault.value
        response.fault_injection = FaultInjection(
            decision.fault, clock.real_seconds(decision.seconds), _closing(session, entry, response)
        )
    return response


def _closing(session: Session, entry: Entry, response: Response) -> Callable[[bool], None]:
    """Return what is to be told when a mishap is over, and whether the client had gone.

    It does not hold on to the answer, which holds on to it: a large body would live until the collector finds them.
    """
    # Who is reset sees no answer at all.
    status, size = (None, 0) if entry.fault == Fault.RESET else (response.status, len(response.body))

    def close(gone: bool) -> None:  # noqa: FBT001 - a callback with one fact
        entry.gone = gone
        session.journal.close(entry, session.clock.now(), status, size)

    return close


def _asked_for(request: Request) -> str:
    """Return all that a request asks for, without secrets: a search may have parameters in its body, too."""
    said = request.query
    if request.body and request.path.endswith("/_search"):
        form = request.body[:LONGEST_FORM].decode("utf-8", "replace").strip()
        said = f"{said}&{form}" if said else form
    return redact(said)


def _decided(
    backend: Backend, session: Session, request: Request, path: str, entry: Entry
) -> tuple[Decision, Response]:
    """Return the scenario's word on a request that has just arrived, and the answer to it."""
    decision = _UNDECIDED
    try:
        line = RequestLine(request.method, unquote(path) if "%" in path else path, request.query)
        decision = backend.sessions.update(session.name, lambda one: one.decide(line, entry.at, entry.access))
        if decision.error:
            return decision, _refused(decision.error)
        function, segments = find(routes.ROUTES, request.method, path)
        return decision, function(backend, Reader(session, decision.partial), request, *segments)
    except Problem as problem:
        return decision, error_response(problem)
    except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer and the journal its entry
        _log.exception("%s %s could not be answered", request.method, request.path)
        return decision, error_response(bug())


def error_response(problem: Problem) -> Response:
    """Return the OperationOutcome of a problem."""
    severity = "fatal" if problem.kind is ProblemKind.INTERNAL else "error"
    said = outcome(severity, ISSUE_CODES[problem.kind], problem.text, problem.where)
    headers = (("Content-Type", FHIR_JSON), *_headers(problem))
    return Response(STATUS[problem.kind], headers, orjson.dumps(said), issue=ISSUE_CODES[problem.kind])


def _headers(problem: Problem) -> Headers:
    if isinstance(problem, NoRoute) and problem.allow:
        return (("Allow", ", ".join(problem.allow)),)
    if problem.kind is ProblemKind.NO_LOGIN:
        return (("WWW-Authenticate", _INVALID if problem.where else _REALM),)
    return ()


def _refused(error: CannedError) -> Response:
    said = outcome("error", error.code, error.text)
    login: Headers = (("WWW-Authenticate", _INVALID),) if error.status == STATUS[ProblemKind.NO_LOGIN] else ()
    return Response(error.status, (("Content-Type", FHIR_JSON), *login), orjson.dumps(said), issue=error.code)
