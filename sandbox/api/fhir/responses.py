"""How is a FHIR response laid out? JSON, indented where `_pretty=true` asks for it."""

# tested by: tests/api/fhir/test_formats.py

from dataclasses import dataclass
from typing import Protocol

import orjson

from sandbox.backend import Backend
from sandbox.fhir.decimals import decode
from sandbox.query_string import pairs_or_raw
from sandbox.search import Page
from sandbox.web.content_negotiation import FHIR_JSON
from sandbox.web.messages import Headers, Response

JSON_HEADERS: Headers = (("Content-Type", FHIR_JSON),)


class BodySource(Protocol):
    """What has a body that others may send as well: a resource, or a page that is kept."""

    @property
    def body(self) -> bytes | None:
        """The body, None when it is not kept any more."""


@dataclass(slots=True)
class FhirResponse:
    """A response, and what the journal notes of it."""

    response: Response
    """as it is sent"""
    issue: str | None = None
    """the code of the OperationOutcome, where it is one"""
    next: str | None = None
    """the query string of the page that it offers"""
    matches: int | None = None
    """how many resources a search has found"""
    withheld: int = 0
    """how many more there will be when the sync is over"""
    source: BodySource | None = None
    """where its body comes from, if the same request gets the same as long as its reader sees the same"""


def bundle_response(backend: Backend, page: Page, raw: str, withheld: int = 0) -> FhirResponse:
    """Return a page as a searchset Bundle; *raw* is the query string that may ask for `_pretty`.

    *withheld* is how many more matches there will be when the sync is over.
    """
    bundle = backend.engine.bundle(page, with_total=backend.settings.total == "always")
    body, source = laid_out(bundle, raw), None
    if body is page.body:
        source = page
    response = Response(200, JSON_HEADERS, body)
    return FhirResponse(response, next=page.next, matches=page.total, withheld=withheld, source=source)


def laid_out(body: bytes, raw: str) -> bytes:
    """Return the JSON indented if `_pretty=true` asks for it, its numbers as they were written; errors as well."""
    if "pretty" not in raw or ("_pretty", "true") not in pairs_or_raw(raw):
        return body
    return orjson.dumps(decode(body), option=orjson.OPT_INDENT_2) + b"\n"
