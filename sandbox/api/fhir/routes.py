"""Which function answers which FHIR request? Reads, searches and operations, as rows."""

# tested by: tests/api/fhir/test_errors.py

from typing import Protocol

from sandbox.api.fhir.operations import everything, expunge
from sandbox.api.fhir.read import read, vread
from sandbox.api.fhir.responses import FhirResponse
from sandbox.api.fhir.search import search, search_by_form
from sandbox.backend import Backend, Reader
from sandbox.web.messages import Request
from sandbox.web.router import Route


class Handler(Protocol):
    """A function that answers a client that has been let in."""

    def __call__(self, backend: Backend, reader: Reader, request: Request, *segments: str) -> FhirResponse:
        """Answer, given the variable segments of the path."""


# Columns: method, path below /fhir, function. The first pattern that fits decides.
ROUTES: tuple[Route[Handler], ...] = (
    Route("GET", "/", search),
    Route("POST", "/_search", search_by_form),
    Route("POST", "/{type}/_search", search_by_form),
    Route("POST", "/Patient/{id}/$expunge", expunge),
    Route("GET", "/{type}", search),
    Route("GET", "/{type}/{id}", read),
    Route("GET", "/{type}/{id}/_history/{version}", vread),
    Route("GET", "/Patient/{id}/$everything", everything),
    Route("POST", "/{owner}/{id}/{type}/_search", search_by_form),
    Route("GET", "/{owner}/{id}/{type}", search),
)
