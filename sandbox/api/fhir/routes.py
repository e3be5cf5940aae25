"""Which function answers which FHIR request? Reads, searches and operations, as rows."""

# tested by: tests/api/fhir/test_errors.py

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol
from urllib.parse import unquote

from sandbox.api.fhir.operations import everything, everything_of_mine, expunge
from sandbox.api.fhir.read import read, vread
from sandbox.api.fhir.responses import FhirResponse
from sandbox.api.fhir.search import search, search_by_form
from sandbox.backend import WILDCARD, Backend, Reader
from sandbox.fhir.resource_types import check_type
from sandbox.problem import Problem, ProblemKind
from sandbox.web.messages import Request
from sandbox.web.router import NoRoute, Route, find


class Handler(Protocol):
    """A function that answers a client that has been let in."""

    def __call__(self, backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
        """Answer, given the variable segments of the path."""


def handler_of(method: str, path: str) -> tuple[Handler, list[str]]:
    """Return the function for a request and the variable segments of its path; raises Problem where there is none.

    Paths such as `/Procedure`, of one segment, are few, and come again and again with other queries.
    """
    if path.count("/") == 1:
        return _found_again(method, path)
    return _found(method, path)


def _found(method: str, path: str) -> tuple[Handler, list[str]]:
    if _MARKED.search(path):
        _check_simulated([unquote(segment) for segment in path.split("/")])
    try:
        return find(ROUTES, method, path)
    except NoRoute as error:
        if not error.allow:
            raise
        type_ = unquote(path).strip("/").partition("/")[0]
        if type_ and not _is_marked(type_):
            check_type(type_)
        if method in _WRITING and "POST" not in error.allow and "$" not in path:
            raise NoRoute(method, error.allow, also=_READ_ONLY) from None
        raise


_found_again = lru_cache(maxsize=256)(_found)


def _check_simulated(segments: list[str]) -> None:
    """Raise Problem for an operation, a history or another call of FHIR's that leads to no route.

    Such a call has a mark, and a name or an id has none: so it may stand only where a pattern has that very word.
    """
    marked = [segment for segment in segments if _is_marked(segment)]
    if not marked or "" in segments[1:]:
        return
    for route in ROUTES:
        variable = route.match(segments)
        if variable is not None and not any(_is_marked(segment) for segment in variable):
            return
    *_, call = marked
    if call.startswith("$"):
        text = f"The operation {call} is not simulated here. These are: {_listed(_OPERATIONS)}."
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, text)
    if not _is_marked(segments[1]):
        check_type(segments[1])
    if call == "_history":
        text = f"Histories are not simulated here: a resource has one version. These calls are: {_listed(ROUTES)}."
    else:
        text = f"The call {call} is not simulated here. These are: {_listed(ROUTES)}."
    raise Problem(ProblemKind.UNKNOWN_ADDRESS, text)


def _is_marked(segment: str) -> bool:
    """Return whether a segment is FHIR's own word for a call; `$PATIENT_ID` is an id."""
    return segment[:1] in {"$", "_"} and segment != WILDCARD


def _listed(routes: Sequence[Route[Handler]]) -> str:
    return ", ".join(f"{route.method} {route.pattern}" for route in routes)


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
_MARKED = re.compile(r"[$_%]")  # what may be a mark, or hide one
_WRITING = {"POST", "PUT", "PATCH", "DELETE"}
_READ_ONLY = " This API is read-only: whoever steers a test adds resources by POST /_sandbox/resources."
