"""Which session does this call mean? The bearer token of the client under test is the handle."""

# tested by: tests/api/admin/test_sessions.py

from sandbox.backend import Backend
from sandbox.oauth import read_header
from sandbox.sessions.session import Session
from sandbox.web.messages import Request


def session_of(backend: Backend, request: Request) -> Session:
    """Return the session whose token, or code, is the bearer; raises Problem if there is none."""
    return backend.session_of_handle(read_header(request.headers.get("Authorization", None)))
