"""How does a request pass the FHIR door? Login, journal, scenario, then route and data; one shape for every error."""

import logging
import re
from collections.abc import Callable
from urllib.parse import unquote

import orjson

from sandbox.access import read_header
from sandbox.journal import Entry
from sandbox.problem import ISSUE_CODES, Kind, Problem, bug, outcome
from sandbox.scenario import Decision, Fault, Refusal, Request
from sandbox.session import Session
from sandbox.web import fhir, well_known
from sandbox.web.exchange import Answer, Asked, Headers, Mishap
from sandbox.web.negotiate import FHIR_JSON
from sandbox.web.routing import NoRoute, find
from sandbox.web.status import STATUS
from sandbox.world import World

# What may be a token or a key, wherever it stands in a query: the journal never keeps one.
_SECRET = re.compile(
    r"(?<=token=)[^&]+|(?<=secret=)[^&]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|(?:pat|aat|sk|pk)_(?:test|live)_[^&/]+",
    re.IGNORECASE,
)
# A letter, a digit or a "_" that is percent-encoded, which nobody needs to do.
_VEILED = re.compile(r"%(?:[46][1-9a-f]|[57][0-9a]|4f|5f|6f|3[0-9])", re.IGNORECASE)
_MARKS = ("token=", "secret=", "eyj", "_test_", "_live_")
LONGEST_FORM = 8192  # bytes of a form that the journal keeps

_log = logging.getLogger("sandbox")

_UNDECIDED = Decision()

_REALM = 'Bearer realm="procedure-sandbox"'
_INVALID = f'{_REALM}, error="invalid_token"'


def enter(world: World, asked: Asked, path: str) -> Answer:
    """Answer a request for what stands at *path* below /fhir."""
    try:
        if path == "/metadata":
            return fhir.metadata(world, asked)
        if path == "/.well-known/smart-configuration" and asked.method in {"GET", "HEAD"}:
            return well_known.smart(world, asked)
        session = world.admit(read_header(asked.headers.get("Authorization", None)))
    except Problem as problem:
        return refuse(problem)
    clock, journal = session.clock, session.journal
    now = clock.now()
    what = (asked.method, _clean(asked.path), _asked_for(asked))
    entry = journal.open(now, what, asked.contact, lag=clock.behind if clock.frozen else None)
    entry.access = session.access
    decision, answer = _decided(world, session, asked, path, now)
    answer.at, answer.request_id = now, f"{session.name}{entry.n:08x}"
    answer.headers += decision.headers
    entry.issue, entry.next = answer.issue, answer.next
    entry.wait, entry.spelling = decision.wait, decision.spelling
    if decision.fault is None:
        journal.close(entry, now, answer.status, len(answer.body))
    else:
        entry.fault = decision.fault.value
        answer.mishap = Mishap(decision.fault, decision.seconds, _closing(session, entry, answer))
    return answer


def _closing(session: Session, entry: Entry, answer: Answer) -> Callable[[bool], None]:
    """Return what is to be told when a mishap is over, and whether the client had gone.

    It does not hold on to the answer, which holds on to it: a large body would live until the collector finds them.
    """
    # Who is reset sees no answer at all.
    status, size = (None, 0) if entry.fault == Fault.RESET else (answer.status, len(answer.body))

    def close(gone: bool) -> None:  # noqa: FBT001 - a callback with one fact
        entry.gone = gone
        session.journal.close(entry, session.clock.now(), status, size)

    return close


def _asked_for(asked: Asked) -> str:
    """Return all that a request asks for, without secrets: a search may have parameters in its body, too."""
    said = asked.query
    if asked.body and asked.path.endswith("/_search"):
        form = asked.body[:LONGEST_FORM].decode("utf-8", "replace").strip()
        said = f"{said}&{form}" if said else form
    return _clean(said)


def _clean(text: str) -> str:
    """Return a part of an address without secrets, however they are written."""
    plain = (unquote(text) if _VEILED.search(text) else text).lower()
    if not any(mark in plain for mark in _MARKS):
        return text
    cleaned = _SECRET.sub("***", text)
    return cleaned if not _SECRET.search(unquote(cleaned)) else _SECRET.sub("***", unquote(text))


def _decided(world: World, session: Session, asked: Asked, path: str, now: float) -> tuple[Decision, Answer]:
    """Return the scenario's word on a request that arrives *now*, and the answer to it."""
    decision = _UNDECIDED
    try:
        decision = session.decide(Request(asked.method, unquote(path) if "%" in path else path, asked.query), now)
        if decision.refusal:
            return decision, _refused(decision.refusal)
        function, segments = find(fhir.ROUTES, asked.method, path)
        return decision, function(world, session, asked, *segments)
    except Problem as problem:
        return decision, refuse(problem)
    except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer and the journal its entry
        _log.exception("%s %s could not be answered", asked.method, asked.path)
        return decision, refuse(bug())


def refuse(problem: Problem) -> Answer:
    """Return the OperationOutcome of a problem."""
    severity = "fatal" if problem.kind is Kind.INTERNAL else "error"
    said = outcome(severity, ISSUE_CODES[problem.kind], problem.text, problem.where)
    headers = (("Content-Type", FHIR_JSON), *_headers(problem))
    return Answer(STATUS[problem.kind], headers, orjson.dumps(said), issue=ISSUE_CODES[problem.kind])


def _headers(problem: Problem) -> Headers:
    if isinstance(problem, NoRoute) and problem.allow:
        return (("Allow", ", ".join(problem.allow)),)
    if problem.kind is Kind.NO_LOGIN:
        return (("WWW-Authenticate", _INVALID if problem.where else _REALM),)
    return ()


def _refused(refusal: Refusal) -> Answer:
    said = outcome("error", refusal.code, refusal.text)
    login: Headers = (("WWW-Authenticate", _INVALID),) if refusal.status == STATUS[Kind.NO_LOGIN] else ()
    return Answer(refusal.status, (("Content-Type", FHIR_JSON), *login), orjson.dumps(said), issue=refusal.code)
