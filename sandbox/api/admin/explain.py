"""Why was this found, and that not? The answer for whoever writes a query."""

# tested by: tests/cli/test_explain.py, tests/api/admin/test_partial.py

from dataclasses import asdict
from typing import Any

from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend
from sandbox.problem import Problem, ProblemKind
from sandbox.web.json_body import STRING, read_body
from sandbox.web.messages import Request


def explain(backend: Backend, request: Request) -> dict[str, Any]:
    """Explain a query clause by clause, and why it refuses a resource; as the token sees it, if one is given.

    The token stands in the body, or, where the bearer is not the admin token, in the header as everywhere else.
    """
    body = read_body(request, {"query": STRING, "id": STRING, "token": STRING})
    if "query" not in body:
        raise Problem(ProblemKind.BAD_VALUE, 'What is to be explained? {"query": "Procedure?date=2024", "id": "..."}.')
    session = None
    if token := body.get("token") or _bearer(backend, request):
        session = backend.session_of_handle(token)
    found = backend.explain(session, body["query"], parse_options(backend, request), body.get("id"))
    return {"query": body["query"], **asdict(found)}


def _bearer(backend: Backend, request: Request) -> str:
    """Return the session's token of the header, "" if there is none."""
    if backend.settings.admin_token is not None:
        return ""
    return request.header("Authorization").removeprefix("Bearer ").strip()
