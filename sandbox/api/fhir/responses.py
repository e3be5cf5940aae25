"""How is a FHIR response laid out? JSON, indented where `_pretty=true` asks for it."""

# tested by: tests/api/fhir/test_formats.py

from dataclasses import dataclass

import orjson

from sandbox.backend import Backend
from sandbox.fhir.decimals import decode
from sandbox.query_string import pairs_or_raw
from sandbox.search import Page
from sandbox.web.content_negotiation import FHIR_JSON
from sandbox.web.messages import Headers, Response

JSON_HEADERS: Headers = (("Content-Type", FHIR_JSON),)


@dataclass(slots=True)
class FhirResponse:
    """A response, and what the journal notes of it.

    `issue` is the code of the OperationOutcome, where it is one; `next` the query string of the page that it offers.
    `matches` is how many resources a search has found, `withheld` how many more there will be when the sync is over.
    """

    response: Response
    issue: str | None = None
    next: str | None = None
    matches: int | None = None
    withheld: int = 0


def bundle_response(backend: Backend, page: Page, raw: str, withheld: int = 0) -> FhirResponse:
    """Return a page as a searchset Bundle; *raw* is the query string that may ask for `_pretty`.

    *withheld* is how many more matches there will be when the sync is over.
    """
    bundle = backend.engine.bundle(page, with_total=backend.settings.total == "always")
    response = Response(200, JSON_HEADERS, laid_out(bundle, raw))
    return FhirResponse(response, next=page.next, matches=page.total, withheld=withheld)


def laid_out(body: bytes, raw: str) -> bytes:
    """Return the JSON indented if `_pretty=true` asks for it, its numbers as they were written; errors as well."""
    if "pretty" not in raw or ("_pretty", "true") not in pairs_or_raw(raw):
        return body
    return orjson.dumps(decode(body), option=orjson.OPT_INDENT_2) + b"\n"
