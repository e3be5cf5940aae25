"""What was recorded elsewhere? Journal lines and HAR files as a VerdictInput, judged without a server.

A recording knows nothing of a scenario: when the data would have come, whether a 429 ends. What it cannot tell is not
exercised. http://www.softwareishard.com/blog/har-12-spec/
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.json_text import read_json
from sandbox.scenario.announced_waits import announced, folded
from sandbox.sessions.journal import Entry
from sandbox.verdict.input import VerdictInput

UNKNOWN_TOKEN = -1  # the number of an access token that a recording does not have
FHIR = "/fhir/"
FORM = "application/x-www-form-urlencoded"

# What an entry of a journal may say: the name in JSON, the field, the types.
_FIELDS: dict[str, tuple[str, tuple[type, ...]]] = {
    "n": ("n", (int,)),
    "at": ("at", (int, float)),
    "method": ("method", (str,)),
    "path": ("path", (str,)),
    "query": ("query", (str,)),
    "status": ("status", (int, type(None))),
    "wait": ("wait", (int, float, type(None))),
    "issue": ("issue", (str, type(None))),
    "attempt": ("attempt", (int,)),
    "bytes": ("bytes", (int, type(None))),
    "answered_at": ("done", (int, float, type(None))),
    "connection": ("connection", (int,)),
    "spelling": ("spelling", (str,)),
    "fault": ("fault", (str,)),
    "gone": ("gone", (bool,)),
    "next": ("next", (str,)),
    "withheld": ("withheld", (int,)),
    "access": ("access", (int,)),
    "frozen": ("frozen", (bool,)),
    "behind": ("behind", (int, float)),
    "user_agent": ("user_agent", (str,)),
}
_NEEDED = ("at", "method", "path", "status")


def from_journal(text: str, known_parameters: frozenset[str] = frozenset()) -> VerdictInput:
    """Read journal entries, a JSON object a line, or the whole answer of `/_sandbox/session/journal`.

    Raises ValueError for what is no journal; the message says which line, and what is wrong.
    """
    entries = [_entry(written, where) for where, written in _written(text) if not written.get("door")]
    return _recorded(entries, known_parameters)


def _written(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the entries as they are written, with the place of each."""
    try:
        whole = read_json(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict) and isinstance(whole.get("entries"), list):
        return [(f"entry {place}", _object(one, f"entry {place}")) for place, one in enumerate(whole["entries"], 1)]
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            found.append((f"line {number}", _object(_json(line, f"line {number}"), f"line {number}")))
    return found


def _json(text: str, where: str) -> Any:
    try:
        return read_json(text)
    except ValueError as error:
        raise ValueError(f"{where} is not JSON: {error}") from None


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{where} must be a JSON object")
    return value


def _entry(written: Mapping[str, Any], where: str) -> Entry:
    for name in _NEEDED:
        if name not in written:
            raise ValueError(f"{where} has no {name!r}: it is not a journal entry")
    entry = Entry(0, 0.0, "", "", "", 1)
    for name, value in written.items():
        if name not in _FIELDS:
            continue
        field, types = _FIELDS[name]
        if not isinstance(value, types):
            raise ValueError(f"{where}: {name} cannot be {value!r}")
        setattr(entry, field, value)
    if entry.done is None and entry.status is not None:
        entry.done = entry.at
    return entry


def from_har(text: str, known_parameters: frozenset[str] = frozenset()) -> VerdictInput:
    """Read a HAR file, as browsers and proxies write it.

    Only requests for what is below `/fhir/` count, or all if there is none. Raises ValueError for what is no HAR file.
    """
    log = _object(_json(text, "the file"), "a HAR file").get("log")
    if not isinstance(log, dict) or not isinstance(log.get("entries"), list):
        raise ValueError("a HAR file has log.entries")
    exchanges = [_object(one, f"log.entries[{place}]") for place, one in enumerate(log["entries"])]
    concerned = [one for one in exchanges if FHIR in str(_member(one, "request").get("url", ""))]
    tokens: list[str] = []
    connections: list[str] = []
    entries = []
    for exchange in concerned or exchanges:
        entry = _exchange(exchange)
        entry.access = _number_in(tokens, _headers(_member(exchange, "request")).get("authorization", ""))
        entry.connection = 1 + _number_in(connections, str(exchange.get("connection", "")))
        entries.append(entry)
    return _recorded(entries, known_parameters)


def _exchange(exchange: Mapping[str, Any]) -> Entry:
    request, response = _member(exchange, "request"), _member(exchange, "response")
    try:
        at = datetime.fromisoformat(str(exchange["startedDateTime"])).timestamp()
        done = at + max(float(exchange.get("time") or 0.0), 0.0) / 1000
        status = int(response.get("status") or 0)
        url = urlsplit(str(request["url"]))
        entry = Entry(0, at, str(request["method"]), url.path, _asked_for(url.query, request), 1)
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"an entry of the HAR file cannot be read: {error!r}") from None
    entry.done = done
    entry.user_agent = _headers(request).get("user-agent", "")
    if status == 0:
        entry.fault = "reset"
        return entry
    entry.status = status
    _read_answer(entry, response)
    return entry


def _read_answer(entry: Entry, response: Mapping[str, Any]) -> None:
    """Note what the answer says: the announced wait, the issue, the next page."""
    headers = _headers(response)
    if (entry.status or 0) >= 400:
        entry.wait, entry.spelling = announced(headers, entry.done or entry.at)
        if entry.status != 429 and entry.spelling == "none":
            entry.spelling = ""
    body = _body(_member(response, "content"))
    if body is None:
        return
    try:
        found = read_json(body)
    except ValueError:
        if entry.status == 200 and "json" in headers.get("content-type", "json"):
            entry.fault = "garbled"
        return
    if isinstance(found, dict):
        entry.issue = _issue(found)
        entry.next = _next(found)


def _issue(resource: Mapping[str, Any]) -> str | None:
    issues = resource.get("issue")
    if resource.get("resourceType") != "OperationOutcome" or not isinstance(issues, list):
        return None
    return next((str(issue["code"]) for issue in issues if isinstance(issue, dict) and "code" in issue), None)


def _next(resource: Mapping[str, Any]) -> str | None:
    links = resource.get("link")
    if resource.get("resourceType") != "Bundle" or not isinstance(links, list):
        return None
    named = [link for link in links if isinstance(link, dict) and link.get("relation") == "next"]
    return next((urlsplit(str(link.get("url", ""))).query for link in named), None)


def _body(content: Mapping[str, Any]) -> str | None:
    """Return the text of a body, None if it was not recorded."""
    text = content.get("text")
    if not isinstance(text, str) or not text:
        return None
    if content.get("encoding") != "base64":
        return text
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except binascii.Error:
        return None


def _asked_for(query: str, request: Mapping[str, Any]) -> str:
    """Return the query string and the form."""
    form = _member(request, "postData")
    if not str(form.get("mimeType", "")).startswith(FORM):
        return query
    return "&".join(part for part in (query, str(form.get("text") or "") or _fields(form)) if part)


def _fields(form: Mapping[str, Any]) -> str:
    """Return a form that was recorded field by field, decoded, as some proxies do, in the place of its text."""
    rows = form.get("params")
    if not isinstance(rows, list):
        return ""
    return urlencode([(str(row.get("name", "")), str(row.get("value", ""))) for row in rows if isinstance(row, dict)])


def _member(owner: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = owner.get(name)
    if isinstance(value, dict):
        return value
    return {}


def _headers(message: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers by names in lower case; one that comes twice is folded."""
    rows = message.get("headers")
    if not isinstance(rows, list):
        return {}
    return folded((str(row.get("name", "")), str(row.get("value", ""))) for row in rows if isinstance(row, dict))


def _number_in(known: list[str], value: str) -> int:
    """Return which of the known values this is, from 0; UNKNOWN_TOKEN for an empty one."""
    if not value:
        return UNKNOWN_TOKEN
    if value not in known:
        known.append(value)
    return known.index(value)


def _recorded(entries: Sequence[Entry], known_parameters: frozenset[str]) -> VerdictInput:
    """Return the entries in the order of their times, numbered, with what had arrived before each was answered."""
    ordered = sorted(entries, key=_by_time)
    for number, entry in enumerate(ordered, 1):
        entry.n = number
    for entry in ordered:
        arrived = [one.n for one in ordered if entry.done is not None and one.at < entry.done]
        entry.later = max([entry.n, *arrived])
    now = max((entry.done or entry.at for entry in ordered), default=0.0)
    return VerdictInput(entries=tuple(ordered), now=now, recorded=True, known_parameters=known_parameters)


def _by_time(entry: Entry) -> tuple[float, int]:
    return entry.at, entry.n
