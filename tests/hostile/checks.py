"""What must hold of the answer to anything? That there is one, in the shape of its API, and that it tells no secret."""

import gzip
import json
from dataclasses import dataclass
from typing import Any

from tests.hostile.generator import OTHERS, PATIENT, HostileRequest

SLOW = 0.5  # seconds that an answer to a small request may take
_SMALL = 8192  # bytes of a request


@dataclass(frozen=True, slots=True)
class HostileAnswer:
    """What came back; `status` 0 is nothing, and `seconds` are until all of it was there."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


def fault_of(request: HostileRequest, answer: HostileAnswer) -> str:
    """Return what is wrong with an answer, "" if nothing is."""
    if answer.status == 0:
        # What is no request, or half of one, may go without an answer.
        return "" if request.raw else "no answer"
    if answer.status >= 500:
        return f"{answer.status}"
    if "x-sandbox" not in answer.headers:
        return "no X-Sandbox"
    if answer.seconds > SLOW and len(request.sent()) <= _SMALL:
        return f"slow: {answer.seconds:.1f} s"
    return _wrong_shape(request, answer) or _told_a_secret(request, answer)


def _wrong_shape(request: HostileRequest, answer: HostileAnswer) -> str:
    if request.raw or request.method == "HEAD" or not answer.body:
        return ""
    if not answer.headers.get("content-type", "").partition(";")[0].endswith("json"):
        return ""
    try:
        said = json.loads(_plain(answer))
    except ValueError:
        return "no JSON"
    if answer.status < 400:
        return ""
    return _wrong_error(request.target, said)


def _plain(answer: HostileAnswer) -> bytes:
    if answer.headers.get("content-encoding") == "gzip":
        return gzip.decompress(answer.body)
    return answer.body


def _wrong_error(target: str, said: Any) -> str:
    """Return whether an error has not the shape of its API."""
    if said.get("resourceType") == "OperationOutcome":
        issues = said["issue"]
        return "" if issues and all(issue["diagnostics"] for issue in issues) else "an outcome without an issue"
    if "statusCode" in said:
        return "" if said["message"] else "an error without a message"
    if isinstance(said.get("error"), dict):
        return "" if said["error"]["code"] and said["error"]["message"] else "an error without a message"
    return f"an error of no shape at {target[:50]}"


def _told_a_secret(request: HostileRequest, answer: HostileAnswer) -> str:
    """Return whether a patient's token brought another patient's data."""
    by_patient = any(PATIENT in value for _, value in request.headers)
    asked = OTHERS in request.target or OTHERS.encode() in request.body
    about_all = request.target.startswith(("/_sandbox", "/link", "/oauth"))
    if by_patient and not asked and not about_all and OTHERS.encode() in _plain(answer):
        return "another patient's data"
    return ""
