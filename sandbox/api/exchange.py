"""What was asked, and what came of it? One request and its answer, as whoever watches the server is told of them.

A client's token is in none of it: addresses are told without their secrets, and bodies not at all.
"""

# tested by: tests/cli/test_request_log.py

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import orjson

from sandbox.backend import Backend
from sandbox.oauth import read_header
from sandbox.oauth.authorization_server import NAME_DIGITS
from sandbox.problem import Problem
from sandbox.sessions.journal import Entry
from sandbox.sessions.redaction import redact
from sandbox.sessions.session import Session
from sandbox.web.messages import Request, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request that was answered, or given up by its client."""

    at: float
    """when it arrived, in seconds since 1970 on the clock of its session, or of the sandbox if it has none"""
    method: str
    """as it was sent; "" of what could not be read"""
    path: str
    """as it was written, without secrets"""
    query: str
    """the query string, and a search's form, without secrets"""
    status: int | None
    """the HTTP status, None if none was sent"""
    issue: str
    """the code of the error, in the words of its API; "" where there is none"""
    wait: float | None
    """the wait that was announced, in seconds, None if none that can be read"""
    fault: str
    """what happened to the answer on its way; "" if nothing did"""
    session: str
    """the name of its session, "" if it has none"""
    label: str
    """that of the session's token, if it was made up and has one"""
    attempt: int | None
    """counts the requests of a session with the same method, path and query, from 1"""
    seconds: float
    """until the answer was sent, of the time of day"""


Observer = Callable[[Exchange], None]


def exchange_of(backend: Backend, request: Request | None, response: Response, seconds: float) -> Exchange:
    """Return what became of a request, which is None if it could not be read, and took so many *seconds*."""
    if request is None:
        return exchange_without_session(backend, request, response, seconds)
    found = _entry(backend, request, response)
    if found is None:
        return exchange_without_session(backend, request, response, seconds, _session(backend, request))
    session, entry = found
    return Exchange(
        at=entry.at,
        method=entry.method,
        path=entry.path,
        query=entry.query,
        status=entry.status,
        issue=entry.issue or "",
        wait=entry.wait,
        fault=entry.fault or "",
        session=session.name,
        label=session.label,
        attempt=entry.attempt,
        seconds=seconds,
    )


def exchange_without_session(
    backend: Backend, request: Request | None, response: Response, seconds: float, session: Session | None = None
) -> Exchange:
    """Return what became of a request that is in no journal, as far as is known here."""
    at = backend.now() if response.at is None else response.at
    method = path = query = ""
    if request is not None:
        method, path, query = request.method, redact(request.path), redact(request.query)
    issue = ""
    if response.status >= HTTPStatus.BAD_REQUEST:
        issue = _code(response.body)
    name = label = ""
    if session is not None:
        name, label = session.name, session.label
    return Exchange(
        at=at,
        method=method,
        path=path,
        query=query,
        status=response.status,
        issue=issue,
        wait=None,
        fault="",
        session=name,
        label=label,
        attempt=None,
        seconds=seconds,
    )


def _entry(backend: Backend, request: Request, response: Response) -> tuple[Session, Entry] | None:
    """Return the session and the journal entry that an answer is numbered by, if there are such."""
    name, number = response.request_id[:NAME_DIGITS], response.request_id[NAME_DIGITS:]
    session = backend.sessions.named(name)
    if session is None:
        return None
    entry = session.journal.find(int(number, 16), request.connection)
    return None if entry is None else (session, entry)


def _session(backend: Backend, request: Request) -> Session | None:
    """Return the session that a request without a journal is about: its bearer's, if that has one already."""
    try:
        return backend.known_session(read_header(request.headers.get("Authorization", None)))
    except Problem:
        return None


def _code(body: bytes) -> str:
    """Return the code of an error, of whichever API it is; "" if it has none."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    if "issue" in said:
        return str(said["issue"][0]["code"])
    error = said.get("error", "")
    return str(error["code"] if isinstance(error, dict) else error)
