"""How does a FHIR request pass? Login, journal, scenario, then route and data; one shape for every error.

Nothing here knows how a fault happens on the wire: it only says which one is to happen.
"""

# tested by: tests/api/admin/test_order.py, tests/api/fhir/test_errors.py

from functools import lru_cache
from urllib.parse import unquote

import orjson

from sandbox.api.fhir import metadata, routes
from sandbox.api.fhir.canned_response import INVALID_TOKEN, REALM, canned_response
from sandbox.api.fhir.responses import FhirResponse, laid_out
from sandbox.api.shared.preparing import when_prepared
from sandbox.backend import Backend, Reader
from sandbox.fhir.operation_outcome import ISSUE_CODES, outcome
from sandbox.oauth import read_header
from sandbox.problem import Problem, ProblemKind, bug
from sandbox.scenario import WAIT_HEADERS, Decision, Fault, RequestLine
from sandbox.search import UnpreparedError
from sandbox.sessions.abridged import abridged
from sandbox.sessions.journal import Arrival, Entry, EntryOutcome
from sandbox.sessions.redaction import redact
from sandbox.sessions.session import Session
from sandbox.web.content_negotiation import FHIR_JSON
from sandbox.web.messages import FaultInjection, Headers, Request, Response
from sandbox.web.router import NoRoute
from sandbox.web.status import STATUS

LONGEST_USER_AGENT = 200  # characters of the header that the journal keeps


def handle(backend: Backend, request: Request, path: str) -> Response:
    """Answer a request for what stands at *path* below /fhir."""
    try:
        if path == "/metadata":
            return metadata.metadata(backend, request)
        session, access = backend.admit(read_header(request.headers.get("Authorization", None)))
    except Problem as problem:
        return error_response(problem, _parameters(request))
    arrival = _arrival(session, access, request)
    line = RequestLine(request.method, unquote(path) if "%" in path else path, _parameters(request))

    def arrive(one: Session) -> tuple[Entry, Decision]:
        entry = one.journal.open(arrival, request.is_open)
        return entry, one.decide(line, entry.at, entry.access)

    entry, decision = backend.sessions.update(session.name, arrive)
    reader = Reader(session, decision.partial)

    def respond() -> Response:
        found = _answer(backend, reader, request, path, decision)
        response = found.response
        response.at, response.request_id = entry.at, f"{session.name}{entry.n:08x}"
        response.headers = _joined(response.headers, decision.headers)
        outcome_ = _outcome(entry, found, decision)
        backend.close_entry(session.name, entry, outcome_)
        if decision.fault is not None:
            seconds = session.clock.real_seconds(decision.seconds)
            response.fault_injection = FaultInjection(decision.fault, seconds, entry.n)
        return response

    try:
        return respond()
    except UnpreparedError as error:
        return when_prepared(error.preparation, respond)


def _joined(headers: Headers, by_scenario: Headers) -> Headers:
    """Return the headers of a response, where those that a scenario sends stand in the place of those of their name."""
    if not by_scenario:
        return headers
    names = {name.lower() for name, _ in by_scenario}
    return tuple(line for line in headers if line[0].lower() not in names) + by_scenario


def fault_ended(backend: Backend, request: Request, response: Response, *, gone: bool) -> None:
    """Complete the journal entry of a response whose fault has run its course; *gone* says that the client had left."""
    injection = response.fault_injection
    session = backend.known_session(read_header(request.headers.get("Authorization", None)))
    if injection is None or session is None:
        return
    status, size = response.status, len(response.body)
    if injection.fault is Fault.RESET:  # who is reset sees no answer at all
        sent: tuple[int | None, int] = (None, 0)
    else:
        sent = (status, size)
    number, connection = injection.entry, request.connection

    def end(one: Session) -> None:
        entry = one.journal.find(number, connection)
        if entry is not None:
            one.journal.end(entry, one.clock.now(), *sent, gone=gone)

    backend.sessions.update(session.name, end)


def _parameters(request: Request) -> str:
    """Return all that a request asks for: a search may have parameters in its body, too."""
    if not request.body or not request.path.endswith("/_search"):
        return request.query
    form = request.body.decode("utf-8", "replace").strip()
    if request.query:
        return f"{request.query}&{form}"
    return form


def _arrival(session: Session, access: int, request: Request) -> Arrival:
    """Return what the journal notes of a request that has just arrived; no secret is written down."""
    clock = session.clock
    return Arrival(
        at=clock.now(),
        method=request.method,
        path=redact(request.path),
        query=abridged(redact(_parameters(request))),
        connection=request.connection,
        user_agent=_user_agent(request.headers.get("User-Agent", "")),
        access=access,
        frozen=clock.frozen,
        behind=clock.behind,
    )


@lru_cache(maxsize=256)
def _user_agent(header: str) -> str:
    return redact(header)[:LONGEST_USER_AGENT]


def _outcome(entry: Entry, found: FhirResponse, decision: Decision) -> EntryOutcome:
    """Return what the journal notes of an answer."""
    retry_after: tuple[str, ...] = ()
    if decision.error is not None:
        lines = [(name, value) for name, value in decision.headers if name.lower() in WAIT_HEADERS]
        retry_after = tuple(f"{name}: {value}" for name, value in lines)
    return EntryOutcome(
        at=entry.at,
        status=found.response.status,
        size=len(found.response.body),
        issue=found.issue,
        next=None if found.next is None else abridged(found.next),
        wait=decision.wait,
        spelling=decision.spelling,
        retry_after=retry_after,
        fault=decision.fault,
        matches=found.matches,
        withheld=found.withheld,
    )


def _answer(backend: Backend, reader: Reader, request: Request, path: str, decision: Decision) -> FhirResponse:
    """Return what is answered, data or an error; raises UnpreparedError alone."""
    try:
        if decision.error:
            return canned_response(decision.error, decision.body, _parameters(request))
        function, segments = routes.handler_of(request.method, path)
        return function(backend, reader, request, *segments)
    except Problem as problem:
        return FhirResponse(error_response(problem, _parameters(request)), ISSUE_CODES[problem.kind])
    except UnpreparedError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer and the journal its entry
        backend.failures.note(request.method, request.path)
        return FhirResponse(error_response(bug(), _parameters(request)), ISSUE_CODES[ProblemKind.INTERNAL])


def error_response(problem: Problem, raw: str = "") -> Response:
    """Return the OperationOutcome of a problem; *raw* is the query string that may ask for `_pretty`."""
    if problem.kind is ProblemKind.INTERNAL:
        severity = "fatal"
    else:
        severity = "error"
    said = outcome(severity, ISSUE_CODES[problem.kind], problem.text, problem.where)
    headers = (("Content-Type", FHIR_JSON), *_headers(problem))
    return Response(STATUS[problem.kind], headers, laid_out(orjson.dumps(said), raw))


def _headers(problem: Problem) -> Headers:
    if isinstance(problem, NoRoute) and problem.allow:
        return (("Allow", ", ".join(problem.allow)),)
    if problem.kind is ProblemKind.NO_LOGIN:
        return (("WWW-Authenticate", INVALID_TOKEN if problem.where else REALM),)
    return ()
