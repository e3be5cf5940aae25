"""What does a FHIR request say, and what was answered to it? Whoever polls says the same again: it is read once.

What is read is kept with the head of the request, where that is known from before. Nothing of it depends on the time,
on the session or on the scenario: those are asked each time.
"""

# tested by: tests/api/fhir/test_asked.py

from collections.abc import Hashable
from dataclasses import dataclass
from urllib.parse import unquote

from sandbox.api.fhir.responses import BodySource, FhirResponse
from sandbox.api.fhir.routes import Handler, handler_of
from sandbox.oauth import read_header
from sandbox.scenario import RequestLine
from sandbox.sessions.abridged import abridged
from sandbox.sessions.journal import EntryOutcome
from sandbox.sessions.redaction import redact
from sandbox.web.messages import Headers, Request, Response

LONGEST_USER_AGENT = 200  # characters of the header that the journal keeps


@dataclass(slots=True, kw_only=True)
class KnownAnswer:
    """An answer that is given again to a reader who sees the same.

    Its body stays with who has it, and counts it: here is nothing that is large.
    """

    view: Hashable
    """what its reader saw"""
    status: int
    """the HTTP status"""
    headers: Headers
    """those that are not of this moment"""
    source: BodySource
    """what has the body"""
    outcome: EntryOutcome
    """what the journal notes of it"""


@dataclass(slots=True)
class Asked:
    """A FHIR request, as far as it is the same whenever it comes."""

    token: str
    """that of its bearer"""
    place: str
    """the path below /fhir, as it was written"""
    line: RequestLine
    """what a scenario may look at"""
    path: str
    """the path as the journal has it, without secrets"""
    query: str
    """the query string and the form as the journal has them, without secrets"""
    user_agent: str
    """the header as the journal has it"""
    is_kept: bool
    """whether it is kept with its head"""
    handler: tuple[Handler, list[str]] | None = None
    """where it was routed to; None before it was"""
    answer: KnownAnswer | None = None
    """the last answer, if it can be given again"""

    def route(self) -> tuple[Handler, list[str]]:
        """Return what answers it, and the variable segments of its path; raises Problem where nothing does."""
        if self.handler is None:
            self.handler = handler_of(self.line.method, self.place)
        return self.handler

    def answer_again(self, view: Hashable) -> tuple[Response, EntryOutcome] | None:
        """Return the last answer, and what the journal notes of it, if it is the one for this view; else None."""
        known = self.answer
        if known is None or known.view != view or (body := known.source.body) is None:
            return None
        return Response(known.status, known.headers, body), known.outcome

    def keep(self, view: Hashable, found: FhirResponse, outcome: EntryOutcome) -> None:
        """Keep an answer, if it can be given again, and this is asked again."""
        if self.is_kept and found.source is not None:
            response = found.response
            self.answer = KnownAnswer(
                view=view, status=response.status, headers=response.headers, source=found.source, outcome=outcome
            )


def asked_by(request: Request, path: str) -> Asked:
    """Return what a request says, for what stands at *path* below /fhir; raises Problem if it carries no token."""
    head = request.head
    if head is None or not head.is_kept:
        return _read(request, path, is_kept=False)
    if not isinstance(head.reading, Asked):
        head.reading = _read(request, path, is_kept=True)
    return head.reading


def _read(request: Request, path: str, *, is_kept: bool) -> Asked:
    token, wanted, plain = request.by_headers(_bearer), parameters(request), path
    if "%" in path:
        plain = unquote(path)
    line, user_agent = RequestLine(request.method, plain, wanted), request.by_headers(_user_agent)
    return Asked(token, path, line, redact(request.path), abridged(redact(wanted)), user_agent, is_kept)


def parameters(request: Request) -> str:
    """Return all that a request asks for: a search may have parameters in its body, too."""
    if not request.body or not request.path.endswith("/_search"):
        return request.query
    form = request.body.decode("utf-8", "replace").strip()
    if request.query:
        return f"{request.query}&{form}"
    return form


def _bearer(request: Request) -> str:
    return read_header(request.headers.get("Authorization", None))


def _user_agent(request: Request) -> str:
    return redact(request.headers.get("User-Agent", ""))[:LONGEST_USER_AGENT]
