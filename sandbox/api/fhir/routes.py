"""Which function answers which FHIR request? Reads, searches and operations, as rows."""

# tested by: tests/api/fhir/test_errors.py

import re
from typing import Protocol
from urllib.parse import unquote

from sandbox.api.fhir.operations import everything, everything_of_mine, expunge
from sandbox.api.fhir.read import read, vread
from sandbox.api.fhir.responses import FhirResponse
from sandbox.api.fhir.search import search, search_by_form
from sandbox.backend import Backend, Reader
from sandbox.problem import Problem, ProblemKind
from sandbox.web.messages import Request
from sandbox.web.router import Route, find


class Handler(Protocol):
    """A function that answers a client that has been let in."""

    def __call__(self, backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
        """Answer, given the variable segments of the path."""


def handler_of(method: str, path: str) -> tuple[Handler, list[str]]:
    """Return the function for a request and the variable segments of its path; raises Problem where there is none."""
    if "$" not in path and "%" not in path:
        return find(ROUTES, method, path)
    segments = [unquote(segment) for segment in path.split("/")]
    if _OPERATION.fullmatch(segments[-1]) and all(route.match(segments) is None for route in _OPERATIONS):
        known = ", ".join(f"{route.method} {route.pattern}" for route in _OPERATIONS)
        text = f"The operation {segments[-1]} is not simulated here. These are: {known}."
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, text)
    return find(ROUTES, method, path)


# Columns: method, path below /fhir, function. The first pattern that fits decides.
ROUTES: tuple[Route[Handler], ...] = (
    Route("GET", "/", search),
    Route("POST", "/_search", search_by_form),
    Route("POST", "/{type}/_search", search_by_form),
    Route("POST", "/Patient/{id}/$expunge", expunge),
    Route("GET", "/{type}", search),
    Route("GET", "/Patient/$everything", everything_of_mine),
    Route("GET", "/{type}/{id}", read),
    Route("GET", "/{type}/{id}/_history/{version}", vread),
    Route("GET", "/Patient/{id}/$everything", everything),
    Route("POST", "/{owner}/{id}/{type}/_search", search_by_form),
    Route("GET", "/{owner}/{id}/{type}", search),
)
_OPERATIONS = [route for route in ROUTES if "$" in route.pattern]
_OPERATION = re.compile(r"\$[a-z][a-z0-9-]*")  # `$PATIENT_ID` is none
