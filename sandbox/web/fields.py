"""Which parameters does an OAuth client send? Those of a query, a form or a JSON object, each once, as text."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

import orjson

from sandbox.access import Denial
from sandbox.problem import Kind, Problem
from sandbox.web.exchange import Asked
from sandbox.web.negotiate import FORM

_MOST = 100


def of_query(asked: Asked) -> dict[str, str]:
    """Return the parameters of the address; one without a value counts as not given. Raises Denial."""
    return _once(asked.query)


def of_body(asked: Asked) -> dict[str, str]:
    """Return the parameters of the body, as for a query; raises Problem if it is neither a form nor JSON."""
    media = asked.header("Content-Type").partition(";")[0].strip().lower()
    if asked.header("Content-Encoding").lower() not in {"", "identity"}:
        raise Problem(Kind.WRONG_BODY, "The body must not be compressed.")
    if media == FORM:
        return _once(asked.body.decode("utf-8", "replace"))
    if media == "application/json":
        return _read_json(asked.body)
    if asked.body:
        raise Problem(Kind.WRONG_BODY, f"The body must be {FORM} or application/json, not {media or 'unnamed'}.")
    return {}


def need(fields: Mapping[str, str], *names: str) -> tuple[str, ...]:
    """Return the values of parameters; raises Denial if one is missing."""
    missing = [name for name in names if name not in fields]
    if missing:
        raise Denial("invalid_request", f"Missing: {', '.join(missing)}.")
    return tuple(fields[name] for name in names)


def _once(raw: str) -> dict[str, str]:
    try:
        found = [(name, value) for name, value in parse_qsl(raw, max_num_fields=_MOST) if value]
    except ValueError:
        raise Denial("invalid_request", f"There are more than {_MOST} parameters.") from None
    fields = dict(found)
    if len(fields) < len(found):
        raise Denial("invalid_request", "A parameter may stand there only once.")
    return fields


def _read_json(body: bytes) -> dict[str, str]:
    try:
        found = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError:
        raise Denial("invalid_request", "The body is no JSON.") from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Denial("invalid_request", "The body must be a JSON object whose values are strings.")
    return {name: value for name, value in found.items() if value}
