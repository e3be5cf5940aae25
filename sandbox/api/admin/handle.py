"""Which session does this call mean? That of the bearer, or one that is named by whoever may see all of them.

The bearer token of the client under test is the handle of its session. The console lists sessions, and knows no token
of theirs: it names them as the list does, and such calls need the admin token, where there is one.
"""

# tested by: tests/api/admin/test_sessions.py, tests/api/admin/test_named_sessions.py

from collections.abc import Callable
from functools import wraps
from typing import Any

from sandbox.backend import Backend
from sandbox.oauth import read_header
from sandbox.problem import Problem, ProblemKind
from sandbox.sessions.session import Session
from sandbox.web.messages import Request

NAMED = "/sessions/{session}"  # how a path begins that names a session


def session_of(backend: Backend, request: Request) -> Session:
    """Return the session whose token, or code, is the bearer; raises Problem if there is none."""
    return backend.session_of_handle(read_header(request.headers.get("Authorization", None)))


def by_token(call: Callable[[Backend, Request, Session], Any]) -> Callable[[Backend, Request], Any]:
    """Return a call about the session of the bearer."""

    @wraps(call)
    def about_the_bearer(backend: Backend, request: Request) -> Any:
        return call(backend, request, session_of(backend, request))

    return about_the_bearer


def by_name(call: Callable[[Backend, Request, Session], Any]) -> Callable[[Backend, Request, str], Any]:
    """Return the same call about the session that the path names."""

    @wraps(call)
    def about_one_of_all(backend: Backend, request: Request, name: str) -> Any:
        found = backend.sessions.named(name)
        if found is None:
            raise Problem(ProblemKind.NOT_FOUND, f"There is no session {name!r}: it may have been forgotten.")
        return call(backend, request, found)

    about_one_of_all.__name__ = f"{call.__name__}_by_name"
    return about_one_of_all
