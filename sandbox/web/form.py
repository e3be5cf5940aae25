"""Which parameters does an OAuth client send? Those of a query, a form or a JSON object, each once, as text."""

# tested by: tests/api/oauth/test_refusals.py

from collections.abc import Mapping
from urllib.parse import parse_qsl

import orjson

from sandbox.json_text import check_names
from sandbox.oauth import OAuthError
from sandbox.problem import Problem, ProblemKind
from sandbox.web.content_negotiation import FORM
from sandbox.web.messages import Request

_MOST = 100


def of_query(request: Request) -> dict[str, str]:
    """Return the parameters of the address; one without a value counts as not given. Raises OAuthError."""
    return _once(request.query)


def of_body(request: Request) -> dict[str, str]:
    """Return the parameters of the body, as for a query; raises Problem if it is neither a form nor JSON."""
    media = request.header("Content-Type").partition(";")[0].strip().lower()
    if request.header("Content-Encoding").lower() not in {"", "identity"}:
        raise Problem(ProblemKind.WRONG_BODY, "The body must not be compressed.")
    if media == FORM:
        return _once(request.body.decode("utf-8", "replace"))
    if media == "application/json":
        return _read_json(request.body)
    if request.body:
        raise Problem(ProblemKind.WRONG_BODY, f"The body must be {FORM} or application/json, not {media or 'unnamed'}.")
    return {}


def need(fields: Mapping[str, str], *names: str) -> tuple[str, ...]:
    """Return the values of parameters; raises OAuthError if one is missing."""
    missing = [name for name in names if name not in fields]
    if missing:
        raise OAuthError("invalid_request", f"Missing: {', '.join(missing)}.")
    return tuple(fields[name] for name in names)


def _once(raw: str) -> dict[str, str]:
    try:
        found = [(name, value) for name, value in parse_qsl(raw, max_num_fields=_MOST) if value]
    except ValueError:
        raise OAuthError("invalid_request", f"There are more than {_MOST} parameters.") from None
    fields = dict(found)
    if len(fields) < len(found):
        raise OAuthError("invalid_request", "A parameter may stand there only once.")
    return fields


def _read_json(body: bytes) -> dict[str, str]:
    try:
        found = orjson.loads(body or b"{}")
        check_names(body or b"{}")
    except orjson.JSONDecodeError:
        raise OAuthError("invalid_request", "The body is not JSON.") from None
    except ValueError as error:
        raise OAuthError("invalid_request", f"The body cannot be understood: {error}.") from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise OAuthError("invalid_request", "The body must be a JSON object whose values are strings.")
    return {name: value for name, value in found.items() if value}
