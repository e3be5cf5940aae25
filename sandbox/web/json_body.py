"""What does the body of a admin call say? JSON with known keys, each of a known type."""

# tested by: tests/api/admin/test_door.py

from collections.abc import Mapping
from math import isfinite
from typing import Any

import orjson

from sandbox.json_text import check_names, in_json
from sandbox.problem import Problem, ProblemKind
from sandbox.suggest import did_you_mean
from sandbox.web.messages import Request

JSON_TYPES = ("application/json", "application/fhir+json")
NDJSON_TYPES = ("application/ndjson", "application/x-ndjson", "application/fhir+ndjson")


def read_body(request: Request, keys: Mapping[str, tuple[type, ...]]) -> dict[str, Any]:
    """Return the JSON object of the body; an empty body is an empty object. Raises Problem for anything else."""
    if not request.body and not request.header("Content-Type"):
        return {}
    check_media(request)
    value = read_object(request)
    for key, inner in value.items():
        if key not in keys:
            known = ", ".join(keys)
            raise Problem(ProblemKind.BAD_VALUE, f"{key!r} is not a key here.{did_you_mean(key, keys)} Known: {known}.")
        if not _fits(inner, keys[key]):
            wanted = " or ".join(_NAMES[one] for one in keys[key])
            raise Problem(ProblemKind.BAD_VALUE, f"{key} must be {wanted}, not {in_json(inner)}.")
    try:
        check_names(request.body or b"{}")
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, f"The body cannot be understood: {error}.") from None
    return value


def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object of the body; an empty body is an empty object. Raises Problem for anything else."""
    try:
        value = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError as error:
        raise Problem(ProblemKind.BAD_VALUE, f"The body is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise Problem(ProblemKind.BAD_VALUE, "The body must be a JSON object.")
    return value


def media_of(request: Request) -> str:
    """Return what the body says that it is, without parameters and in small letters; "" if it does not say."""
    return request.header("Content-Type").partition(";")[0].strip().lower()


def check_media(request: Request) -> None:
    """Raise Problem unless the body says that it is JSON."""
    media = media_of(request)
    if media not in JSON_TYPES:
        raise Problem(ProblemKind.WRONG_BODY, f"The body must be application/json, not {media or 'unnamed'}.")


def whole_seconds(body: Mapping[str, Any], key: str, default: int, most: int) -> int:
    """Return a whole number of seconds from 1 to *most*; raises Problem for any other."""
    value = body.get(key, default)
    if not isfinite(value) or not 1 <= value <= most or value != int(value):
        raise Problem(ProblemKind.BAD_VALUE, f"{key} takes whole seconds from 1 to {most}, not {value}.")
    return int(value)


def seconds(body: Mapping[str, Any], key: str, default: float, most: float) -> float:
    """Return a number of seconds from 0 to *most*; raises Problem for any other."""
    value = body.get(key, default)
    if not isfinite(value) or not 0 <= value <= most:
        raise Problem(ProblemKind.BAD_VALUE, f"{key} takes seconds from 0 to {most:.0f}, not {value}.")
    return float(value)


def _fits(value: Any, types: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in types
    return isinstance(value, types) or (float in types and isinstance(value, int))


STRING, NUMBER, FLAG, OBJECT = (str,), (float,), (bool,), (dict,)
_NAMES: dict[type, str] = {str: "a string", float: "a number", bool: "true or false", dict: "an object"}
