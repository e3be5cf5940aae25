"""How does a FHIR request pass? Login, journal, scenario, then route and data; one shape for every error.

Nothing here knows how a fault happens on the wire: it only says which one is to happen.
"""

# tested by: tests/api/admin/test_order.py, tests/api/fhir/test_errors.py

import orjson

from sandbox.api.fhir import metadata
from sandbox.api.fhir.asked import Asked, asked_by, parameters
from sandbox.api.fhir.canned_response import INVALID_TOKEN, REALM, canned_response
from sandbox.api.fhir.responses import FhirResponse, laid_out
from sandbox.api.shared.preparing import when_prepared
from sandbox.backend import Backend, Reader
from sandbox.fhir.operation_outcome import ISSUE_CODES, outcome
from sandbox.oauth import read_header
from sandbox.problem import Problem, ProblemKind, bug
from sandbox.scenario import WAIT_HEADERS, Decision, Fault
from sandbox.search import UnpreparedError
from sandbox.sessions.abridged import abridged
from sandbox.sessions.journal import Arrival, Entry, EntryOutcome
from sandbox.sessions.session import Session
from sandbox.web.content_negotiation import FHIR_JSON
from sandbox.web.messages import FaultInjection, Headers, Request, Response
from sandbox.web.router import NoRoute
from sandbox.web.status import STATUS


def handle(backend: Backend, request: Request, path: str) -> Response:
    """Answer a request for what stands at *path* below /fhir."""
    try:
        if path == "/metadata":
            return metadata.metadata(backend, request)
        asked = asked_by(request, path)
        session, access = backend.admit(asked.token)
    except Problem as problem:
        return error_response(problem, parameters(request))
    arrival = _arrival(session, access, asked, request.connection)

    def arrive(one: Session) -> tuple[Entry, Decision]:
        entry = one.journal.open(arrival, request.is_open)
        return entry, one.decide(asked.line, entry.at, entry.access)

    entry, decision = backend.sessions.update(session.name, arrive)
    reader = Reader(session, decision.partial, entry.at)

    def respond() -> Response:
        view, known = backend.view(reader), None
        if decision.is_data:
            known = asked.answer_again(view)
        if known is None:
            found = _answer(backend, reader, request, asked, decision)
            known = found.response, _outcome(found, decision)
            if decision.is_data:
                asked.keep(view, found, known[1])
        response, outcome = known
        response.at, response.request_id = entry.at, f"{session.name}{entry.n:08x}"
        response.headers = _joined(response.headers, decision.headers)
        backend.close_entry(session.name, entry, entry.at, outcome)
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


def _arrival(session: Session, access: int, asked: Asked, connection: int) -> Arrival:
    """Return what the journal notes of a request that has just arrived; no secret is written down."""
    clock, method = session.clock, asked.line.method
    return Arrival(
        clock.now(), method, asked.path, asked.query, connection, asked.user_agent, clock.frozen, clock.behind, access
    )


def _outcome(found: FhirResponse, decision: Decision) -> EntryOutcome:
    """Return what the journal notes of an answer."""
    retry_after: tuple[str, ...] = ()
    if decision.error is not None:
        lines = [(name, value) for name, value in decision.headers if name.lower() in WAIT_HEADERS]
        retry_after = tuple(f"{name}: {value}" for name, value in lines)
    return EntryOutcome(
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


def _answer(backend: Backend, reader: Reader, request: Request, asked: Asked, decision: Decision) -> FhirResponse:
    """Return what is answered, data or an error; raises UnpreparedError alone."""
    try:
        if decision.error:
            return canned_response(decision.error, decision.body, parameters(request))
        function, segments = asked.route()
        return function(backend, reader, request, *segments)
    except Problem as problem:
        return FhirResponse(error_response(problem, parameters(request)), ISSUE_CODES[problem.kind])
    except UnpreparedError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer and the journal its entry
        backend.failures.note(request.method, request.path)
        return FhirResponse(error_response(bug(), parameters(request)), ISSUE_CODES[ProblemKind.INTERNAL])


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
