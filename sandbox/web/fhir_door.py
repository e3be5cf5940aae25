"""How does a request pass the FHIR door? Login, journal, scenario, then route and data; one shape for every error."""

import logging

import orjson

from sandbox.access import read_header
from sandbox.problem import ISSUE_CODES, Kind, Problem, outcome
from sandbox.scenario import Refusal
from sandbox.session import Session
from sandbox.web import fhir
from sandbox.web.exchange import Answer, Asked, Headers
from sandbox.web.negotiate import FHIR_JSON
from sandbox.web.routing import NoRoute, find
from sandbox.web.status import STATUS
from sandbox.world import World

_log = logging.getLogger("sandbox")

_REALM = 'Bearer realm="procedure-sandbox"'


def enter(world: World, asked: Asked, path: str) -> Answer:
    """Answer a request for what stands at *path* below /fhir."""
    try:
        if path == "/metadata":
            return fhir.metadata(world, asked)
        session = world.admit(read_header(asked.headers.get("Authorization", None)))
    except Problem as problem:
        return refuse(problem)
    entry = session.journal.open(session.clock.now(), asked.method, asked.path, asked.query)
    answer = _inside(world, session, asked, path)
    entry.complete(answer.status, len(answer.body))
    answer.at = session.clock.now()
    answer.request_id = f"{session.name}{entry.n:08x}"
    return answer


def _inside(world: World, session: Session, asked: Asked, path: str) -> Answer:
    try:
        if refusal := session.decide():
            return _refused(refusal)
        function, segments = find(fhir.ROUTES, asked.method, path)
        return function(world, session, asked, *segments)
    except Problem as problem:
        return refuse(problem)
    except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer and the journal its entry
        _log.exception("%s %s could not be answered", asked.method, asked.path)
        return refuse(Problem(Kind.INTERNAL, "The sandbox has a bug: its log says more."))


def refuse(problem: Problem) -> Answer:
    """Return the OperationOutcome of a problem."""
    severity = "fatal" if problem.kind is Kind.INTERNAL else "error"
    said = outcome(severity, ISSUE_CODES[problem.kind], problem.text, problem.where)
    return Answer(STATUS[problem.kind], (("Content-Type", FHIR_JSON), *_headers(problem)), orjson.dumps(said))


def _headers(problem: Problem) -> Headers:
    if isinstance(problem, NoRoute) and problem.allow:
        return (("Allow", ", ".join(problem.allow)),)
    if problem.kind is Kind.NO_LOGIN:
        return (("WWW-Authenticate", f'{_REALM}, error="invalid_token"' if problem.where else _REALM),)
    return ()


def _refused(refusal: Refusal) -> Answer:
    said = outcome("error", refusal.code, refusal.text)
    return Answer(refusal.status, (("Content-Type", FHIR_JSON),), orjson.dumps(said))
